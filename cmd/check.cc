#include "book/check.h"

#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/text.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

int run(cli::Invocation& invocation) {
  Session session(invocation);
  core::Problems problems = book::check(session.book());
  write_data(invocation, [&](const auto& out) {
    if (invocation.format() == "json") return out(as_json(problems));
    for (const Problem& problem : problems) out(core::visible(core::print(problem)) + "\n");
  });
  if (!problems.empty() && !invocation.quiet())
    invocation.err().write(fmt::format("{} finding{}\n", problems.size(), problems.size() == 1 ? "" : "s"));
  return problems.empty() ? 0 : 1;
}

}  // namespace

cli::Command command_check() {
  cli::Command command;
  command.name = "check";
  command.summary = "find everything that is wrong with the book";
  command.description = {
      "Reads every file of the book and prints what is wrong, one finding a line: `FILE:LINE:COL: code: "
      "message`. Silent when all is well. "
      "A file that can't be read is a finding itself, and the others are still checked.",
      "Meant for a pre-commit hook and for CI: it writes nothing, and its exit status says whether there was "
      "a finding."};
  std::string codes = "The codes:";
  for (const book::CheckCode& code : book::check_codes())
    codes +=
        fmt::format(" `{}` ({}): {}{}", code.code, code.severity == Severity::error ? "error" : "warning",
                    code.meaning, &code == &book::check_codes().back() ? "." : ";");
  command.description.push_back(codes);
  command.options = {at_option()};
  command.examples = {
      {"flatcrm check", "Prints nothing when the book is sound; this one has four findings.", 1},
      {"flatcrm check -O json", "The findings as JSON, for a program.", 1}};
  command.needs.book = cli::Book::read;
  command.needs.formats = {"table", "json"};
  command.exit_statuses = {{1, "there were findings"}};
  command.see_also = {"flatcrm-book(5)"};
  command.run = run;
  return command;
}
