#include "cli/run.h"

#include <doctest/doctest.h>

#include "cli/help.h"
#include "core/error.h"
#include "sample.h"

using namespace flatcrm;
using namespace flatcrm::cli;

namespace {

struct Ran {
  int status = 0;
  std::string out;
};

Ran ran(const std::vector<std::string>& words) {
  Stage stage;
  int status = run(sample_program(), words, stage.surroundings);
  return {status, stage.out.text()};
}

std::string complaint(const std::vector<std::string>& words) {
  try {
    ran(words);
  } catch (const Error& error) {
    CHECK(error.code() == Code::usage);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the command runs with what stands before and behind its name") {
  CHECK(ran({"gather", "a", "b"}).out == "a\nb\n");
  CHECK(ran({"gather", "a", "--limit", "3"}).status == 3);
  CHECK(ran({"-C", "speak", "-q", "gather", "a"}).out == "a\n");
  CHECK(ran({"-qC", "speak", "gather", "a"}).out == "a\n");
  CHECK(ran({"-qCspeak", "gather", "a"}).out == "a\n");
  CHECK(ran({"--book=speak", "--color", "never", "gather", "a"}).out == "a\n");
  CHECK(complaint({"-C", "x", "gather", "-C", "y", "a"}) == "option '--book' is given twice; give it once");
}

TEST_CASE("version and help need no command") {
  CHECK(ran({"--version"}).out == "sample 1.2.3\n");
  CHECK(ran({"-C", "x", "--version"}).out == "sample 1.2.3\n");
  CHECK(ran({"--help"}).out == help(sample_program()));
  CHECK(ran({"-h"}).out == help(sample_program()));
  CHECK(ran({"gather", "-h"}).out == help(sample_program(), declare_gather()));
  CHECK(ran({"gather", "a", "--help"}).out == help(sample_program(), declare_gather()));
}

TEST_CASE("a command that is not there is no command's beginning either") {
  CHECK(complaint({"gathr"}) == "no command 'gathr'; did you mean 'gather'?");
  CHECK(complaint({"gat"}) == "no command 'gat'; did you mean 'gather'?");
  CHECK(complaint({"entirely-else"}) == "no command 'entirely-else'; see sample --help");
  CHECK(complaint({}) == "no command is given; see sample --help");
  CHECK(complaint({"-q"}) == "no command is given; see sample --help");
  CHECK(complaint({"--verison"}) == "no option '--verison' before the command; did you mean '--version'?");
  CHECK(complaint({"--format", "csv", "gather"}).starts_with("no option '--format' before the command"));
  CHECK(complaint({"-", "gather"}).starts_with("no command '-'"));
}
