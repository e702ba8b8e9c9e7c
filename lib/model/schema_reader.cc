#include "model/schema_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/path.h"
#include "core/text.h"

namespace flatcrm::model {
namespace {

constexpr Keyword specific[] = {Keyword::format,         Keyword::reference,     Keyword::items,
                                Keyword::properties,     Keyword::permitted,     Keyword::money,
                                Keyword::minimum,        Keyword::maximum,       Keyword::minimum_length,
                                Keyword::maximum_length, Keyword::maximum_items, Keyword::additional};

enum class Clash { none, same, different };

/// Whether two declared paths can't stand side by side: one below the other, or a list where the other has a
/// map.
Clash clash(std::string_view first, std::string_view second) {
  core::PathStep left, right;
  while (true) {
    bool has_left = core::next_step(first, left);
    bool has_right = core::next_step(second, right);
    if (!has_left && !has_right) return Clash::same;
    if (!has_left || !has_right) return Clash::different;
    if (left.text == right.text) continue;
    return left.text == "*" || right.text == "*" ? Clash::different : Clash::none;
  }
}

std::string_view parent_of(std::string_view path) {
  std::size_t dot = path.rfind('.');
  return dot == path.npos ? std::string_view{} : path.substr(0, dot);
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::string_view word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

}  // namespace

void SchemaReader::fail(const Node& node, std::string what, std::string hint) const {
  fail_at(file_, node, name_, std::move(what), std::move(hint));
}

void SchemaReader::read() {
  if (file_.documents() != 1) throw Error(Code::book, "a schema is one YAML document", {name_, 1, 1});
  Keywords keywords = read_keywords(file_, file_.root(0), Context::schema, name_);
  if (const Node* type = keywords[Keyword::type]) one_of(*type, {"object"});
  if (const Node* more = keywords[Keyword::additional]; more != nullptr && !truth(*more)) {
    fail(*more, "custom fields are allowed in every collection", "leave additionalProperties out");
  }
  if (const Node* properties = keywords[Keyword::properties]) read_properties(*properties, "", Field{});
  if (origin_ == SchemaOrigin::collection) add_missing_id();
  for (std::uint32_t i = 0; i < schema_.fields_.size(); ++i) schema_.fields_[i].rank = i;
  read_collection(keywords);
  check_money();
  schema_.required_.clear();
  for (const Field& field : schema_.fields_) {
    if (field.required) schema_.required_.push_back(field.rank);
  }
}

void SchemaReader::read_collection(const Keywords& keywords) {
  if (const Node* required = keywords[Keyword::required]) read_required(*required);
  if (origin_ == SchemaOrigin::addition) {
    for (Keyword keyword : {Keyword::label, Keyword::log, Keyword::key}) {
      if (const Node* node = keywords[keyword])
        fail(*node, "a built-in collection keeps its " + std::string(name_of(keyword)));
    }
    return;
  }
  if (const Node* node = keywords[Keyword::title]) schema_.title_ = scalar(*node);
  if (const Node* node = keywords[Keyword::description]) schema_.description_ = scalar(*node);
  if (const Node* node = keywords[Keyword::label]) {
    check_declared(*node);
    schema_.label_ = node->text;
  }
  if (const Node* node = keywords[Keyword::log]) {
    check_declared(*node);
    Type type = schema_.find(node->text)->type;
    if (type != Type::date && type != Type::date_time) fail(*node, "x-log names a date field");
    schema_.log_date_ = node->text;
  }
  if (const Node* node = keywords[Keyword::key]) {
    for (const Node* name : scalars(*node)) {
      check_declared(*name);
      schema_.key_.emplace_back(name->text);
    }
  }
}

void SchemaReader::read_properties(const Node& properties, const std::string& prefix,
                                   const Field& inherited) {
  if (properties.kind != format::YamlKind::map) fail(properties, "properties is a map of fields");
  for (const Node* node = file_.child(properties); node != nullptr; node = file_.next(*node)) {
    if (node->key.empty() || node->key == "*") fail(*node, "a field needs a name of its own");
    std::string path = prefix;
    core::append_key(path, node->key);
    read_field(*node, std::move(path), inherited);
  }
}

void SchemaReader::read_field(const Node& node, std::string path, Field field) {
  Keywords keywords = read_keywords(file_, node, Context::field, name_);
  field.path = std::move(path);
  const Node* type = keywords[Keyword::type];
  if (type == nullptr) fail(node, "the field " + quoted(node.key) + " has no type");
  read_common(keywords, field);
  std::string kind = one_of(*type, {"string", "integer", "number", "boolean", "array", "object"});
  if (kind == "array") {
    read_array(keywords, std::move(field));
  } else if (kind == "object") {
    read_object(keywords, field);
  } else {
    read_scalar(keywords, kind, field);
    add(std::move(field), node);
  }
}

void SchemaReader::read_array(const Keywords& keywords, Field field) {
  allow(keywords, "array", {Keyword::items, Keyword::maximum_items});
  const Node* items = keywords[Keyword::items];
  if (items == nullptr) fail(*keywords.node, "an array needs items");
  if (const Node* most = keywords[Keyword::maximum_items]) field.maximum_items = count(*most);
  Keywords element = read_keywords(file_, *items, Context::field, name_);
  const Node* type = element[Keyword::type];
  if (type == nullptr) fail(*items, "items need a type");
  std::string kind = one_of(*type, {"string", "integer", "number", "boolean", "object"});
  if (kind != "object") {
    field.list = true;
    read_common(element, field);
    read_scalar(element, kind, field);
    add(std::move(field), *keywords.node);
    return;
  }
  if (field.path.find(".*") != field.path.npos) fail(*items, "a list of maps can't hold another one");
  field.path += ".*";
  read_object(element, field);
}

/// The maps's own merge rule and being personal hold for all that is in it.
void SchemaReader::read_object(const Keywords& keywords, const Field& field) {
  allow(keywords, "object", {Keyword::properties, Keyword::additional});
  Field inherited;
  inherited.merge = field.merge;
  inherited.personal = field.personal;
  const Node* properties = keywords[Keyword::properties];
  const Node* more = keywords[Keyword::additional];
  if (properties == nullptr && more == nullptr)
    fail(*keywords.node, "an object needs properties or additionalProperties");
  if (properties != nullptr) read_properties(*properties, field.path, inherited);
  if (more == nullptr || more->kind == format::YamlKind::scalar) return;
  if (properties != nullptr) fail(*more, "an object has either properties or additionalProperties");
  if (field.path.ends_with('*')) fail(*more, "the maps of a list need properties");
  read_field(*more, field.path + ".*", inherited);
  if (schema_.fields_.back().list) fail(*more, "the values of a map are scalars");
}

void SchemaReader::read_common(const Keywords& keywords, Field& field) {
  if (const Node* node = keywords[Keyword::title]) field.title = scalar(*node);
  if (const Node* node = keywords[Keyword::description]) field.description = scalar(*node);
  if (const Node* node = keywords[Keyword::personal]) field.personal = truth(*node);
  if (const Node* node = keywords[Keyword::merge]) {
    field.merge = one_of(*node, {"fill", "newer", "overwrite", "keep", "union"});
  }
  if (const Node* node = keywords[Keyword::compare]) {
    field.compare =
        one_of(*node, {"given_name", "family_name", "full_name", "organization", "email", "phone", "date",
                       "street", "city", "region", "postcode", "country", "identifier", "category", "text"});
  }
  if (const Node* node = keywords[Keyword::synonyms]) field.synonym_list = scalar(*node);
}

void SchemaReader::read_scalar(const Keywords& keywords, std::string_view type, Field& field) {
  field.built_in = origin_ == SchemaOrigin::built_in;
  if (type == "boolean") {
    allow(keywords, type, {});
    field.type = Type::boolean;
    return;
  }
  if (type == "integer" || type == "number") {
    allow(keywords, type, {Keyword::minimum, Keyword::maximum, Keyword::money});
    field.type = type == "integer" ? Type::integer : Type::decimal;
    if (const Node* node = keywords[Keyword::minimum]) field.minimum = number(*node);
    if (const Node* node = keywords[Keyword::maximum]) field.maximum = number(*node);
    if (const Node* node = keywords[Keyword::money]) read_money(*node, field);
    return;
  }
  allow(keywords, type,
        {Keyword::format, Keyword::permitted, Keyword::reference, Keyword::minimum_length,
         Keyword::maximum_length});
  if (const Node* node = keywords[Keyword::minimum_length]) field.minimum_length = count(*node);
  if (const Node* node = keywords[Keyword::maximum_length]) field.maximum_length = count(*node);
  if (const Node* node = keywords[Keyword::format]) read_format(*node, field);
  if (const Node* node = keywords[Keyword::permitted]) {
    for (const Node* value : scalars(*node)) field.values.emplace_back(value->text);
    if (field.values.empty()) fail(*node, "enum permits nothing");
  }
  if (const Node* node = keywords[Keyword::reference]) {
    if (field.type != Type::text || field.format != Format::none) fail(*node, "a reference has no format");
    field.type = Type::reference;
    field.reference = scalar(*node);
  }
}

void SchemaReader::read_format(const Node& node, Field& field) {
  static constexpr std::pair<std::string_view, Format> formats[] = {
      {"email", Format::email},       {"phone", Format::phone}, {"country", Format::country},
      {"currency", Format::currency}, {"uri", Format::url},     {"language", Format::language},
      {"period", Format::period}};
  std::vector<std::string_view> names = {"date", "date-or-time"};
  for (const auto& [name, format] : formats) {
    if (name == node.text) field.format = format;
    names.push_back(name);
  }
  std::string name = one_of(node, names);
  if (name == "date") field.type = Type::date;
  if (name == "date-or-time") field.type = Type::date_time;
}

void SchemaReader::read_money(const Node& node, Field& field) {
  field.type = Type::money;
  if (scalar(node) == "true") return;
  field.currency = node.text;
  currencies_.emplace_back(field.currency, &node);
}

void SchemaReader::read_required(const Node& node) {
  for (const Node* name : scalars(node)) {
    check_declared(*name);
    auto field = std::find_if(schema_.fields_.begin(), schema_.fields_.end(),
                              [&](const Field& candidate) { return candidate.path == name->text; });
    if (field == schema_.fields_.end()) fail(*name, "what is required is a field at the top");
    field->required = true;
  }
}

void SchemaReader::add(Field field, const Node& node) {
  std::vector<Field>& fields = schema_.fields_;
  auto place = fields.end();
  if (origin_ == SchemaOrigin::addition) {
    for (const Field& old : fields) {
      if (clash(old.path, field.path) == Clash::none) continue;
      std::string what = "the field " + quoted(old.path) +
                         (old.built_in ? " is built in and stays as it is" : " is declared already");
      fail(node, std::move(what), "give the new field another name");
    }
    // A new field of a built-in map stands behind its last one, so that the fields of a map stay together.
    for (std::string_view parent = parent_of(field.path); !parent.empty() && place == fields.end();
         parent = parent_of(parent)) {
      std::string prefix = std::string(parent) + ".";
      auto last = std::find_if(fields.rbegin(), fields.rend(),
                               [&](const Field& old) { return old.path.starts_with(prefix); });
      if (last != fields.rend()) place = last.base();
    }
  }
  fields.insert(place, std::move(field));
}

void SchemaReader::add_missing_id() {
  auto& fields = schema_.fields_;
  auto id = std::find_if(fields.begin(), fields.end(), [](const Field& field) { return field.path == "id"; });
  if (id != fields.end()) {
    std::rotate(fields.begin(), id, id + 1);
    return;
  }
  Field field;
  field.path = "id";
  field.title = "Id";
  field.required = true;
  fields.insert(fields.begin(), std::move(field));
}

void SchemaReader::check_declared(const Node& node) const {
  if (schema_.find(scalar(node)) != nullptr) return;
  std::vector<std::string_view> names;
  for (const Field& field : schema_.fields_) names.emplace_back(field.path);
  std::string_view nearest = core::nearest(node.text, names);
  fail(node, "no field " + quoted(node.text), nearest.empty() ? "" : "did you mean " + quoted(nearest) + "?");
}

void SchemaReader::check_money() const {
  for (const auto& [currency, node] : currencies_) {
    check_declared(*node);
    if (schema_.find(currency)->format != Format::currency)
      fail(*node, "x-money names a field of format currency, or is true");
  }
}

std::string_view SchemaReader::scalar(const Node& node) const {
  if (node.kind != format::YamlKind::scalar || node.text.empty())
    fail(node, quoted(node.key) + " takes one value");
  return node.text;
}

std::string SchemaReader::one_of(const Node& node, const std::vector<std::string_view>& permitted) const {
  std::string_view text = scalar(node);
  if (std::find(permitted.begin(), permitted.end(), text) != permitted.end()) return std::string(text);
  fail(node, quoted(node.key) + " can't be " + quoted(text), "it is one of: " + joined(permitted));
}

bool SchemaReader::truth(const Node& node) const {
  return one_of(node, {"true", "false"}) == "true";
}

std::size_t SchemaReader::count(const Node& node) const {
  std::string_view text = scalar(node);
  std::size_t value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size())
    fail(node, quoted(node.key) + " takes a whole number");
  return value;
}

core::Decimal SchemaReader::number(const Node& node) const {
  std::optional<core::Decimal> value = core::parse_decimal(scalar(node));
  if (!value) fail(node, quoted(node.key) + " takes a number");
  return *value;
}

std::vector<const format::YamlNode*> SchemaReader::scalars(const Node& list) const {
  if (list.kind != format::YamlKind::list) fail(list, quoted(list.key) + " takes a list");
  std::vector<const Node*> nodes;
  for (const Node* node = file_.child(list); node != nullptr; node = file_.next(*node)) {
    scalar(*node);
    nodes.push_back(node);
  }
  return nodes;
}

void SchemaReader::allow(const Keywords& keywords, std::string_view type,
                         const std::vector<Keyword>& allowed) const {
  for (Keyword keyword : specific) {
    const Node* node = keywords[keyword];
    if (node == nullptr || std::find(allowed.begin(), allowed.end(), keyword) != allowed.end()) continue;
    fail(*node, std::string(name_of(keyword)) + " says nothing of type " + quoted(type));
  }
}

}  // namespace flatcrm::model
