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

/// Columns and templates, with commas between several.
std::string columns_of(const FieldSpec& spec, bool flow) {
  std::string columns;
  for (const Template& column : spec.from)
    columns +=
        (columns.empty() ? "" : ", ") +
        (flow ? flow_scalar : scalar)(column.size() > 1 ? print_template(column) : column[0].text.text);
  return spec.from.size() > 1 ? "[" + columns + "]" : columns;
}

/// Where the value of a field comes from: a column, or a map of what is to be done with it.
std::string print_origin(const FieldSpec& spec) {
  if (spec.ref) return fmt::format("{{ref: {}}}", spec.ref->text);
  if (spec.constant) return fmt::format("{{const: {}}}", flow_scalar(spec.constant->text));
  std::string more;
  if (spec.network) more += ", network: " + spec.network->text;
  if (spec.by) more += ", by: " + spec.by->text;
  if (!spec.map.empty()) more += fmt::format(", map: {{{}}}", print_map(spec.map));
  if (spec.otherwise) more += ", else: " + flow_scalar(*spec.otherwise);
  if (spec.part) more += ", part: " + spec.part->text;
  std::string columns = columns_of(spec, spec.from.size() > 1 || !more.empty());
  return more.empty() ? columns : fmt::format("{{from: {}{}}}", columns, more);
}

/// `collection` is that of a further record from the same row, with a dot behind it.
void add_field(std::string& out, const FieldSpec& spec, const std::vector<Inferred::Reason>& reasons,
               std::string_view indent = "  ", std::string_view collection = "") {
  std::string why;
  for (const Inferred::Reason& reason : reasons)
    if (reason.field == std::string(collection) + spec.field.text)
      why += (why.empty() ? "" : "; ") + reason.why;
  out += fmt::format("{}{}: {}", indent, spec.field.text, print_origin(spec));
  if (!why.empty()) out += "  # " + core::visible(why);
  out += '\n';
}

void add_record(std::string& out, const RecordSpec& record, const std::vector<Inferred::Reason>& reasons) {
  std::string key, match;
  for (const Word& column : record.key) key += (key.empty() ? "" : ", ") + flow_scalar(column.text);
  for (const Word& field : record.match) match += (match.empty() ? "" : ", ") + field.text;
  out +=
      fmt::format("  - collection: {}\n    key: [{}]\n    match: [{}]\n", record.collection.text, key, match);
  if (record.id_from) out += fmt::format("    id_from: {}\n", record.id_from->text);
  out += "    fields:\n";
  for (const FieldSpec& spec : record.fields)
    add_field(out, spec, reasons, "      ", record.collection.text + ".");
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
  if (!profile.also.empty()) out += "also:\n";
  for (const RecordSpec& record : profile.also) add_record(out, record, inferred.reasons);
  return out;
}

}  // namespace flatcrm::import
