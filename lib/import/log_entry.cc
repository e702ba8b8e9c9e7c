#include "import/log_entry.h"

#include <fmt/format.h>

#include <algorithm>

#include "book/read.h"
#include "book/search.h"
#include "core/decimal.h"
#include "core/id.h"
#include "core/text.h"
#include "core/text_look.h"

namespace flatcrm::import {

namespace {

constexpr std::string_view collection = "interactions";

/// A value that the schema's list has, else an error with the nearest one.
void check_choice(const model::Schema& schema, const std::string& field, const std::string& value) {
  const model::Field* known = schema.find(field);
  if (value.empty() || known == nullptr || known->values.empty()) return;
  if (std::find(known->values.begin(), known->values.end(), value) != known->values.end()) return;
  std::string_view near = core::nearest(value, {known->values.begin(), known->values.end()});
  throw Error(Code::usage, fmt::format("'{}' is no {}", core::visible(value), field), {},
              near.empty() ? fmt::format("one of: {}", fmt::join(known->values, ", "))
                           : fmt::format("did you mean '{}'?", near));
}

/// What could not be read back from the book, or would act on a terminal when it is shown, is not written.
void check_text(const std::string& field, const std::string& value) {
  const core::TextLook look = core::look_at(value);
  if (look.is_plain()) return;
  throw Error(
      look.valid ? Code::bad_input : Code::encoding,
      fmt::format("{} {}: '{}'", field, look.valid ? "holds a control character" : "is not valid UTF-8",
                  core::visible(value)),
      {}, look.valid ? "leave it out" : "iconv -t UTF-8 converts it");
}

std::string free_id(const book::Book& book, const std::string& slug, const std::string& key) {
  std::string id;
  for (int attempt = 0;; ++attempt) {
    core::make_id(slug, "entry", "log", key, attempt, id);
    if (!book::find_record(book, std::string(collection), id)) return id;
  }
}

}  // namespace

std::string only_one(const book::Book& book, const std::string& in, const std::string& words) {
  book::Matches matches = book::search(book, in, words);
  if (matches.found.size() == 1) return matches.found[0].id;
  if (matches.found.empty())
    throw Error(Code::usage, fmt::format("nobody in {} is '{}'", in, core::visible(words)), {},
                "an id, an e-mail address, a telephone number or a name; 'flatcrm show' searches");
  constexpr std::size_t most = 5;
  std::string ids;
  for (std::size_t i = 0; i < std::min(most, matches.found.size()); ++i)
    ids += (i == 0 ? "" : ", ") + matches.found[i].id;
  if (matches.found.size() > most) ids += ", ...";
  throw Error(Code::usage,
              fmt::format("'{}' means {} records in {}", core::visible(words), matches.found.size(), in), {},
              "one of: " + ids);
}

std::string add_log_entry(const book::Book& book, const LogEntry& entry, book::Changes& changes) {
  const std::string name(collection);
  const model::Schema& schema = book.schemas().of(name);
  check_choice(schema, "kind", entry.kind);
  check_choice(schema, "direction", entry.direction);
  check_choice(schema, "scale", entry.scale);
  if (!entry.score.empty() && !core::parse_decimal(entry.score))
    throw Error(Code::usage, fmt::format("'{}' is no score", core::visible(entry.score)), {},
                "a number such as 9");
  std::string customer = only_one(book, "customers", entry.customer);
  std::string staff = entry.staff.empty() ? "" : only_one(book, "staff", entry.staff);
  std::string ticket = entry.ticket.empty() ? "" : only_one(book, "tickets", entry.ticket);
  const std::pair<const char*, const std::string*> values[] = {
      {"date", &entry.date},       {"customer", &customer},         {"staff", &staff},
      {"channel", &entry.channel}, {"direction", &entry.direction}, {"kind", &entry.kind},
      {"ticket", &ticket},         {"scale", &entry.scale},         {"score", &entry.score},
      {"text", &entry.text}};
  std::string key;
  for (const auto& [field, value] : values) {
    check_text(field, *value);
    key += *value + '\x1f';
  }
  std::string id = free_id(book, entry.kind.empty() ? "entry" : entry.kind, key);
  model::Paths& paths = book.paths(name);
  model::RecordSet& created = changes.of(name).created;
  created.begin();
  created.add(model::Paths::id, created.arena().keep(id));
  for (const auto& [field, value] : values)
    if (!value->empty()) created.add(paths.intern(field), created.arena().keep(*value));
  created.end(0, 0);
  return id;
}

}  // namespace flatcrm::import
