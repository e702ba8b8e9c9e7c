#include "cli/invocation.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/error.h"
#include "core/text.h"

namespace flatcrm::cli {
namespace {

struct Ending {
  std::string_view ending;
  std::string_view format;
};

constexpr Ending endings[] = {
    {".csv", "csv"},           {".tsv", "tsv"},   {".json", "json"}, {".jsonl", "jsonl"},
    {".ndjson", "jsonl"},      {".htm", "html"},  {".html", "html"}, {".md", "markdown"},
    {".markdown", "markdown"}, {".txt", "table"}, {".svg", "svg"},
};

std::string_view format_of_ending(std::string_view path) {
  for (const Ending& known : endings) {
    if (path.ends_with(known.ending)) return known.format;
  }
  return {};
}

}  // namespace

const Given& Invocation::find(std::string_view name) const {
  for (const Given& given : given_) {
    if (given.name == name) return given;
  }
  throw std::logic_error(command_.name + " declares no " + std::string(name));
}

std::optional<std::string> Invocation::maybe_text(std::string_view option) const {
  const Given& given = find(option);
  if (given.words.empty()) return std::nullopt;
  return given.words.back();
}

std::vector<std::string> Invocation::names(std::string_view option) const {
  std::vector<std::string> names;
  for (std::string_view rest : many(option))
    for (bool more = true; more;) {
      std::size_t comma = rest.find(',');
      names.emplace_back(core::trim(rest.substr(0, comma)));
      more = comma != std::string_view::npos;
      rest.remove_prefix(more ? comma + 1 : 0);
    }
  return names;
}

std::optional<std::int64_t> Invocation::integer(std::string_view option) const {
  std::optional<std::string> word = maybe_text(option);
  if (!word) return std::nullopt;
  std::int64_t number = 0;
  const char* begin = word->data() + (word->starts_with('+') ? 1 : 0);
  std::from_chars(begin, word->data() + word->size(), number);
  return number;
}

std::optional<core::Date> Invocation::date(std::string_view option) const {
  std::optional<std::string> word = maybe_text(option);
  if (!word) return std::nullopt;
  return core::parse_date(*word);
}

std::string Invocation::format() const {
  if (given("format")) return text("format");
  std::string output = text("output");
  std::string_view named = format_of_ending(output);
  if (named.empty()) return text("format");
  const std::vector<std::string>& formats = command_.needs.formats;
  if (std::find(formats.begin(), formats.end(), named) == formats.end()) {
    throw Error(Code::usage, command_.name + " does not print " + std::string(named), {output, 0, 0},
                "name one with --format");
  }
  return std::string(named);
}

bool Invocation::color() const {
  std::string when = text("color");
  if (when != "auto") return when == "always";
  bool refused = surroundings_.variable && !surroundings_.variable("NO_COLOR").value_or("").empty();
  return surroundings_.out_is_terminal && !refused;
}

}  // namespace flatcrm::cli
