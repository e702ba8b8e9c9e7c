#include "import/sdl.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "import/built_in.h"

namespace flatcrm::import {

namespace {

/// One arrow of the file: from a column, or a constant, to a field of Salesforce.
struct Arrow {
  Word from;
  bool constant = false;
  std::string to;
};

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return std::string(core::trim(out));
}

std::vector<Arrow> read_arrows(std::string_view text, const std::string& file) {
  std::vector<Arrow> out;
  for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
    std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = core::trim(text.substr(begin, end - begin));
    begin = end + 1;
    if (line.empty() || line.front() == '#' || line.front() == '!') continue;
    std::size_t mark = line.find('=');
    while (mark != line.npos && mark > 0 && line[mark - 1] == '\\') mark = line.find('=', mark + 1);
    if (mark == line.npos)
      throw Error(Code::bad_input, "no '=' in a line of a mapping file", {file, number, 1}, "COLUMN=Field");
    std::string from = unescape(line.substr(0, mark));
    bool constant = from.size() > 1 && from.front() == '"' && from.back() == '"';
    if (constant) from = from.substr(1, from.size() - 2);
    for (std::string_view rest = line.substr(mark + 1); !from.empty();) {
      std::size_t comma = std::min(rest.find(','), rest.size());
      if (std::string to = unescape(rest.substr(0, comma)); !to.empty())
        out.push_back({{from, {file, number, 1}}, constant, std::move(to)});
      if (comma == rest.size()) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return out;
}

const Arrow* arrow_to(const std::vector<Arrow>& arrows, std::string_view field) {
  for (const Arrow& one : arrows)
    if (core::equal_ignoring_ascii_case(one.to, field)) return &one;
  return nullptr;
}

std::string_view object_of(const std::vector<Arrow>& arrows) {
  if (arrow_to(arrows, "StageName") != nullptr) return "salesforce-opportunities";
  if (arrow_to(arrows, "LastName") == nullptr) return "salesforce-accounts";
  return arrow_to(arrows, "Company") != nullptr ? "salesforce-leads" : "salesforce-contacts";
}

/// "NumberOfEmployees" is number_of_employees, "Oracle_Id__c" oracle_id.
std::string custom_name(std::string_view field) {
  if (field.ends_with("__c") || field.ends_with("__C")) field.remove_suffix(3);
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    char c = field[i];
    bool upper = c >= 'A' && c <= 'Z';
    bool begins = upper && i > 0 && field[i - 1] >= 'a' && field[i - 1] <= 'z';
    if (begins && out.back() != '_') out += '_';
    bool plain = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      out += upper ? static_cast<char>(c | 0x20) : c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  return out.empty() ? "field" : out;
}

/// The field over the columns that the file maps; with a constant instead where it says so.
bool bind(FieldSpec& field, const std::vector<Arrow>& arrows, std::vector<std::string>& used) {
  if (field.constant || field.ref) return true;
  std::vector<Template> from;
  for (Template parts : field.from) {
    bool any = false;
    for (TemplatePart& part : parts) {
      if (!part.column) continue;
      const Arrow* arrow = arrow_to(arrows, part.text.text);
      if (arrow == nullptr) {
        part = {{"", part.text.place}, false};
        continue;
      }
      any = true;
      used.push_back(core::lower_ascii(part.text.text));
      part.text = arrow->from;
      part.column = !arrow->constant;
    }
    if (!any) continue;
    bool literal = parts.size() == 1 && !parts[0].column;
    if (literal && from.empty() && !field.by) {
      field.constant = parts[0].text;
      field.from.clear();
      return true;
    }
    from.push_back(std::move(parts));
  }
  field.from = std::move(from);
  return !field.from.empty();
}

void bind(RecordSpec& record, const std::vector<Arrow>& arrows, std::vector<std::string>& used) {
  std::erase_if(record.fields, [&](FieldSpec& field) { return !bind(field, arrows, used); });
}

void add_custom_fields(Profile& profile, const std::vector<Arrow>& arrows,
                       const std::vector<std::string>& used) {
  for (const Arrow& arrow : arrows) {
    if (std::find(used.begin(), used.end(), core::lower_ascii(arrow.to)) != used.end()) continue;
    FieldSpec field;
    field.field = {custom_name(arrow.to), arrow.from.place};
    auto same = [&](const FieldSpec& one) { return one.field.text == field.field.text; };
    if (std::any_of(profile.main.fields.begin(), profile.main.fields.end(), same)) continue;
    if (arrow.constant)
      field.constant = arrow.from;
    else
      field.from.push_back({{arrow.from, true}});
    profile.main.fields.push_back(std::move(field));
  }
}

}  // namespace

Profile parse_sdl(std::string_view text, const std::string& file) {
  std::vector<Arrow> arrows = read_arrows(text, file);
  Profile profile = parse_built_in(*built_in_profile(object_of(arrows)));
  profile.file = file;
  profile.columns.clear();
  profile.updated.reset();
  profile.main.key.clear();
  std::vector<std::string> used = {"id"};
  const Arrow* key = arrow_to(arrows, "Id");
  for (const Arrow& arrow : arrows)
    if (key == nullptr && core::lower_ascii(arrow.to).ends_with("id__c") &&
        arrow.to.find(':') == std::string::npos)
      key = &arrow;
  if (key == nullptr) key = arrow_to(arrows, "AccountNumber");
  if (key != nullptr && !key->constant) {
    profile.main.key.push_back(key->from);
    used.push_back(core::lower_ascii(key->to));
  }
  bind(profile.main, arrows, used);
  for (RecordSpec& also : profile.also) bind(also, arrows, used);
  std::erase_if(profile.also, [](const RecordSpec& also) {
    return std::none_of(also.fields.begin(), also.fields.end(),
                        [](const FieldSpec& field) { return !field.from.empty(); });
  });
  add_custom_fields(profile, arrows, used);
  return profile;
}

}  // namespace flatcrm::import
