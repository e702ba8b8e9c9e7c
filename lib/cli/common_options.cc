#include "cli/common_options.h"

namespace flatcrm::cli {
namespace {

void add_everywhere(std::vector<Option>& options) {
  options.push_back({.name = "book",
                     .letter = 'C',
                     .kind = Kind::text,
                     .value = "DIR",
                     .help = "the book; else the nearest folder upwards that is one",
                     .environment = "FLATCRM_BOOK",
                     .completion = Completion::folder});
  options.push_back({.name = "quiet", .letter = 'q', .help = "print nothing but data and errors"});
  options.push_back(
      {.name = "verbose", .letter = 'v', .help = "say more; twice, still more", .repeatable = true});
  options.push_back({.name = "color",
                     .kind = Kind::choice,
                     .value = "WHEN",
                     .help = "color on a terminal, always or never",
                     .choices = {"auto", "always", "never"},
                     .preset = "auto"});
  options.push_back({.name = "no-config", .help = "leave the person's own settings file unread"});
  options.push_back({.name = "help", .letter = 'h', .help = "print this help"});
}

void add_for_data(const Needs& needs, std::vector<Option>& options) {
  options.push_back({.name = "format",
                     .letter = 'O',
                     .kind = Kind::choice,
                     .value = "FORMAT",
                     .help = "how to print data; else by the ending of --output",
                     .choices = needs.formats,
                     .preset = needs.formats.front()});
  options.push_back({.name = "output",
                     .letter = 'o',
                     .kind = Kind::text,
                     .value = "FILE",
                     .help = "where to print data, - being standard output",
                     .preset = "-",
                     .completion = Completion::file});
}

void add_for_writing(const Needs& needs, std::vector<Option>& options) {
  if (needs.dry_run) {
    options.push_back({.name = "dry-run", .help = "print the diff that would be written, and write nothing"});
  }
  if (needs.book == Book::write) {
    options.push_back({.name = "lock-timeout",
                       .kind = Kind::integer,
                       .value = "SECONDS",
                       .help = "how long to wait for another writer",
                       .preset = "10"});
  }
}

}  // namespace

std::vector<Option> common_options(const Command& command) {
  std::vector<Option> options;
  const Needs& needs = command.needs;
  if (!needs.formats.empty()) add_for_data(needs, options);
  if (needs.time) {
    options.push_back({.name = "as-of",
                       .kind = Kind::date,
                       .value = "DATE",
                       .help = "the day to take for today; else today in the book's time zone",
                       .environment = "FLATCRM_AS_OF"});
  }
  add_for_writing(needs, options);
  add_everywhere(options);
  return options;
}

std::vector<Option> all_options(const Command& command) {
  std::vector<Option> options = command.options;
  std::vector<Option> common = common_options(command);
  options.insert(options.end(), common.begin(), common.end());
  return options;
}

std::vector<Option> leading_options() {
  std::vector<Option> options;
  add_everywhere(options);
  options.push_back({.name = "version", .help = "print the version"});
  return options;
}

}  // namespace flatcrm::cli
