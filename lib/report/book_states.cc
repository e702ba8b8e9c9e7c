#include "report/book_states.h"

#include <fmt/format.h>

#include "git/book_repository.h"

namespace flatcrm::report {

namespace {

std::string words_for(const git::Commit& commit) {
  return fmt::format("{} of {}", commit.short_id(), core::print(commit.committed).substr(0, 10));
}

}  // namespace

BookStates::BookStates(std::optional<git::Commit> earlier, std::optional<git::Commit> later)
    : before(std::move(earlier)), after(std::move(later)) {
  words = fmt::format("{} to {}", before ? words_for(*before) : "before the first commit",
                      after ? words_for(*after) : "the work tree");
}

git::States BookStates::ids() const {
  git::States states;
  if (before) states.before = before->id;
  if (after) states.after = after->id;
  return states;
}

std::optional<git::Commit> commit_on(const git::Repository& repository, core::Date day,
                                     const std::string& zone) {
  try {
    return repository.commit_of(core::print(day), zone);
  } catch (const Error&) {
    if (repository.shallow()) throw;  // there may have been one
    return std::nullopt;
  }
}

std::optional<git::Commit> commit_read(const Surroundings& around) {
  std::optional<std::string> commit = git::commit_of(around.book());
  if (!commit) return std::nullopt;
  return around.repository()->commit(*commit);
}

}  // namespace flatcrm::report
