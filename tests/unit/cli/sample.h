// A small program to parse, describe and complete.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/invocation.h"
#include "cli/sink.h"

namespace flatcrm::cli {

inline Command declare_gather() {
  return {
      .name = "gather",
      .summary = "gather things from files",
      .description = {"Gathers what `FILE` holds. It's the *first* step.", "A second paragraph."},
      .arguments =
          {{.name = "FILE", .help = "what to read, or -", .many = true, .completion = Completion::file}},
      .options = {{.name = "profile",
                   .letter = 'p',
                   .kind = Kind::text,
                   .value = "NAME",
                   .help = "the mapping to use",
                   .suggestions = {"crm", "shop"}},
                  {.name = "limit", .kind = Kind::integer, .value = "N", .help = "how many", .preset = "5"},
                  {.name = "tag", .kind = Kind::text, .value = "TAG", .help = "a tag", .repeatable = true},
                  {.name = "strict", .help = "all or nothing"}},
      .examples = {{"sample gather a.csv", "One file."}, {"sample gather nothing.csv", "No file.", 3}},
      .needs = {.book = Book::write, .dry_run = true, .time = true, .formats = {"table", "csv", "json"}},
      .exit_statuses = {{1, "something was found"}},
      .see_also = {"sample-files(5)"},
      .run = [](Invocation& invocation) {
        for (const std::string& file : invocation.arguments("FILE")) invocation.out().write(file + "\n");
        return static_cast<int>(invocation.integer("limit").value_or(-1));
      }};
}

inline Command declare_speak() {
  return {.name = "speak",
          .summary = "say a word",
          .description = {"Says it."},
          .arguments = {{.name = "HOW", .help = "the manner", .choices = {"softly", "loudly"}},
                        {.name = "WORD", .help = "the word", .required = false}},
          .examples = {{"sample speak softly", "Softly."}},
          .run = [](Invocation& invocation) {
            invocation.out().write(invocation.argument("HOW") + " " + invocation.argument("WORD") + "\n");
            return 0;
          }};
}

inline Program sample_program() {
  return {.name = "sample",
          .version = "1.2.3",
          .summary = "a sample",
          .description = {"A program for tests."},
          .exit_statuses = {{0, "done"}, {2, "wrong use"}, {4, "locked", true}},
          .environment = {{"NO_COLOR", "No color when set"}},
          .commands = {{"gather", declare_gather}, {"speak", declare_speak}}};
}

/// Sinks and variables to run in.
struct Stage {
  StringSink out;
  StringSink err;
  std::map<std::string, std::string> variables;
  Surroundings surroundings{.program = "sample",
                            .out = out,
                            .err = err,
                            .variable = [this](const std::string& name) -> std::optional<std::string> {
                              auto found = variables.find(name);
                              if (found == variables.end()) return std::nullopt;
                              return found->second;
                            }};
};

}  // namespace flatcrm::cli
