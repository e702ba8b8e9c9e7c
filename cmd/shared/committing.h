// What --commit of a command that writes does: refuse early what could not be committed, commit at the end.
//
//   Committing committing(invocation, session);             // without --commit it does nothing
//   ...plan...
//   committing.check(writing->book(), plan.changes);        // Error book: nothing was changed
//   committing.commit(writing->commit(plan.changes), message);
#pragma once

#include <optional>
#include <string>

#include "book/write.h"
#include "git/committer.h"
#include "shared/session.h"

namespace flatcrm {

/// --commit as every command has it.
cli::Option commit_option();

class Committing {
 public:
  Committing(const cli::Invocation& invocation, Session& session);
  bool wanted() const { return committer_.has_value(); }
  void check(const book::Book& book, book::Changes& changes) const;
  /// Says on standard error which commit it was.
  void commit(const book::Written& written, const std::string& message) const;

 private:
  const cli::Invocation& invocation_;
  std::optional<git::Committer> committer_;
};

}  // namespace flatcrm
