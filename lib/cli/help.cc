#include "cli/help.h"

#include <algorithm>

#include "cli/common_options.h"
#include "cli/markup.h"

namespace flatcrm::cli {
namespace {

constexpr std::size_t columns = 80;
constexpr std::size_t term_columns = 28;

struct Row {
  std::string term;
  std::string text;
};

/// Two columns, the second beginning on a line of its own where the first is too long.
std::string two_columns(const std::vector<Row>& rows) {
  std::size_t widest = 0;
  for (const Row& row : rows) {
    if (row.term.size() + 4 <= term_columns) widest = std::max(widest, row.term.size());
  }
  std::size_t indent = widest + 4;
  std::string out;
  for (const Row& row : rows) {
    std::string lead = "  " + row.term;
    bool fits = lead.size() + 2 <= indent;
    out += lead + (fits ? std::string(indent - lead.size(), ' ') : "\n" + std::string(indent, ' '));
    out += wrap(plain(row.text), columns - indent, indent) + "\n";
  }
  return out;
}

std::string section(std::string_view title, const std::vector<Row>& rows) {
  if (rows.empty()) return {};
  return "\n" + std::string(title) + ":\n" + two_columns(rows);
}

std::vector<Row> option_rows(const std::vector<Option>& options) {
  std::vector<Row> rows;
  for (const Option& option : options) {
    rows.push_back({(option.letter == 0 ? "    " : "") + spelling(option), full_help(option)});
  }
  return rows;
}

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::vector<Row> argument_rows(const Command& command) {
  std::vector<Row> rows;
  for (const Argument& argument : command.arguments) {
    std::string one_of = argument.choices.empty() ? "" : " (one of: " + join(argument.choices) + ")";
    rows.push_back({argument.name, argument.help + one_of});
  }
  return rows;
}

std::string examples(const Command& command) {
  std::string out = command.examples.empty() ? "" : "\nExamples:\n";
  bool first = true;
  for (const Example& example : command.examples) {
    out +=
        (first ? "  " : "\n  ") + wrap(plain(example.shows), columns - 2, 2) + "\n    " + example.line + "\n";
    first = false;
  }
  return out;
}

std::vector<Row> command_rows(const Program& program) {
  std::vector<Row> rows;
  for (const Entry& entry : program.commands)
    rows.push_back({std::string(entry.name), entry.declare().summary});
  return rows;
}

}  // namespace

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    std::size_t end = text.find(' ');
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (word.empty()) continue;
    auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    std::size_t size =
        word.size() - static_cast<std::size_t>(std::count_if(word.begin(), word.end(), continues));
    if (used != 0 && used + 1 + size > width) {
      out += "\n" + std::string(indent, ' ');
      used = 0;
    }
    if (used != 0) out += ' ';
    out += word;
    used += size + (used == 0 ? 0 : 1);
  }
  return out;
}

std::string spelling(const Option& option) {
  std::string out = option.letter == 0 ? "" : std::string("-") + option.letter + ", ";
  return out + "--" + option.name + (option.value.empty() ? "" : " " + option.value);
}

std::string full_help(const Option& option) {
  std::vector<std::string> facts;
  if (!option.choices.empty()) facts.push_back("one of: " + join(option.choices));
  if (!option.preset.empty()) facts.push_back("default: " + option.preset);
  if (!option.environment.empty()) facts.push_back("else $" + option.environment);
  if (option.repeatable && option.kind != Kind::flag) facts.emplace_back("may be repeated");
  std::string out = option.help;
  if (facts.empty()) return out;
  std::string joined;
  for (const std::string& fact : facts) joined += (joined.empty() ? "" : "; ") + fact;
  return out + " (" + joined + ")";
}

std::string usage(const Program& program, const Command& command) {
  std::string out = program.name + " " + command.name + " [OPTION...]";
  for (const Argument& argument : command.arguments) {
    std::string name = argument.name + (argument.many ? "..." : "");
    out += argument.required ? " " + name : " [" + name + "]";
  }
  return out;
}

std::string help(const Program& program, const Command& command) {
  std::string out = "Usage: " + wrap(usage(program, command), columns - 7, 9) + "\n";
  if (!command.description.empty()) out += "\n" + wrap(plain(command.description.front()), columns, 0) + "\n";
  out += section("Arguments", argument_rows(command));
  out += section("Options", option_rows(command.options));
  out +=
      section(command.options.empty() ? "Options" : "Common options", option_rows(common_options(command)));
  out += examples(command);
  out += "\nMore: man " + program.name + "-" + command.name + "\n";
  return out;
}

std::string help(const Program& program) {
  std::string out = "Usage: " + program.name + " [OPTION...] COMMAND [ARGUMENT...]\n\n";
  if (!program.description.empty()) out += wrap(plain(program.description.front()), columns, 0) + "\n";
  out += section("Commands", command_rows(program));
  out += section("Options", option_rows(leading_options()));
  out += "\nMore: " + program.name + " COMMAND --help, man " + program.name + "\n";
  return out;
}

std::string command_table(const Program& program) {
  std::string out = "| command | does |\n| --- | --- |\n";
  for (const Row& row : command_rows(program)) out += "| `" + row.term + "` | " + row.text + " |\n";
  return out;
}

}  // namespace flatcrm::cli
