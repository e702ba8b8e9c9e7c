// What is wrong with a query, and where in it.
//
//   throw QueryError(text, {12, 18}, "no field 'contry' in customers", "did you mean 'country'?");
//   // what() is "query:1:13: no field 'contry' in customers; did you mean 'country'?"
//   error.excerpt() == "  kind = person and contry = DE\n                      ^^^^^^\n"
//
// Units   a span counts bytes from 0; the place in the message is 1-based. A saved segment's query says
//         its file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

namespace flatcrm::query {

/// Bytes begin to end of a query.
struct Span {
  std::uint32_t begin = 0, end = 0;
};

class QueryError : public core::Error {
 public:
  /// `name` stands for the query in the message: "query", or the file of a saved segment.
  QueryError(std::string_view query, Span span, std::string what, std::string hint = {},
             std::string_view name = "query");

  /// The line of the query that is at fault, and below it a line that points at the fault.
  const std::string& excerpt() const { return excerpt_; }

 private:
  std::string excerpt_;
};

}  // namespace flatcrm::query
