#include "dedupe/merge_log.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "book/rewrite.h"
#include "core/error.h"
#include "core/id.h"
#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_edit.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* folder = "dedupe/merges";
constexpr std::size_t longest_text = 64 << 10;

/// The texts of files that the changes touch, before and after.
std::map<std::string, LoggedFile> texts_of(const book::Book& book, const book::Changes& changes,
                                           const std::set<std::string>& wanted) {
  std::map<std::string, LoggedFile> texts;
  for (const book::FilePlan& plan : book::plan_files(book, changes)) {
    if (plan.plain != nullptr || wanted.count(plan.path) == 0) continue;
    book::Rewrite rewrite = book::rewrite_file(book, plan);
    if (rewrite.before.view().size() > longest_text) continue;
    texts[plan.path] = {plan.path, std::string(rewrite.before.view()), hash_of_text(rewrite.after)};
  }
  return texts;
}

class Writer {
 public:
  std::string write(const MergeLog& log) {
    text("survivor", log.survivor);
    list("merged", log.merged);
    text("date", log.date);
    if (!log.by.empty()) text("by", log.by);
    for (std::size_t i = 0; i < log.records.size(); ++i) {
      std::string at = fmt::format("records.{}.", i + 1);
      text(at + "id", log.records[i].id);
      for (std::size_t j = 0; j < log.records[i].edits.size(); ++j) {
        const LoggedEdit& edit = log.records[i].edits[j];
        std::string place = fmt::format("{}edits.{}.", at, j + 1);
        text(place + "field", edit.field);
        if (edit.before) text(place + "before", *edit.before);
        if (edit.after) text(place + "after", *edit.after);
      }
    }
    for (std::size_t i = 0; i < log.texts.size(); ++i) {
      std::string at = fmt::format("files.{}.", i + 1);
      text(at + "path", log.texts[i].path);
      text(at + "before", log.texts[i].before);
      text(at + "after", log.texts[i].after);
    }
    std::string out = "# What a merge changed; flatcrm dedupe --undo takes it back.\n";
    format::write_yaml(out, fields_);
    return out;
  }

 private:
  void text(const std::string& path, std::string_view value) {
    fields_.push_back({arena_.keep(path), arena_.keep(value), nullptr, false});
  }
  void list(const std::string& path, const std::vector<std::string>& values) {
    fields_.push_back({arena_.keep(path), {}, &values, false});
  }
  core::Arena arena_;
  std::vector<format::YamlField> fields_;
};

using format::YamlFile;
using format::YamlNode;

std::string text_at(const YamlFile& yaml, const YamlNode& map, const char* key) {
  const YamlNode* node = yaml.find(map, key);
  return node == nullptr ? std::string() : std::string(node->text);
}
std::optional<std::string> maybe_text_at(const YamlFile& yaml, const YamlNode& map, const char* key) {
  const YamlNode* node = yaml.find(map, key);
  if (node == nullptr) return std::nullopt;
  return std::string(node->text);
}
template <typename Visit>
void each(const YamlFile& yaml, const YamlNode& map, const char* key, Visit visit) {
  const YamlNode* list = yaml.find(map, key);
  if (list == nullptr) return;
  for (const YamlNode* one = yaml.child(*list); one != nullptr; one = yaml.next(*one)) visit(*one);
}

MergeLog read_log(const book::Book& book, const std::string& path) {
  io::Bytes bytes = book.tree().read(path);
  YamlFile yaml = format::parse_yaml(bytes.view(), path);
  if (yaml.documents() == 0) throw Error(Code::book, "this says of no merge", {path}, "take the file out");
  const YamlNode& root = yaml.root(0);
  MergeLog log{text_at(yaml, root, "survivor"), {}, text_at(yaml, root, "date"),
               text_at(yaml, root, "by"),       {}, {}};
  log.path = path;
  each(yaml, root, "merged", [&](const YamlNode& one) { log.merged.emplace_back(one.text); });
  each(yaml, root, "records", [&](const YamlNode& one) {
    LoggedRecord record{text_at(yaml, one, "id"), {}};
    each(yaml, one, "edits", [&](const YamlNode& edit) {
      record.edits.push_back({text_at(yaml, edit, "field"), maybe_text_at(yaml, edit, "before"),
                              maybe_text_at(yaml, edit, "after")});
    });
    log.records.push_back(std::move(record));
  });
  each(yaml, root, "files", [&](const YamlNode& one) {
    log.texts.push_back(
        {text_at(yaml, one, "path"), text_at(yaml, one, "before"), text_at(yaml, one, "after")});
  });
  if (log.survivor.empty() || log.merged.empty() || log.records.empty())
    throw Error(Code::book, "a merge needs survivor, merged and records", {path},
                "bring the file back from git");
  return log;
}

/// The same for the same merge on every machine, whoever carried it out.
std::string name_of_merged(const MergeLog& log) {
  std::vector<std::string> merged = log.merged;
  std::sort(merged.begin(), merged.end());
  return hash_of_text(core::join_list(merged)).substr(0, 6);
}

/// The n of "dedupe/merges/<survivor>-<n>-<merged>.yaml"; 0 in a name of another form.
int number_in(std::string_view path, std::string_view survivor) {
  path.remove_prefix(path.rfind('/') + 1);
  if (!path.starts_with(survivor) || path.size() <= survivor.size()) return 0;
  path.remove_prefix(survivor.size() + 1);
  int number = 0;
  std::from_chars(path.data(), path.data() + path.size(), number);
  return number;
}

/// The number of the survivor's last log, by the names of the files alone. Requires: sorted by path.
int last_number(const std::vector<io::TreeEntry>& logs, const std::string& survivor) {
  std::string prefix = fmt::format("{}/{}-", folder, survivor);
  auto at =
      std::lower_bound(logs.begin(), logs.end(), prefix,
                       [](const io::TreeEntry& log, const std::string& path) { return log.path < path; });
  int last = 0;
  for (; at != logs.end() && at->path.starts_with(prefix); ++at)
    last = std::max(last, number_in(at->path, survivor));
  return last;
}

}  // namespace

std::string hash_of_text(std::string_view text) {
  return fmt::format("{:016x}", core::stable_hash(text));
}

void add_merge_logs(const book::Book& book, book::Changes& changes, std::vector<MergeLog>& logs) {
  if (logs.empty()) return;
  // Only a file that one merge alone changes can be brought back as a whole.
  std::map<std::string, std::size_t> merges;
  for (const MergeLog& log : logs)
    for (const std::string& file : std::set<std::string>(log.files.begin(), log.files.end())) ++merges[file];
  std::set<std::string> files;
  for (const auto& [file, count] : merges)
    if (count == 1) files.insert(file);
  std::map<std::string, LoggedFile> texts = texts_of(book, changes, files);
  std::vector<io::TreeEntry> there = book.tree().list(folder);
  for (MergeLog& log : logs) {
    for (const std::string& file : std::set<std::string>(log.files.begin(), log.files.end()))
      if (auto found = texts.find(file); found != texts.end()) log.texts.push_back(found->second);
    std::string path = fmt::format("{}/{}-{}-{}.yaml", folder, log.survivor,
                                   last_number(there, log.survivor) + 1, name_of_merged(log));
    changes.files.push_back({std::move(path), Writer().write(log), {}, false});
  }
}

std::vector<MergeLog> read_merge_logs(const book::Book& book) {
  std::vector<MergeLog> logs;
  for (const io::TreeEntry& entry : book.tree().list(folder)) {
    if (!entry.path.ends_with(".yaml")) continue;
    MergeLog log = read_log(book, entry.path);
    log.number = number_in(entry.path, log.survivor);
    logs.push_back(std::move(log));
  }
  return logs;
}

}  // namespace flatcrm::dedupe
