#include "import/infer_address.h"

#include <algorithm>

#include <fmt/format.h>

namespace flatcrm::import {

namespace {

/// The columns of the parts that no address lacks; none where a label is there already.
Template columns_to_label(const std::vector<FieldSpec>& fields, const std::string& address) {
  Template columns;
  for (const FieldSpec& field : fields) {
    const std::string& path = field.field.text;
    if (path == address + "label") return {};
    if (path == address + "street" || path == address + "city" || path == address + "postcode")
      columns.insert(columns.end(), field.from[0].begin(), field.from[0].end());
  }
  std::erase_if(columns, [](const TemplatePart& part) { return !part.column; });
  return columns;
}

}  // namespace

void place_address(Inferred& inferred, const std::string& column, const AddressGroups::Part& part,
                   std::size_t address) {
  std::vector<FieldSpec>& fields = inferred.profile.main.fields;
  std::string path = part.field;
  path.replace(path.find('*'), 1, std::to_string(address));
  inferred.reasons.push_back({column, path, fmt::format("a part of the address '{}'", part.group)});
  auto known = std::find_if(fields.begin(), fields.end(),
                            [&](const FieldSpec& spec) { return spec.field.text == path; });
  if (known == fields.end()) {
    known = fields.insert(fields.end(), FieldSpec{});
    known->field = {path, {}};
  } else if (path.ends_with(".street")) {
    known->from[0].push_back({{" ", {}}, false});
    known->from[0].push_back({{column, {}}, true});
    return;
  }
  known->from.push_back({{{column, {}}, true}});
}

void label_addresses(Inferred& inferred, const std::map<AddressKey, std::size_t>& addresses) {
  if (addresses.size() < 2) return;
  std::vector<FieldSpec>& fields = inferred.profile.main.fields;
  for (const auto& [key, number] : addresses) {
    const std::string label = address_label(key.second);
    const std::string address = fmt::format("addresses.{}.", number);
    Template columns = columns_to_label(fields, address);
    if (label.empty() || columns.empty()) continue;
    FieldSpec spec;
    spec.field = {address + "label", {}};
    spec.otherwise = label;
    spec.from.push_back(std::move(columns));
    fields.push_back(std::move(spec));
  }
}

}  // namespace flatcrm::import
