// What most commands do first and last: find the book, know the day, hand data to where the caller wants it.
//
//   Session session(invocation);                    // Error book when there is none
//   session.book()                                  // opened when first asked for
//   print(invocation, document, session.book());    // in the format and to the file of -O and -o
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "book/book.h"
#include "book/write.h"
#include "cli/invocation.h"
#include "git/repository.h"
#include "io/clock.h"
#include "report/document.h"

namespace flatcrm {

class Session {
 public:
  explicit Session(const cli::Invocation& invocation) : invocation_(invocation) {}

  /// -C, else the nearest folder upwards with a flatcrm.yaml. Error book with a hint when there is none.
  const std::string& root();
  /// As root(), or the folder itself where a bare repository may be: for who looks at revisions only.
  const std::string& root_or_bare();
  /// The repository that the book is in. Error book where it is not under git.
  const git::Repository& repository();
  /// What a person means by a revision or a date, whose end is that of the book's zone.
  git::Commit commit_named(const std::string& revision_or_date);
  /// The book as of a commit.
  book::Book book_at(const git::Commit& commit);
  /// On disk, or as --at says; of a bare repository, behind root_or_bare(), its HEAD.
  const book::Book& book();
  /// The commit that --at names, where the command has that option and it is given.
  const std::optional<git::Commit>& revision();
  /// --as-of, else today in the book's zone.
  core::Date today();
  io::Lock::Request lock_request();
  /// The book under its lock, completed where a change was interrupted; says so where that concerns a
  /// person's edits.
  std::unique_ptr<book::WriteSession> open_for_writing();

 private:
  const cli::Invocation& invocation_;
  std::optional<std::string> root_;
  std::optional<git::Repository> repository_;
  std::optional<book::Book> book_;
  bool may_be_bare_ = false;
  bool revision_known_ = false;
  std::optional<git::Commit> revision_;
};

/// The option --at as every command that reads a book has it.
cli::Option at_option();

/// The day and lock request when the book's settings are at hand already (or there is no book yet:
/// zone "UTC").
core::Date today(const cli::Invocation& invocation, const std::string& zone);
io::Lock::Request lock_request(const cli::Invocation& invocation);

/// Calls `write` with a function that takes text, which goes to standard output or, as a whole once all is
/// well, to the file of --output.
void write_data(const cli::Invocation& invocation,
                const std::function<void(const std::function<void(std::string_view)>&)>& write);

/// --ascii, where the command has it. A terminal whose locale names another encoding than UTF-8 gets no bars that it can't show; what
/// goes to a file or a pipe never depends on the locale, so that cron writes what a person saw.
bool wants_ascii(const cli::Invocation& invocation);

/// The document with its provenance filled in, in the format asked for.
void print(const cli::Invocation& invocation, report::Document document, const book::Book& book,
           core::Date as_of, const std::string& table = "");

/// Findings on standard output, or as JSON.
std::string as_json(const core::Problems& problems);

}  // namespace flatcrm
