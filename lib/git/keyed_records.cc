#include "git/keyed_records.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "book/rewrite_documents.h"
#include "book/rewrite_table.h"
#include "core/date.h"

namespace flatcrm::git {

namespace {

using book::FileKind;
using model::PathId;
using model::Record;
using model::Value;

// No id, and no text of a book, holds these.
constexpr char content_mark = '\x01';
constexpr char twin_mark = '\x02';

std::string content_key(const Record& record, const model::Paths& paths) {
  std::string key(1, content_mark);
  for (const auto& [path, text] : fields_of(record, paths))
    key.append(path).append("\n").append(text).append("\n");
  return key;
}

/// Names the records one by one.
void index(KeyedRecords& table, model::Paths& paths) {
  std::unordered_map<std::string, int> seen;
  table.keys.reserve(table.file.records.size());
  for (std::size_t row = 0; row < table.file.records.size(); ++row) {
    Record record = table.file.records[row];
    std::string key = model::key_of(record, paths);
    if (key.empty()) key = content_key(record, paths);
    if (int count = ++seen[key]; count > 1) {
      if (count == 2 && is_named(key)) table.twins.push_back(key);
      key += twin_mark + std::to_string(count);
    }
    table.keys.push_back(std::move(key));
  }
  for (std::uint32_t row = 0; row < table.keys.size(); ++row) table.rows[table.keys[row]] = row;
}

/// The changes that make one text hold what is wanted.
class Plan {
 public:
  Plan(const KeyedRecords& table, const WantedRecords& wanted, model::Paths& paths)
      : table_(table), wanted_(wanted), paths_(paths) {
    changes_.collection = paths.schema().collection();
    number_ = changes_.file(table.file.file.path, {});
  }

  std::string run() {
    for (std::uint32_t row = 0; row < table_.size(); ++row) change(row);
    create();
    if (changes_.empty()) return std::string(table_.text());
    book::FilePlan plan;
    plan.path = table_.file.file.path;
    plan.kind = table_.file.file.kind;
    plan.changes = &changes_;
    plan.created = std::move(created_);
    for (std::uint32_t i = 0; i < changes_.updates.size(); ++i) plan.updates.push_back(i);
    bool csv = plan.kind == FileKind::csv;
    book::CreatedRows created;
    created.gather(plan, paths_);
    if (!table_.text().empty())
      return csv ? book::edit_table(table_.file, plan, created, paths_)
                 : book::edit_documents(table_.file, plan, created, paths_);
    std::string out;
    csv ? book::new_table(out, created, paths_) : book::new_documents(out, created, paths_);
    return out;
  }

 private:
  std::string_view kept(const std::string& text) { return texts_.emplace_back(text); }

  void change(std::uint32_t row) {
    Record record = table_.file.records[row];
    const WantedRecords::Wanted* wanted = wanted_.find(table_.keys[row]);
    if (wanted == nullptr) {
      changes_.remove(number_, record.index(), record.id());
    } else if (!wanted_.is(*wanted, table_, row, paths_)) {
      changes_.update(number_, record.index(), record.id(), edits(record, wanted_.fields(*wanted, paths_)));
    }
  }

  /// What is set comes first, and of what is taken out the last elements of lists, so that no other moves meanwhile.
  std::vector<book::FieldEdit> edits(const Record& record, const Fields& wanted) {
    Fields now = fields_of(record, paths_);
    std::vector<book::FieldEdit> set, gone;
    for (const auto& [path, text] : wanted) {
      auto old = now.find(path);
      if (old != now.end() && old->second == text) continue;
      set.push_back(
          {paths_.intern(path), old == now.end() ? std::string_view{} : kept(old->second), kept(text)});
    }
    for (const auto& [path, text] : now)
      if (wanted.count(path) == 0) gone.push_back({paths_.intern(path), kept(text), {}});
    auto before = [&](const book::FieldEdit& one, const book::FieldEdit& other) {
      return paths_.before(one.path, other.path);
    };
    std::sort(set.begin(), set.end(), before);
    std::sort(gone.rbegin(), gone.rend(), before);
    set.insert(set.end(), gone.begin(), gone.end());
    return set;
  }

  void create() {
    for (const std::string& key : wanted_.keys()) {
      if (table_.find(key)) continue;
      changes_.created.begin();
      for (const auto& [path, text] : wanted_.fields(*wanted_.find(key), paths_))
        changes_.created.add(paths_.intern(path), kept(text));
      auto row = static_cast<std::uint32_t>(changes_.created.size());
      changes_.created.end(0, row);
      created_.push_back(row);
    }
    if (table_.file.file.kind == FileKind::csv) sort_created();
  }

  void sort_created() {
    const std::string& log = paths_.schema().log_date();
    PathId date = log.empty() ? model::Paths::id : paths_.intern(log);
    auto key = [&](std::uint32_t row) {
      Record record = changes_.created[row];
      std::optional<core::Date> day;
      if (!log.empty()) day = core::parse_day(record.value(date));
      return std::pair(day.value_or(core::no_date), record.id());
    };
    std::stable_sort(created_.begin(), created_.end(),
                     [&](std::uint32_t one, std::uint32_t other) { return key(one) < key(other); });
  }

  const KeyedRecords& table_;
  const WantedRecords& wanted_;
  model::Paths& paths_;
  book::CollectionChanges changes_;
  std::uint32_t number_ = 0;
  std::vector<std::uint32_t> created_;
  std::deque<std::string> texts_;
};

}  // namespace

KeyedRecords read_keyed(std::string text, FileKind kind, const std::string& path, model::Paths& paths) {
  KeyedRecords table;
  table.file.file = {path, kind};
  table.file.bytes = io::Bytes(std::move(text));
  core::Problems problems;
  if (kind == FileKind::csv && !table.text().empty())
    table.file.style = model::read_table_records(table.text(), path, paths, table.file.records, problems);
  if (kind == FileKind::yaml)
    model::read_yaml_records(table.text(), path, paths, table.file.records, problems);
  for (const Problem& problem : problems)
    table.damaged = table.damaged || problem.severity == Severity::error;
  index(table, paths);
  return table;
}

bool is_named(std::string_view key) {
  return !key.starts_with(content_mark);
}

std::string_view name_of_key(std::string_view key) {
  return is_named(key) ? key.substr(0, key.find(twin_mark)) : std::string_view{};
}

Fields fields_of(const Record& record, const model::Paths& paths) {
  Fields fields;
  for (const Value& value : record.values())
    if (!value.text.empty()) fields[paths[value.path].header()] = value.text;
  return fields;
}

bool same_record(const Record& one, const Record& other, const model::Paths& paths) {
  auto alike = [](const Value& left, const Value& right) {
    return left.path == right.path && left.text == right.text;
  };
  auto left = one.values(), right = other.values();
  if (std::equal(left.begin(), left.end(), right.begin(), right.end(), alike)) return true;
  return fields_of(one, paths) == fields_of(other, paths);
}

void WantedRecords::add(std::string_view key, const KeyedRecords& from, std::uint32_t row) {
  keys_.emplace_back(key);
  records_[keys_.back()] = {&from, row, {}};
}

void WantedRecords::add(std::string_view key, Fields fields) {
  keys_.emplace_back(key);
  records_[keys_.back()] = {nullptr, 0, std::move(fields)};
}

const WantedRecords::Wanted* WantedRecords::find(std::string_view key) const {
  auto found = records_.find(std::string(key));
  return found == records_.end() ? nullptr : &found->second;
}

Fields WantedRecords::fields(const Wanted& wanted, const model::Paths& paths) const {
  return wanted.from == nullptr ? wanted.made : fields_of(wanted.from->file.records[wanted.row], paths);
}

bool WantedRecords::is(const Wanted& wanted, const KeyedRecords& table, std::uint32_t row,
                       const model::Paths& paths) const {
  if (wanted.from == &table && wanted.row == row) return true;
  Record record = table.file.records[row];
  if (wanted.from == nullptr) return fields_of(record, paths) == wanted.made;
  return same_record(record, wanted.from->file.records[wanted.row], paths);
}

std::string with_records(const KeyedRecords& table, const WantedRecords& wanted, model::Paths& paths) {
  return Plan(table, wanted, paths).run();
}

bool holds_exactly(const KeyedRecords& table, const WantedRecords& wanted, const model::Paths& paths) {
  if (table.damaged || table.size() != wanted.keys().size()) return false;
  for (std::uint32_t row = 0; row < table.size(); ++row) {
    const WantedRecords::Wanted* one = wanted.find(table.keys[row]);
    if (one == nullptr || !wanted.is(*one, table, row, paths)) return false;
  }
  return true;
}

}  // namespace flatcrm::git
