#include "git/handle.h"

#include <algorithm>

#include <fmt/format.h>

namespace flatcrm::git {

std::string last_words() {
  const git_error* error = git_error_last();
  std::string words = error == nullptr || error->message == nullptr ? "" : error->message;
  std::replace(words.begin(), words.end(), '\n', ' ');
  return words;
}

void fail(int result, const std::string& what, core::Place place, std::string hint) {
  const git_error* error = git_error_last();
  bool system = error != nullptr && (error->klass == GIT_ERROR_OS || error->klass == GIT_ERROR_NOMEMORY);
  std::string words = result == GIT_ENOTFOUND ? "" : last_words();
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
