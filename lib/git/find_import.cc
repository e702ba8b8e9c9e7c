#include "git/find_import.h"

#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "git/trailers.h"

namespace flatcrm::git {

namespace {

bool is_import(const Commit& commit) {
  return !commit.trailer(import_trailer).empty();
}

constexpr const char* only_committed = "only an import with --commit can be taken back";

Commit last_import(const Repository& repository, const Commit& head) {
  std::unordered_set<std::string> undone;
  std::optional<Commit> found;
  repository.walk(head.id, "", [&](const Commit& commit) {
    if (std::string undo = commit.trailer(undo_trailer); !undo.empty()) undone.insert(undo);
    if (!is_import(commit) || undone.count(commit.id) != 0) return true;
    found = commit;
    return false;
  });
  if (!found) throw Error(Code::book, "no commit of an import is left to take back", {}, only_committed);
  return *std::move(found);
}

void require_not_undone(const Repository& repository, const Commit& head, const Commit& import) {
  repository.walk(head.id, "", [&](const Commit& commit) {
    if (commit.trailer(undo_trailer) == import.id)
      throw Error(Code::usage, fmt::format("the import {} was taken back already, by {}", import.short_id(),
                                           commit.short_id()));
    return commit.id != import.id;
  });
}

}  // namespace

Commit find_import(const Repository& repository, const std::string& revision_or_last) {
  std::optional<Commit> head = repository.head();
  if (!head) throw Error(Code::book, "the repository has no commit yet", {}, only_committed);
  if (revision_or_last == "last") return last_import(repository, *head);
  Commit import = repository.commit(revision_or_last);
  if (!is_import(import))
    throw Error(Code::usage,
                fmt::format("{} ('{}') is the commit of no import", import.short_id(),
                            core::visible(import.subject())),
                {}, fmt::format("{}; 'git log --grep=Flatcrm-Import' lists them", only_committed));
  require_not_undone(repository, *head, import);
  return import;
}

}  // namespace flatcrm::git
