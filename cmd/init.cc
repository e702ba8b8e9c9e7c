#include <fmt/format.h>

#include "book/init.h"
#include "cli/invocation.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

int run(cli::Invocation& invocation) {
  std::string folder = invocation.argument("DIR");
  if (folder.empty()) folder = ".";
  book::NewBook wishes;
  wishes.name = invocation.text("name");
  wishes.currency = invocation.text("currency");
  wishes.zone = invocation.text("time-zone");
  wishes.region = invocation.text("region");
  io::read_clock(wishes.zone);
  std::vector<book::PlainFile> files = book::new_book(folder, wishes);
  if (invocation.flag("dry-run")) {
    invocation.out().write(book::diff_of_new_book(folder, files));
    return 0;
  }
  book::create_book(io::posix(), folder, files, lock_request(invocation));
  if (!invocation.quiet())
    invocation.err().write(fmt::format("a new book in {}; its settings: {}/flatcrm.yaml\n", folder, folder));
  return 0;
}

}  // namespace

cli::Command command_init() {
  cli::Command command;
  command.name = "init";
  command.summary = "make a new book";
  command.description = {
      "Makes the folder *DIR* (the current one, when none is named) a book: a commented `flatcrm.yaml`, a "
      "`.gitignore` that keeps flatcrm's own folder out of git, and a `.gitattributes` that keeps the bytes "
      "of records as they are.",
      "A folder that holds files already may become a book; its `.gitignore` and `.gitattributes` keep their "
      "lines."};
  command.arguments = {{.name = "DIR",
                        .help = "the folder; made when it is missing",
                        .required = false,
                        .completion = cli::Completion::folder}};
  command.options = {{.name = "name",
                      .kind = cli::Kind::text,
                      .value = "NAME",
                      .help = "what the firm is called in reports"},
                     {.name = "currency",
                      .kind = cli::Kind::text,
                      .value = "CODE",
                      .help = "base currency, ISO 4217",
                      .preset = "EUR"},
                     {.name = "time-zone",
                      .kind = cli::Kind::text,
                      .value = "ZONE",
                      .help = "whose day is today, as in Europe/Berlin",
                      .preset = "UTC"},
                     {.name = "region",
                      .kind = cli::Kind::text,
                      .value = "CODE",
                      .help = "country of phone numbers without a country code, ISO 3166"}};
  command.examples = {
      {"flatcrm init firm --name 'Acme Ltd' --currency GBP --region GB", "A book for a British firm."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.see_also = {"flatcrm-book(5)", "flatcrm-import(1)"};
  command.run = run;
  return command;
}
