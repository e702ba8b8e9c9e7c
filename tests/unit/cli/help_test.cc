#include "cli/help.h"

#include <doctest/doctest.h>

#include <sstream>

#include "cli/common_options.h"
#include "sample.h"

using namespace flatcrm::cli;

TEST_CASE("help names every argument, option, choice, preset and variable, and fits 80 columns") {
  Command gather = declare_gather();
  std::string text = help(sample_program(), gather);
  CHECK(text.starts_with("Usage: sample gather [OPTION...] FILE...\n"));
  for (const Option& option : all_options(gather)) {
    CAPTURE(option.name);
    CHECK(text.find("--" + option.name) != std::string::npos);
  }
  for (const char* part :
       {"-p, --profile NAME", "default: 5", "one of: table, csv, json", "else $FLATCRM_AS_OF",
        "may be repeated", "sample gather a.csv", "Gathers what FILE holds. It's the first step."}) {
    CAPTURE(part);
    std::string flat;
    std::istringstream words(text);
    for (std::string word; words >> word;) flat += (flat.empty() ? "" : " ") + word;
    CHECK(flat.find(part) != std::string::npos);
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 80);
    CHECK_FALSE(line.ends_with(' '));
  }
}

TEST_CASE("lines are wrapped at blanks and never inside a word") {
  CHECK(wrap("aa bb cc", 5, 2) == "aa bb\n  cc");
  CHECK(wrap("aa bb cc", 4, 0) == "aa\nbb\ncc");
  CHECK(wrap("unbreakable a", 4, 0) == "unbreakable\na");
  CHECK(wrap("äöü äöü", 7, 0) == "äöü äöü");
  CHECK(wrap("", 7, 0).empty());
}

TEST_CASE("the program's help lists its commands") {
  std::string text = help(sample_program());
  CHECK(text.find("  gather  gather things from files\n") != std::string::npos);
  CHECK(text.find("--version") != std::string::npos);
  CHECK(command_table(sample_program()) ==
        "| command | does |\n| --- | --- |\n| `gather` | gather things from files |\n| `speak` | say a word "
        "|\n");
}

TEST_CASE("a faulty declaration is described") {
  CHECK(faults(declare_gather()).empty());
  CHECK(faults(declare_speak()).empty());
  Command twice = declare_gather();
  twice.options.push_back({.name = "format", .help = "again"});
  CHECK(faults(twice) == std::vector<std::string>{"option --format is declared twice"});
  Command silent = declare_gather();
  silent.needs.dry_run = false;
  CHECK(faults(silent) == std::vector<std::string>{"it writes without --dry-run"});
  Command order = declare_speak();
  order.arguments = {{.name = "A", .help = "a", .required = false}, {.name = "B1", .help = "b"}};
  CHECK(faults(order).size() == 2);
  Command letters = declare_gather();
  letters.options[0].letter = 'q';
  CHECK(faults(letters) == std::vector<std::string>{"letter -q is declared twice"});
}

TEST_CASE("an option that two commands use in two ways is a fault of the program") {
  CHECK(faults(sample_program()).empty());
  Program program = sample_program();
  program.commands.push_back({"shout", [] {
                                Command command = declare_speak();
                                command.name = "shout";
                                command.options = {
                                    {.name = "limit", .kind = Kind::text, .value = "N", .help = "x"}};
                                return command;
                              }});
  CHECK(faults(program) == std::vector<std::string>{"shout: option --limit means something else in gather"});
}
