#include "shared/committing.h"

#include <fmt/format.h>

#include "book/rewrite.h"
#include "core/text.h"
#include "git/commit_date.h"

namespace flatcrm {

namespace {

/// As git has it: its variables, and behind them the configuration.
git::Identity identity_of(const cli::Invocation& invocation, core::DateTime now) {
  auto variable = [&](const char* name) { return invocation.surroundings().variable(name).value_or(""); };
  auto date = [&](const char* name) {
    std::string said = variable(name);
    if (said.empty()) return now;
    std::optional<core::DateTime> instant = git::parse_commit_date(said);
    if (!instant)
      throw Error(Code::usage, fmt::format("${} is no date: '{}'", name, core::visible(said)), {},
                  "write it as 2026-11-22T09:00:00Z");
    return *instant;
  };
  return {variable("GIT_AUTHOR_NAME"),     variable("GIT_AUTHOR_EMAIL"), variable("GIT_COMMITTER_NAME"),
          variable("GIT_COMMITTER_EMAIL"), date("GIT_AUTHOR_DATE"),      date("GIT_COMMITTER_DATE")};
}

}  // namespace

cli::Option commit_option() {
  return {.name = "commit",
          .help = "make one git commit of exactly the files that are written; hooks are not run"};
}

Committing::Committing(const cli::Invocation& invocation, Session& session) : invocation_(invocation) {
  if (!invocation.flag("commit")) return;
  core::DateTime now = io::read_clock(session.book().config().zone).instant;
  committer_.emplace(session.root(), identity_of(invocation, now));
}

void Committing::check(const book::Book& book, book::Changes& changes) const {
  if (!committer_) return;
  book::settle_layouts(book, changes);
  std::vector<std::string> files;
  for (const book::FilePlan& plan : book::plan_files(book, changes)) files.push_back(plan.path);
  committer_->require_untouched(files);
}

void Committing::commit(const book::Written& written, const std::string& message) const {
  if (!committer_) return;
  if (written.files.empty()) {
    if (!invocation_.quiet()) invocation_.err().write("nothing was changed, so that nothing was committed\n");
    return;
  }
  git::Commit made = committer_->commit(written.files, message);
  if (!invocation_.quiet())
    invocation_.err().write(fmt::format("committed as {}: {}\n", made.short_id(), made.subject()));
}

}  // namespace flatcrm
