#include <charconv>

#include <fmt/format.h>

#include "book/named_files.h"
#include "core/error.h"
#include "core/text.h"
#include "format/yaml_settings.h"
#include "report/groups.h"
#include "report/saved_report.h"

namespace flatcrm::report {

namespace {

using format::YamlKind;
using format::YamlNode;
using format::YamlSettings;

constexpr std::string_view folder = "reports";

class SavedReportReader {
 public:
  SavedReportReader(std::string_view text, const std::string& name, const std::string& file)
      : yaml_(text, file) {
    saved_.name = name;
    saved_.file = file;
  }

  SavedReport read() {
    if (yaml_.is_empty()) yaml_.fail(0, "the file is empty", "it needs 'report: NAME', or a query's columns");
    const YamlNode& root = yaml_.root();
    const YamlNode* parts = root.kind == YamlKind::map ? yaml_.yaml().find(root, "parts") : nullptr;
    if (parts == nullptr) {
      read_part(root);
      saved_.title = saved_.parts.front().title;
      return std::move(saved_);
    }
    yaml_.each_key(root, {{"title", yaml_.text(saved_.title)},
                          {"description", yaml_.text(saved_.description)},
                          {"parts", [](const YamlNode&) {}}});
    if (parts->kind != YamlKind::list || parts->children == 0)
      yaml_.fail(*parts, "a list of parts is wanted here");
    yaml_.each_child(*parts, [&](const YamlNode& part) { read_part(part); });
    return std::move(saved_);
  }

 private:
  /// A value that a part keeps with its place.
  YamlSettings::Setting kept(SavedPart& part, std::string& into) {
    return [this, &part, &into](const YamlNode& node) {
      into = yaml_.scalar(node);
      part.places[std::string(node.key)] = yaml_.place_of_text(node);
    };
  }
  /// The same of several values, as they stand behind one another on the command line.
  YamlSettings::Setting joined(SavedPart& part, std::string& into) {
    return [this, &part, &into](const YamlNode& node) {
      if (node.kind != YamlKind::list) return kept(part, into)(node);
      std::vector<std::string> values;
      yaml_.each_child(node, [&](const YamlNode& one) { values.push_back(yaml_.scalar(one)); });
      into = fmt::format("{}", fmt::join(values, ", "));
      part.places[std::string(node.key)] = yaml_.place(node.begin);
    };
  }
  /// A single value is one name, commas and all: it may be a query.
  YamlSettings::Setting list(SavedPart& part, std::vector<std::string>& into) {
    return [this, &part, &into](const YamlNode& node) {
      part.places[std::string(node.key)] = yaml_.place(node.begin);
      if (node.kind == YamlKind::scalar)
        into.emplace_back(node.text);
      else
        yaml_.each_child(node, [&](const YamlNode& one) { into.push_back(yaml_.scalar(one)); });
    };
  }
  YamlSettings::Setting limit(SavedPart& part) {
    return [this, &part](const YamlNode& node) {
      std::string digits = yaml_.scalar(node);
      std::size_t count = 0;
      auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
      if (failure != std::errc{} || end != digits.data() + digits.size())
        yaml_.fail(node, fmt::format("'{}' is no number of rows", core::visible(digits)),
                   "write 10, or 0 for all");
      part.limit = count;
    };
  }
  void read_part(const YamlNode& node);
  void check_part(const YamlNode& node, const SavedPart& part) const;

  YamlSettings yaml_;
  SavedReport saved_;
};

void SavedReportReader::read_part(const YamlNode& node) {
  SavedPart part;
  part.place = yaml_.place(node.begin);
  bool is_report = node.kind == YamlKind::map && yaml_.yaml().find(node, "report") != nullptr;
  YamlSettings::Settings settings{
      {"name", kept(part, part.name)}, {"title", kept(part, part.title)}, {"limit", limit(part)}};
  settings.emplace_back("where", kept(part, part.where));
  if (saved_.parts.empty() && saved_.title.empty()) {
    settings.emplace_back("description", yaml_.text(saved_.description));
    settings.emplace_back("parts",
                          [](const YamlNode&) {});  // read() has looked: here it is a name in a message
  }
  if (is_report) {
    settings.emplace_back("report", kept(part, part.report));
    settings.emplace_back("period", kept(part, part.period));
    settings.emplace_back("by", list(part, part.by));
    settings.emplace_back("currency", kept(part, part.currency));
    settings.emplace_back("staff", kept(part, part.staff));
    settings.emplace_back("tables", list(part, part.tables));
  } else {
    settings.emplace_back("of", kept(part, part.of));
    settings.emplace_back("group-by", joined(part, part.group_by));
    settings.emplace_back("columns", joined(part, part.columns));
    settings.emplace_back("sort", joined(part, part.sort));
    settings.emplace_back("chart", kept(part, part.chart));
  }
  yaml_.each_key(node, settings);
  check_part(node, part);
  if (part.name.empty()) part.name = snake_case(is_report ? part.report : part.title);
  if (part.name.empty()) part.name = fmt::format("part_{}", saved_.parts.size() + 1);
  for (const SavedPart& other : saved_.parts)
    if (other.name == part.name)
      yaml_.fail(node, fmt::format("two parts are named '{}'", part.name), "give one of them another 'name'");
  saved_.parts.push_back(std::move(part));
}

void SavedReportReader::check_part(const YamlNode& node, const SavedPart& part) const {
  auto fail_at = [&](const char* key, const std::string& what, const std::string& hint) {
    throw Error(Code::book, what, part.places.at(key), hint);
  };
  if (part.places.contains("name") && part.name != snake_case(part.name))
    fail_at("name", fmt::format("'{}' is no name of a part", core::visible(part.name)),
            fmt::format("small letters, digits and _: {}", snake_case(part.name)));
  if (!part.chart.empty() && part.chart != "bars" && part.chart != "line")
    fail_at("chart", fmt::format("no chart '{}'", core::visible(part.chart)), "it is bars or line");
  if (part.report.empty()) {
    if (part.columns.empty() && part.group_by.empty() && part.where.empty())
      yaml_.fail(node, "a part is a built-in report or a query", "add 'report: NAME', or 'columns'");
    return;
  }
  if (is_built_in(part.report)) return;
  std::vector<std::string_view> names;
  for (const Report& report : reports()) names.push_back(report.name);
  std::string_view near = core::nearest(part.report, names);
  fail_at("report", fmt::format("no report '{}'", core::visible(part.report)),
          near.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                       : fmt::format("did you mean '{}'?", near));
}

}  // namespace

SavedReport parse_saved_report(std::string_view text, const std::string& name, const std::string& file) {
  return SavedReportReader(text, name, file).read();
}

std::vector<std::string> saved_report_names(const book::Book& book) {
  return book::named_files(book, folder);
}

std::optional<SavedReport> read_saved_report(const book::Book& book, const std::string& name) {
  std::optional<io::Bytes> bytes = book::read_named(book, folder, name);
  if (!bytes) return std::nullopt;
  return parse_saved_report(bytes->view(), name, book::named_path(folder, name));
}

}  // namespace flatcrm::report
