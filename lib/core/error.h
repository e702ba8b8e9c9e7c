// The one exception of flatcrm: what went wrong, where, and what to do about it.
//
//   throw Error(Code::bad_input, "no column 'Email'", {"contacts.csv", 1, 9},
//               "name one of: id, Name, E-mail");
//   // caught once, in cmd/main.cc, and printed as
//   // flatcrm: contacts.csv:1:9: no column 'Email'; name one of: id, Name, E-mail
//
// Units   line and column are 1-based, 0 where they say nothing; a column counts bytes.
// An Error means that the work can't be done. What is wrong in the user's data is a Problem.
#pragma once

#include <cstddef>
#include <exception>
#include <string>

namespace flatcrm {
namespace core {

enum class Code {
  usage,      // a wrong option or argument: exit 2
  bad_input,  // a source, profile or value that can't be used: exit 3
  book,       // the book is broken, missing, of a newer format, or holds conflict markers: exit 3
  encoding,   // bytes that are not valid in the encoding at hand: exit 3
  limit,      // larger, deeper or longer than is accepted: exit 3
  locked,     // another writer holds the book: exit 4
  system,     // the disk, a permission, memory: exit 5
};

/// A place in a file; each part may be missing.
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
};

class Error : public std::exception {
 public:
  Error(Code code, std::string what, Place place = {}, std::string hint = {});

  Code code() const { return code_; }
  const Place& place() const { return place_; }
  const std::string& message() const { return message_; }
  const std::string& hint() const { return hint_; }
  /// "FILE:LINE:COL: what; hint", on one line, control characters made visible.
  const char* what() const noexcept override { return line_.c_str(); }

 private:
  Code code_;
  std::string message_;
  Place place_;
  std::string hint_;
  std::string line_;
};

/// The exit status of DESIGN section 3 for an error that ends the program.
int exit_status(Code code);

/// "FILE:LINE:COL", "FILE:LINE", "FILE" or "".
std::string print(const Place& place);

}  // namespace core
using core::Code;
using core::Error;
using core::Place;
}  // namespace flatcrm
