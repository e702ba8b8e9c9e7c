#include "book/export.h"

#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "book/export_vcards.h"
#include "cli/invocation.h"
#include "shared/card_folder.h"
#include "shared/query.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

book::Form form_of(const std::string& format) {
  if (format == "tsv") return book::Form::tsv;
  if (format == "jsonl") return book::Form::jsonl;
  return format == "ids" ? book::Form::ids : book::Form::csv;
}

using Ids = std::optional<std::unordered_set<std::string>>;

/// One file, or a folder with one card a file; with ids, only the cards of these.
int export_cards(const cli::Invocation& invocation, const book::Book& book, int version, const Ids& ids) {
  const std::string collection = invocation.argument("COLLECTION");
  std::size_t records = 0;
  auto wanted = [&](std::string_view id) { return !ids || ids->count(std::string(id)) != 0; };
  if (names_folder(invocation.text("output"))) {
    CardFolder folder(invocation.text("output"));
    records =
        book::export_vcards(book, collection, version, [&](std::string_view id, const std::string& card) {
          if (wanted(id)) folder.write(std::string(id) + ".vcf", card);
        });
    if (!invocation.quiet()) invocation.err().write(folder.summary());
  } else {
    write_data(invocation, [&](const auto& out) {
      records =
          book::export_vcards(book, collection, version, [&](std::string_view id, const std::string& card) {
            if (wanted(id)) out(card);
          });
    });
  }
  if (invocation.verbosity() > 0) invocation.err().write(fmt::format("{} records\n", records));
  return 0;
}

int export_all(const cli::Invocation& invocation) {
  Session session(invocation);
  const std::string collection = invocation.argument("COLLECTION");
  Ids ids;
  if (std::optional<std::vector<std::string>> some = selected_ids(invocation, session, collection))
    ids.emplace(some->begin(), some->end());
  if (invocation.format() == "vcard3" || invocation.format() == "vcard4") {
    if (invocation.given("fields"))
      throw Error(Code::usage, "a vCard has the fields that it has", {}, "leave out --fields, or export csv");
    return export_cards(invocation, session.book(), invocation.format() == "vcard3" ? 3 : 4, ids);
  }
  book::Export wishes;
  wishes.collection = collection;
  wishes.form = form_of(invocation.format());
  wishes.fields = invocation.names("fields");
  wishes.raw = invocation.flag("raw");
  wishes.ids = std::move(ids);
  std::size_t records = 0;
  write_data(invocation,
             [&](const auto& out) { records = book::export_records(session.book(), wishes, out); });
  if (invocation.verbosity() > 0) invocation.err().write(fmt::format("{} records\n", records));
  return 0;
}

int run(cli::Invocation& invocation) {
  return explained(invocation, [&] { return export_all(invocation); });
}

}  // namespace

cli::Command command_export() {
  cli::Command command;
  command.name = "export";
  command.summary = "give records away as CSV, JSON lines or vCards";
  command.description = {
      "Prints all records of a collection: as CSV with one column for each field that any record has, or as "
      "JSON with one object a line. Records that were merged into another are left out.",
      "Customers and staff become vCards with `-O vcard4` or `-O vcard3`: all in one file, or, where `-o` "
      "names a folder (one that is there, or a name that ends in /), one file a card, as khard, vdirsyncer "
      "and other readers of a vdir expect. What the cards that came in said beyond the fields is in them "
      "again. Files that say the same already are not touched; files of records that are gone are named and "
      "left alone.",
      "Text that a spreadsheet would run as a formula gets an apostrophe in front, unless `--raw` says "
      "otherwise; `import` takes it off again. In JSON every value is a string but integers, true and false, "
      "so that amounts stay exact."};
  command.arguments = {{.name = "COLLECTION",
                        .help = "the collection, such as customers",
                        .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales",
                                        "products", "tickets", "goals", "quotas", "rates"}}};
  command.options = {{.name = "fields",
                      .kind = cli::Kind::text,
                      .value = "FIELD",
                      .help = "only this field, or these with commas between; may be given again",
                      .repeatable = true},
                     where_option(),
                     at_option(),
                     {.name = "raw", .help = "leave text that looks like a formula as it is"}};
  command.examples = {
      {"flatcrm export customers -o customers.csv", "A table for a spreadsheet."},
      {"flatcrm export customers --fields id,name -O tsv", "Two columns."},
      {"flatcrm export customers --where 'country = DE' -O ids", "Only some of them."},
      {"flatcrm export deals -O jsonl", "One object a line."},
      {"flatcrm export customers -O vcard4 -o cards/", "A folder of cards for a phone's sync."}};
  command.needs.time = true;
  command.needs.book = cli::Book::read;
  command.needs.formats = {"csv", "tsv", "jsonl", "ids", "vcard3", "vcard4"};
  command.see_also = {"flatcrm-import(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
