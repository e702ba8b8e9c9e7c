#include <algorithm>
#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "book/named_files.h"
#include "core/error.h"
#include "core/text.h"
#include "format/yaml.h"
#include "report/groups.h"
#include "report/saved_report.h"

namespace flatcrm::report {

namespace {

using format::YamlFile;
using format::YamlKind;
using format::YamlNode;

constexpr std::string_view folder = "reports";

class SavedReportReader {
 public:
  SavedReportReader(std::string_view text, const std::string& name, const std::string& file)
      : text_(text), yaml_(format::parse_yaml(text, file)) {
    saved_.name = name;
    saved_.file = file;
  }

  SavedReport read() {
    if (yaml_.documents() == 0) fail(0, "the file is empty", "it needs 'report: NAME', or a query's columns");
    const YamlNode& root = yaml_.root(0);
    if (root.kind != YamlKind::map) fail(root.begin, "'name: value' is wanted here");
    if (const YamlNode* parts = yaml_.find(root, "parts")) {
      each_key(root, {{"title", text(saved_.title)},
                      {"description", text(saved_.description)},
                      {"parts", [](const YamlNode&) {}}});
      if (parts->kind != YamlKind::list || parts->children == 0)
        fail(parts->begin, "a list of parts is wanted here");
      for (const YamlNode* part = yaml_.child(*parts); part != nullptr; part = yaml_.next(*part))
        read_part(*part);
    } else {
      read_part(root);
      saved_.title = saved_.parts.front().title;
    }
    return std::move(saved_);
  }

 private:
  using Setting = std::function<void(const YamlNode&)>;
  using Settings = std::vector<std::pair<std::string_view, Setting>>;

  core::Place place(std::size_t offset) const {
    core::Position at = core::position_of(text_, offset);
    return {saved_.file, at.line, at.column};
  }
  [[noreturn]] void fail(std::size_t offset, const std::string& what, const std::string& hint = {}) const {
    throw Error(Code::book, what, place(offset), hint);
  }
  std::string scalar(const YamlNode& node) const {
    if (node.kind != YamlKind::scalar) fail(node.begin, "a single value is wanted here");
    return std::string(node.text);
  }
  Setting text(std::string& into) {
    return [this, &into](const YamlNode& node) { into = scalar(node); };
  }
  /// A value that a part keeps with its place. A quote is no part of a query.
  Setting kept(SavedPart& part, std::string& into) {
    return [this, &part, &into](const YamlNode& node) {
      into = scalar(node);
      bool quoted = node.begin < text_.size() && (text_[node.begin] == '\'' || text_[node.begin] == '"');
      part.places[std::string(node.key)] = place(node.begin + (quoted ? 1 : 0));
    };
  }
  Setting list(SavedPart& part, std::vector<std::string>& into) {
    return [this, &part, &into](const YamlNode& node) {
      part.places[std::string(node.key)] = place(node.begin);
      if (node.kind == YamlKind::scalar) {
        into.emplace_back(node.text);
        return;
      }
      for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one))
        into.push_back(scalar(*one));
    };
  }
  void each_key(const YamlNode& map, const Settings& settings) const;
  void read_part(const YamlNode& node);
  void check_part(const YamlNode& node, const SavedPart& part) const;

  std::string_view text_;
  YamlFile yaml_;
  SavedReport saved_;
};

void SavedReportReader::each_key(const YamlNode& map, const Settings& settings) const {
  if (map.kind != YamlKind::map) fail(map.begin, "'name: value' is wanted here");
  for (const YamlNode* node = yaml_.child(map); node != nullptr; node = yaml_.next(*node)) {
    auto known = std::find_if(settings.begin(), settings.end(),
                              [&](const auto& one) { return one.first == node->key; });
    if (known != settings.end()) {
      known->second(*node);
      continue;
    }
    std::vector<std::string_view> names;
    for (const auto& setting : settings) names.push_back(setting.first);
    std::string_view near = core::nearest(node->key, names);
    fail(node->key_begin, fmt::format("no setting '{}' here", core::visible(node->key)),
         near.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                      : fmt::format("did you mean '{}'?", near));
  }
}

void SavedReportReader::read_part(const YamlNode& node) {
  SavedPart part;
  part.place = place(node.begin);
  auto limit = [&](const YamlNode& value) {
    std::string digits = scalar(value);
    std::size_t count = 0;
    auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (failure != std::errc{} || end != digits.data() + digits.size())
      fail(value.begin, fmt::format("'{}' is no number of rows", core::visible(digits)),
           "write 10, or 0 for all");
    part.limit = count;
  };
  bool is_report = node.kind == YamlKind::map && yaml_.find(node, "report") != nullptr;
  Settings settings{{"name", kept(part, part.name)}, {"title", kept(part, part.title)}, {"limit", limit}};
  settings.emplace_back("where", kept(part, part.where));
  if (saved_.parts.empty() && saved_.title.empty())
    settings.emplace_back("description", text(saved_.description));
  if (is_report) {
    settings.emplace_back("report", kept(part, part.report));
    settings.emplace_back("period", kept(part, part.period));
    settings.emplace_back("by", list(part, part.by));
    settings.emplace_back("currency", kept(part, part.currency));
    settings.emplace_back("staff", kept(part, part.staff));
    settings.emplace_back("tables", list(part, part.tables));
  } else {
    settings.emplace_back("of", kept(part, part.of));
    settings.emplace_back("group-by", kept(part, part.group_by));
    settings.emplace_back("columns", kept(part, part.columns));
    settings.emplace_back("sort", kept(part, part.sort));
    settings.emplace_back("chart", kept(part, part.chart));
  }
  each_key(node, settings);
  check_part(node, part);
  if (part.name.empty()) part.name = snake_case(is_report ? part.report : part.title);
  if (part.name.empty()) part.name = fmt::format("part_{}", saved_.parts.size() + 1);
  for (const SavedPart& other : saved_.parts)
    if (other.name == part.name)
      fail(node.begin, fmt::format("two parts are named '{}'", part.name), "give one of them another 'name'");
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
      fail(node.begin, "a part is a built-in report or a query", "add 'report: NAME', or 'columns'");
    return;
  }
  std::vector<std::string_view> names;
  for (const Report& report : reports()) names.push_back(report.name);
  if (std::find(names.begin(), names.end(), part.report) != names.end()) return;
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
