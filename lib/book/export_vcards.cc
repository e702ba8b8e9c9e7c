#include "book/export_vcards.h"

#include <fmt/format.h>

#include "book/read.h"
#include "book/vcard_of_record.h"
#include "core/path.h"
#include "core/text.h"

namespace flatcrm::book {

namespace {

std::string* text_field(Contact& contact, std::string_view path) {
  if (path == "id") return &contact.id;
  if (path == "kind") return &contact.kind;
  if (path == "name") return &contact.name;
  if (path == "given_name") return &contact.given_name;
  if (path == "family_name") return &contact.family_name;
  if (path == "org") return &contact.org;
  if (path == "title" || path == "role") return &contact.title;
  if (path == "url") return &contact.url;
  if (path == "birthday") return &contact.birthday;
  if (path == "birthday_month_day") return &contact.birthday_month_day;
  if (path == "language") return &contact.language;
  if (path == "notes") return &contact.notes;
  return path == "vcard" ? &contact.rest : nullptr;
}

std::vector<std::string>* list_field(Contact& contact, std::string_view path) {
  if (path == "emails") return &contact.emails;
  if (path == "phones") return &contact.phones;
  if (path == "tags") return &contact.tags;
  if (path == "nickname") return &contact.nicknames;
  return path == "social" ? &contact.social : nullptr;
}

/// "addresses.2.city" of the second address.
std::string* address_field(Contact& contact, std::string_view path) {
  core::PathStep step;
  if (!core::next_step(path, step) || step.text != "addresses" || !core::next_step(path, step) ||
      step.number == 0 || step.number > 100)
    return nullptr;
  if (contact.addresses.size() < step.number) contact.addresses.resize(step.number);
  ContactAddress& address = contact.addresses[step.number - 1];
  if (path == "label") return &address.label;
  if (path == "street") return &address.street;
  if (path == "city") return &address.city;
  if (path == "region") return &address.region;
  if (path == "postcode") return &address.postcode;
  return path == "country" ? &address.country : nullptr;
}

Contact contact_of(const model::Record& record, const model::Paths& paths) {
  Contact contact;
  for (const model::Value& value : record.values()) {
    const std::string& path = paths[value.path].text;
    if (std::vector<std::string>* list = list_field(contact, path)) {
      *list = core::split_list(value.text);
    } else if (std::string* text = text_field(contact, path)) {
      *text = value.text;
    } else if (path.starts_with("addresses.")) {
      if (std::string* part = address_field(contact, path)) *part = value.text;
    }
  }
  return contact;
}

}  // namespace

std::size_t export_vcards(const Book& book, const std::string& collection, int version,
                          const std::function<void(std::string_view id, const std::string& card)>& out) {
  if (collection != "customers" && collection != "staff")
    throw Error(Code::usage,
                fmt::format("{} are no people: only customers and staff make vCards", collection), {},
                "export them as csv or jsonl");
  model::Paths& paths = book.paths(collection);
  const model::PathId tombstone = paths.intern("merged_into");
  core::Problems problems;
  std::size_t cards = 0;
  for (const LoadedFile& file : load_collection(book, collection, problems))
    for (std::size_t row = 0; row < file.records.size(); ++row) {
      const model::Record record = file.records[row];
      if (!record.value(tombstone).empty()) continue;
      const Contact contact = contact_of(record, paths);
      out(contact.id, print_vcard(contact, version));
      ++cards;
    }
  return cards;
}

}  // namespace flatcrm::book
