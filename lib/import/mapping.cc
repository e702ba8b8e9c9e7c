#include "import/mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "import/profile_reader.h"
#include "import/record_roles.h"
#include "import/source_columns.h"
#include "text/country.h"
#include "text/phone.h"

namespace flatcrm::import {

namespace {

Kind kind_of(const model::Field* field, std::string_view path, const model::Schema& schema) {
  if (field == nullptr) return Kind::text;
  switch (field->type) {
    case model::Type::reference:
      return Kind::reference;
    case model::Type::money:
    case model::Type::decimal:
      return Kind::amount;
    case model::Type::integer:
      return Kind::integer;
    case model::Type::date:
      return Kind::date;
    case model::Type::date_time:
      return Kind::date_time;
    case model::Type::boolean:
      return Kind::boolean;
    case model::Type::text:
      break;
  }
  switch (field->format) {
    case model::Format::email:
      return Kind::email;
    case model::Format::phone:
      return Kind::phone;
    case model::Format::country:
      return Kind::country;
    case model::Format::currency:
      return Kind::currency;
    case model::Format::url:
      return Kind::url;
    default:
      break;
  }
  if (!field->values.empty()) return Kind::choice;
  if (path == "social") return Kind::social;
  bool named = path == "name" || path == "given_name" || path == "family_name" || path == "org";
  return named || (path == schema.label() && path != "text") ? Kind::name : Kind::text;
}

/// "addresses.1.city" is kept by "addresses" and by itself.
bool covers(std::string_view wanted, std::string_view path) {
  return path == wanted || (path.size() > wanted.size() && path.substr(0, wanted.size()) == wanted &&
                            path[wanted.size()] == '.');
}

class Compiler {
 public:
  Compiler(const Profile& profile, const Source& source, const book::Book& book,
           const MappingOptions& options)
      : profile_(profile), source_(source), book_(book), options_(options), columns_(profile, source) {}

  Mapping compile();

 private:
  const model::Schema& schema(const Word& collection) const;
  RecordMap record(const RecordSpec& spec, std::size_t number);
  void add_fields(RecordMap& record, const FieldSpec& spec);
  void compile_wide(Mapping& mapping);
  void check_base() const;
  void add_field(RecordMap& record, const FieldSpec& spec);
  void add_month_day(RecordMap& record) const;
  void add_origin(FieldMap& field, const FieldSpec& spec);
  void add_reference(FieldMap& field, const model::Field* schema_field) const;
  void add_currency(RecordMap& record, FieldMap& field, const model::Field* schema_field) const;
  std::size_t record_of(const Word& collection) const;
  void compile_region(Mapping& mapping);
  void check_rules(const Mapping& mapping) const;
  bool wanted(const std::string& field) const;
  std::shared_ptr<const text::Zone> zone();

  const Profile& profile_;
  const Source& source_;
  const book::Book& book_;
  const MappingOptions& options_;
  SourceColumns columns_;
  std::shared_ptr<const text::Zone> zone_;
};

const model::Schema& Compiler::schema(const Word& collection) const {
  const model::Schema* found = book_.schemas().find(collection.text);
  if (found != nullptr) return *found;
  std::vector<std::string> names = book_.schemas().collections();
  throw Error(Code::bad_input, fmt::format("no collection '{}'", collection.text), collection.place,
              suggestion(collection.text, {names.begin(), names.end()}));
}

bool Compiler::wanted(const std::string& field) const {
  if (options_.fields.empty()) return true;
  return std::any_of(options_.fields.begin(), options_.fields.end(),
                     [&](const std::string& one) { return covers(one, field); });
}

std::shared_ptr<const text::Zone> Compiler::zone() {
  if (!zone_) zone_ = std::make_shared<const text::Zone>(book_.config().zone);
  return zone_;
}

std::size_t Compiler::record_of(const Word& collection) const {
  if (profile_.main.collection.text == collection.text) return 0;
  for (std::size_t i = 0; i < profile_.also.size(); ++i)
    if (profile_.also[i].collection.text == collection.text) return i + 1;
  throw Error(Code::bad_input, fmt::format("the profile makes no record of '{}'", collection.text),
              collection.place, "'ref' names a collection that the same row makes a record of");
}

void Compiler::add_origin(FieldMap& field, const FieldSpec& spec) {
  if (spec.ref) {
    field.origin = Origin::ref;
    field.ref = record_of(*spec.ref);
  } else if (spec.constant) {
    field.origin = Origin::constant;
    field.constant = spec.constant->text;
  } else if (!spec.cancels.empty()) {
    field.origin = Origin::cancels;
  }
  for (const Template& one : spec.from) {
    bool plain = one.size() == 1 && one[0].column;
    if (plain)
      field.inputs.push_back({static_cast<int>(columns_.use(one[0].text)), {}});
    else
      field.inputs.push_back({-1, columns_.pattern(one)});
  }
}

void Compiler::add_reference(FieldMap& field, const model::Field* schema_field) const {
  if (field.kind == Kind::reference) {
    field.collection = schema_field->reference;
    if (field.spec.by) field.by = field.spec.by->text;
    field.create = field.spec.create;
    return;
  }
  const Word* word = field.spec.by ? &*field.spec.by : field.spec.ref ? &*field.spec.ref : nullptr;
  if (word != nullptr)
    throw Error(Code::bad_input, fmt::format("'{}' is no reference", field.name), word->place,
                "take 'by' or 'ref' out, or make the field a reference in the book's schemas");
}

void Compiler::add_currency(RecordMap& record, FieldMap& field, const model::Field* schema_field) const {
  std::string home = book_.config().currency;
  if (field.spec.currency) {
    std::string_view code = text::currency_code(field.spec.currency->text);
    if (code.empty())
      throw Error(Code::bad_input, fmt::format("'{}' is no currency", field.spec.currency->text),
                  field.spec.currency->place, "a code of ISO 4217 such as EUR");
    field.default_currency = home = std::string(code);
  }
  field.amount.set_home(home);
  if (schema_field == nullptr || schema_field->currency.empty()) return;
  field.currency = record.paths->intern(schema_field->currency);
  field.has_currency = true;
}

void Compiler::add_fields(RecordMap& record, const FieldSpec& spec) {
  for (FieldSpec& one : columns_.without_stars(spec)) {
    if (profile_.optional) one = columns_.with_present(one);
    if (!one.from.empty() || spec.from.empty()) add_field(record, one);
  }
}

void Compiler::add_field(RecordMap& record, const FieldSpec& spec) {
  if (!wanted(spec.field.text) || ((spec.optional || profile_.optional) && columns_.lacks(spec))) return;
  FieldMap field;
  field.spec = spec;
  field.name = spec.field.text;
  field.path = record.paths->intern(spec.field.text);
  const model::Path& path = (*record.paths)[field.path];
  field.kind =
      field.path == model::Paths::id ? Kind::text : kind_of(path.field, path.text, record.paths->schema());
  // A card that is given away again has its addresses as they came.
  if (field.kind == Kind::url && source_.report().format == "vcard") field.kind = Kind::text;
  field.list = path.list;
  if (field.kind == Kind::date_time) field.zone = zone();
  if (path.field != nullptr) field.values = path.field->values;
  add_origin(field, spec);
  add_reference(field, path.field);
  add_currency(record, field, path.field);
  for (const auto& [from, to] : spec.map) {
    if (from.size() > 1 && from.back() == '*')
      field.prefixes.emplace_back(core::lower_ascii(from.substr(0, from.size() - 1)), to);
    else
      field.map[core::lower_ascii(from)] = to;
  }
  if (spec.same) field.same = record.paths->intern(spec.same->text);
  if (spec.times) field.factor = static_cast<int>(columns_.use(*spec.times));
  if (spec.split) field.split = *spec.split;
  field.maps = !spec.map.empty() || spec.otherwise;
  field.takes_part = spec.take || spec.part;
  if (spec.name_order) field.name_order = *spec.name_order;
  // A card that is given away again has its names as they came.
  bool part = field.name == "given_name" || field.name == "family_name";
  field.person = part && field.kind == Kind::name && source_.report().format != "vcard";
  field.has_month_day = field.kind == Kind::date && field.name == "birthday" && !field.inputs.empty();
  record.fields.push_back(std::move(field));
  if (record.fields.back().has_month_day) add_month_day(record);
}

/// What is known of a birthday whose year is not said, beside the birthday.
void Compiler::add_month_day(RecordMap& record) const {
  FieldMap field;
  field.spec = record.fields.back().spec;
  field.inputs = record.fields.back().inputs;
  field.takes_part = record.fields.back().takes_part;
  field.split = record.fields.back().split;
  field.name = "birthday_month_day";
  field.path = record.paths->intern(field.name);
  field.kind = Kind::month_day;
  record.fields.push_back(std::move(field));
}

namespace {

bool fills_emails(const RecordMap& record, std::uint32_t column) {
  return std::any_of(record.fields.begin(), record.fields.end(), [&](const FieldMap& field) {
    return field.kind == Kind::email &&
           std::any_of(field.inputs.begin(), field.inputs.end(),
                       [&](const Input& input) { return input.column == static_cast<int>(column); });
  });
}

}  // namespace

RecordMap Compiler::record(const RecordSpec& spec, std::size_t number) {
  RecordMap out;
  out.collection = spec.collection.text;
  schema(spec.collection);
  out.paths = &book_.paths(out.collection);
  for (const Word& name : spec.key)
    if (!profile_.optional || columns_.find(name.text) >= 0) out.key.push_back(columns_.use(name));
  for (const FieldSpec& field : spec.fields) add_fields(out, field);
  for (std::uint32_t column : out.key) out.caseless.push_back(fills_emails(out, column));
  std::string region = book_.config().region;
  if (profile_.region && profile_.region->text.find('{') == std::string::npos) region = profile_.region->text;
  find_roles(out, spec, profile_.optional, region);
  // Cards say of whom they are; in other sources a whole name in capitals is taken for what it is.
  if (source_.report().format == "vcard") out.person_name = -1;
  // A record whose columns an export of many versions lacks altogether is never made.
  for (const FieldSpec& field : spec.fields) out.conditional = out.conditional || !field.from.empty();
  if (number == 0) out.conditional = false;
  if (number > 0 && spec.key.empty()) {
    std::size_t same = 0;
    for (std::size_t i = 0; i + 1 < number; ++i)
      if (profile_.also[i].collection.text == out.collection) ++same;
    out.key_suffix = same == 0 ? out.collection : fmt::format("{}-{}", out.collection, same + 1);
  }
  out.rules = Rules(profile_);
  out.source_path = out.paths->intern("sources.1.source");
  out.key_path = out.paths->intern("sources.1.key");
  out.first_seen_path = out.paths->intern("sources.1.first_seen");
  out.updated_path = out.paths->intern("sources.1.updated");
  if (profile_.remember) out.said_path = out.paths->intern("sources.1.said");
  return out;
}

void Compiler::compile_region(Mapping& mapping) {
  mapping.region = book_.config().region;
  if (!profile_.region) return;
  if (profile_.region->text.find('{') != std::string::npos) {
    // An export that lacks the column leaves it to the book.
    mapping.region_pattern = columns_.pattern(parse_template(profile_.region->text, profile_.region->place));
    return;
  }
  std::string_view code = text::country_code(profile_.region->text);
  if (code.empty() || !text::is_phone_region(code))
    throw Error(Code::usage, fmt::format("no region '{}'", profile_.region->text), profile_.region->place,
                "two letters of ISO 3166 such as DE, or a \"{Column}\" that holds a country");
  mapping.region = std::string(code);
}

void Compiler::check_rules(const Mapping& mapping) const {
  std::vector<std::string_view> names;
  for (const RecordMap& record : mapping.records)
    for (const FieldMap& field : record.fields) names.push_back(field.name);
  for (const FieldRule& rule : profile_.rules) {
    bool known = profile_.optional || std::any_of(profile_.main.fields.begin(), profile_.main.fields.end(),
                                                  [&](const FieldSpec& field) {
                                                    return covers(rule.field.text, field.field.text);
                                                  });
    for (const RecordSpec& also : profile_.also)
      for (const FieldSpec& field : also.fields) known = known || covers(rule.field.text, field.field.text);
    if (!known)
      throw Error(Code::bad_input,
                  fmt::format("a rule for '{}', which the profile does not fill", rule.field.text),
                  rule.field.place, suggestion(rule.field.text, names));
  }
}

/// Which columns of a wide table are rows of their own: those named, or all that nothing else asks for.
void Compiler::compile_wide(Mapping& mapping) {
  if (!profile_.unpivot) return;
  WideColumns wide;
  for (const Word& name : profile_.unpivot->columns)
    if (!profile_.optional || columns_.find(name.text) >= 0) wide.columns.push_back(columns_.use(name));
  if (profile_.unpivot->columns.empty())
    for (std::uint32_t i = 0; i < source_.columns().size(); ++i)
      if (!columns_.is_used(i) && !source_.columns()[i].empty() && !source_.is_own_column(i))
        wide.columns.push_back(i);
  for (std::uint32_t one : wide.columns) columns_.note_used(one);
  wide.name = static_cast<std::uint32_t>(source_.columns().size());
  wide.value = wide.name + 1;
  mapping.wide = std::move(wide);
}

void Compiler::check_base() const {
  if (profile_.base && profile_.base->text != book_.config().currency)
    throw Error(Code::bad_input,
                fmt::format("these rates are for {}, and the book's currency is {}", profile_.base->text,
                            book_.config().currency),
                profile_.base->place, "import rates of the book's own currency");
}

Mapping Compiler::compile() {
  Mapping out;
  check_base();
  out.names = source_.columns();
  out.source = profile_.source.text;
  out.first_seen = options_.as_of;
  out.empty_clears = profile_.empty_clears;
  out.apostrophes = profile_.apostrophes;
  out.verbatim = source_.report().format == "vcard";
  out.since = options_.since;
  out.columns = source_.columns().size();
  for (std::size_t i = 0; i < out.columns; ++i) out.own_column.push_back(source_.is_own_column(i));
  out.records.push_back(record(profile_.main, 0));
  out.partial = !options_.fields.empty();
  for (std::size_t i = 0; i < profile_.also.size() && !out.partial; ++i)
    out.records.push_back(record(profile_.also[i], i + 1));
  if (profile_.updated && (!profile_.optional || columns_.find(profile_.updated->text) >= 0)) {
    FieldMap field;
    field.name = "updated";
    field.kind = Kind::date_time;
    field.zone = zone();
    field.inputs.push_back({static_cast<int>(columns_.use(*profile_.updated)), {}});
    out.updated = std::move(field);
  }
  if (out.since && !out.updated)
    throw Error(Code::usage, "--since needs to know when a row was changed", profile_.source.place,
                "name the column in the profile: 'updated: Last Modified'");
  out.condition = compile_condition(source_, profile_, options_.where,
                                    core::parse_date(options_.as_of).value_or(core::no_date));
  if (out.condition)
    for (std::size_t one : out.condition->columns()) columns_.note_used(one);
  compile_region(out);
  check_rules(out);
  compile_wide(out);
  // Of a card that is kept with every property nothing is left out.
  const int card = source_.report().format == "vcard" ? columns_.find("vcard") : -1;
  const bool whole = card >= 0 && columns_.is_used(static_cast<std::size_t>(card));
  for (std::size_t i = 0; i < out.columns && !whole; ++i)
    if (!columns_.is_used(i) && !out.names[i].empty() && !out.own_column[i])
      out.left_out.push_back(out.names[i]);
  return out;
}

}  // namespace

Rules::Rules(const Profile& profile) : default_(profile.default_rule) {
  for (const FieldRule& rule : profile.rules) by_field_[rule.field.text] = rule.rule;
}

Rule Rules::of(const std::string& path, const model::Field* field) const {
  for (std::string name = path; !name.empty();) {
    auto found = by_field_.find(name);
    if (found != by_field_.end()) return found->second;
    std::size_t dot = name.rfind('.');
    name.resize(dot == std::string::npos ? 0 : dot);
  }
  if (field != nullptr && !field->merge.empty()) return parse_rule(field->merge).value_or(default_);
  return default_;
}

Mapping compile(const Profile& profile, const Source& source, const book::Book& book,
                const MappingOptions& options) {
  return Compiler(profile, source, book, options).compile();
}

}  // namespace flatcrm::import
