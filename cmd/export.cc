#include "book/export.h"

#include <fmt/format.h>

#include "cli/invocation.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

book::Form form_of(const std::string& format) {
  if (format == "tsv") return book::Form::tsv;
  if (format == "jsonl") return book::Form::jsonl;
  return format == "ids" ? book::Form::ids : book::Form::csv;
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  book::Export wishes;
  wishes.collection = invocation.argument("COLLECTION");
  wishes.form = form_of(invocation.format());
  wishes.fields = invocation.many("fields");
  wishes.raw = invocation.flag("raw");
  std::size_t records = 0;
  write_data(invocation,
             [&](const auto& out) { records = book::export_records(session.book(), wishes, out); });
  if (invocation.verbosity() > 0) invocation.err().write(fmt::format("{} records\n", records));
  return 0;
}

}  // namespace

cli::Command command_export() {
  cli::Command command;
  command.name = "export";
  command.summary = "give records away as CSV or JSON lines";
  command.description = {
      "Prints all records of a collection: as CSV with one column for each field that any record has, or as "
      "JSON with one object a line. "
      "Records that were merged into another are left out.",
      "Text that a spreadsheet would run as a formula gets an apostrophe in front, unless `--raw` says "
      "otherwise. In JSON every value is a "
      "string but integers, true and false, so that amounts stay exact."};
  command.arguments = {{.name = "COLLECTION",
                        .help = "the collection, such as customers",
                        .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales",
                                        "products", "tickets", "goals", "quotas", "rates"}}};
  command.options = {{.name = "fields",
                      .kind = cli::Kind::text,
                      .value = "FIELD",
                      .help = "only this field; may be given again",
                      .repeatable = true},
                     {.name = "raw", .help = "leave text that looks like a formula as it is"}};
  command.examples = {{"flatcrm export customers -o customers.csv", "A table for a spreadsheet."},
                      {"flatcrm export customers --fields id --fields name -O tsv", "Two columns."},
                      {"flatcrm export deals -O jsonl", "One object a line."}};
  command.needs.book = cli::Book::read;
  command.needs.formats = {"csv", "tsv", "jsonl", "ids"};
  command.see_also = {"flatcrm-import(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
