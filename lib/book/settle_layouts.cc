#include <algorithm>
#include <map>
#include <numeric>

#include "book/layout.h"
#include "book/read.h"
#include "book/write.h"
#include "io/threads.h"

namespace flatcrm::book {

namespace {

using model::Record;
using model::Value;

std::uint64_t bytes_of(const model::RecordSet& records, int threads) {
  constexpr std::size_t rows_a_part = std::size_t{1} << 16;
  std::vector<std::uint64_t> parts(records.size() / rows_a_part + 1, 0);
  io::parallel_for(parts.size(), threads, [&](std::size_t part) {
    std::uint64_t bytes = 0;
    const std::size_t begin = part * rows_a_part, end = std::min(records.size(), begin + rows_a_part);
    for (std::size_t row = begin; row < end; ++row) {
      for (const Value& value : records[row].values()) bytes += value.text.size() + 1;
      bytes += 4;  // separators of cells without a value, quotes, the line's end
    }
    parts[part] = bytes;
  });
  return std::accumulate(parts.begin(), parts.end(), std::uint64_t{0});
}

/// The files that the layout itself made, among all of the collection.
std::vector<BookFile> shard_files(const Book& book, const std::string& collection, int shards) {
  std::vector<BookFile> files;
  if (shards == 0) return files;
  std::vector<std::string> names;
  for (int shard = 0; shard < shards; ++shard)
    names.push_back(shard_path(collection, static_cast<std::uint32_t>(shard), shards));
  for (BookFile& file : book.files(collection))
    if (std::binary_search(names.begin(), names.end(), file.path)) files.push_back(std::move(file));
  return files;
}

/// Moves every record of a collection's shards into `changes.created`, edits carried out, and takes the old
/// ones out.
class DealingAnew {
 public:
  DealingAnew(const Book& book, CollectionChanges& changes)
      : changes_(changes), paths_(book.paths(changes.collection)) {
    for (const RecordUpdate& update : changes.updates) updates_[{update.file, update.index}] = update;
  }

  void add(const LoadedFile& loaded) {
    std::uint32_t number = changes_.file(loaded.file.path, loaded.bytes.stamp());
    for (std::size_t row = 0; row < loaded.records.size(); ++row) {
      Record record = loaded.records[row];
      auto [update, is_new] = updates_.try_emplace({number, record.index()});
      if (is_new || !update->second.remove) create(record, is_new ? nullptr : &update->second);
      update->second = {number, record.index(), record.id(), 0, 0, true};
    }
  }

  void finish() {
    changes_.updates.clear();
    for (const auto& [place, update] : updates_) changes_.updates.push_back(update);
  }

 private:
  void create(const Record& record, const RecordUpdate* update) {
    texts_.assign(paths_.size(), {});
    for (const Value& value : record.values()) texts_[value.path] = value.text;
    for (std::uint32_t i = 0; update != nullptr && i < update->count; ++i) {
      const FieldEdit& edit = changes_.edits[update->first + i];
      texts_[edit.path] = edit.after;
    }
    changes_.created.begin();
    for (model::PathId path = 0; path < texts_.size(); ++path)
      if (!texts_[path].empty()) changes_.created.add(path, texts_[path]);
    changes_.created.end(0, 0);
  }

  CollectionChanges& changes_;
  const model::Paths& paths_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, RecordUpdate> updates_;
  std::vector<std::string_view> texts_;
};

void deal_out_anew(const Book& book, CollectionChanges& changes, Changes& all,
                   const std::vector<BookFile>& files) {
  auto kept = std::make_shared<std::vector<LoadedFile>>();
  core::Problems problems;
  DealingAnew dealing(book, changes);
  for (const BookFile& file : files) {
    kept->push_back(load_file(book, changes.collection, file, problems));
    dealing.add(kept->back());
  }
  dealing.finish();
  all.keep.push_back(kept);
}

void set_shards(const Book& book, CollectionChanges& changes, Changes& all, int shards) {
  changes.layout = Layout{LayoutKind::csv_sharded, shards};
  for (PlainFile& file : all.files)
    if (file.path == "flatcrm.yaml") {
      file.text = with_layout(file.text, file.path, changes.collection, *changes.layout);
      return;
    }
  io::Bytes config = book.tree().read("flatcrm.yaml");
  PlainFile file;
  file.path = "flatcrm.yaml";
  file.text = with_layout(config.view(), file.path, changes.collection, *changes.layout);
  file.read_as = config.stamp();
  all.files.push_back(std::move(file));
}

void settle(const Book& book, CollectionChanges& changes, Changes& all) {
  Layout layout = changes.layout.value_or(book.config().layout(changes.collection));
  if (layout.kind != LayoutKind::csv_sharded || changes.created.size() == 0) return;
  std::uint64_t added = bytes_of(changes.created, book.threads());
  if (layout.shard == 0) {
    set_shards(book, changes, all, shards_for(added));
    return;
  }
  if (changes.layout) return;
  std::vector<BookFile> files = shard_files(book, changes.collection, layout.shard);
  std::uint64_t bytes = added;
  for (const BookFile& file : files) bytes += book.tree().read(file.path).view().size();
  if (bytes / static_cast<std::uint64_t>(layout.shard) <= largest_shard) return;
  deal_out_anew(book, changes, all, files);
  set_shards(book, changes, all, shards_for(bytes));
}

}  // namespace

void settle_layouts(const Book& book, Changes& changes) {
  for (CollectionChanges& one : changes.collections) settle(book, one, changes);
}

}  // namespace flatcrm::book
