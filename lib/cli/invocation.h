// One run of a command: what was given, typed, with the places to write to.
//
//   // flatcrm import --profile crm a.csv b.csv
//   invocation.text("profile") == "crm"       invocation.arguments("FILE") == {"a.csv", "b.csv"}
//   invocation.flag("dry-run") == false       invocation.integer("lock-timeout") == 10   (its preset)
//
// A value is what was given on the command line, else what the option's variable holds, else its preset.
// Asking for a name that the command doesn't declare is a mistake of the program: std::logic_error.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/sink.h"
#include "core/date.h"

namespace flatcrm::cli {

/// What a run sees of the world.
struct Surroundings {
  std::string program;
  Sink& out;                                                                 // data
  Sink& err;                                                                 // everything else
  std::function<std::optional<std::string>(const std::string&)> variable{};  // of the environment
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 0;  // of the terminal, 0 when unknown
};

/// The words of one option or argument, checked against its kind.
struct Given {
  std::string name{};  // of the option without hyphens, or of the argument
  std::vector<std::string> words{};
  bool on_command_line = false;
};

class Invocation {
 public:
  /// `given` holds every option and argument of the command, in any order.
  Invocation(const Command& command, std::vector<Given> given, const Surroundings& surroundings)
      : command_(command), given_(std::move(given)), surroundings_(surroundings) {}

  const Command& command() const { return command_; }
  const Surroundings& surroundings() const { return surroundings_; }
  Sink& out() const { return surroundings_.out; }
  Sink& err() const { return surroundings_.err; }

  /// Whether the option or argument stands on the command line.
  bool given(std::string_view name) const { return find(name).on_command_line; }
  bool flag(std::string_view option) const { return count(option) != 0; }
  int count(std::string_view option) const { return static_cast<int>(find(option).words.size()); }
  /// "" when there is no value at all.
  std::string text(std::string_view option) const { return maybe_text(option).value_or(""); }
  std::optional<std::string> maybe_text(std::string_view option) const;
  std::optional<std::int64_t> integer(std::string_view option) const;
  std::optional<core::Date> date(std::string_view option) const;
  const std::vector<std::string>& many(std::string_view option) const { return find(option).words; }
  /// Names that stand in one word, with commas between, or each in its own.
  std::vector<std::string> names(std::string_view option) const;

  /// "" when an optional argument is absent.
  std::string argument(std::string_view name) const { return text(name); }
  const std::vector<std::string>& arguments(std::string_view name) const { return find(name).words; }

  /// --format, else by the ending of --output (.csv .tsv .json .jsonl .md .html .txt), else the command's
  /// first. Error usage when the ending names a format that the command does not print.
  std::string format() const;
  /// Whether to color what goes to standard output: --color, then NO_COLOR, then whether it is a terminal.
  bool color() const;
  /// Columns that data has to fit in: 0 (no limit) unless it goes to a terminal.
  int width() const { return surroundings_.out_is_terminal ? surroundings_.columns : 0; }
  bool quiet() const { return flag("quiet"); }
  int verbosity() const { return count("verbose"); }

 private:
  const Given& find(std::string_view name) const;

  const Command& command_;
  std::vector<Given> given_;
  Surroundings surroundings_;
};

}  // namespace flatcrm::cli
