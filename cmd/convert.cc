#include "book/convert.h"

#include <fmt/format.h>

#include "cli/invocation.h"
#include "io/threads.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

book::Layout layout_of(const cli::Invocation& invocation) {
  book::Layout layout = book::layout_named(invocation.text("layout"));
  layout.shard = static_cast<int>(invocation.integer("shard").value_or(0));
  return layout;
}

book::Conversion plan(const cli::Invocation& invocation, const book::Book& book, book::Changes& changes) {
  book::Conversion done =
      book::plan_conversion(book, invocation.argument("COLLECTION"), layout_of(invocation), changes);
  if (done.comments > 0 && layout_of(invocation).kind != book::LayoutKind::yaml &&
      !invocation.flag("drop-comments"))
    throw Error(Code::book,
                fmt::format("{} line{} of comment can't stand in a table, the first one here", done.comments,
                            done.comments == 1 ? "" : "s"),
                done.first_comment, "move what matters into a field, or say --drop-comments");
  return done;
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  book::Changes changes;
  if (invocation.flag("dry-run")) {
    plan(invocation, session.book(), changes);
    book::print_diff(session.book(), changes, [&](std::string_view text) { invocation.out().write(text); });
    return 0;
  }
  std::unique_ptr<book::WriteSession> writing = session.open_for_writing();
  book::Conversion done = plan(invocation, writing->book(), changes);
  book::Written written = writing->commit(changes);
  if (!invocation.quiet())
    invocation.err().write(
        fmt::format("{} records moved, {} files changed\n", done.records, written.files.size()));
  return 0;
}

}  // namespace

cli::Command command_convert() {
  cli::Command command;
  command.name = "convert";
  command.summary = "move a collection into another layout";
  command.description = {
      "Moves every record of a collection into another layout, in one transaction and without losing a "
      "field: `yaml` (one file a record; `--shard 2` puts a folder of two characters between), `csv` (one "
      "table), `csv-by-month` (a table a month, for logs) or `csv-sharded` (as many tables as the records "
      "need, or `--shard` of them, a power of two). The layout of new records in `flatcrm.yaml` follows.",
      "One file a record is comfortable up to 10,000 records, slow at 100,000 and out of the question at a "
      "million."};
  command.arguments = {{.name = "COLLECTION",
                        .help = "the collection, such as customers",
                        .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales",
                                        "products", "tickets", "goals", "quotas", "rates"}}};
  command.options = {
      {.name = "layout",
       .kind = cli::Kind::choice,
       .value = "LAYOUT",
       .help = "the new layout",
       .choices = {"yaml", "csv", "csv-by-month", "csv-sharded"}},
      {.name = "shard",
       .kind = cli::Kind::integer,
       .value = "N",
       .help = "2 for yaml in folders; the number of tables for csv-sharded"},
      {.name = "drop-comments", .help = "let comments in YAML files go that no table can hold"}};
  command.examples = {
      {"flatcrm convert customers --layout csv", "One table instead of a file for each customer."},
      {"flatcrm convert customers --layout csv --dry-run", "The diff of it."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.see_also = {"flatcrm-book(5)"};
  command.run = run;
  return command;
}
