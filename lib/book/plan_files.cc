#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "book/layout.h"
#include "book/rewrite.h"
#include "core/date.h"
#include "io/threads.h"
#include "model/large_array.h"

namespace flatcrm::book {

namespace {

constexpr std::uint32_t rows_a_part = std::uint32_t{1} << 16;

/// Where a row stands in its table: logs by date, then id; the rest by id. The start of the id stands in the
/// key, since a look at the id itself is a miss of the cache for most of a million.
struct RowKey {
  core::Date date = core::no_date;
  std::uint32_t row = 0;
  std::uint64_t start = 0, further = 0;  // 16 bytes of the id, the first one highest
};

struct TableOrder {
  const model::RecordSet& records;
  bool operator()(const RowKey& one, const RowKey& other) const {
    if (one.date != other.date) return one.date < other.date;
    if (one.start != other.start) return one.start < other.start;
    if (one.further != other.further) return one.further < other.further;
    return records[one.row].id() < records[other.row].id();
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
      : changes_(changes),
        threads_(book.threads()),
        layout_(changes.layout.value_or(book.config().layout(changes.collection))) {
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
  RowKey key(const model::Record& record, std::uint32_t row) const {
    const std::string_view id = record.id();
    RowKey key{core::no_date, row, eight_bytes(id, 0), eight_bytes(id, 8)};
    if (date_ != 0)
      if (std::optional<core::Date> day = core::parse_day(record.value(date_))) key.date = *day;
    return key;
  }

  FilePlan& plan_of(std::map<std::string, FilePlan>& plans, const std::string& path) const {
    FilePlan& plan = plans[path];
    plan.path = path;
    plan.kind = layout_.kind == LayoutKind::yaml ? FileKind::yaml : FileKind::csv;
    plan.changes = &changes_;
    return plan;
  }

  void put(FilePlan& plan, std::span<RowKey> keys) const {
    std::sort(keys.begin(), keys.end(), TableOrder{changes_.created});
    plan.created.reserve(keys.size());
    for (const RowKey& one : keys) plan.created.push_back(one.row);
  }

  void deal_to_shards(std::map<std::string, FilePlan>& plans) const;
  void deal_one_by_one(std::map<std::string, FilePlan>& plans) const {
    std::map<std::string, std::vector<RowKey>> files;
    std::string path;
    core::Date month = core::no_date;
    std::vector<RowKey>* keys = nullptr;
    for (std::uint32_t row = 0; row < changes_.created.size(); ++row) {
      model::Record record = changes_.created[row];
      RowKey one = key(record, row);
      core::Date first = one.date;
      if (first != core::no_date) first.days -= core::to_civil(first).day - 1;
      bool same = keys != nullptr && (layout_.kind == LayoutKind::csv ||
                                      (layout_.kind == LayoutKind::csv_by_month && first == month));
      if (!same) keys = &files[file_for(layout_, changes_.collection, record.id(), one.date)];
      month = first;
      keys->push_back(one);
    }
    for (auto& [file, rows] : files) put(plan_of(plans, file), rows);
  }

  const CollectionChanges& changes_;
  int threads_;
  Layout layout_;
  model::PathId date_ = 0;
};

/// In parts of the rows, each of which counts first how many of its rows go to which shard: so each knows where
/// in the pile of a shard its own begin, and the piles are the same however many threads there are.
void Dealer::deal_to_shards(std::map<std::string, FilePlan>& plans) const {
  const auto shards = static_cast<std::size_t>(layout_.shard);
  const auto rows = static_cast<std::uint32_t>(changes_.created.size());
  const std::size_t parts = (rows + rows_a_part - 1) / rows_a_part;
  std::vector<std::uint32_t> shard(rows);
  std::vector<RowKey> keys, piles;
  model::resize_large(keys, rows);
  model::resize_large(piles, rows);
  std::vector<std::uint32_t> places(parts * shards, 0);  // first how many, then where the next one goes
  const auto each_row = [&](const auto& work) {
    io::parallel_for(parts, threads_, [&](std::size_t part) {
      const auto begin = static_cast<std::uint32_t>(part * rows_a_part);
      for (std::uint32_t row = begin; row < std::min(rows, begin + rows_a_part); ++row)
        work(row, &places[part * shards]);
    });
  };
  each_row([&](std::uint32_t row, std::uint32_t* count) {
    const model::Record record = changes_.created[row];
    keys[row] = key(record, row);
    shard[row] = shard_of(record.id(), layout_.shard);
    ++count[shard[row]];
  });
  std::vector<std::uint32_t> begins(shards + 1, 0);
  for (std::size_t one = 0; one < shards; ++one) {
    begins[one + 1] = begins[one];
    for (std::size_t part = 0; part < parts; ++part)
      begins[one + 1] += std::exchange(places[part * shards + one], begins[one + 1]);
  }
  each_row([&](std::uint32_t row, std::uint32_t* next) { piles[next[shard[row]]++] = keys[row]; });
  std::vector<FilePlan*> files(shards, nullptr);
  for (std::uint32_t one = 0; one < shards; ++one)
    if (begins[one] < begins[one + 1])
      files[one] = &plan_of(plans, shard_path(changes_.collection, one, layout_.shard));
  io::parallel_for(shards, threads_, [&](std::size_t one) {
    if (files[one] != nullptr)
      put(*files[one], std::span(piles).subspan(begins[one], begins[one + 1] - begins[one]));
  });
}

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
