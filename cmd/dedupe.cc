#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/text.h"
#include "dedupe/against.h"
#include "dedupe/apply.h"
#include "dedupe/explain.h"
#include "dedupe/last_run.h"
#include "dedupe/proposals.h"
#include "dedupe/run.h"
#include "git/trailers.h"
#include "import/find_profile.h"
#include "import/infer.h"
#include "import/plan.h"
#include "io/file_system.h"
#include "io/threads.h"
#include "report/duplicates.h"
#include "shared/committing.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

/// What -vv tells: when each step began, and the processor's time until then.
class Stages {
 public:
  explicit Stages(const cli::Invocation& invocation) : invocation_(invocation) {}
  void operator()(std::string_view stage) {
    if (invocation_.verbosity() < 2) return;
    std::chrono::duration<double> since = std::chrono::steady_clock::now() - start_;
    invocation_.err().write(
        fmt::format("{:8.3f} s {:8.3f} s  {}\n", since.count(), processor_seconds(), stage));
  }

 private:
  static double processor_seconds() {
    return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
  }
  const cli::Invocation& invocation_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

double chance_given(const cli::Invocation& invocation, const char* option, double preset) {
  std::string text = invocation.text(option);
  if (text.empty()) return preset;
  std::optional<double> value = dedupe::parse_probability(text);
  if (!value)
    throw Error(Code::usage, fmt::format("--{} is a probability between 0 and 1", option), {}, "write 0.99");
  return *value;
}

dedupe::Run find(const cli::Invocation& invocation, const book::Book& book,
                 const dedupe::Decisions& decisions) {
  dedupe::RunOptions options;
  options.threads = io::default_threads();
  options.distinct = decisions.distinct();
  options.stage = Stages(invocation);
  if (invocation.text("list") == "clusters")
    options.cut = dedupe::bits_of(chance_given(invocation, "least", 0.5));
  bool only_new = invocation.flag("new");
  std::optional<dedupe::LastRun> last;
  if (only_new) last = dedupe::read_last_run(book.root());
  if (only_new && !last && !invocation.quiet())
    invocation.err().write("no earlier run is known here: all records are new\n");
  options.last = last ? &*last : nullptr;
  dedupe::Run run = dedupe::run_dedupe(book, options);
  options.stage("done");
  if (!only_new && !invocation.flag("explain"))
    dedupe::write_last_run(io::posix(), book.root(), dedupe::remember(run));
  if (invocation.verbosity() > 0) invocation.err().write(dedupe::account_of(run));
  return run;
}

/// On standard output, or into the file of --output.
void write_text(const cli::Invocation& invocation, const std::string& text) {
  write_data(invocation, [&](const auto& out) { out(text); });
}

int exit_code(const cli::Invocation& invocation, bool found) {
  return invocation.flag("exit-code") && found ? 1 : 0;
}

int list(const cli::Invocation& invocation, Session& session, const dedupe::Run& run) {
  report::Document document = invocation.text("list") == "pairs"
                                  ? report::pairs_document(run, chance_given(invocation, "least", 0.5))
                                  : report::clusters_document(run);
  bool found = !document.sections[0].tables[0].rows.empty();
  print(invocation, std::move(document), session.book(), session.today());
  return exit_code(invocation, found);
}

int explain(const cli::Invocation& invocation, Session& session, const dedupe::Run& run) {
  const std::vector<std::string>& ids = invocation.arguments("ID");
  dedupe::Explanation why = dedupe::explain(run, ids[0], ids[1]);
  if (invocation.format() == "svg") {
    write_text(invocation, dedupe::as_svg(why));
  } else {
    print(invocation, report::explanation_document(why), session.book(), session.today());
  }
  return 0;
}

dedupe::Decider decider(const cli::Invocation& invocation, core::Date today) {
  return {invocation.text("decided-by"), core::print(today), invocation.text("why"),
          invocation.text("apply")};
}

std::string told(const dedupe::Applied& applied) {
  return fmt::format("merged {} records into {} customers; added {} links; remembered {} pairs as distinct\n",
                     applied.merged, applied.customers, applied.linked, applied.distinct);
}

std::string told_of_too_many(const std::vector<dedupe::Proposal>& proposals) {
  std::string text;
  for (const dedupe::Proposal& one : proposals)
    if (one.too_many != 0)
      text += fmt::format("left as they are: {} records like '{}', too many to be one customer\n",
                          one.too_many, one.records.front());
  return text;
}

/// The summary's first line, and in a trailer what the command said.
std::string commit_message(const cli::Invocation& invocation, const std::string& summary) {
  std::string line = summary.substr(0, summary.find('\n'));
  if (!line.empty() && line[0] >= 'a' && line[0] <= 'z') line[0] = static_cast<char>(line[0] - 'a' + 'A');
  std::string text = fmt::format("Dedupe: {}\n\n{}: {}\n", line, git::dedupe_trailer, line);
  if (std::string who = invocation.text("decided-by"); !who.empty())
    text += fmt::format("{}: {}\n", git::decided_by_trailer, core::visible(who));
  return text;
}

/// Plans with the book of a writing session and commits, or prints what that would be.
template <typename Plan>
int change(const cli::Invocation& invocation, Session& session, Plan plan) {
  book::Changes changes;
  std::string summary;
  if (invocation.flag("dry-run")) {
    summary = plan(session.book(), changes);
    book::print_diff(session.book(), changes, [&](std::string_view text) { invocation.out().write(text); });
    if (!invocation.quiet()) invocation.err().write(summary + "a dry run: nothing was written\n");
    return 0;
  }
  Committing committing(invocation, session);
  book::WriteSession writing(io::posix(), session.root(), session.lock_request(), io::default_threads());
  summary = plan(writing.book(), changes);
  committing.check(writing.book(), changes);
  book::Written written = changes.empty() ? book::Written{} : writing.commit(changes);
  if (!invocation.quiet()) invocation.err().write(summary);
  committing.commit(written, commit_message(invocation, summary));
  return 0;
}

int apply(const cli::Invocation& invocation, Session& session) {
  std::string file = invocation.text("apply");
  io::Bytes bytes = file == "-" ? io::read_standard_input() : io::read_file(file);
  core::Date today = session.today();
  return change(invocation, session, [&](const book::Book& book, book::Changes& changes) {
    std::vector<dedupe::Proposal> proposals = dedupe::parse_proposals(bytes.view(), file, book);
    return told(dedupe::plan_decisions(book, dedupe::read_settings(book), proposals,
                                       decider(invocation, today), changes));
  });
}

int merge_surely(const cli::Invocation& invocation, Session& session) {
  double least = chance_given(invocation, "auto", 1);
  core::Date today = session.today();
  return change(invocation, session, [&](const book::Book& book, book::Changes& changes) {
    dedupe::Decisions decisions = dedupe::read_decisions(book);
    dedupe::Run run = find(invocation, book, decisions);
    std::vector<dedupe::Proposal> proposals = dedupe::propose(book, run, decisions);
    if (!invocation.quiet()) invocation.err().write(told_of_too_many(proposals));
    proposals = dedupe::merges_at(std::move(proposals), least);
    return told(dedupe::plan_decisions(book, run.settings, proposals, decider(invocation, today), changes));
  });
}

int undo(const cli::Invocation& invocation, Session& session) {
  return change(invocation, session, [&](const book::Book& book, book::Changes& changes) {
    dedupe::Undone undone = dedupe::plan_undo(book, invocation.text("undo"), changes);
    std::string summary = fmt::format("split {} again: ", undone.survivor);
    for (const std::string& id : undone.split) summary += id + (&id == &undone.split.back() ? "\n" : ", ");
    for (const std::string& field : undone.kept)
      summary += fmt::format("changed since, and kept: {}\n", field);
    return summary;
  });
}

using import::Profile;  // clang-format 14 takes a line that begins with import:: for a C++20 import

Profile profile_of(const cli::Invocation& invocation, const book::Book& book, const import::Source& source) {
  std::string name = invocation.text("profile");
  if (!name.empty()) return import::read_profile(book, name);
  return import::infer_profile(source, book.schemas(), {"customers", "", {}, ""}).profile;
}

int against(const cli::Invocation& invocation, Session& session) {
  const book::Book& book = session.book();
  std::string file = invocation.text("against");
  std::shared_ptr<const import::Source> source = import::Source::open(file, io::read_file(file), {});
  import::ImportOptions options;
  options.as_of = core::print(session.today());
  const import::ImportSource list{source, profile_of(invocation, book, *source)};
  const import::ImportPlan plan = import::plan_import(book, {list}, options);
  dedupe::RunOptions how;
  how.threads = io::default_threads();
  how.distinct = dedupe::read_decisions(book).distinct();
  std::vector<dedupe::Met> met = dedupe::check_against(book, plan.changes, how);
  bool found = std::any_of(met.begin(), met.end(), [](const dedupe::Met& one) { return !one.match.empty(); });
  print(invocation, report::against_document(met), book, session.today());
  return exit_code(invocation, found);
}

int run(cli::Invocation& invocation) {
  int ways = invocation.given("list") + invocation.given("summary") + invocation.given("explain") +
             invocation.given("apply") + invocation.given("auto") + invocation.given("undo") +
             invocation.given("against");
  if (ways > 1)
    throw Error(Code::usage,
                "one of --list, --summary, --explain, --apply, --auto, --undo, --against at a time", {},
                "give one of them");
  bool wants_ids = invocation.flag("explain");
  if (wants_ids != (invocation.arguments("ID").size() == 2) ||
      (!wants_ids && !invocation.arguments("ID").empty()))
    throw Error(Code::usage, "--explain takes two ids, and nothing else takes any", {},
                "flatcrm dedupe --explain ID ID");
  if (invocation.flag("new") &&
      (wants_ids || invocation.given("apply") || invocation.given("undo") || invocation.given("against")))
    throw Error(Code::usage, "--new goes with proposals, --list, --summary and --auto", {}, "leave it out");
  Session session(invocation);
  if (invocation.given("apply")) return apply(invocation, session);
  if (invocation.given("auto")) return merge_surely(invocation, session);
  if (invocation.given("undo")) return undo(invocation, session);
  if (invocation.given("against")) return against(invocation, session);
  dedupe::Decisions decisions = dedupe::read_decisions(session.book());
  dedupe::Run found = find(invocation, session.book(), decisions);
  if (wants_ids) return explain(invocation, session, found);
  if (invocation.given("list")) return list(invocation, session, found);
  if (invocation.flag("summary")) {
    print(invocation, report::dedupe_summary(found), session.book(), session.today());
    return 0;
  }
  std::vector<dedupe::Proposal> proposals = dedupe::propose(session.book(), found, decisions);
  write_text(invocation, dedupe::print_proposals(session.book(), found, proposals));
  return exit_code(invocation, !proposals.empty());
}

/// What is found, and how it is shown.
std::vector<cli::Option> finding_options() {
  using cli::Kind;
  return {{.name = "list",
           .kind = Kind::choice,
           .value = "WHAT",
           .help = "print what was found as a table",
           .choices = {"clusters", "pairs"}},
          {.name = "least",
           .kind = Kind::text,
           .value = "P",
           .help = "the least probability that --list shows",
           .preset = "0.5"},
          {.name = "new", .help = "only what is new or changed since the last run without this option"},
          {.name = "summary", .help = "what was compared and learned, and how right the result should be"},
          {.name = "explain", .help = "why two records are, or are not, taken for one customer"}};
}

/// What is done about it.
std::vector<cli::Option> deciding_options() {
  using cli::Kind;
  return {
      {.name = "apply",
       .kind = Kind::text,
       .value = "FILE",
       .help = "carry out the decisions of an edited file of proposals; - is standard input",
       .completion = cli::Completion::file},
      {.name = "auto", .kind = Kind::text, .value = "P", .help = "merge what has at least this probability"},
      {.name = "undo",
       .kind = Kind::text,
       .value = "WHICH",
       .help = "take back the last merge of the record of this id"},
      commit_option(),
      {.name = "against",
       .kind = Kind::text,
       .value = "FILE",
       .help = "who of a list is in the book already, before it is imported",
       .completion = cli::Completion::file},
      {.name = "profile",
       .kind = Kind::text,
       .value = "NAME",
       .help = "a profile of the book's imports/, or the path to one",
       .completion = cli::Completion::file},
      {.name = "decided-by",
       .kind = Kind::text,
       .value = "NAME",
       .help = "who decided",
       .environment = "USER"},
      {.name = "why",
       .kind = Kind::text,
       .value = "TEXT",
       .help = "a reason to be remembered with the decisions"},
      {.name = "exit-code", .help = "exit with 1 when something was found"}};
}

}  // namespace

cli::Command command_dedupe() {
  cli::Command command;
  command.name = "dedupe";
  command.summary = "find, explain and merge records of one customer";
  command.description = {
      "Finds the records that are one customer, with what it learns from the book itself: no training, no "
      "thresholds to set. Without an option it prints proposals as YAML, to be edited and given to "
      "`--apply`: merges with their probability, their evidence and the record that would come out, and "
      "links for those who are a family and no duplicates.",
      "Nothing is lost by a merge: the record that goes stays as a tombstone, references to it still "
      "resolve, and `--undo` splits it again. What a person decided is remembered in `dedupe/decisions.csv`, "
      "and no pair is asked twice. More than a thousand records that are alike are a placeholder or a list imported again and "
      "again rather than a customer: they are shown, and not merged.",
      "A run without `--new` keeps in `.flatcrm/dedupe` which records it saw and what it learned. With "
      "`--new` only what came or changed since then is compared with the rest, by what that run learned, and "
      "all that is printed is about it; where more than a tenth is new, all is compared and learned again. "
      "That file may be deleted at any time."};
  command.arguments = {{.name = "ID", .help = "two records, for --explain", .required = false, .many = true}};
  command.options = cli::joined({finding_options(), deciding_options()});
  command.examples = {
      {"flatcrm dedupe -o proposals.yaml", "Proposals to look through and edit."},
      {"flatcrm dedupe --list clusters -O csv", "Who is in the book twice."},
      {"flatcrm dedupe --explain omer-yilmaz-9jgpft oemer-yilmaz-gv2vy1",
       "Why two records are one customer, or not."},
      {"flatcrm dedupe --auto 0.99 --dry-run", "What would be merged without asking."},
      {"flatcrm dedupe --against sources/hotline.csv --profile hotline", "Who of a list is there already."},
      {"flatcrm dedupe --new --list pairs", "Who of those that came since the last run was there before."},
      {"flatcrm dedupe --summary", "What was compared, and how right the result should be."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.needs.time = true;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "svg"};
  command.exit_statuses = {{1, "something was found, with `--exit-code`"}};
  command.see_also = {"flatcrm-import(1)", "flatcrm-show(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
