#include "import/mapping.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "import/profile_reader.h"
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
      : profile_(profile), source_(source), book_(book), options_(options) {}

  Mapping compile();

 private:
  std::uint32_t column(const Word& name) const;
  std::vector<PatternPart> pattern(const Template& parts) const;
  const model::Schema& schema(const Word& collection) const;
  RecordMap record(const RecordSpec& spec, std::size_t number) const;
  int find_column(const std::string& name) const;
  std::vector<std::uint32_t> star_numbers(const std::string& name) const;
  std::vector<FieldSpec> without_stars(const FieldSpec& spec) const;
  FieldSpec with_present_columns(const FieldSpec& spec) const;
  void add_fields(RecordMap& record, const FieldSpec& spec) const;
  void find_cancelled(RecordMap& record, FieldMap& field) const;
  void compile_wide(Mapping& mapping) const;
  void check_base() const;
  void add_field(RecordMap& record, const FieldSpec& spec) const;
  void add_origin(FieldMap& field, const FieldSpec& spec) const;
  void add_reference(FieldMap& field, const model::Field* schema_field) const;
  void add_currency(RecordMap& record, FieldMap& field, const model::Field* schema_field) const;
  void find_roles(RecordMap& record, const RecordSpec& spec) const;
  void find_match(RecordMap& record, const RecordSpec& spec) const;
  void find_person(RecordMap& record) const;
  void find_countries(RecordMap& record) const;
  std::size_t record_of(const Word& collection) const;
  void compile_region(Mapping& mapping) const;
  void check_rules(const Mapping& mapping) const;
  bool wanted(const std::string& field) const;
  bool lacks_columns(const FieldSpec& spec) const;
  std::shared_ptr<const text::Zone> zone() const;

  const Profile& profile_;
  const Source& source_;
  const book::Book& book_;
  const MappingOptions& options_;
  mutable std::shared_ptr<const text::Zone> zone_;
  mutable std::vector<bool> used_;  // columns that a field, a key or a rule asks for
};

/// A column by its name, by another name that the profile knows it by, and in an export of many versions
/// whatever its case; or what a wide table's columns are called. -1 when there is none.
int Compiler::find_column(const std::string& name) const {
  if (int found = source_.find_column(name); found >= 0) return found;
  if (profile_.unpivot && name == profile_.unpivot->name.text)
    return static_cast<int>(source_.columns().size());
  if (profile_.unpivot && name == profile_.unpivot->value.text)
    return static_cast<int>(source_.columns().size()) + 1;
  for (const auto& [known, others] : profile_.columns) {
    if (known != name) continue;
    for (const std::string& other : others)
      if (int found = source_.find_column(other); found >= 0) return found;
  }
  if (!profile_.optional) return -1;
  for (std::size_t i = 0; i < source_.columns().size(); ++i)
    if (core::equal_ignoring_ascii_case(source_.columns()[i], name)) return static_cast<int>(i);
  return -1;
}

std::uint32_t Compiler::column(const Word& name) const {
  int found = find_column(name.text);
  if (found >= 0) {
    std::size_t at = static_cast<std::size_t>(found);
    if (at < used_.size()) used_[at] = true;
    return static_cast<std::uint32_t>(found);
  }
  std::vector<std::string_view> names;
  for (const std::string& one : source_.columns())
    if (!one.empty()) names.push_back(one);
  throw Error(Code::bad_input, fmt::format("no column '{}' in {}", name.text, source_.name()), name.place,
              suggestion(name.text, names));
}

/// The numbers that stand in the columns in the place of a star, in order.
std::vector<std::uint32_t> Compiler::star_numbers(const std::string& name) const {
  std::vector<std::uint32_t> out;
  std::size_t star = name.find('*');
  if (star == std::string::npos || source_.find_column(name) >= 0) return out;
  std::string_view before = std::string_view(name).substr(0, star),
                   behind = std::string_view(name).substr(star + 1);
  for (const std::string& column : source_.columns()) {
    if (column.size() <= before.size() + behind.size() || !column.starts_with(before) ||
        !column.ends_with(behind))
      continue;
    std::string_view middle = std::string_view(column).substr(before.size());
    middle.remove_suffix(behind.size());
    std::uint32_t number = 0;
    auto [end, error] = std::from_chars(middle.data(), middle.data() + middle.size(), number);
    if (error == std::errc() && end == middle.data() + middle.size() && number > 0) out.push_back(number);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::string with_number(const std::string& text, std::uint32_t number) {
  std::size_t star = text.find('*');
  if (star == std::string::npos) return text;
  return text.substr(0, star) + std::to_string(number) + text.substr(star + 1);
}

Template with_number(Template parts, std::uint32_t number) {
  for (TemplatePart& part : parts)
    if (part.column) part.text.text = with_number(part.text.text, number);
  return parts;
}

/// A field whose columns hold a star, as the fields that it stands for: one of several columns, or for each
/// element of a list of maps one.
std::vector<FieldSpec> Compiler::without_stars(const FieldSpec& spec) const {
  std::vector<std::uint32_t> numbers;
  bool stars = false;
  for (const Template& one : spec.from)
    for (const TemplatePart& part : one) {
      if (!part.column || part.text.text.find('*') == std::string::npos ||
          source_.find_column(part.text.text) >= 0)
        continue;
      stars = true;
      for (std::uint32_t number : star_numbers(part.text.text)) numbers.push_back(number);
    }
  if (!stars) return {spec};
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  auto has_columns = [&](const Template& parts) {
    return std::any_of(parts.begin(), parts.end(), [&](const TemplatePart& part) {
      return part.column && find_column(part.text.text) >= 0;
    });
  };
  std::vector<FieldSpec> out;
  FieldSpec all = spec;
  all.from.clear();
  bool element = spec.field.text.find('*') != std::string::npos;
  for (std::uint32_t number : numbers) {
    if (element) {
      all.from.clear();
      all.field.text = with_number(spec.field.text, number);
    }
    for (const Template& one : spec.from)
      if (Template numbered = with_number(one, number); has_columns(numbered)) all.from.push_back(numbered);
    if (element && !all.from.empty()) out.push_back(all);
  }
  if (!element) {
    for (const Template& one : spec.from)
      if (std::none_of(one.begin(), one.end(),
                       [](const TemplatePart& part) {
                         return part.column && part.text.text.find('*') != std::string::npos;
                       }) &&
          has_columns(one))
        all.from.push_back(one);
    if (!all.from.empty()) out.push_back(all);
  }
  return out;
}

/// Of an export with many versions: the columns that this file has.
FieldSpec Compiler::with_present_columns(const FieldSpec& spec) const {
  FieldSpec out = spec;
  std::erase_if(out.from, [&](const Template& parts) {
    return std::none_of(parts.begin(), parts.end(), [&](const TemplatePart& part) {
      return part.column && find_column(part.text.text) >= 0;
    });
  });
  return out;
}

std::vector<PatternPart> Compiler::pattern(const Template& parts) const {
  std::vector<PatternPart> out;
  for (const TemplatePart& part : parts) {
    // In an export of many versions a template does with the columns that there are.
    if (part.column && profile_.optional && find_column(part.text.text) < 0) continue;
    if (part.column)
      out.push_back({static_cast<int>(column(part.text)), {}});
    else
      out.push_back({-1, part.text.text});
  }
  return out;
}

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

bool Compiler::lacks_columns(const FieldSpec& spec) const {
  auto lacks = [&](const Word& name) { return find_column(name.text) < 0; };
  if (spec.times && lacks(*spec.times)) return true;
  if (profile_.optional) return !spec.constant && !spec.ref && spec.cancels.empty() && spec.from.empty();
  for (const Template& one : spec.from)
    for (const TemplatePart& part : one)
      if (part.column && lacks(part.text)) return true;
  return false;
}

std::shared_ptr<const text::Zone> Compiler::zone() const {
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

void Compiler::add_origin(FieldMap& field, const FieldSpec& spec) const {
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
      field.inputs.push_back({static_cast<int>(column(one[0].text)), {}});
    else
      field.inputs.push_back({-1, pattern(one)});
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

void Compiler::add_fields(RecordMap& record, const FieldSpec& spec) const {
  for (FieldSpec& one : without_stars(spec)) {
    if (profile_.optional) one = with_present_columns(one);
    if (!one.from.empty() || spec.from.empty()) add_field(record, one);
  }
}

void Compiler::add_field(RecordMap& record, const FieldSpec& spec) const {
  if (!wanted(spec.field.text) || ((spec.optional || profile_.optional) && lacks_columns(spec))) return;
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
  if (spec.times) field.factor = static_cast<int>(column(*spec.times));
  if (spec.split) field.split = *spec.split;
  field.maps = !spec.map.empty() || spec.otherwise;
  field.takes_part = spec.take || spec.part;
  if (spec.name_order) field.name_order = *spec.name_order;
  // A card that is given away again has its names as they came.
  bool part = field.name == "given_name" || field.name == "family_name";
  field.person = part && field.kind == Kind::name && source_.report().format != "vcard";
  record.fields.push_back(std::move(field));
}

void Compiler::find_roles(RecordMap& record, const RecordSpec& spec) const {
  const model::Schema& schema = record.paths->schema();
  std::stable_sort(record.fields.begin(), record.fields.end(),
                   [&](const FieldMap& left, const FieldMap& right) {
                     return record.paths->before(left.path, right.path);
                   });
  auto field_of = [&](std::string_view path) {
    auto is_it = [&](const FieldMap& field) { return (*record.paths)[field.path].text == path; };
    auto found = std::find_if(record.fields.begin(), record.fields.end(), is_it);
    return found == record.fields.end() ? -1 : static_cast<int>(found - record.fields.begin());
  };
  record.id = field_of("id");
  for (std::string_view name : {std::string_view(schema.label()), std::string_view("name")})
    if (record.label.empty() && !name.empty() && field_of(name) >= 0)
      record.label.push_back(static_cast<std::size_t>(field_of(name)));
  if (record.label.empty())
    for (std::string_view name : {"given_name", "family_name"})
      if (field_of(name) >= 0) record.label.push_back(static_cast<std::size_t>(field_of(name)));
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    FieldMap& field = record.fields[i];
    if (field.kind == Kind::country && record.country < 0) record.country = static_cast<int>(i);
    if (field.origin == Origin::row) record.conditional = true;
    if (field.origin == Origin::cancels) find_cancelled(record, field);
    if (field.has_currency && field_of((*record.paths)[field.currency].text) >= 0) field.has_currency = false;
  }
  find_match(record, spec);
  find_person(record);
  for (const FieldMap& field : record.fields)
    if (field.same != 0 && field_of((*record.paths)[field.same].text) < 0)
      throw Error(Code::bad_input,
                  fmt::format("'same' names '{}', which the profile does not fill", field.spec.same->text),
                  field.spec.same->place, "a field of the same record, such as the number of the order");
  find_countries(record);
  if (!schema.log_date().empty()) record.log_date = record.paths->intern(schema.log_date());
}

void Compiler::find_cancelled(RecordMap& record, FieldMap& field) const {
  if (field.kind != Kind::reference || field.collection != record.collection)
    throw Error(Code::bad_input, fmt::format("'{}' can't say what is cancelled", field.name),
                field.spec.field.place,
                "'cancels' belongs to a reference to the record's own collection, such as ref of sales");
  for (const Word& name : field.spec.cancels) field.alike.push_back(record.paths->intern(name.text));
}

/// The whole name is a person's where something else of the row is: then it is not left in capitals.
void Compiler::find_person(RecordMap& record) const {
  const model::Schema& schema = record.paths->schema();
  bool person = schema.find("kind") == nullptr && schema.find("emails") != nullptr;  // staff
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const FieldMap& field = record.fields[i];
    if (field.name == "given_name" || field.name == "family_name") record.name_parts.push_back(i);
    person = person || field.name == "given_name" || field.name == "family_name" ||
             field.name == "birthday" || (field.name == "kind" && field.constant == "person");
  }
  if (!person || source_.report().format == "vcard") return;
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (record.fields[i].name == "name" && record.fields[i].kind == Kind::name)
      record.person_name = static_cast<int>(i);
}

/// The order of a name and the form of an address follow from the row's country, then the profile's region, then the book's.
void Compiler::find_countries(RecordMap& record) const {
  std::vector<Input> from;
  std::string all;
  if (record.country >= 0 && !record.fields[static_cast<std::size_t>(record.country)].spec.part) {
    const FieldMap& field = record.fields[static_cast<std::size_t>(record.country)];
    from = field.inputs;
    all = field.constant;
  }
  if (all.empty() && profile_.region && profile_.region->text.find('{') == std::string::npos)
    all = profile_.region->text;
  if (all.empty()) all = book_.config().region;
  for (FieldMap& field : record.fields) {
    if (!field.spec.part) continue;
    field.country_from = from;
    field.country = all;
  }
}

void Compiler::find_match(RecordMap& record, const RecordSpec& spec) const {
  for (const Word& name : spec.match) {
    auto is_it = [&](const FieldMap& field) { return field.name == name.text; };
    if (std::none_of(record.fields.begin(), record.fields.end(), is_it)) {
      if (profile_.optional) continue;
      std::vector<std::string_view> names;
      for (const FieldMap& field : record.fields) names.push_back(field.name);
      throw Error(Code::bad_input,
                  fmt::format("'match' names '{}', which the profile does not fill", name.text), name.place,
                  suggestion(name.text, names));
    }
    record.match.push_back(record.paths->intern(name.text));
  }
}

RecordMap Compiler::record(const RecordSpec& spec, std::size_t number) const {
  RecordMap out;
  out.collection = spec.collection.text;
  schema(spec.collection);
  out.paths = &book_.paths(out.collection);
  for (const Word& name : spec.key)
    if (!profile_.optional || find_column(name.text) >= 0) out.key.push_back(column(name));
  for (const FieldSpec& field : spec.fields) add_fields(out, field);
  find_roles(out, spec);
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

void Compiler::compile_region(Mapping& mapping) const {
  mapping.region = book_.config().region;
  if (!profile_.region) return;
  if (profile_.region->text.find('{') != std::string::npos) {
    // An export that lacks the column leaves it to the book.
    mapping.region_pattern = pattern(parse_template(profile_.region->text, profile_.region->place));
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
void Compiler::compile_wide(Mapping& mapping) const {
  if (!profile_.unpivot) return;
  WideColumns wide;
  for (const Word& name : profile_.unpivot->columns)
    if (!profile_.optional || find_column(name.text) >= 0) wide.columns.push_back(column(name));
  if (profile_.unpivot->columns.empty())
    for (std::uint32_t i = 0; i < source_.columns().size(); ++i)
      if (!used_[i] && !source_.columns()[i].empty() && !source_.is_own_column(i)) wide.columns.push_back(i);
  for (std::uint32_t one : wide.columns) used_[one] = true;
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
  used_.assign(source_.columns().size(), false);
  check_base();
  out.names = source_.columns();
  out.source = profile_.source.text;
  out.first_seen = options_.as_of;
  out.empty_clears = profile_.empty_clears;
  out.apostrophes = profile_.apostrophes;
  out.since = options_.since;
  out.columns = source_.columns().size();
  for (std::size_t i = 0; i < out.columns; ++i) out.own_column.push_back(source_.is_own_column(i));
  out.records.push_back(record(profile_.main, 0));
  out.partial = !options_.fields.empty();
  for (std::size_t i = 0; i < profile_.also.size() && !out.partial; ++i)
    out.records.push_back(record(profile_.also[i], i + 1));
  if (profile_.updated && (!profile_.optional || find_column(profile_.updated->text) >= 0)) {
    FieldMap field;
    field.name = "updated";
    field.kind = Kind::date_time;
    field.zone = zone();
    field.inputs.push_back({static_cast<int>(column(*profile_.updated)), {}});
    out.updated = std::move(field);
  }
  if (out.since && !out.updated)
    throw Error(Code::usage, "--since needs to know when a row was changed", profile_.source.place,
                "name the column in the profile: 'updated: Last Modified'");
  out.condition = compile_condition(source_, profile_, options_.where,
                                    core::parse_date(options_.as_of).value_or(core::no_date));
  if (out.condition)
    for (std::size_t one : out.condition->columns())
      if (one < used_.size()) used_[one] = true;
  compile_region(out);
  check_rules(out);
  compile_wide(out);
  for (std::size_t i = 0; i < used_.size(); ++i)
    if (!used_[i] && !out.names[i].empty() && !out.own_column[i]) out.left_out.push_back(out.names[i]);
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
