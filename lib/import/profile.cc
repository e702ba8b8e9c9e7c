#include "import/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "import/profile_reader.h"

namespace flatcrm::import {

using Node = ProfileReader::Node;
using format::YamlKind;

std::optional<Rule> parse_rule(std::string_view name) {
  if (name == "fill") return Rule::fill;
  if (name == "newer") return Rule::newer;
  if (name == "overwrite") return Rule::overwrite;
  if (name == "keep") return Rule::keep;
  if (name == "union") return Rule::union_of_both;
  return std::nullopt;
}

std::string_view print(Rule rule) {
  switch (rule) {
    case Rule::newer:
      return "newer";
    case Rule::overwrite:
      return "overwrite";
    case Rule::keep:
      return "keep";
    case Rule::union_of_both:
      return "union";
    default:
      return "fill";
  }
}

Template parse_template(std::string_view text, const Place& place) {
  Template out;
  std::string literal;
  auto flush = [&] {
    if (!literal.empty()) out.push_back({{literal, place}, false});
    literal.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
    if ((text[i] == '{' || text[i] == '}') && doubled) {
      literal += text[i++];
    } else if (text[i] == '{') {
      std::size_t end = text.find('}', i);
      if (end == std::string_view::npos)
        throw Error(Code::bad_input, fmt::format("'{{' without '}}' in '{}'", text), place,
                    "write {Column}, and {{ for a brace itself");
      flush();
      out.push_back({{std::string(text.substr(i + 1, end - i - 1)), place}, true});
      i = end;
    } else {
      literal += text[i];
    }
  }
  flush();
  return out;
}

namespace {

Template origin(const Word& word) {
  if (word.text.find('{') != std::string::npos) return parse_template(word.text, word.place);
  return {{word, true}};
}

class ProfileParser {
 public:
  ProfileParser(std::string_view yaml, const std::string& file) : reader_(yaml, file) {
    profile_.file = file;
  }

  Profile parse();

 private:
  void read_origin(const Node& node, FieldSpec& field);
  FieldSpec read_field(const Node& node);
  void read_field_map(const Node& node, FieldSpec& field);
  void check_field(const Node& node, const FieldSpec& field);
  std::vector<FieldSpec> read_fields(const Node& node);
  RecordSpec read_record(const Node& node);
  void read_rules(const Node& node);
  text::DateOrder read_order(const Node& node);
  void read_order(const Node& node, FieldSpec& field);
  text::DecimalMark read_decimal(const Node& node);
  void read_delimiter(const Node& node);
  void read_quote(const Node& node);
  int read_take(const Node& node);
  Word read_part(const Node& node);
  void read_unpivot(const Node& node);
  void read_columns(const Node& node);
  std::vector<ProfileReader::Key> record_keys(RecordSpec& record);

  ProfileReader reader_;
  Profile profile_;
};

text::DateOrder ProfileParser::read_order(const Node& node) {
  auto order = text::parse_date_order(reader_.text(node));
  if (!order)
    reader_.fail(node, fmt::format("'{}' is no order of a date", node.text), "one of: dmy, mdy, ymd");
  return *order;
}

/// Of a date or of a name.
void ProfileParser::read_order(const Node& node, FieldSpec& field) {
  std::string value = reader_.text(node);
  if (value == "family_first" || value == "given_first")
    field.name_order = value == "family_first" ? text::NameOrder::family_first : text::NameOrder::given_first;
  else
    field.order = read_order(node);
}

text::DecimalMark ProfileParser::read_decimal(const Node& node) {
  auto mark = text::parse_decimal_mark(reader_.text(node));
  if (!mark) reader_.fail(node, fmt::format("'{}' is no decimal mark", node.text), "one of: point, comma");
  return *mark;
}

void ProfileParser::read_origin(const Node& node, FieldSpec& field) {
  for (const Word& word : reader_.words(node)) field.from.push_back(origin(word));
}

int ProfileParser::read_take(const Node& node) {
  std::string value = reader_.text(node);
  int number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number == 0)
    reader_.fail(node, fmt::format("'take' takes the number of a part, not '{}'", value),
                 "1 is the first, -1 the last");
  return number;
}

Word ProfileParser::read_part(const Node& node) {
  Word word = reader_.word(node);
  const std::vector<std::string_view> parts = {"name",     "given", "family", "prefix", "suffix", "street",
                                               "postcode", "city",  "town",   "region", "country"};
  if (std::find(parts.begin(), parts.end(), word.text) == parts.end())
    reader_.fail(node, fmt::format("'{}' is no part of a name or an address", word.text),
                 suggestion(word.text, parts));
  return word;
}

void ProfileParser::read_unpivot(const Node& node) {
  Unpivot unpivot;
  reader_.keys(node, {{"columns", [&](const Node& n) { unpivot.columns = reader_.words(n); }},
                      {"name", [&](const Node& n) { unpivot.name = reader_.word(n); }},
                      {"value", [&](const Node& n) { unpivot.value = reader_.word(n); }}});
  if (unpivot.name.text.empty() || unpivot.value.text.empty())
    reader_.fail(node, "'unpivot' needs 'name' and 'value'",
                 "what the column's name and its cell are called in the fields below");
  profile_.unpivot = std::move(unpivot);
}

void ProfileParser::read_columns(const Node& node) {
  for (const Node* child : reader_.children(node, YamlKind::map)) {
    std::vector<std::string> names;
    for (const Word& word : reader_.words(*child)) names.push_back(word.text);
    profile_.columns.emplace_back(child->key, std::move(names));
  }
}

void ProfileParser::read_field_map(const Node& node, FieldSpec& field) {
  const ProfileReader& r = reader_;
  r.keys(node, {{"from", [&](const Node& n) { read_origin(n, field); }},
                {"const", [&](const Node& n) { field.constant = r.word(n); }},
                {"ref", [&](const Node& n) { field.ref = r.word(n); }},
                {"order", [&](const Node& n) { read_order(n, field); }},
                {"decimal", [&](const Node& n) { field.decimal = read_decimal(n); }},
                {"by", [&](const Node& n) { field.by = r.word(n); }},
                {"create", [&](const Node& n) { field.create = r.flag(n); }},
                {"map",
                 [&](const Node& n) {
                   for (const Node* entry : r.children(n, YamlKind::map))
                     field.map.emplace_back(entry->key, r.text(*entry));
                 }},
                {"else", [&](const Node& n) { field.otherwise = r.text(n); }},
                {"split", [&](const Node& n) { field.split = r.text(n); }},
                {"take", [&](const Node& n) { field.take = read_take(n); }},
                {"part", [&](const Node& n) { field.part = read_part(n); }},
                {"times", [&](const Node& n) { field.times = r.word(n); }},
                {"same", [&](const Node& n) { field.same = r.word(n); }},
                {"network", [&](const Node& n) { field.network = r.word(n); }},
                {"cancels", [&](const Node& n) { field.cancels = r.words(n); }},
                {"currency", [&](const Node& n) { field.currency = r.word(n); }},
                {"optional", [&](const Node& n) { field.optional = r.flag(n); }}});
}

void ProfileParser::check_field(const Node& node, const FieldSpec& field) {
  int origins = (field.from.empty() ? 0 : 1) + (field.constant ? 1 : 0) + (field.ref ? 1 : 0) +
                (field.cancels.empty() ? 0 : 1);
  if (origins != 1)
    reader_.fail(node, fmt::format("'{}' needs one of from, const, ref and cancels", field.field.text));
  if (field.take && !field.split)
    reader_.fail(node, fmt::format("'take' in '{}' needs 'split'", field.field.text),
                 "say where the text is cut, e.g. split: ','");
  if (field.create && !field.by)
    reader_.fail(node, fmt::format("'create' in '{}' needs 'by'", field.field.text),
                 "say by which field the new record is known, e.g. by: name");
}

FieldSpec ProfileParser::read_field(const Node& node) {
  FieldSpec field;
  field.field = reader_.key_word(node);
  if (node.kind == YamlKind::map)
    read_field_map(node, field);
  else
    read_origin(node, field);
  check_field(node, field);
  return field;
}

std::vector<FieldSpec> ProfileParser::read_fields(const Node& node) {
  std::vector<FieldSpec> out;
  for (const Node* child : reader_.children(node, YamlKind::map)) out.push_back(read_field(*child));
  if (out.empty()) reader_.fail(node, "'fields' is empty");
  return out;
}

std::vector<ProfileReader::Key> ProfileParser::record_keys(RecordSpec& record) {
  return {{"collection", [&](const Node& n) { record.collection = reader_.word(n); }},
          {"key", [&](const Node& n) { record.key = reader_.words(n); }},
          {"match", [&](const Node& n) { record.match = reader_.words(n); }},
          {"id_from", [&](const Node& n) { record.id_from = reader_.word(n); }},
          {"fields", [&](const Node& n) { record.fields = read_fields(n); }}};
}

RecordSpec ProfileParser::read_record(const Node& node) {
  RecordSpec record;
  reader_.keys(node, record_keys(record));
  if (record.collection.text.empty()) reader_.fail(node, "a record needs a 'collection'");
  if (record.fields.empty()) reader_.fail(node, "a record needs 'fields'");
  return record;
}

void ProfileParser::read_rules(const Node& node) {
  for (const Node* child : reader_.children(node, YamlKind::map)) {
    auto rule = parse_rule(reader_.text(*child));
    if (!rule)
      reader_.fail(*child, fmt::format("no rule '{}'", child->text),
                   suggestion(child->text, {"fill", "newer", "overwrite", "keep", "union"}));
    if (child->key == "default")
      profile_.default_rule = *rule;
    else
      profile_.rules.push_back({reader_.key_word(*child), *rule});
  }
}

void ProfileParser::read_delimiter(const Node& node) {
  std::string value = reader_.word(node).text;
  profile_.delimiter = value == "tab" || value == "\\t" ? "\t" : value;
}

void ProfileParser::read_quote(const Node& node) {
  std::string value = reader_.text(node);
  if (value != "none" && value.size() != 1) reader_.fail(node, "'quote' takes one character, or none");
  profile_.quote = value == "none" ? '\0' : value[0];
}

Profile ProfileParser::parse() {
  const ProfileReader& r = reader_;
  std::vector<ProfileReader::Key> keys = record_keys(profile_.main);
  std::vector<ProfileReader::Key> more = {
      {"source", [&](const Node& n) { profile_.source = r.word(n); }},
      {"region", [&](const Node& n) { profile_.region = r.word(n); }},
      {"updated", [&](const Node& n) { profile_.updated = r.word(n); }},
      {"title", [&](const Node& n) { profile_.title = r.text(n); }},
      {"optional", [&](const Node& n) { profile_.optional = r.flag(n); }},
      {"columns", [&](const Node& n) { read_columns(n); }},
      {"unpivot", [&](const Node& n) { read_unpivot(n); }},
      {"base", [&](const Node& n) { profile_.base = r.word(n); }},
      {"detect",
       [&](const Node& n) {
         for (const Node* child : r.children(n, YamlKind::list)) profile_.detect.push_back(r.words(*child));
       }},
      {"where", [&](const Node& n) { profile_.where = r.word(n); }},
      {"also",
       [&](const Node& n) {
         for (const Node* child : r.children(n, YamlKind::list)) profile_.also.push_back(read_record(*child));
       }},
      {"rules", [&](const Node& n) { read_rules(n); }},
      {"empty",
       [&](const Node& n) {
         std::string value = r.text(n);
         if (value != "keeps" && value != "clears") r.fail(n, "'empty' takes keeps or clears");
         profile_.empty_clears = value == "clears";
       }},
      {"apostrophes", [&](const Node& n) { profile_.apostrophes = r.flag(n); }},
      {"remember", [&](const Node& n) { profile_.remember = r.flag(n); }},
      {"date_order", [&](const Node& n) { profile_.date_order = read_order(n); }},
      {"decimal", [&](const Node& n) { profile_.decimal = read_decimal(n); }},
      {"encoding", [&](const Node& n) { profile_.encoding = r.word(n).text; }},
      {"delimiter", [&](const Node& n) { read_delimiter(n); }},
      {"quote", [&](const Node& n) { read_quote(n); }},
      {"header", [&](const Node& n) { profile_.header = r.number(n); }}};
  keys.insert(keys.end(), more.begin(), more.end());
  r.keys(r.root(), keys);
  if (profile_.source.text.empty())
    r.fail(r.root(), "a profile needs a 'source'", "a short name such as: source: hubspot");
  if (profile_.main.collection.text.empty()) r.fail(r.root(), "a profile needs a 'collection'");
  if (profile_.main.fields.empty()) r.fail(r.root(), "a profile needs 'fields'");
  return std::move(profile_);
}

}  // namespace

Profile parse_profile(std::string_view yaml, const std::string& file) {
  return ProfileParser(yaml, file).parse();
}

}  // namespace flatcrm::import
