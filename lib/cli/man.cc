#include "cli/man.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cli/common_options.h"
#include "cli/help.h"
#include "cli/roff.h"

namespace flatcrm::cli {
namespace {

void add_title(const Program& program, std::string_view name, int volume, std::string_view summary,
               Roff& page) {
  page.title(name, volume, program.name + " " + program.version, program.name);
  page.section("NAME");
  page.line(std::string(name) + " - " + std::string(summary));
}

void add_arguments(const Command& command, Roff& page) {
  if (command.arguments.empty()) return;
  page.section("ARGUMENTS");
  for (const Argument& argument : command.arguments) {
    std::string choices;
    for (const std::string& choice : argument.choices)
      choices += (choices.empty() ? ": `" : ", `") + choice + "`";
    page.term("*" + argument.name + "*", argument.help + choices + ".");
  }
}

void add_options(std::string_view title, const std::vector<Option>& options, Roff& page) {
  if (options.empty()) return;
  page.section(title);
  for (const Option& option : options) {
    std::string letter = option.letter == 0 ? "" : std::string("`-") + option.letter + "`, ";
    std::string value = option.value.empty() ? "" : " *" + option.value + "*";
    page.term(fmt::format("{}`--{}`{}", letter, option.name, value), full_help(option) + ".");
  }
}

/// The command's own meaning of a status stands in for the program's.
void add_exit_statuses(const Program& program, const std::vector<ExitStatus>& own, bool writes, Roff& page) {
  std::map<int, std::string> meanings;
  for (const ExitStatus& status : program.exit_statuses) {
    if (writes || !status.when_writing) meanings[status.status] = status.meaning;
  }
  for (const ExitStatus& status : own) meanings[status.status] = status.meaning;
  page.section("EXIT STATUS");
  for (const auto& [status, meaning] : meanings) page.term("`" + std::to_string(status) + "`", meaning + ".");
}

void add_environment(const Program& program, const std::vector<Option>& options, Roff& page) {
  page.section("ENVIRONMENT");
  for (const Option& option : options) {
    if (option.environment.empty()) continue;
    page.term("`" + option.environment + "`", "Stands in for `--" + option.name + "`.");
  }
  for (const Variable& variable : program.environment)
    page.term("`" + variable.name + "`", variable.meaning + ".");
}

void add_examples(const Command& command, Roff& page) {
  if (command.examples.empty()) return;
  page.section("EXAMPLES");
  for (const Example& example : command.examples) {
    page.paragraph(example.shows);
    std::string status = example.status == 0 ? "" : "[" + std::to_string(example.status) + "]\n";
    page.code("$ " + example.line + "\n" + status);
  }
}

void add_see_also(std::vector<std::string> pages, Roff& page) {
  if (pages.empty()) return;
  page.section("SEE ALSO");
  std::sort(pages.begin(), pages.end());
  std::string joined;
  for (const std::string& name : pages) {
    std::size_t open = name.find('(');
    joined += (joined.empty() ? "`" : ", `") + name.substr(0, open) + "`" +
              (open == std::string::npos ? "" : name.substr(open));
  }
  page.line(joined);
}

}  // namespace

std::string man_page(const Program& program, const Command& command, std::string_view extra) {
  Roff page;
  std::string name = program.name + "-" + command.name;
  add_title(program, name, 1, command.summary, page);
  page.section("SYNOPSIS");
  page.line("`" + program.name + " " + command.name + "`" +
            usage(program, command).substr(program.name.size() + 1 + command.name.size()));
  page.section("DESCRIPTION");
  for (const std::string& paragraph : command.description) page.paragraph(paragraph);
  add_arguments(command, page);
  add_options("OPTIONS", command.options, page);
  add_options("COMMON OPTIONS", common_options(command), page);
  page.markdown(extra);
  add_exit_statuses(program, command.exit_statuses, command.needs.book == Book::write, page);
  add_environment(program, all_options(command), page);
  add_examples(command, page);
  std::vector<std::string> see_also = command.see_also;
  see_also.push_back(program.name + "(1)");
  add_see_also(see_also, page);
  return page.take();
}

std::string man_page(const Program& program, std::string_view extra) {
  Roff page;
  add_title(program, program.name, 1, program.summary, page);
  page.section("SYNOPSIS");
  page.line("`" + program.name + "` [*OPTION*...] *COMMAND* [*ARGUMENT*...]");
  page.section("DESCRIPTION");
  for (const std::string& paragraph : program.description) page.paragraph(paragraph);
  page.section("COMMANDS");
  std::vector<std::string> see_also = program.see_also;
  for (const Entry& entry : program.commands) {
    page.term("`" + program.name + "-" + std::string(entry.name) + "`(1)", entry.declare().summary + ".");
    see_also.push_back(program.name + "-" + std::string(entry.name) + "(1)");
  }
  add_options("OPTIONS", leading_options(), page);
  page.markdown(extra);
  add_exit_statuses(program, {}, true, page);
  add_environment(program, leading_options(), page);
  add_see_also(see_also, page);
  return page.take();
}

std::string man_page(const Program& program, std::string_view name, int volume, std::string_view summary,
                     std::string_view text) {
  Roff page;
  add_title(program, name, volume, summary, page);
  page.markdown(text);
  return page.take();
}

}  // namespace flatcrm::cli
