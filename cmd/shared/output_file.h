// The files that --output, --rejects and the like name.
//
//   check_output("reports/week.html")       // Error system: its folder is not there
//   check_output("customers/all.csv")       // Error usage: would be read as customers of the book
//   write_file("week.html", text)           // as a whole: no reader sees half of it
//
// Shape   a link is followed and stays; a device or a pipe is written to.
#pragma once

#include <string>

namespace flatcrm {

/// Before anything is done whose outcome would have no place: an Error where a file of the path can't be written, or would be the book's own.
void check_output(const std::string& path);

/// Beside the old file and renamed, so that a reader never sees half of it.
void write_file(const std::string& path, const std::string& text);

}  // namespace flatcrm
