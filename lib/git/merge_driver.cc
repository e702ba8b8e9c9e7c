#include "git/merge_driver.h"

#include <filesystem>
#include <optional>

#include <fmt/format.h>

#include "book/book.h"
#include "core/text.h"
#include "git/book_diff.h"
#include "git/line_merge.h"
#include "io/bytes.h"
#include "io/tree.h"

namespace flatcrm::git {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_value = 60;  // bytes of one that a message shows
constexpr std::size_t most_lines = 50;     // of messages; the conflicts themselves stand in the file

// What people decided about pairs, and the logs of merges, are records like any other but no collections.
constexpr const char* decisions_path = "dedupe/decisions.csv";
constexpr const char* decisions = "dedupe-decisions";
constexpr const char* decisions_schema =
    "x-collection: dedupe-decisions\n"
    "x-key: [id_a, id_b]\n"
    "type: object\n"
    "properties:\n"
    "  id: {type: string}\n"
    "  id_a: {type: string}\n"
    "  id_b: {type: string}\n";
constexpr const char* merges_folder = "dedupe/merges/";
constexpr const char* merges = "dedupe-merges";
constexpr const char* merges_schema =
    "x-collection: dedupe-merges\n"
    "x-key: [survivor]\n"
    "type: object\n"
    "properties:\n"
    "  id: {type: string}\n"
    "  survivor: {type: string}\n";
/// Who of two people came to the same decision first is no matter to ask a third one about.
const std::vector<std::string> said_when_and_by{"date", "by"};

/// Where a path lies: the folders before the collection's, the collection, the path in the book.
struct Whereabouts {
  std::string collection;  // "" for a file that is no record's
  std::string path;        // from the book's root
  model::Schemas schemas = model::Schemas::built_in();
};

void add_schemas(model::Schemas& schemas, const std::string& root) {
  io::DiskTree tree(root);
  for (const io::TreeEntry& entry : tree.list("schemas")) {
    if (!entry.path.ends_with(".yaml") && !entry.path.ends_with(".yml")) continue;
    schemas.extend(tree.read(entry.path).view(), entry.path);
  }
}

bool is_book(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "flatcrm.yaml", ignored);
}

/// Upwards from the file, since a book may lie within another one's folder.
std::optional<fs::path> book_above(const fs::path& path) {
  for (fs::path folder = path.parent_path();; folder = folder.parent_path()) {
    if (is_book(folder)) return folder;
    if (folder == folder.parent_path()) return std::nullopt;
  }
}

/// Where no book is to be seen (a bare repository): the last folder that is named as a collection.
void locate_by_name(Whereabouts& at, std::string rest) {
  at.path = rest;
  while (true) {
    if (std::string found = collection_of(at.schemas, rest); !found.empty()) {
      at.collection = found;
      at.path = rest;
    }
    std::size_t slash = rest.find('/');
    if (slash == std::string::npos) return;
    rest.erase(0, slash + 1);
  }
}

Whereabouts locate(const std::string& path) {
  Whereabouts at;
  at.schemas.extend(decisions_schema, decisions_path);
  at.schemas.extend(merges_schema, merges_folder);
  std::error_code failure;
  fs::path whole = fs::absolute(path, failure).lexically_normal();
  if (std::optional<fs::path> root = book_above(whole)) {
    at.path = whole.lexically_relative(*root).generic_string();
    add_schemas(at.schemas, root->string());
    at.collection = collection_of(at.schemas, at.path);
  } else {
    locate_by_name(at, fs::path(path).lexically_normal().generic_string());
  }
  std::string rooted = "/" + at.path;
  if (rooted.ends_with(std::string("/") + decisions_path)) at.collection = decisions;
  if (rooted.find(std::string("/") + merges_folder) != rooted.npos && rooted.ends_with(".yaml"))
    at.collection = merges;
  return at;
}

std::string shown(const std::string& value) {
  if (value.empty()) return "nothing";
  if (value.size() <= longest_value) return fmt::format("'{}'", core::visible(value));
  std::size_t cut = longest_value;
  while (cut > 0 && (static_cast<unsigned char>(value[cut]) & 0xC0U) == 0x80U) --cut;
  return fmt::format("'{}...'", core::visible(std::string_view(value).substr(0, cut)));
}

}  // namespace

DriverMerge plan_merge(const MergePaths& files, const std::string& path) {
  io::Bytes base = io::read_file(files.base), ours = io::read_file(files.ours),
            theirs = io::read_file(files.theirs);
  MergeTexts texts{path, base.view(), ours.view(), theirs.view()};
  DriverMerge merge{path, {}, std::string(ours.view())};
  try {
    Whereabouts at = locate(path);
    if (at.collection.empty()) {
      merge.merged = merge_plain_file(texts);
    } else {
      model::Paths paths(at.schemas.of(at.collection));
      bool decided = at.collection == decisions || at.collection == merges;
      merge.merged = merge_file(paths, texts, decided ? said_when_and_by : std::vector<std::string>{});
    }
  } catch (const Error& error) {
    // A book that can't be read in this state still must not lose a side.
    merge.merged = {mark_wholes(texts.ours, texts.theirs), {{"", {"", "", "", error.what()}}}};
  }
  return merge;
}

std::vector<std::string> print(const DriverMerge& merge) {
  std::vector<std::string> lines;
  const std::vector<Clash>& clashes = merge.merged.clashes;
  for (const Clash& clash : clashes) {
    if (lines.size() == most_lines) {
      lines.push_back(fmt::format("{}: {} conflicts in all", core::visible(merge.path), clashes.size()));
      break;
    }
    std::string line = core::visible(merge.path) + ": ";
    if (!clash.what.field.empty()) line += core::visible(clash.what.field);
    if (!clash.record.empty())
      line += fmt::format("{}'{}'", clash.what.field.empty() ? "" : " of ", core::visible(clash.record));
    if (!clash.what.why.empty()) {
      line += (line.ends_with(": ") ? "" : ": ") + core::visible(clash.what.why);
    } else if (!clash.what.ours.empty() || !clash.what.theirs.empty()) {
      line += fmt::format(": {} in ours, {} in theirs", shown(clash.what.ours), shown(clash.what.theirs));
    } else {
      line += ": changed on both sides";
    }
    if (lines.empty() || lines.back() != line) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace flatcrm::git
