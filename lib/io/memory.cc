#include "io/memory.h"

#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace flatcrm::io {

void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int mapped_from = 32 << 20;  // glibc takes no more
  constexpr int most_kept = 1 << 30;
  mallopt(M_MMAP_THRESHOLD, mapped_from);
  mallopt(M_TRIM_THRESHOLD, most_kept);
#endif
}

}  // namespace flatcrm::io
