#include "book/check.h"

#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/text.h"
#include "git/check_merges.h"
#include "git/setup.h"
#include "io/threads.h"
#include "query/rules.h"
#include "report/check_goals.h"
#include "shared/query.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

int check_merges(const cli::Invocation& invocation, Session& session) {
  git::Repository repository = git::Repository::open(session.root());
  git::CheckedMerges checked = invocation.given("merging")
                                   ? git::check_merge_under_way(repository, invocation.text("merging"))
                                   : git::check_merges(repository, invocation.text("merges"));
  write_data(invocation, [&](const auto& out) {
    if (invocation.format() == "json") return out(git::as_json(checked.findings));
    for (const git::MergeFinding& finding : checked.findings) out(git::print(finding) + "\n");
  });
  if (!invocation.quiet()) {
    invocation.err().write(fmt::format("{} checked, {}\n", counted(checked.merges, "merge"),
                                       counted(checked.findings.size(), "finding")));
    if (repository.shallow())
      invocation.err().write("the clone is shallow: merges whose parents it lacks are not checked\n");
  }
  return checked.findings.empty() ? 0 : 1;
}

/// No finding, since it is nothing that is wrong with the book: a clone for a test needs no drivers.
void warn_of_missing_drivers(const cli::Invocation& invocation, const std::string& root) {
  if (invocation.quiet() || invocation.given("at")) return;
  try {
    if (std::string what = git::missing_drivers(root); !what.empty())
      invocation.err().write("flatcrm: warning: " + what + "\n");
  } catch (const Error&) {
    // Whoever may not look into the repository may still check the book.
  }
}

core::Problems check_whole(const book::Book& book, core::Date today) {
  core::Problems problems = book::check(book);
  query::Catalog catalog = catalog_of(book, today);
  for (const core::Problems& more :
       {report::check_goals(book, catalog), query::check_rules(book, catalog, io::default_threads())})
    problems.insert(problems.end(), more.begin(), more.end());
  core::sort(problems);
  return problems;
}

/// The revisions of --not-in. Before the first commit HEAD is none.
std::vector<git::Commit> known_states(const cli::Invocation& invocation, Session& session) {
  std::vector<git::Commit> commits;
  for (const std::string& revision : invocation.many("not-in"))
    if (revision != "HEAD" || session.repository().head()) commits.push_back(session.commit_named(revision));
  return commits;
}

core::Problems found_in(const std::vector<git::Commit>& commits, Session& session) {
  core::Problems known;
  for (const git::Commit& commit : commits) {
    core::Problems more = check_whole(session.book_at(commit), session.today());
    known.insert(known.end(), more.begin(), more.end());
  }
  return known;
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  if (invocation.given("merges") || invocation.given("merging")) return check_merges(invocation, session);
  std::vector<git::Commit> known = known_states(invocation, session);
  core::Problems problems = check_whole(session.book(), session.today());
  if (invocation.flag("errors-only"))
    std::erase_if(problems, [](const Problem& one) { return one.severity != Severity::error; });
  std::size_t all = problems.size();
  if (!problems.empty() && !known.empty())
    problems = book::news(std::move(problems), found_in(known, session));
  write_data(invocation, [&](const auto& out) {
    if (invocation.format() == "json") return out(as_json(problems));
    for (const Problem& problem : problems) out(core::visible(core::print(problem)) + "\n");
  });
  if (!problems.empty() && !invocation.quiet()) {
    std::string beside =
        problems.size() == all ? "" : fmt::format(", beside {} known before", all - problems.size());
    invocation.err().write(counted(problems.size(), "finding") + beside + "\n");
  }
  warn_of_missing_drivers(invocation, session.root());
  return problems.empty() ? 0 : 1;
}

}  // namespace

cli::Command command_check() {
  cli::Command command;
  command.name = "check";
  command.summary = "find everything that is wrong with the book";
  command.description = {
      "Reads every file of the book and prints what is wrong, one finding a line: `FILE:LINE:COL: code: "
      "message`. Silent when all is well. A file that can't be read is a finding itself, and the others are "
      "still checked.",
      "A book's own schemas may hold rules in the language of flatcrm-query(7), under `x-rules` (see "
      "flatcrm-book(5)): each record for which one is false is a finding.",
      "Meant for a pre-commit hook and for CI: it writes nothing, and its exit status says whether there was "
      "a finding."};
  command.description.emplace_back(
      "`--merges` verifies merge commits instead, which a forge makes without flatcrm's merge driver: each "
      "record by its id, field by field, against both parents and their common ancestor, whatever file it "
      "stands in. Found are `lost-edit`, `lost-record` and `lost-deletion` (one side's change is not in the "
      "merge), `wrong-record` (it stands in another record), `doubled-record`, `changed-in-merge` (neither "
      "side has it) and `unreadable`, each with commit, record, field, values and the parent that it comes "
      "from. What both sides changed may be either, since a person has decided that; but a record that one "
      "side took out is `lost-deletion` where another one edited it and moved it to another file, since "
      "there git has asked nobody. `--merging` does so "
      "before the commit, as the hook of flatcrm-git-setup(1) does for merges that git makes without "
      "stopping: git itself loses an edit where one side took out a record whose file is like one that both "
      "sides added.");
  command.description.emplace_back(
      "`--not-in REV` prints only what that revision had not: a book that came with a thousand references to "
      "nothing is committed again and again, and the thousand and first is found. A finding is known by its "
      "code, record and message, so that one which moved is no news. The hook of flatcrm-git-setup(1) calls "
      "`flatcrm check --errors-only --not-in HEAD`.");
  std::string codes = "The codes:";
  for (const book::CheckCode& code : book::check_codes())
    codes += fmt::format(" `{}` ({}): {}{}", code.code,
                         code.severity == Severity::error ? "error" : "warning", code.meaning, ";");
  codes += fmt::format(" `{}` (error): the metric of a goal means nothing, or its unit does not fit it.",
                       report::goal_check_code);
  command.description.push_back(codes);
  command.options = {at_option(),
                     {.name = "not-in",
                      .kind = cli::Kind::text,
                      .value = "REV",
                      .help = "only findings that this revision has not; may be given again",
                      .repeatable = true},
                     {.name = "errors-only", .help = "leave warnings out: they neither show nor count"},
                     {.name = "merges",
                      .kind = cli::Kind::text,
                      .value = "A..B",
                      .help = "verify the merges that B has and A has not, against their parents"},
                     {.name = "merging",
                      .kind = cli::Kind::text,
                      .value = "REV",
                      .help = "verify the work tree as the merge of HEAD and REV, before it is committed"}};
  command.examples = {
      {"flatcrm check", "Prints nothing when the book is sound; this one has four findings.", 1},
      {"flatcrm check -O json", "The findings as JSON, for a program.", 1},
      {"git init -q && git add -A && git commit -qm 'The book' && flatcrm check --not-in HEAD",
       "What the work tree made worse: nothing here."},
      {"flatcrm check --merges HEAD", "All merges of that history, which has none."}};
  command.needs.book = cli::Book::read;
  command.needs.time = true;
  command.needs.formats = {"table", "json"};
  command.exit_statuses = {{1, "there were findings"}};
  command.see_also = {"flatcrm-git-setup(1)", "flatcrm-merge-file(1)", "flatcrm-query(7)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
