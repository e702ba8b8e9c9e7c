#include <unordered_set>

#include <fmt/format.h>

#include "book/names.h"
#include "book/read.h"
#include "book/search.h"
#include "cli/invocation.h"
#include "core/text.h"
#include "io/threads.h"
#include "report/record_view.h"
#include "shared/query.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

report::Document list_of(const book::Matches& matches, const std::string& words) {
  report::Document document{
      .name = "matches",
      .title = fmt::format("{} records for '{}' (by {})", matches.found.size(), words, matches.how)};
  report::Section& section = document.add("");
  report::Table table{.name = "matches",
                      .columns = {{"id", "Id", report::Kind::reference}, {"name", "Name"}}};
  for (const book::Match& match : matches.found)
    table.rows.push_back({report::Reference{match.id, ""}, match.label});
  section.tables.push_back(std::move(table));
  return document;
}

report::Document page_of(const cli::Invocation& invocation, Session& session, const std::string& collection,
                         const std::string& id) {
  const book::Book& book = session.book();
  std::optional<book::Found> found = book::find_record(book, collection, id);
  if (!found)
    throw Error(Code::book, fmt::format("the record '{}' is gone", id), {}, "run the command again");
  model::Record record = found->record();
  core::Position at = core::position_of(found->file.bytes.view(), record.begin());
  book::Names names(book);
  report::RecordInput input{
      collection,
      record,
      book.paths(collection),
      fmt::format("{}:{}", found->file.file.path, at.line),
      book.config(),
      session.today(),
      [&](std::string_view other, std::string_view which) { return names.of(other, which); },
      static_cast<std::size_t>(std::max<std::int64_t>(0, invocation.integer("limit").value_or(10)))};
  report::Document document = report::record_view(input);
  if (collection == "customers") {
    std::vector<std::string> ids = book::ids_of_record(book, collection, record.id());
    book::Tables tables = book::read_tables(book, report::related_requests(ids));
    report::add_related(document, tables, input);
  }
  return document;
}

/// What the words find, or what --where selects, or both.
book::Matches find(const cli::Invocation& invocation, Session& session, const std::string& collection,
                   const std::string& words) {
  std::optional<std::vector<std::string>> ids = selected_ids(invocation, session, collection);
  if (words.empty() && !ids)
    throw Error(Code::usage, "nothing to show is named", {},
                "give an id, a name or words; or --where with a query");
  book::Matches matches{.how = "query", .found = {}};
  if (!words.empty()) {
    matches = book::search(session.book(), collection, words);
    if (ids) {
      std::unordered_set<std::string> wanted(ids->begin(), ids->end());
      std::erase_if(matches.found, [&](const book::Match& match) { return wanted.count(match.id) == 0; });
    }
    return matches;
  }
  book::Names names(session.book());
  for (const std::string& id : *ids) matches.found.push_back({id, names.of(collection, id)});
  return matches;
}

int show(cli::Invocation& invocation) {
  Session session(invocation);
  std::string collection = invocation.text("collection");
  std::string words = joined(invocation.arguments("WORDS"));
  book::Matches matches = find(invocation, session, collection, words);
  if (words.empty()) words = invocation.text("where");
  if (matches.found.empty()) {
    if (!invocation.quiet())
      invocation.err().write(fmt::format("nothing found for '{}' in {}\n", core::visible(words), collection));
    return invocation.flag("fail-empty") ? 1 : 0;
  }
  report::Document document = matches.found.size() == 1
                                  ? page_of(invocation, session, collection, matches.found[0].id)
                                  : list_of(matches, words);
  print(invocation, std::move(document), session.book(), session.today(), invocation.text("table"));
  return 0;
}

int run(cli::Invocation& invocation) {
  return explained(invocation, [&] { return show(invocation); });
}

}  // namespace

cli::Command command_show() {
  cli::Command command;
  command.name = "show";
  command.summary = "show one record with all that belongs to it, or search";
  command.description = {
      "Shows the record that *WORDS* name: an id (that of a merged record too), an exact e-mail address, "
      "phone number or name, or words that all stand in it. Of a customer the whole view: fields with their "
      "sources, links, the last interactions, deals, sales and tickets.",
      "Several matches are listed with their ids. Nothing found is no failure, unless `--fail-empty` says "
      "so."};
  command.arguments = {{.name = "WORDS",
                        .help = "an id, an address, a number, a name or words",
                        .required = false,
                        .many = true}};
  using cli::Kind;
  command.options = {{.name = "collection",
                      .kind = Kind::text,
                      .value = "NAME",
                      .help = "where to look",
                      .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales",
                                      "products", "tickets", "goals", "quotas", "rates"},
                      .preset = "customers"},
                     {.name = "limit",
                      .kind = Kind::integer,
                      .value = "N",
                      .help = "rows of each list; 0 for all",
                      .preset = "10"},
                     {.name = "table",
                      .kind = Kind::text,
                      .value = "NAME",
                      .help = "only this table, or all of them in one"},
                     where_option(),
                     at_option(),
                     {.name = "fail-empty", .help = "exit with 1 when nothing is found"}};
  command.examples = {
      {"flatcrm show Tobias Brandt", "All that belongs to a customer."},
      {"flatcrm show --where 'tag(race)' -O json", "The one, or all, that a query selects."},
      {"flatcrm show brandt -O ids", "The ids of all whose records say so."},
      {"flatcrm show --collection staff keller -O json", "A member of staff, for a program."}};
  command.needs.book = cli::Book::read;
  command.needs.time = true;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "ids"};
  command.exit_statuses = {{1, "nothing was found, with --fail-empty"}};
  command.see_also = {"flatcrm-report(1)", "flatcrm-export(1)"};
  command.run = run;
  return command;
}
