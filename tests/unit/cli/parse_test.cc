#include "cli/parse.h"

#include <doctest/doctest.h>

#include <stdexcept>

#include "core/error.h"
#include "sample.h"

using namespace flatcrm;
using namespace flatcrm::cli;

namespace {

using Words = std::vector<std::string>;

/// The line of the usage error that parsing ends in, or "" when it does not.
std::string complaint(const Command& command, const Words& words, Stage& stage) {
  try {
    parse(command, words, stage.surroundings);
  } catch (const Error& error) {
    CHECK(error.code() == Code::usage);
    return error.what();
  }
  return "";
}

std::string complaint(const Command& command, const Words& words) {
  Stage stage;
  return complaint(command, words, stage);
}

}  // namespace

TEST_CASE("options and arguments come back typed, in any order") {
  Stage stage;
  Command command = declare_gather();
  Invocation got = parse(command,
                         {"a.csv", "-p", "crm", "--limit=-7", "-vv", "--tag", "x", "-", "--tag=y z",
                          "-Cbooks/acme", "--strict", "--", "--tag", "-p"},
                         stage.surroundings);
  CHECK(got.arguments("FILE") == Words{"a.csv", "-", "--tag", "-p"});
  CHECK(got.text("profile") == "crm");
  CHECK(got.integer("limit") == -7);
  CHECK(got.many("tag") == Words{"x", "y z"});
  CHECK(parse(command, {"f.csv", "--tag", "a, b,,c", "--tag", "d"}, stage.surroundings).names("tag") ==
        Words{"a", "b", "", "c", "d"});
  CHECK(got.verbosity() == 2);
  CHECK(got.flag("strict"));
  CHECK_FALSE(got.flag("dry-run"));
  CHECK_FALSE(got.quiet());
  CHECK(got.text("book") == "books/acme");
  CHECK(got.given("profile"));
  CHECK_FALSE(got.given("format"));
}

TEST_CASE("the command line goes before the environment, and that before the preset") {
  Stage stage;
  Command command = declare_gather();
  CHECK_FALSE(parse(command, {"a"}, stage.surroundings).date("as-of"));
  CHECK(parse(command, {"a"}, stage.surroundings).integer("limit") == 5);
  CHECK_FALSE(parse(command, {"a"}, stage.surroundings).maybe_text("profile"));
  stage.variables = {{"FLATCRM_AS_OF", "2026-11-22"}, {"FLATCRM_BOOK", "here"}};
  Invocation from_variables = parse(command, {"a"}, stage.surroundings);
  CHECK(core::print(*from_variables.date("as-of")) == "2026-11-22");
  CHECK(from_variables.text("book") == "here");
  CHECK_FALSE(from_variables.given("as-of"));
  Invocation from_line = parse(command, {"--as-of", "2025-01-02", "a"}, stage.surroundings);
  CHECK(core::print(*from_line.date("as-of")) == "2025-01-02");
}

TEST_CASE("an empty value is a value, wherever it stands") {
  Stage stage;
  Command command = declare_gather();
  Invocation got = parse(command, {"--profile=", "a", "--tag", "", "--tag=", "b"}, stage.surroundings);
  CHECK(got.given("profile"));
  CHECK(got.text("profile").empty());
  CHECK(got.many("tag") == Words{"", ""});
  CHECK(got.arguments("FILE") == Words{"a", "b"});
}

TEST_CASE("a value may look like an option or a list") {
  Stage stage;
  Command command = declare_gather();
  Invocation got =
      parse(command, {"--tag", "--x=", "--tag", "[a,b]", "--tag", "--", "[c,d]", "++"}, stage.surroundings);
  CHECK(got.many("tag") == Words{"--x=", "[a,b]", "--"});
  CHECK(got.arguments("FILE").front() == "[c,d]");
}

TEST_CASE("a mistake is named, with what was probably meant") {
  Command gather = declare_gather();
  CHECK(complaint(gather, {"--profle", "crm", "a"}) ==
        "no option '--profle' in gather; did you mean '--profile'?");
  CHECK(complaint(gather, {"--profle=crm", "a"}) ==
        "no option '--profle' in gather; did you mean '--profile'?");
  CHECK(complaint(gather, {"-z", "a"}) == "no option '-z' in gather; see sample gather --help");
  CHECK(complaint(gather, {"--prof", "crm", "a"}) ==
        "no option '--prof' in gather; did you mean '--profile'?");
  CHECK(complaint(gather, {"a", "--profile"}) == "option '--profile' needs a value");
  CHECK(complaint(gather, {"a", "-p"}).ends_with("needs a value"));
  CHECK(complaint(gather, {"--strict=yes", "a"}) == "option '--strict' takes no value");
  CHECK(complaint(gather, {"--strict", "--strict", "a"}) == "option '--strict' is given twice; give it once");
  CHECK(complaint(gather, {"-p", "a", "--profile=b", "c"}) ==
        "option '--profile' is given twice; give it once");
  CHECK(complaint(gather, {"-O", "jsn", "a"}) == "option '--format' can't be 'jsn'; did you mean 'json'?");
  CHECK(complaint(gather, {"-O", "picture", "a"}) ==
        "option '--format' can't be 'picture'; one of: table, csv, json");
  CHECK(complaint(gather, {"--limit", "5x", "a"}) == "option '--limit' can't be '5x'; give a whole number");
  CHECK(complaint(gather, {"--limit", "", "a"}) == "option '--limit' can't be ''; give a whole number");
  CHECK(complaint(gather, {"--as-of", "2026-02-30", "a"}) ==
        "option '--as-of' can't be '2026-02-30'; give a day as YYYY-MM-DD");
  CHECK(complaint(gather, {}) == "gather lacks its argument FILE; see sample gather --help");
}

TEST_CASE("a variable of the environment is checked as an option is") {
  Stage stage;
  stage.variables = {{"FLATCRM_AS_OF", "yesterday"}};
  CHECK(complaint(declare_gather(), {"a"}, stage) ==
        "variable FLATCRM_AS_OF can't be 'yesterday'; give a day as YYYY-MM-DD");
  CHECK(complaint(declare_gather(), {"a", "--as-of", "2026-11-22"}, stage).empty());
  stage.variables = {{"FLATCRM_AS_OF", ""}};
  CHECK(complaint(declare_gather(), {"a"}, stage).empty());
}

TEST_CASE("arguments fill from the left, are counted, and keep to their choices") {
  Stage stage;
  Command speak = declare_speak();
  Invocation one = parse(speak, {"softly"}, stage.surroundings);
  CHECK(one.argument("HOW") == "softly");
  CHECK_FALSE(one.given("WORD"));
  CHECK(one.argument("WORD").empty());
  CHECK(parse(speak, {"softly", "-"}, stage.surroundings).argument("WORD") == "-");
  CHECK(complaint(speak, {"loudli"}) == "argument HOW can't be 'loudli'; did you mean 'loudly'?");
  CHECK(complaint(speak, {"loudly", "a", "b"}) ==
        "speak takes no further argument 'b'; see sample speak --help");
  CHECK(complaint(speak, {"--dry-run", "loudly"}).starts_with("no option '--dry-run' in speak"));
}

TEST_CASE("a required argument behind an open one gets its word") {
  Stage stage;
  Command command = declare_speak();
  command.arguments = {{.name = "FROM", .help = "a"},
                       {.name = "TO", .help = "b"},
                       {.name = "REST", .help = "c", .required = false, .many = true}};
  Invocation got = parse(command, {"1", "2", "3", "4"}, stage.surroundings);
  CHECK(got.argument("FROM") == "1");
  CHECK(got.argument("TO") == "2");
  CHECK(got.arguments("REST") == Words{"3", "4"});
  CHECK(complaint(command, {"1"}) == "speak lacks its argument TO; see sample speak --help");
}

TEST_CASE("asking for help lets missing arguments pass, but no unknown option") {
  Stage stage;
  Command gather = declare_gather();
  CHECK(parse(gather, {"-h"}, stage.surroundings).flag("help"));
  CHECK(parse(gather, {"--help", "--limit", "x"}, stage.surroundings).flag("help"));
  CHECK_FALSE(parse(gather, {"a", "--", "-h"}, stage.surroundings).flag("help"));
  CHECK_FALSE(complaint(gather, {"--help", "--nonsense"}).empty());
}

TEST_CASE("asking for what was not declared is the program's mistake") {
  Stage stage;
  Command speak = declare_speak();
  Invocation got = parse(speak, {"softly"}, stage.surroundings);
  CHECK_THROWS_AS(got.text("nonsense"), std::logic_error);
}

TEST_CASE("the format is what is asked for, else what the file's ending says, else the first") {
  Stage stage;
  Command gather = declare_gather();
  CHECK(parse(gather, {"a"}, stage.surroundings).format() == "table");
  CHECK(parse(gather, {"a", "-o", "out.csv"}, stage.surroundings).format() == "csv");
  CHECK(parse(gather, {"a", "-o", "out.csv", "-O", "json"}, stage.surroundings).format() == "json");
  CHECK(parse(gather, {"a", "-o", "out.bin"}, stage.surroundings).format() == "table");
  CHECK_THROWS_WITH_AS(parse(gather, {"a", "-o", "out.html"}, stage.surroundings).format(),
                       "out.html: gather does not print html; name one with --format", Error);
}

TEST_CASE("color follows the option, then NO_COLOR, then the terminal") {
  Stage stage;
  Command speak = declare_speak();
  auto colored = [&](const Words& words) { return parse(speak, words, stage.surroundings).color(); };
  CHECK_FALSE(colored({"softly"}));
  CHECK(colored({"softly", "--color", "always"}));
  stage.surroundings.out_is_terminal = true;
  CHECK(colored({"softly"}));
  CHECK_FALSE(colored({"softly", "--color=never"}));
  stage.variables = {{"NO_COLOR", "1"}};
  CHECK_FALSE(colored({"softly"}));
  CHECK(colored({"softly", "--color=always"}));
}
