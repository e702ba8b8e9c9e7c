#include <algorithm>
#include <map>

#include "book/layout.h"
#include "book/rewrite.h"
#include "core/date.h"

namespace flatcrm::book {

namespace {

/// The order of tables: logs by date, then id; the rest by id. The start of the id stands in the key, since a look at the id itself is a
/// miss of the cache for most of a million.
struct RowKey {
  core::Date date = core::no_date;
  std::uint32_t row = 0;
  std::uint64_t start = 0, further = 0;  // 16 bytes of the id, the first one highest
  std::string_view id;
  bool operator<(const RowKey& other) const {
    if (date != other.date) return date < other.date;
    if (start != other.start) return start < other.start;
    if (further != other.further) return further < other.further;
    return id < other.id;
  }
};

std::uint64_t eight_bytes(std::string_view text, std::size_t from) {
  std::uint64_t bytes = 0;
  for (std::size_t i = from; i < from + 8; ++i)
    bytes = bytes << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0);
  return bytes;
}

/// Deals the records of one collection out to files.
class Dealer {
 public:
  Dealer(const Book& book, const CollectionChanges& changes)
      : changes_(changes), layout_(changes.layout.value_or(book.config().layout(changes.collection))) {
    const model::Schema& schema = book.schemas().of(changes.collection);
    if (!schema.log_date().empty()) date_ = book.paths(changes.collection).intern(schema.log_date());
  }

  void deal(std::map<std::string, FilePlan>& plans) {
    if (layout_.kind == LayoutKind::csv_sharded)
      deal_to_shards(plans);
    else
      deal_one_by_one(plans);
  }

 private:
  RowKey key(std::uint32_t row) const {
    model::Record record = changes_.created[row];
    RowKey key;
    key.row = row;
    key.id = record.id();
    key.start = eight_bytes(key.id, 0);
    key.further = eight_bytes(key.id, 8);
    if (date_ != 0)
      if (std::optional<core::Date> day = core::parse_day(record.value(date_))) key.date = *day;
    return key;
  }

  void put(std::map<std::string, FilePlan>& plans, const std::string& path, std::vector<RowKey>& keys) const {
    std::sort(keys.begin(), keys.end());
    FilePlan& plan = plans[path];
    plan.path = path;
    plan.kind = layout_.kind == LayoutKind::yaml ? FileKind::yaml : FileKind::csv;
    plan.changes = &changes_;
    plan.created.reserve(keys.size());
    for (const RowKey& one : keys) plan.created.push_back(one.row);
  }

  void deal_to_shards(std::map<std::string, FilePlan>& plans) const {
    std::vector<std::vector<RowKey>> shards(static_cast<std::size_t>(layout_.shard));
    for (std::uint32_t row = 0; row < changes_.created.size(); ++row) {
      RowKey one = key(row);
      shards[shard_of(one.id, layout_.shard)].push_back(one);
    }
    for (std::uint32_t shard = 0; shard < shards.size(); ++shard)
      if (!shards[shard].empty())
        put(plans, shard_path(changes_.collection, shard, layout_.shard), shards[shard]);
  }

  void deal_one_by_one(std::map<std::string, FilePlan>& plans) const {
    std::map<std::string, std::vector<RowKey>> files;
    std::string path;
    core::Date month = core::no_date;
    std::vector<RowKey>* keys = nullptr;
    for (std::uint32_t row = 0; row < changes_.created.size(); ++row) {
      RowKey one = key(row);
      core::Date first = one.date;
      if (first != core::no_date) first.days -= core::to_civil(first).day - 1;
      bool same = keys != nullptr && (layout_.kind == LayoutKind::csv ||
                                      (layout_.kind == LayoutKind::csv_by_month && first == month));
      if (!same) keys = &files[file_for(layout_, changes_.collection, one.id, one.date)];
      month = first;
      keys->push_back(one);
    }
    for (auto& [file, rows] : files) put(plans, file, rows);
  }

  const CollectionChanges& changes_;
  Layout layout_;
  model::PathId date_ = 0;
};

void add_updates(const CollectionChanges& changes, std::map<std::string, FilePlan>& plans) {
  std::vector<FilePlan*> by_number(changes.files.size(), nullptr);
  for (std::uint32_t i = 0; i < changes.updates.size(); ++i) {
    std::uint32_t number = changes.updates[i].file;
    FilePlan*& plan = by_number[number];
    if (plan == nullptr) {
      const std::string& path = changes.files[number];
      plan = &plans[path];
      plan->path = path;
      plan->changes = &changes;
      plan->file = number;
      bool csv = path.size() > 4 && path.substr(path.size() - 4) == ".csv";
      plan->kind = csv ? FileKind::csv : FileKind::yaml;
    }
    plan->updates.push_back(i);
  }
}

}  // namespace

std::vector<FilePlan> plan_files(const Book& book, const Changes& changes) {
  std::map<std::string, FilePlan> plans;
  for (const CollectionChanges& one : changes.collections) {
    Dealer(book, one).deal(plans);
    add_updates(one, plans);
  }
  for (const PlainFile& file : changes.files) {
    FilePlan& plan = plans[file.path];
    plan.path = file.path;
    plan.plain = &file;
  }
  std::vector<FilePlan> sorted;
  sorted.reserve(plans.size());
  for (auto& [path, plan] : plans) sorted.push_back(std::move(plan));
  return sorted;
}

}  // namespace flatcrm::book
