#include "import/record_roles.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "import/profile_reader.h"

namespace flatcrm::import {

namespace {

void find_cancelled(RecordMap& record, FieldMap& field) {
  if (field.kind != Kind::reference || field.collection != record.collection)
    throw Error(Code::bad_input, fmt::format("'{}' can't say what is cancelled", field.name),
                field.spec.field.place,
                "'cancels' belongs to a reference to the record's own collection, such as ref of sales");
  for (const Word& name : field.spec.cancels) field.alike.push_back(record.paths->intern(name.text));
}

/// The whole name is a person's where something else of the row is: then it is not left in capitals.
void find_person(RecordMap& record) {
  const model::Schema& schema = record.paths->schema();
  bool person = schema.find("kind") == nullptr && schema.find("emails") != nullptr;  // staff
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const FieldMap& field = record.fields[i];
    if (field.name == "given_name" || field.name == "family_name") record.name_parts.push_back(i);
    person = person || field.name == "given_name" || field.name == "family_name" ||
             field.name == "birthday" || (field.name == "kind" && field.constant == "person");
  }
  if (!person) return;
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (record.fields[i].name == "name" && record.fields[i].kind == Kind::name)
      record.person_name = static_cast<int>(i);
}

/// The order of a name and the form of an address follow from the row's country, then the profile's region, then the book's.
void find_countries(RecordMap& record, const std::string& region) {
  std::vector<Input> from;
  std::string all;
  if (record.country >= 0 && !record.fields[static_cast<std::size_t>(record.country)].spec.part) {
    const FieldMap& field = record.fields[static_cast<std::size_t>(record.country)];
    from = field.inputs;
    all = field.constant;
  }
  if (all.empty()) all = region;
  for (FieldMap& field : record.fields) {
    if (!field.spec.part) continue;
    field.country_from = from;
    field.country = all;
  }
}

std::vector<std::string_view> names_of(const RecordMap& record) {
  std::vector<std::string_view> names;
  for (const FieldMap& field : record.fields) names.push_back(field.name);
  return names;
}

void find_match(RecordMap& record, const RecordSpec& spec, bool optional) {
  for (const Word& name : spec.match) {
    auto is_it = [&](const FieldMap& field) { return field.name == name.text; };
    if (std::none_of(record.fields.begin(), record.fields.end(), is_it)) {
      if (optional) continue;
      throw Error(Code::bad_input,
                  fmt::format("'match' names '{}', which the profile does not fill", name.text), name.place,
                  suggestion(name.text, names_of(record)));
    }
    record.match.push_back(record.paths->intern(name.text));
  }
}

void find_id_from(RecordMap& record, const RecordSpec& spec, bool optional) {
  if (!spec.id_from) return;
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (record.fields[i].name == spec.id_from->text) record.id_from = static_cast<int>(i);
  if (record.id_from >= 0 || optional) return;
  throw Error(Code::bad_input,
              fmt::format("'id_from' names '{}', which the profile does not fill", spec.id_from->text),
              spec.id_from->place, suggestion(spec.id_from->text, names_of(record)));
}

}  // namespace

void find_roles(RecordMap& record, const RecordSpec& spec, bool optional, const std::string& region) {
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
  find_match(record, spec, optional);
  find_id_from(record, spec, optional);
  find_person(record);
  for (const FieldMap& field : record.fields)
    if (field.same != 0 && field_of((*record.paths)[field.same].text) < 0)
      throw Error(Code::bad_input,
                  fmt::format("'same' names '{}', which the profile does not fill", field.spec.same->text),
                  field.spec.same->place, "a field of the same record, such as the number of the order");
  find_countries(record, region);
  if (!schema.log_date().empty()) record.log_date = record.paths->intern(schema.log_date());
}

}  // namespace flatcrm::import
