#include <fmt/format.h>

#include "core/text.h"
#include "format/yaml_edit.h"
#include "import/infer.h"

namespace flatcrm::import {

namespace {

/// "key: value" with quotes where YAML needs them.
std::string line_of(std::string_view key, std::string_view value) {
  format::YamlField field;
  field.path = key;
  field.text = value;
  std::string line;
  format::write_yaml(line, {field});
  return line;
}

std::string scalar(std::string_view value) {
  std::string line = line_of("x", value);
  return line.substr(3, line.size() - 4);
}

/// Within [ ] commas and brackets need quotes too.
std::string flow_scalar(std::string_view value) {
  std::string text = scalar(value);
  bool quoted = text.starts_with('"') || text.starts_with('\'');
  if (quoted || text.find_first_of(",[]{}") == std::string::npos) return text;
  return "'" + text + "'";
}

std::string print_template(const Template& parts) {
  std::string out;
  for (const TemplatePart& part : parts) out += part.column ? "{" + part.text.text + "}" : part.text.text;
  return out;
}

std::string print_map(const std::vector<std::pair<std::string, std::string>>& map) {
  std::string out;
  for (const auto& [word, value] : map)
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", flow_scalar(word), flow_scalar(value));
  return out;
}

void add_field(std::string& out, const FieldSpec& spec, const std::vector<Inferred::Reason>& reasons) {
  std::string columns, why;
  if (spec.constant) columns = fmt::format("{{const: {}}}", flow_scalar(spec.constant->text));
  bool flow = spec.from.size() > 1 || spec.network || spec.part || !spec.map.empty();
  for (const Template& column : spec.from)
    columns +=
        (columns.empty() ? "" : ", ") +
        (flow ? flow_scalar : scalar)(column.size() > 1 ? print_template(column) : column[0].text.text);
  for (const Inferred::Reason& reason : reasons)
    if (reason.field == spec.field.text) why += (why.empty() ? "" : "; ") + reason.why;
  if (spec.from.size() > 1) columns = "[" + columns + "]";
  if (spec.network) columns = fmt::format("{{from: {}, network: {}}}", columns, spec.network->text);
  if (!spec.map.empty())
    columns = fmt::format("{{from: {}, map: {{{}}}{}}}", columns, print_map(spec.map),
                          spec.otherwise ? ", else: " + flow_scalar(*spec.otherwise) : "");
  if (spec.part) columns = fmt::format("{{from: {}, part: {}}}", columns, spec.part->text);
  out += fmt::format("  {}: {}  # {}\n", spec.field.text, columns, core::visible(why));
}

}  // namespace

std::string print(const Inferred& inferred) {
  const Profile& profile = inferred.profile;
  std::string out = "# What flatcrm makes of this file. Save it, edit it, and name it with --profile.\n";
  out += line_of("source", profile.source.text);
  out += line_of("collection", profile.main.collection.text);
  if (!profile.main.key.empty()) {
    std::string columns;
    for (const Word& column : profile.main.key)
      columns += (columns.empty() ? "" : ", ") + flow_scalar(column.text);
    std::string why = inferred.key_why.empty() ? "as given" : inferred.key_why;
    out += fmt::format("key: [{}]  # {}\n", columns, why);
  } else {
    out += "# key: [COLUMN]  # no column numbers the rows; without a key a changed row is a new record\n";
  }
  if (!profile.main.match.empty()) {
    std::string fields;
    for (const Word& field : profile.main.match) fields += (fields.empty() ? "" : ", ") + field.text;
    out += fmt::format("match: [{}]  # {}\n", fields, inferred.match_why);
  }
  if (profile.main.id_from)
    out += "id_from: emails  # other lists of these people make the same records, whichever comes first\n";
  if (profile.remember) out += "remember: true  # what you change by hand stays when the list comes again\n";
  if (profile.region) out += line_of("region", profile.region->text);
  out += "fields:\n";
  for (const FieldSpec& spec : profile.main.fields) add_field(out, spec, inferred.reasons);
  return out;
}

}  // namespace flatcrm::import
