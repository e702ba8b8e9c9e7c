// `import --undo`: takes the import of one commit back, through the book's own transaction.
#pragma once

#include "shared/session.h"

namespace flatcrm {

/// The exit status.
int undo_import(const cli::Invocation& invocation, Session& session);

}  // namespace flatcrm
