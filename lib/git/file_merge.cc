#include "git/file_merge.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "core/text.h"
#include "format/csv.h"
#include "format/yaml.h"
#include "git/keyed_records.h"
#include "git/line_merge.h"
#include "git/merge_records.h"

namespace flatcrm::git {

namespace {

using book::FileKind;

bool is_csv(const std::string& path) {
  return path.ends_with(".csv");
}

/// How a text is written, whatever its name says: a side may have moved the records into another layout.
FileKind kind_of(std::string_view text, const std::string& path) {
  text.remove_prefix(format::bom_size(text));
  std::string_view line;
  while (!text.empty()) {
    line = core::trim(text.substr(0, text.find('\n')));
    if (!line.empty() && line.front() != '#') break;
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == text.npos ? text.size() : text.find('\n') + 1));
    line = {};
  }
  FileKind named = is_csv(path) ? FileKind::csv : FileKind::yaml;
  if (line.empty()) return named;
  std::size_t colon = line.find(':');
  bool yaml =
      line.starts_with("---") || (colon != line.npos && (colon + 1 == line.size() || line[colon + 1] == ' '));
  bool csv = line.find_first_of(",;\t|") != line.npos;
  if (named == FileKind::csv) return yaml && !csv ? FileKind::yaml : FileKind::csv;
  return csv && !yaml ? FileKind::csv : FileKind::yaml;
}

/// One conflict of the whole texts.
MergedFile whole_conflict(const MergeTexts& texts, std::string why) {
  return {mark_wholes(texts.ours, texts.theirs), {{"", {"", "", "", std::move(why)}}}};
}

class FileMerger {
 public:
  FileMerger(model::Paths& paths, const MergeTexts& texts, const std::vector<std::string>& attribution)
      : paths_(paths), texts_(texts), attribution_(attribution) {}

  MergedFile run() {
    try {
      read();
    } catch (const Error& error) {
      return whole_conflict(texts_, error.what());
    }
    if (std::string why = unmergeable(); !why.empty()) return whole_conflict(texts_, why);
    std::vector<const KeyedRecords*> bases;
    for (const auto& base : bases_) bases.push_back(base.get());
    MergedRecords merged = merge_records(paths_, bases, *ours_, *theirs_, attribution_);
    std::optional<std::string> text = write(merged.ours);
    if (!text) return whole_conflict(texts_, "the records can't be put into one file");
    if (merged.clashes.empty()) return {*std::move(text), {}};
    std::optional<std::string> marked =
        one_record_whole(merged) ? mark_differences(texts_.ours, texts_.theirs) : mark(*text, merged);
    if (!marked) return whole_conflict(texts_, "the records can't be put into one file");
    return {*std::move(marked), std::move(merged.clashes)};
  }

 private:
  std::unique_ptr<KeyedRecords> read_one(std::string_view text, const char* side) const {
    return std::make_unique<KeyedRecords>(
        read_keyed(std::string(text), kind_of(text, texts_.path), side, paths_));
  }
  void read() {
    // An ancestor of several commits may hold a conflict of its own.
    if (auto sides = sides_of_conflict(texts_.base)) {
      bases_.push_back(read_one(sides->first, "base"));
      bases_.push_back(read_one(sides->second, "base"));
    } else {
      bases_.push_back(read_one(texts_.base, "base"));
    }
    ours_ = read_one(texts_.ours, "ours");
    theirs_ = read_one(texts_.theirs, "theirs");
  }

  /// Nothing was merged, so that both sides may stay as they were written.
  bool one_record_whole(const MergedRecords& merged) const {
    return kind() == FileKind::yaml && one_kind() && ours_->size() == 1 && theirs_->size() == 1 &&
           merged.clashes.front().what.field.empty();
  }
  std::string unmergeable() const;
  std::optional<std::string> write(const WantedRecords& wanted) const;
  std::optional<std::string> written_on(const KeyedRecords& canvas, const WantedRecords& wanted) const;
  std::optional<std::string> mark(const std::string& ours, const MergedRecords& merged) const;
  bool reads_as(const std::string& text, const WantedRecords& wanted) const;
  FileKind kind() const { return is_csv(texts_.path) ? FileKind::csv : FileKind::yaml; }
  bool one_kind() const {
    return ours_->file.file.kind == kind() && theirs_->file.file.kind == kind() &&
           bases_.front()->file.file.kind == kind();
  }

  model::Paths& paths_;
  const MergeTexts& texts_;
  const std::vector<std::string>& attribution_;
  std::vector<std::unique_ptr<KeyedRecords>> bases_;
  std::unique_ptr<KeyedRecords> ours_, theirs_;
};

/// Why the records can't be merged one by one, or "".
std::string FileMerger::unmergeable() const {
  std::vector<const KeyedRecords*> tables{ours_.get(), theirs_.get()};
  for (const auto& base : bases_) tables.push_back(base.get());
  std::set<std::string> ids;
  bool single = true;
  for (const KeyedRecords* table : tables) {
    if (table->damaged) return table->file.file.path + ": it holds what no record can hold";
    single = single && table->file.file.kind == FileKind::yaml && table->size() <= 1;
    ids.insert(table->keys.begin(), table->keys.end());
  }
  if (!single || ids.size() < 2) return "";
  std::string names;
  for (const std::string& id : ids)
    if (is_named(id)) names += (names.empty() ? "" : ", ") + core::visible(name_of_key(id));
  return "different records in one file: " + names;
}

bool FileMerger::reads_as(const std::string& text, const WantedRecords& wanted) const {
  try {
    return holds_exactly(read_keyed(text, kind(), texts_.path, paths_), wanted, paths_);
  } catch (const Error&) {
    return false;
  }
}

std::optional<std::string> FileMerger::written_on(const KeyedRecords& canvas,
                                                  const WantedRecords& wanted) const {
  if (canvas.file.file.kind != kind()) return std::nullopt;
  try {
    std::string text = with_records(canvas, wanted, paths_);
    if (reads_as(text, wanted)) return text;
  } catch (const Error&) {
    // This form of the text can't be edited; another one's may.
  }
  return std::nullopt;
}

/// The wanted records in the form that the sides gave the file: what git makes of the lines, where that comes to the same.
/// Else the records are written into each of the three texts, which then differ in form only, and that is merged by lines.
std::optional<std::string> FileMerger::write(const WantedRecords& wanted) const {
  bool comparable = one_kind() && bases_.size() == 1;
  if (comparable) {
    LineMerge lines = merge_lines(texts_.base, texts_.ours, texts_.theirs);
    if (lines.clean && reads_as(lines.text, wanted)) return lines.text;
  }
  std::optional<std::string> ours = written_on(*ours_, wanted), theirs = written_on(*theirs_, wanted);
  if (!ours) return theirs;
  if (!theirs || !comparable || texts_.base.empty()) return ours;
  std::optional<std::string> base = written_on(*bases_.front(), wanted);
  if (!base || *base == *theirs || *ours == *theirs) return ours;
  if (*base == *ours) return theirs;
  LineMerge form = merge_lines(*base, *ours, *theirs, Favor::ours);
  return reads_as(form.text, wanted) ? form.text : ours;
}

std::optional<std::string> FileMerger::mark(const std::string& ours, const MergedRecords& merged) const {
  auto read = [&](const std::string& text) { return read_keyed(text, kind(), texts_.path, paths_); };
  KeyedRecords as_ours = read(ours);
  std::optional<std::string> theirs = written_on(as_ours, merged.theirs);
  if (!theirs) return std::nullopt;
  std::string one = ours;
  KeyedRecords as_theirs = read(*theirs);
  if (as_theirs.file.style.columns != as_ours.file.style.columns) {
    // A column that only theirs needs would else be a difference of every line.
    std::optional<std::string> widened = written_on(as_theirs, merged.ours);
    if (widened) one = *widened;
  }
  if (one == *theirs) return std::nullopt;
  return mark_differences(one, *theirs);
}

}  // namespace

MergedFile merge_file(model::Paths& paths, const MergeTexts& texts,
                      const std::vector<std::string>& attribution) {
  if (texts.ours == texts.theirs || texts.base == texts.theirs) return {std::string(texts.ours), {}};
  if (texts.base == texts.ours) return {std::string(texts.theirs), {}};
  return FileMerger(paths, texts, attribution).run();
}

MergedFile merge_plain_file(const MergeTexts& texts) {
  LineMerge lines = merge_lines(texts.base, texts.ours, texts.theirs);
  if (!lines.clean) return {std::move(lines.text), {{"", {"", "", "", "both sides changed the same lines"}}}};
  auto readable = [&](std::string_view text) {
    try {
      if (!is_csv(texts.path)) format::parse_yaml(text, texts.path);
      return true;
    } catch (const Error&) {
      return false;
    }
  };
  if (!readable(lines.text) && readable(texts.ours) && readable(texts.theirs))
    return whole_conflict(texts, "the lines of both sides do not go together");
  return {std::move(lines.text), {}};
}

}  // namespace flatcrm::git
