// Memory that the program no longer needs goes back to the system at once.
//
//   table.reset();
//   give_back_memory();      // what thousands of small pieces held is no longer counted against the process
//
// Where the C library can't do so it does nothing.
#pragma once

namespace flatcrm::io {

void give_back_memory();

}  // namespace flatcrm::io
