#include "book/init.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "book/diff.h"
#include "core/error.h"
#include "format/yaml_edit.h"
#include "io/tree.h"

namespace flatcrm::book {

namespace {

bool upper_letters(const std::string& text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// A scalar as it may stand behind "key: ", quoted where it must be.
std::string setting(std::string_view key, const std::string& value) {
  std::string line;
  format::YamlField field;
  field.path = key;
  field.text = value;
  format::write_yaml(line, {field});
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
      "    days: 365\n"
      "\n"
      "# How much each factor counts in 'flatcrm report scorecard', percent; technology always has 15.\n"
      "scorecard:\n"
      "  weights:\n"
      "    customer: 25\n"
      "    strategy: 20\n"
      "    people: 20\n"
      "    process: 20\n";
  return text;
}

constexpr const char* ignore_text =
    "# Lock, journal and cache: never in git.\n"
    ".flatcrm/\n";

constexpr const char* attributes_text =
    "# Bytes stay as they are: no conversion of line ends.\n"
    "*.yaml -text diff=flatcrm merge=flatcrm\n"
    "*.csv -text diff=flatcrm merge=flatcrm\n";

/// `wanted`, or what stands there already with the lines that it lacks, comments left out.
std::string with_lines(std::string_view old, std::string_view wanted) {
  if (old.empty()) return std::string(wanted);
  std::string text(old);
  if (text.back() != '\n') text += '\n';
  std::string present = "\n" + text;
  for (std::size_t at = 0; at < wanted.size();) {
    std::size_t end = wanted.find('\n', at);
    std::string line(wanted.substr(at, end - at));
    if (line[0] != '#' && present.find("\n" + line + "\n") == std::string::npos) text += line + "\n";
    at = end + 1;
  }
  return text;
}

PlainFile file_with_lines(const io::Tree* tree, const std::string& path, std::string_view wanted) {
  if (tree == nullptr || !tree->exists(path)) return {path, std::string(wanted), {}, false};
  io::Bytes bytes = tree->read(path);
  return {path, with_lines(bytes.view(), wanted), bytes.stamp(), false};
}

}  // namespace

std::vector<PlainFile> new_book(const std::string& root, const NewBook& wishes) {
  if (!upper_letters(wishes.currency, 3))
    throw Error(Code::usage, fmt::format("'{}' is no currency", wishes.currency), {},
                "three letters of ISO 4217, such as EUR");
  if (!wishes.region.empty() && !upper_letters(wishes.region, 2))
    throw Error(Code::usage, fmt::format("'{}' is no region", wishes.region), {},
                "two letters of ISO 3166, such as DE");
  std::optional<io::DiskTree> folder;
  if (std::filesystem::exists(root)) folder.emplace(root);
  const io::DiskTree* tree = folder ? &*folder : nullptr;
  if (tree != nullptr && tree->exists("flatcrm.yaml"))
    throw Error(Code::book, "there is a book already", {root + "/flatcrm.yaml", 0, 0});
  return {{"flatcrm.yaml", config_text(wishes), {}, false},
          file_with_lines(tree, ".gitignore", ignore_text),
          file_with_lines(tree, ".gitattributes", attributes_text)};
}

std::string with_attributes(std::string_view text) {
  return with_lines(text, attributes_text);
}

std::string without_attributes(std::string_view text) {
  if (text == attributes_text) return "";
  std::string out;
  std::string lines = std::string("\n") + attributes_text;
  while (!text.empty()) {
    std::string line(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    bool added = !line.empty() && line[0] != '#' && lines.find("\n" + line + "\n") != std::string::npos;
    if (!added) out += line + "\n";
  }
  return out;
}

void create_book(io::FileSystem& disk, const std::string& root, const std::vector<PlainFile>& files,
                 const io::Lock::Request& request) {
  disk.make_folder(root);
  io::Lock lock(disk, root, request);
  io::recover(disk, root);
  io::Transaction transaction(disk, root);
  for (const PlainFile& file : files) transaction.write(file.path, file.text, file.read_as);
  transaction.commit();
}

std::string diff_of_new_book(const std::string& root, const std::vector<PlainFile>& files) {
  std::string out;
  for (const PlainFile& file : files) {
    io::Bytes bytes;
    std::optional<std::string_view> before;
    if (file.read_as) {
      bytes = io::DiskTree(root).read(file.path);
      before = bytes.view();
    }
    write_unified_diff(out, file.path, before, file.text);
  }
  return out;
}

}  // namespace flatcrm::book
