#include "report/surroundings.h"

#include "git/book_repository.h"

namespace flatcrm::report {

const std::optional<git::Repository>& Surroundings::repository() const {
  if (!looked_) repository_ = git::repository_of(book_);
  looked_ = true;
  return repository_;
}

}  // namespace flatcrm::report
