#include "core/error.h"

#include <doctest/doctest.h>

#include <string>

#include "core/problem.h"

using namespace flatcrm;

TEST_CASE("an error is one line with its place and what to do") {
  Error error(Code::bad_input, "no column 'Email'", {"contacts.csv", 1, 9}, "name one of: id, Name");
  CHECK(std::string(error.what()) == "contacts.csv:1:9: no column 'Email'; name one of: id, Name");
  CHECK(std::string(Error(Code::system, "disk\nfull").what()) == "disk\\x0afull");
  CHECK(std::string(Error(Code::book, "x", {"a.yaml", 3, 0}).what()) == "a.yaml:3: x");
}

TEST_CASE("each code has the exit status of its kind") {
  CHECK(core::exit_status(Code::usage) == 2);
  CHECK(core::exit_status(Code::bad_input) == 3);
  CHECK(core::exit_status(Code::book) == 3);
  CHECK(core::exit_status(Code::encoding) == 3);
  CHECK(core::exit_status(Code::limit) == 3);
  CHECK(core::exit_status(Code::locked) == 4);
  CHECK(core::exit_status(Code::system) == 5);
}

TEST_CASE("a problem prints with place, code, message and hint") {
  Problem problem{"dangling-reference",
                  Severity::error,
                  {"deals/x.yaml", 3, 10},
                  "no record 'gtxpro' in products",
                  "x-1a2b3c",
                  ""};
  CHECK(print(problem) == "deals/x.yaml:3:10: dangling-reference: no record 'gtxpro' in products");
  problem.hint = "did you mean 'gtx-pro'?";
  problem.place = {};
  CHECK(print(problem) == "dangling-reference: no record 'gtxpro' in products; did you mean 'gtx-pro'?");
}

TEST_CASE("problems are sorted by place, then by code and message") {
  auto at = [](const char* file, std::size_t line, std::size_t column, const char* code,
               const char* message) {
    return Problem{code, Severity::error, {file, line, column}, message, "", ""};
  };
  Problems problems{at("b", 1, 1, "x", "m"), at("a", 10, 1, "x", "m"), at("a", 9, 2, "x", "m"),
                    at("a", 9, 1, "y", "m"), at("a", 9, 1, "x", "n"),  at("a", 9, 1, "x", "m")};
  sort(problems);
  std::string order;
  for (const Problem& problem : problems) order += print(problem) + "|";
  CHECK(order == "a:9:1: x: m|a:9:1: x: n|a:9:1: y: m|a:9:2: x: m|a:10:1: x: m|b:1:1: x: m|");
}
