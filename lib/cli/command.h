// A command as data: what it is called, takes, needs and does.
//
//   Command command{.name = "import",
//                   .summary = "bring files into the book",
//                   .arguments = {{.name = "FILE", .help = "what to read, or -", .many = true}},
//                   .options = {{.name = "profile",
//                                .kind = Kind::text,
//                                .value = "NAME",
//                                .help = "the mapping to use"}},
//                   .examples = {{"flatcrm import contacts.csv", "A file whose headers are known."}},
//                   .needs = {.book = Book::write, .formats = {"table", "json"}},
//                   .run = import_files};
//
// From this one declaration come the parser, --help, the man page and the completions of three shells.
// Options that mean the same everywhere (--book, --quiet, --as-of, --format, --dry-run, ...) are not declared
// by a command: they follow from `needs`; see common_options.h.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::cli {

class Invocation;

/// What a value is, and so how it is checked before the command runs.
enum class Kind {
  flag,     // takes no value
  text,     // anything
  integer,  // decimal digits with an optional sign
  date,     // YYYY-MM-DD
  choice,   // one of `choices`
};

/// What a shell offers for a value that has neither choices nor suggestions.
enum class Completion { none, file, folder };

struct Option {
  std::string name{};  // long, without the hyphens
  char letter = 0;     // short, or 0
  Kind kind = Kind::flag;
  std::string value{};  // what help calls the value: "FILE"; empty for a flag
  std::string help{};   // a phrase, small first letter, no full stop
  std::vector<std::string> choices{};
  std::vector<std::string> suggestions{};  // offered by completion, but not all that is allowed
  std::string preset{};                    // the value when nothing is given, as text
  std::string environment{};               // the variable that stands in when the option isn't given
  bool repeatable = false;                 // several values, or a flag that counts
  Completion completion = Completion::none;
};

/// A positional argument. Required ones come first, and only the last may be `many`.
struct Argument {
  std::string name{};  // in capitals: "FILE"
  std::string help{};
  bool required = true;
  bool many = false;
  std::vector<std::string> choices{};
  std::vector<std::string> suggestions{};
  Completion completion = Completion::none;
};

/// A line that works in a copy of the example book; the tests run it and expect `status`.
struct Example {
  std::string line{};
  std::string shows{};  // a sentence
  int status = 0;
};

enum class Book { none, read, write };

struct Needs {
  Book book = Book::none;
  bool dry_run = false;  // --dry-run; required where book is `write`
  bool time = false;     // --as-of
  std::vector<std::string>
      formats{};  // --format and --output; the first is the one taken when nothing says otherwise
};

struct ExitStatus {
  int status = 0;
  std::string meaning{};      // a phrase
  bool when_writing = false;  // says nothing for a command that only reads
};

struct Command {
  std::string name{};
  std::string summary{};                   // a phrase for lists: "bring files into the book"
  std::vector<std::string> description{};  // paragraphs; `code` and *emphasis* as in Markdown
  std::vector<Argument> arguments{};
  std::vector<Option> options{};
  std::vector<Example> examples{};
  Needs needs{};
  std::vector<ExitStatus> exit_statuses{};  // beyond those that every command has
  std::vector<std::string> see_also{};      // "flatcrm-book(5)"
  std::function<int(Invocation&)> run{};    // returns the exit status
};

/// One line of a program's registry: nothing is built until the command is the one that runs.
struct Entry {
  std::string_view name;
  Command (*declare)();
};

struct Variable {
  std::string name{};
  std::string meaning{};
};

/// What holds for all commands of a program.
struct Program {
  std::string name{};
  std::string version{};
  std::string summary{};
  std::vector<std::string> description{};
  std::vector<ExitStatus> exit_statuses{};
  std::vector<Variable> environment{};
  std::vector<std::string> see_also{};
  std::vector<Entry> commands{};  // sorted by name
};

/// Options that are declared in groups, as one list.
std::vector<Option> joined(std::initializer_list<std::vector<Option>> groups);

/// What is wrong with a declaration, one sentence each; empty when all is well. For the tests.
std::vector<std::string> faults(const Command& command);
/// Those of all commands, and options that have one name but two meanings.
std::vector<std::string> faults(const Program& program);

/// The command of that name. Error usage with the nearest name when there is none.
const Entry& find_command(const Program& program, std::string_view name);

}  // namespace flatcrm::cli
