// Work in parallel whose results stand in the order of the input.
//
//   std::vector<Part> parts(files.size());
//   parallel_for(files.size(), threads, [&](std::size_t i) { parts[i] = parse(files[i]); });
//
// The first error by index (not by time) is thrown again after all have stopped; what comes after it may not
// have run.
#pragma once

#include <cstddef>
#include <functional>

namespace flatcrm::io {

/// How many run at once when nothing else is said: the processors that this process may use, or
/// $FLATCRM_THREADS. Error usage when that is no number from 1 to 256.
int default_threads();

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace flatcrm::io
