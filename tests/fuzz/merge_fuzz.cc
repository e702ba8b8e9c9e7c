// Merges of three texts: nothing is thrown, a conflict can be seen, and no record of one side vanishes from a clean result.
//
// The first byte chooses table or documents; the texts are parted by lines of "%%%".
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "format/yaml.h"
#include "git/file_merge.h"
#include "git/keyed_records.h"
#include "model/schema.h"

using namespace flatcrm;

namespace {

std::optional<git::KeyedRecords> read(std::string_view text, bool csv, model::Paths& paths) {
  try {
    git::KeyedRecords table =
        git::read_keyed(std::string(text), csv ? book::FileKind::csv : book::FileKind::yaml, "fuzz", paths);
    if (table.damaged) return std::nullopt;
    return table;
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// What one side alone added must be there, and what both have.
void hold_records(const git::KeyedRecords& base, const git::KeyedRecords& side,
                  const git::KeyedRecords& other, const git::KeyedRecords& merged) {
  for (const std::string& key : side.keys) {
    if (!git::is_named(key)) continue;
    bool wanted = other.find(key).has_value() || !base.find(key).has_value();
    if (wanted && !merged.find(key)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  bool csv = (data[0] & 1U) != 0;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::vector<std::string_view> texts;
  for (int i = 0; i < 3; ++i) {
    std::size_t end = rest.find("%%%\n");
    texts.push_back(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view{} : rest.substr(end + 4);
  }
  static const model::Schemas schemas = model::Schemas::built_in();
  model::Paths paths(schemas.of("customers"));
  git::MergeTexts sides{csv ? "customers/a.csv" : "customers/a.yaml", texts[0], texts[1], texts[2]};
  git::MergedFile merged = git::merge_file(paths, sides);
  if (!merged.clashes.empty()) {
    if (format::find_conflict_marker(merged.text) == 0) std::abort();
    return 0;
  }
  auto base = read(texts[0], csv, paths), ours = read(texts[1], csv, paths),
       theirs = read(texts[2], csv, paths);
  // A text that looks like the other kind is read as that.
  auto as_named = [&](std::string_view text) {
    std::string_view line = text.substr(0, text.find('\n'));
    return csv == (line.find(',') != line.npos) && csv == (line.find(": ") == line.npos);
  };
  if (!as_named(texts[0]) || !as_named(texts[1]) || !as_named(texts[2])) return 0;
  bool trivial = texts[0] == texts[1] || texts[0] == texts[2] || texts[1] == texts[2];
  if (trivial || !base || !ours || !theirs) return 0;
  auto result = read(merged.text, csv, paths);
  if (!result) std::abort();
  hold_records(*base, *ours, *theirs, *result);
  hold_records(*base, *theirs, *ours, *result);
  return 0;
}
