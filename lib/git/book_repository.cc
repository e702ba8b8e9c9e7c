#include "git/book_repository.h"

#include <filesystem>

#include "git/revision_tree.h"

namespace flatcrm::git {

std::optional<Repository> repository_of(const book::Book& book) {
  if (const auto* at = dynamic_cast<const RevisionTree*>(&book.tree())) return at->repository();
  std::error_code failure;
  if (!std::filesystem::exists(std::filesystem::path(book.root()) / "flatcrm.yaml", failure))
    return std::nullopt;
  return Repository::find(book.root());
}

std::optional<std::string> commit_of(const book::Book& book) {
  if (const auto* at = dynamic_cast<const RevisionTree*>(&book.tree())) return at->commit();
  return std::nullopt;
}

}  // namespace flatcrm::git
