#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/error.h"
#include "core/text.h"
#include "import/log_entry.h"
#include "io/bytes.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

using import::LogEntry;  // clang-format 14 takes a line that begins with import:: for a C++20 import

std::string text_of(const std::vector<std::string>& words) {
  if (words.size() != 1 || words[0] != "-") {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }
  const io::Bytes bytes = io::read_standard_input();
  const std::string_view text = core::trim(bytes.view());
  if (text.empty()) throw Error(Code::bad_input, "standard input has no text", {}, "");
  return std::string(text);
}

LogEntry entry_of(const cli::Invocation& invocation, Session& session) {
  LogEntry entry;
  entry.customer = invocation.arguments("CUSTOMER").at(0);
  entry.text = text_of(invocation.arguments("TEXT"));
  entry.staff = invocation.text("staff");
  entry.ticket = invocation.text("ticket");
  entry.date = core::print(invocation.date("date").value_or(session.today()));
  entry.channel = invocation.text("channel");
  entry.direction = invocation.text("direction");
  entry.kind = invocation.text("kind");
  entry.scale = invocation.text("scale");
  entry.score = invocation.text("score");
  return entry;
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  LogEntry entry = entry_of(invocation, session);
  book::Changes changes;
  if (invocation.flag("dry-run")) {
    import::add_log_entry(session.book(), entry, changes);
    book::print_diff(session.book(), changes, [&](std::string_view text) { invocation.out().write(text); });
    return 0;
  }
  std::unique_ptr<book::WriteSession> writing = session.open_for_writing();
  std::string id = import::add_log_entry(writing->book(), entry, changes);
  writing->commit(changes);
  invocation.out().write(id + "\n");
  return 0;
}

}  // namespace

cli::Command command_log() {
  cli::Command command;
  command.name = "log";
  command.summary = "write down an interaction";
  command.description = {
      "Adds one interaction to the book, and prints its id: a call, a visit, a complaint, whatever was said, "
      "in one line of shell.",
      "*CUSTOMER* and `--staff` are found by an id, an e-mail address, a telephone number, a name or words; "
      "exactly one record must be meant."};
  command.arguments = {
      {.name = "CUSTOMER", .help = "whom it was with"},
      {.name = "TEXT", .help = "what was said; - is standard input", .required = false, .many = true}};
  using cli::Kind;
  command.options = {
      {.name = "channel",
       .kind = Kind::text,
       .value = "NAME",
       .help = "such as phone, email, chat, letter, shop or web",
       .suggestions = {"phone", "email", "chat", "letter", "shop", "web"}},
      {.name = "kind",
       .kind = Kind::text,
       .value = "KIND",
       .help = "what sort of touch it was",
       .suggestions = {"call", "meeting", "message", "visit", "complaint", "survey", "post"}},
      {.name = "direction",
       .kind = Kind::choice,
       .value = "WAY",
       .help = "whether it came in or went out",
       .choices = {"in", "out"}},
      {.name = "staff", .kind = Kind::text, .value = "STAFF", .help = "who of the staff took part"},
      {.name = "ticket", .kind = Kind::text, .value = "ID", .help = "the ticket that it belongs to"},
      {.name = "date",
       .kind = Kind::date,
       .value = "DATE",
       .help = "the day it happened; today where it is not given"},
      {.name = "scale",
       .kind = Kind::choice,
       .value = "SCALE",
       .help = "what the score means",
       .choices = {"nps", "csat", "ces"}},
      {.name = "score",
       .kind = Kind::text,
       .value = "NUMBER",
       .help = "what the customer answered on that scale"}};
  command.examples = {
      {"flatcrm log 'Wang Xiu' --channel phone --kind call --staff 'Marc Vogel' 'asked for a quote'",
       "A call, with who took it."},
      {"flatcrm log oemer.yilmaz@example.de --kind survey --scale nps --score 9",
       "An answer to a survey, by address."},
      {"echo 'Asked for a quote.' | flatcrm log 'Wang Xiu' --direction in -q -",
       "A letter, by standard input."},
      {"flatcrm log 'Wang Xiu' --kind visit --date 2026-11-20 --dry-run", "What it would change."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.needs.time = true;
  command.see_also = {"flatcrm-show(1)", "flatcrm-import(1)"};
  command.run = run;
  return command;
}
