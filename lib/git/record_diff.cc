#include "git/record_diff.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "core/error.h"
#include "core/text.h"
#include "git/differing_rows.h"
#include "io/threads.h"

namespace flatcrm::git {

namespace {

using model::PathId;
using model::Record;
using model::RecordSet;
using model::Value;

bool is_table(std::string_view path) {
  return path.ends_with(".csv");
}

/// The records of one file in one state. Its texts are those of the file, or of the rows that differ.
struct Side {
  io::Bytes bytes;
  RecordSet records;
};

void read_records(std::string_view text, const std::string& path, model::Paths& paths, RecordSet& into) {
  core::Problems ignored;  // check tells them; what can be read is compared
  if (is_table(path))
    model::read_table_records(text, path, paths, into, ignored);
  else
    model::read_yaml_records(text, path, paths, into, ignored);
}

struct LoadedFile {
  std::string path;
  Side before, after;
};

/// False where the whole tables have to be read, be it to say what is wrong with them.
bool load_differing_rows(LoadedFile& file, model::Paths& paths) {
  // A marker in a row that both have would go unseen.
  if (format::find_conflict_marker(file.before.bytes.view()) != 0) return false;
  if (format::find_conflict_marker(file.after.bytes.view()) != 0) return false;
  std::optional<RowPair> rows = differing_rows(file.before.bytes.view(), file.after.bytes.view());
  if (!rows) return false;
  Side before{io::Bytes(std::move(rows->before)), {}}, after{io::Bytes(std::move(rows->after)), {}};
  try {
    read_records(before.bytes.view(), file.path, paths, before.records);
    read_records(after.bytes.view(), file.path, paths, after.records);
  } catch (const Error&) {
    return false;  // its line would be that of an excerpt
  }
  file.before = std::move(before);
  file.after = std::move(after);
  return true;
}

LoadedFile load(FileSides&& sides, model::Paths& paths) {
  LoadedFile file{std::move(sides.path), {}, {}};
  bool both = sides.before && sides.after;
  if (sides.before) file.before.bytes = *std::move(sides.before);
  if (sides.after) file.after.bytes = *std::move(sides.after);
  if (both && is_table(file.path) && load_differing_rows(file, paths)) return file;
  read_records(file.before.bytes.view(), file.path, paths, file.before.records);
  read_records(file.after.bytes.view(), file.path, paths, file.after.records);
  return file;
}

std::vector<Value> sorted_values(const Record& record) {
  std::vector<Value> values;
  for (const Value& value : record.values())
    if (!value.text.empty() && value.path != model::Paths::id) values.push_back(value);
  std::stable_sort(values.begin(), values.end(),
                   [](const Value& one, const Value& other) { return one.path < other.path; });
  return values;
}

std::string whole_text(const Record& record) {
  std::string text;
  for (const Value& value : sorted_values(record))
    text.append(std::to_string(value.path)).append(value.text).append("\0", 1);
  return text;
}

/// Where a record stands: a file, and a row in it.
struct Spot {
  const LoadedFile* file = nullptr;
  std::size_t row = 0;
};

/// All that stand under one key on either side; mostly one and one.
struct Pair {
  std::vector<Spot> before, after;
};

class Differ {
 public:
  Differ(model::Paths& paths, const std::deque<LoadedFile>& files) : paths_(paths), files_(files) {
    const model::Schema& schema = paths.schema();
    if (!schema.label().empty()) label_ = paths.intern(schema.label());
    for (const model::Field& field : schema.fields())
      if (field.reference == "customers" && !field.list && customer_ == none) {
        if (field.path.find('*') == std::string::npos && field.path != "merged_into")
          customer_ = paths.intern(field.path);
      }
    merged_into_ = paths.intern("merged_into");
    merged_ids_ = paths.intern("merged_ids");
  }

  std::vector<RecordChange> run() {
    collect();
    for (auto& [key, pair] : pairs_) compare(key, pair);
    name_merged();
    std::sort(changes_.begin(), changes_.end(), [](const RecordChange& one, const RecordChange& other) {
      return one.id != other.id ? one.id < other.id : one.path < other.path;
    });
    return std::move(changes_);
  }

 private:
  static constexpr PathId none = ~PathId{0};

  void collect() {
    for (const LoadedFile& file : files_) {
      for (std::size_t row = 0; row < file.before.records.size(); ++row)
        pairs_[model::key_of(file.before.records[row], paths_)].before.push_back({&file, row});
      for (std::size_t row = 0; row < file.after.records.size(); ++row)
        pairs_[model::key_of(file.after.records[row], paths_)].after.push_back({&file, row});
    }
  }

  static Record before_of(const Spot& spot) { return spot.file->before.records[spot.row]; }
  static Record after_of(const Spot& spot) { return spot.file->after.records[spot.row]; }

  void compare(const std::string& key, Pair& pair) {
    if (pair.before.size() + pair.after.size() > 2) drop_equal(pair);
    std::size_t both = std::min(pair.before.size(), pair.after.size());
    for (std::size_t i = 0; i < both; ++i) add(key, &pair.before[i], &pair.after[i]);
    for (std::size_t i = both; i < pair.before.size(); ++i) add(key, &pair.before[i], nullptr);
    for (std::size_t i = both; i < pair.after.size(); ++i) add(key, nullptr, &pair.after[i]);
  }

  /// Where a key stands more than once, what both sides have is taken away first.
  static void drop_equal(Pair& pair) {
    std::unordered_map<std::string, std::size_t> counts;
    for (const Spot& spot : pair.after) ++counts[whole_text(after_of(spot))];
    std::unordered_map<std::string, std::size_t> dropped;
    std::erase_if(pair.before, [&](const Spot& spot) {
      std::string text = whole_text(before_of(spot));
      auto found = counts.find(text);
      if (found == counts.end() || found->second == 0) return false;
      --found->second;
      ++dropped[text];
      return true;
    });
    std::erase_if(pair.after, [&](const Spot& spot) {
      auto found = dropped.find(whole_text(after_of(spot)));
      if (found == dropped.end() || found->second == 0) return false;
      --found->second;
      return true;
    });
  }

  void add(const std::string& key, const Spot* before, const Spot* after) {
    std::optional<Record> old_record, new_record;
    if (before != nullptr) old_record = before_of(*before);
    if (after != nullptr) new_record = after_of(*after);
    const Record* one = old_record ? &*old_record : nullptr;
    const Record* other = new_record ? &*new_record : nullptr;
    RecordChange change;
    change.fields = diff_fields(paths_, one, other);
    if (one != nullptr && other != nullptr && change.fields.empty()) return;
    change.kind = one == nullptr     ? ChangeKind::added
                  : other == nullptr ? ChangeKind::removed
                                     : ChangeKind::changed;
    change.collection = paths_.schema().collection();
    change.id = key;
    change.path = after != nullptr ? after->file->path : before->file->path;
    change.label = said(one, other, label_);
    change.customer = change.collection == "customers" ? key : said(one, other, customer_);
    bool was_tombstone = one != nullptr && !one->value(merged_into_).empty();
    if (other != nullptr && !was_tombstone && !other->value(merged_into_).empty())
      become_merged(change, std::string(other->value(merged_into_)));
    note_merged(one, other);
    changes_.push_back(std::move(change));
  }

  /// What a record says now, or said last: a tombstone has no name any more.
  static std::string said(const Record* before, const Record* after, PathId path) {
    if (path == none) return "";
    std::string_view value = after != nullptr ? after->value(path) : std::string_view{};
    if (value.empty() && before != nullptr) value = before->value(path);
    return std::string(value);
  }

  void become_merged(RecordChange& change, const std::string& into) const {
    change.kind = ChangeKind::merged;
    change.merged_into = into;
    if (change.collection == "customers") change.customer = into;
  }

  void note_merged(const Record* before, const Record* after) {
    if (after == nullptr || after->value(merged_ids_).empty()) return;
    std::vector<std::string> old_ids;
    if (before != nullptr) old_ids = core::split_list(before->value(merged_ids_));
    for (std::string& id : core::split_list(after->value(merged_ids_)))
      if (std::find(old_ids.begin(), old_ids.end(), id) == old_ids.end())
        takers_.emplace(std::move(id), std::string(after->id()));
  }

  /// A record that left no tombstone, but is named by the one that took it in.
  void name_merged() {
    for (RecordChange& change : changes_) {
      if (change.kind != ChangeKind::removed) continue;
      if (auto taker = takers_.find(change.id); taker != takers_.end()) become_merged(change, taker->second);
    }
  }

  model::Paths& paths_;
  const std::deque<LoadedFile>& files_;
  PathId label_ = none, customer_ = none, merged_into_ = none, merged_ids_ = none;
  std::unordered_map<std::string, Pair> pairs_;
  std::unordered_map<std::string, std::string> takers_;
  std::vector<RecordChange> changes_;
};

}  // namespace

std::string_view name_of(ChangeKind kind) {
  constexpr std::string_view names[] = {"added", "removed", "changed", "merged"};
  return names[static_cast<std::size_t>(kind)];
}

bool same_value(std::string_view one, std::string_view other) {
  if (one == other) return true;
  if (one.find('\r') == one.npos && other.find('\r') == other.npos) return false;
  auto plain = [](std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
    return out;
  };
  return plain(one) == plain(other);
}

std::vector<FieldChange> diff_fields(const model::Paths& paths, const Record* before, const Record* after) {
  std::vector<Value> old_values, new_values;
  if (before != nullptr) old_values = sorted_values(*before);
  if (after != nullptr) new_values = sorted_values(*after);
  struct Changed {
    PathId path;
    std::string_view before, after;
  };
  std::vector<Changed> changed;
  auto one = old_values.begin(), other = new_values.begin();
  while (one != old_values.end() || other != new_values.end()) {
    if (other == new_values.end() || (one != old_values.end() && one->path < other->path)) {
      changed.push_back({one->path, one->text, {}});
      ++one;
    } else if (one == old_values.end() || other->path < one->path) {
      changed.push_back({other->path, {}, other->text});
      ++other;
    } else {
      if (!same_value(one->text, other->text)) changed.push_back({one->path, one->text, other->text});
      ++one;
      ++other;
    }
  }
  std::sort(changed.begin(), changed.end(),
            [&](const Changed& a, const Changed& b) { return paths.before(a.path, b.path); });
  std::vector<FieldChange> fields;
  for (const Changed& field : changed)
    fields.push_back({paths[field.path].header(), std::string(field.before), std::string(field.after)});
  return fields;
}

std::vector<RecordChange> diff_records(model::Paths& paths, std::vector<FileSides> files, int threads) {
  std::deque<LoadedFile> loaded(files.size());
  io::parallel_for(files.size(), threads,
                   [&](std::size_t i) { loaded[i] = load(std::move(files[i]), paths); });
  return Differ(paths, loaded).run();
}

}  // namespace flatcrm::git
