// Transcripts as text: the console blocks of a Markdown file or a man page, and how they are written back.
//
//   Transcript text =
//       read_markdown("<!-- book: examples/acme -->\n```console\n$ flatcrm check\nall\n[1]\n```\n");
//   text.book == "examples/acme"     text.steps[0].command == "flatcrm check"
//   text.steps[0].output == {"all"}  text.steps[0].status == 1
//
// Shape   "$ " begins a command, "> " continues it on another line, a last line "[N]" is an exit status that
//         isn't 0, and a line "..." stands for any lines. In a man page a command without output is asked for
//         its status only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::tests {

struct Step {
  std::string command{};
  std::vector<std::string> output{};
  int status = 0;
  bool output_matters = true;
  std::size_t first_line = 0;   // of the file, 0-based, where the command begins
  std::size_t output_line = 0;  // where its output begins
  std::size_t end_line = 0;     // behind its output and status
};

struct Transcript {
  std::string book{};                // a folder to work in a copy of, or ""
  std::vector<std::string> files{};  // copied into it
  std::vector<std::string> lines{};
  std::vector<Step> steps{};
};

std::vector<std::string> split_lines(std::string_view text);

Transcript read_markdown(std::string_view text);
Transcript read_man_page(std::string_view text);

/// Whether the lines are those expected, "..." standing for any number of any lines.
bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual);

/// The file with other results; `results` is parallel to the steps.
struct Result {
  std::vector<std::string> output{};
  int status = 0;
};
std::string rewritten(const Transcript& transcript, const std::vector<Result>& results);

}  // namespace flatcrm::tests
