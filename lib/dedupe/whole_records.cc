#include "dedupe/whole_records.h"

#include <algorithm>
#include <unordered_set>

#include "book/layout.h"
#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* collection = "customers";

/// Files that may hold one of the ids: those named after them, and every table.
std::vector<book::BookFile> files_with(const book::Book& book,
                                       const std::unordered_set<std::string_view>& ids) {
  std::vector<book::BookFile> files;
  bool all_named = true;
  for (const book::BookFile& file : book.files(collection)) {
    std::string_view name = file.path;
    name.remove_prefix(name.rfind('/') + 1);
    name = name.substr(0, name.rfind('.'));
    if (file.kind == book::FileKind::csv || ids.count(name) != 0)
      files.push_back(file);
    else
      all_named = false;
  }
  // A YAML file may hold others than its name says: all are read when one is not found by its name.
  std::unordered_set<std::string_view> named;
  if (!all_named) {
    std::size_t found = 0;
    for (const book::BookFile& file : files) found += file.kind == book::FileKind::yaml ? 1 : 0;
    if (found < ids.size()) return book.files(collection);
  }
  return files;
}

}  // namespace

const WholeRecord* WholeRecords::find(std::string_view id) const {
  auto found = records_.find(id);
  return found == records_.end() ? nullptr : found->second.get();
}

WholeRecords read_whole(const book::Book& book, const std::vector<std::string>& ids, bool tombstones) {
  std::unordered_set<std::string_view> wanted(ids.begin(), ids.end());
  std::vector<book::BookFile> files = files_with(book, wanted);
  model::Paths& paths = book.paths(collection);
  model::PathId merged_into = paths.intern("merged_into");
  std::vector<std::shared_ptr<book::LoadedFile>> loaded(files.size());
  io::parallel_for(files.size(), book.threads(), [&](std::size_t i) {
    core::Problems problems;
    auto file = std::make_shared<book::LoadedFile>(book::load_file(book, collection, files[i], problems));
    for (std::size_t row = 0; row < file->records.size(); ++row)
      if (wanted.count(file->records[row].id()) != 0) {
        loaded[i] = file;
        break;
      }
  });
  WholeRecords records;
  for (const std::shared_ptr<book::LoadedFile>& file : loaded) {
    if (file == nullptr) continue;
    for (std::size_t row = 0; row < file->records.size(); ++row) {
      model::Record record = file->records[row];
      if (wanted.count(record.id()) == 0) continue;
      if (!tombstones && !record.value(merged_into).empty()) continue;
      auto whole = std::make_unique<WholeRecord>();
      whole->id = record.id();
      whole->path = file->file.path;
      whole->kind = file->file.kind;
      whole->stamp = file->bytes.stamp();
      whole->index = record.index();
      whole->values.assign(record.values().begin(), record.values().end());
      std::stable_sort(whole->values.begin(), whole->values.end(),
                       [&](const auto& a, const auto& b) { return paths.before(a.path, b.path); });
      records.records_.emplace(whole->id, std::move(whole));
    }
    records.keep.push_back(file);
  }
  return records;
}

}  // namespace flatcrm::dedupe
