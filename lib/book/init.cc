#include "book/init.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "format/yaml_edit.h"

namespace flatcrm::book {

namespace {

bool upper_letters(const std::string& text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// A scalar as it may stand behind "key: ", quoted where it must be.
std::string setting(std::string_view key, const std::string& value) {
  std::string line;
  format::write_yaml(line, {{key, value, nullptr}});
  return line;
}

std::string config_text(const NewBook& wishes) {
  std::string text = "# A flatcrm book. What each setting means: man 5 flatcrm-book\nformat: 1\n";
  text += setting("name", wishes.name);
  text +=
      setting("currency", wishes.currency) + "  # amounts without a currency, and what reports convert to\n";
  text += setting("time_zone", wishes.zone) + "  # whose day \"today\" is\n";
  if (wishes.region.empty())
    text += "# region: DE  # of phone numbers without a country code\n";
  else
    text += setting("region", wishes.region) + "  # of phone numbers without a country code\n";
  // A comment goes behind the value of the line above it.
  for (std::size_t at = 0; (at = text.find("\n  #", at)) != std::string::npos;) text.erase(at, 1);
  text +=
      "\n"
      "# One file a record (yaml) is comfortable up to some 10,000 records. 'flatcrm convert' changes a "
      "layout.\n"
      "layouts:\n"
      "  customers: yaml\n"
      "  staff: yaml\n"
      "  deals: yaml\n"
      "  interactions: csv-by-month\n"
      "  sales: csv-by-month\n"
      "\n"
      "pipelines:\n"
      "  - name: default\n"
      "    stages:\n"
      "      - name: lead\n"
      "        probability: 10\n"
      "      - name: qualified\n"
      "        probability: 30\n"
      "      - name: proposal\n"
      "        probability: 60\n"
      "      - name: won\n"
      "        probability: 100\n"
      "        outcome: won\n"
      "      - name: lost\n"
      "        probability: 0\n"
      "        outcome: lost\n"
      "\n"
      "# How long a customer of a tier may wait to be contacted.\n"
      "contact_policy:\n"
      "  - tier: A\n"
      "    days: 30\n"
      "  - tier: B\n"
      "    days: 90\n"
      "  - tier: C\n"
      "    days: 365\n";
  return text;
}

constexpr const char* ignore_text =
    "# Lock, journal and cache: never in git.\n"
    ".flatcrm/\n";

constexpr const char* attributes_text =
    "# Bytes stay as they are: no conversion of line ends.\n"
    "*.yaml -text diff=flatcrm merge=flatcrm\n"
    "*.csv -text diff=flatcrm merge=flatcrm\n";

}  // namespace

std::vector<PlainFile> new_book(const NewBook& wishes) {
  if (!upper_letters(wishes.currency, 3))
    throw Error(Code::usage, fmt::format("'{}' is no currency", wishes.currency), {},
                "three letters of ISO 4217, such as EUR");
  if (!wishes.region.empty() && !upper_letters(wishes.region, 2))
    throw Error(Code::usage, fmt::format("'{}' is no region", wishes.region), {},
                "two letters of ISO 3166, such as DE");
  return {{"flatcrm.yaml", config_text(wishes), {}, false},
          {".gitignore", ignore_text, {}, false},
          {".gitattributes", attributes_text, {}, false}};
}

}  // namespace flatcrm::book
