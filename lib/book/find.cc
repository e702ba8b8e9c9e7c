#include "book/find.h"

#include <algorithm>
#include <cstring>

#include "book/layout.h"
#include "core/id.h"
#include "core/text.h"
#include "io/threads.h"

namespace flatcrm::book {

namespace {

constexpr int most_steps = 32;  // of merges into merges; more is a circle

bool contains(std::string_view text, std::string_view word) {
  return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

/// Where the layout would have put it, which needs no look at the collection.
std::vector<std::string> likely_files(const Book& book, const std::string& collection, std::string_view id) {
  Layout layout = book.config().layout(collection);
  std::vector<std::string> files;
  if (layout.kind == LayoutKind::yaml) files.push_back(file_for(layout, collection, id, core::no_date));
  if (layout.kind == LayoutKind::csv_sharded && layout.shard > 0)
    files.push_back(file_for(layout, collection, id, core::no_date));
  std::string plain = file_for({LayoutKind::yaml, 0}, collection, id, core::no_date);
  if (files.empty() || files[0] != plain) files.push_back(plain);
  return files;
}

FileKind kind_of(const std::string& path) {
  return path.size() > 4 && path.compare(path.size() - 4, 4, ".csv") == 0 ? FileKind::csv : FileKind::yaml;
}

/// The record of that very id, or one that lists it among its merged ids.
std::optional<Found> find_in(const Book& book, const std::string& collection, const BookFile& file,
                             std::string_view id) {
  io::Bytes bytes = book.tree().read(file.path);
  if (!contains(bytes.view(), id)) return std::nullopt;
  core::Problems problems;
  LoadedFile loaded = load_bytes(book, collection, file, std::move(bytes), problems);
  model::PathId merged = book.paths(collection).intern("merged_ids");
  std::optional<std::size_t> row;
  for (std::size_t i = 0; i < loaded.records.size(); ++i) {
    if (loaded.records[i].id() == id) {
      row = i;
      break;
    }
    std::string_view others = loaded.records[i].value(merged);
    if (others.empty() || !contains(others, id)) continue;
    std::vector<std::string> list = core::split_list(others);
    if (std::find(list.begin(), list.end(), id) != list.end()) row = i;
  }
  if (!row) return std::nullopt;
  return Found{std::move(loaded), *row};
}

std::optional<Found> find_where_likely(const Book& book, const std::string& collection, std::string_view id) {
  for (const std::string& path : likely_files(book, collection, id))
    if (book.tree().exists(path))
      if (std::optional<Found> found = find_in(book, collection, {path, kind_of(path)}, id)) return found;
  return std::nullopt;
}

std::optional<Found> find_one(const Book& book, const std::string& collection, std::string_view id) {
  if (std::optional<Found> found = find_where_likely(book, collection, id)) return found;
  std::vector<BookFile> files = book.files(collection);
  std::vector<std::optional<Found>> found(files.size());
  io::parallel_for(files.size(), book.threads(),
                   [&](std::size_t i) { found[i] = find_in(book, collection, files[i], id); });
  std::optional<Found> by_merge;
  for (std::optional<Found>& one : found) {
    if (!one) continue;
    if (one->record().id() == id) return std::move(one);
    if (!by_merge) by_merge = std::move(one);
  }
  return by_merge;
}

void collect_merged(const Book& book, const std::string& collection, const BookFile& file,
                    std::vector<std::pair<std::string, std::string>>& into) {
  std::string_view text;
  io::Bytes bytes = book.tree().read(file.path);
  text = bytes.view();
  // A table names its columns in its first line: no need to look further.
  if (file.kind == FileKind::csv) text = text.substr(0, text.find('\n'));
  if (!contains(text, "merged_")) return;
  core::Problems problems;
  LoadedFile loaded = load_bytes(book, collection, file, std::move(bytes), problems);
  model::PathId merged = book.paths(collection).intern("merged_ids"),
                target = book.paths(collection).intern("merged_into");
  for (std::size_t row = 0; row < loaded.records.size(); ++row) {
    model::Record record = loaded.records[row];
    if (std::string_view to = record.value(target); !to.empty()) into.emplace_back(record.id(), to);
    if (std::string_view from = record.value(merged); !from.empty())
      for (std::string& one : core::split_list(from)) into.emplace_back(std::move(one), record.id());
  }
}

}  // namespace

std::optional<Found> find_record(const Book& book, const std::string& collection, std::string_view id) {
  if (!core::is_valid_id(id)) return std::nullopt;
  std::optional<Found> found = find_one(book, collection, id);
  model::PathId target = book.paths(collection).intern("merged_into");
  for (int step = 0; found && step < most_steps; ++step) {
    std::string_view next = found->record().value(target);
    if (next.empty() || !core::is_valid_id(next)) return found;
    std::optional<Found> successor = find_one(book, collection, std::string(next));
    if (!successor) return found;
    found = std::move(successor);
  }
  return found;
}

std::optional<std::string> collection_of(const Book& book, const std::vector<std::string>& collections,
                                         std::string_view id) {
  if (!core::is_valid_id(id)) return std::nullopt;
  for (const std::string& collection : collections)
    if (find_where_likely(book, collection, id)) return collection;
  for (const std::string& collection : collections)
    if (find_one(book, collection, id)) return collection;
  return std::nullopt;
}

std::unordered_map<std::string, std::string> merged_ids(const Book& book, const std::string& collection) {
  std::vector<BookFile> files = book.files(collection);
  std::vector<std::vector<std::pair<std::string, std::string>>> found(files.size());
  io::parallel_for(files.size(), book.threads(),
                   [&](std::size_t i) { collect_merged(book, collection, files[i], found[i]); });
  std::unordered_map<std::string, std::string> merged;
  for (const auto& some : found)
    for (const auto& [from, to] : some) merged.try_emplace(from, to);
  for (auto& [from, to] : merged) {
    for (int step = 0; step < most_steps; ++step) {
      auto next = merged.find(to);
      if (next == merged.end() || next->second == to) break;
      to = next->second;
    }
  }
  return merged;
}

std::vector<std::string> ids_of_record(const Book& book, const std::string& collection, std::string_view id) {
  std::vector<std::string> ids{std::string(id)};
  for (const auto& [from, to] : merged_ids(book, collection))
    if (to == id && from != id) ids.push_back(from);
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace flatcrm::book
