// What becomes of memory that the program no longer needs: back to the system, or kept for what comes next.
//
//   table.reset();
//   give_back_memory();      // what thousands of small pieces held is no longer counted against the process
//
//   keep_freed_memory();     // before many files are read one after the other
//
// By default glibc maps every larger piece of memory and unmaps it when it is freed, so that the next one of
// the same size is a page fault for every 4 kB again.
// Where the C library can't do so both do nothing.
#pragma once

namespace flatcrm::io {

void give_back_memory();
/// For the rest of the process; give_back_memory() gives back what is kept so.
void keep_freed_memory();

}  // namespace flatcrm::io
