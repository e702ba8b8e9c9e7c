#include "transcript_text.h"

#include <sstream>
#include <utility>

namespace flatcrm::tests {
namespace {

/// Reads "book: X" or "files: X Y", whatever comment it stands in.
void read_directive(std::string_view text, Transcript& transcript) {
  std::istringstream words{std::string(text)};
  std::string key;
  words >> key;
  for (std::string word; words >> word && word != "-->";) {
    if (key == "book:") transcript.book = word == "none" ? "" : word;
    if (key == "files:") transcript.files.push_back(word);
  }
}

/// "[2]" as 2; -1 for anything else.
int read_status(const std::string& line) {
  if (line.size() < 3 || line.size() > 5 || line.front() != '[' || line.back() != ']') return -1;
  std::string digits = line.substr(1, line.size() - 2);
  return digits.find_first_not_of("0123456789") == std::string::npos ? std::stoi(digits) : -1;
}

class BlockReader {
 public:
  BlockReader(Transcript& transcript, bool empty_matters)
      : transcript_(transcript), empty_matters_(empty_matters) {}
  void line(const std::string& text, std::size_t number) {
    if (text.starts_with("$ ")) {
      end(number);
      open_ = true;
      step_ = {.command = text.substr(2), .first_line = number, .output_line = number + 1};
    } else if (open_ && step_.output.empty() && step_.output_line == number && text.starts_with("> ")) {
      step_.command += "\n" + text.substr(2);
      step_.output_line = number + 1;
    } else if (open_) {
      step_.output.push_back(text);
    }
  }
  void end(std::size_t number) {
    if (!open_) return;
    open_ = false;
    step_.end_line = number;
    int status = step_.output.empty() ? -1 : read_status(step_.output.back());
    if (status != -1) {
      step_.status = status;
      step_.output.pop_back();
    }
    step_.output_matters = empty_matters_ || !step_.output.empty();
    transcript_.steps.push_back(std::move(step_));
  }

 private:
  Transcript& transcript_;
  bool empty_matters_;
  bool open_ = false;
  Step step_;
};

std::string without_roff(std::string_view line) {
  static constexpr std::pair<std::string_view, std::string_view> escapes[] = {
      {"\\e", "\\"},  {"\\-", "-"},   {"\\(aq", "'"}, {"\\(ga", "`"},
      {"\\(ha", "^"}, {"\\(ti", "~"}, {"\\&", ""}};
  std::string out;
  while (!line.empty()) {
    std::string_view taken = line.substr(0, 1);
    std::string_view stands_for = taken;
    for (const auto& [escape, text] : escapes) {
      if (!line.starts_with(escape)) continue;
      taken = escape;
      stands_for = text;
      break;
    }
    out += stands_for;
    line.remove_prefix(taken.size());
  }
  return out;
}

}  // namespace

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

Transcript read_markdown(std::string_view text) {
  Transcript transcript;
  transcript.lines = split_lines(text);
  BlockReader block(transcript, true);
  bool in_console = false;
  bool in_other = false;
  for (std::size_t i = 0; i < transcript.lines.size(); ++i) {
    const std::string& line = transcript.lines[i];
    bool fence = line.starts_with("```");
    if (in_console && fence) {
      block.end(i);
      in_console = false;
    } else if (in_console) {
      block.line(line, i);
    } else if (in_other) {
      in_other = !fence;
    } else if (fence) {
      in_console = line == "```console";
      in_other = !in_console;
    } else if (line.starts_with("<!-- ")) {
      read_directive(line.substr(5), transcript);
    }
  }
  block.end(transcript.lines.size());
  return transcript;
}

Transcript read_man_page(std::string_view text) {
  Transcript transcript;
  transcript.lines = split_lines(text);
  BlockReader block(transcript, false);
  bool in_block = false;
  for (std::size_t i = 0; i < transcript.lines.size(); ++i) {
    const std::string& line = transcript.lines[i];
    if (line == ".EX") {
      in_block = true;
    } else if (line == ".EE") {
      block.end(i);
      in_block = false;
    } else if (in_block) {
      block.line(without_roff(line), i);
    } else if (line.starts_with(".\\\" ")) {
      read_directive(line.substr(4), transcript);
    }
  }
  return transcript;
}

bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
  // The usual walk for one kind of wildcard: on a mismatch the last "..." takes one line more.
  std::size_t e = 0;
  std::size_t a = 0;
  std::size_t wildcard = std::string::npos;
  std::size_t taken_to = 0;
  while (a < actual.size()) {
    if (e < expected.size() && expected[e] == "...") {
      wildcard = e++;
      taken_to = a;
    } else if (e < expected.size() && expected[e] == actual[a]) {
      ++e;
      ++a;
    } else if (wildcard != std::string::npos) {
      e = wildcard + 1;
      a = ++taken_to;
    } else {
      return false;
    }
  }
  while (e < expected.size() && expected[e] == "...") ++e;
  return e == expected.size();
}

std::string rewritten(const Transcript& transcript, const std::vector<Result>& results) {
  std::string out;
  std::size_t next = 0;
  auto copy_to = [&](std::size_t end) {
    for (; next < end; ++next) out += transcript.lines[next] + "\n";
  };
  for (std::size_t i = 0; i < transcript.steps.size(); ++i) {
    const Step& step = transcript.steps[i];
    if (step.status == results[i].status && matches(step.output, results[i].output)) continue;
    copy_to(step.output_line);
    for (const std::string& line : results[i].output) out += line + "\n";
    if (results[i].status != 0) out += "[" + std::to_string(results[i].status) + "]\n";
    next = step.end_line;
  }
  copy_to(transcript.lines.size());
  return out;
}

}  // namespace flatcrm::tests
