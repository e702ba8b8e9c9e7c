#include "git/handle.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace flatcrm::git {

std::string last_words() {
  const git_error* error = git_error_last();
  std::string words = error == nullptr || error->message == nullptr ? "" : error->message;
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

namespace {

/// What says that the repository's store is damaged; of an object of another kind than it must be libgit2 says
/// "not found" too, and "invalid".
bool is_of_objects(int result, int kind) {
  if (result == GIT_ENOTFOUND && kind == GIT_ERROR_INVALID) return true;
  constexpr int kinds[] = {GIT_ERROR_ODB, GIT_ERROR_ZLIB, GIT_ERROR_OBJECT, GIT_ERROR_TREE, GIT_ERROR_TAG};
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

}  // namespace

void fail(int result, const std::string& what, core::Place place, std::string hint) {
  const git_error* error = git_error_last();
  bool system = error != nullptr && (error->klass == GIT_ERROR_OS || error->klass == GIT_ERROR_NOMEMORY);
  bool object = error != nullptr && is_of_objects(result, error->klass);
  if (object) hint = "run 'git fsck', and fetch it from another clone";
  std::string words = result == GIT_ENOTFOUND && !object ? "" : last_words();
  throw Error(system ? Code::system : Code::book, words.empty() ? what : fmt::format("{}: {}", what, words),
              std::move(place), std::move(hint));
}

std::string hex(const git_oid& id) {
  std::string text(GIT_OID_HEXSZ, '0');
  git_oid_fmt(text.data(), &id);
  return text;
}

git_oid oid(const std::string& hex) {
  git_oid id{};
  demand(git_oid_fromstr(&id, hex.c_str()), fmt::format("'{}' is no name of an object", hex));
  return id;
}

}  // namespace flatcrm::git
