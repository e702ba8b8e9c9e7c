// Says where in its source a piece of it is wrong.
//
//   catch (const Error& error) { rethrow_in_source(source, base, error); }   // list.csv:4711:3: ...
//
// The readers of a format count lines from where their piece begins, and know no file.
#pragma once

#include <cstdint>

#include "core/error.h"
#include "import/source.h"

namespace flatcrm::import {

/// `base`: where the piece begins in the source's text.
[[noreturn]] void rethrow_in_source(const Source& source, std::uint64_t base, const Error& error);

}  // namespace flatcrm::import
