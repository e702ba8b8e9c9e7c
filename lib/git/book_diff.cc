#include "git/book_diff.h"

#include <algorithm>
#include <map>

#include "io/threads.h"

namespace flatcrm::git {

namespace {

bool holds_records(std::string_view path) {
  return path.ends_with(".csv") || path.ends_with(".yaml") || path.ends_with(".yml");
}

/// Both sides of each file, read in parallel.
std::vector<FileSides> read_sides(const Repository& repository, const book::Book& book, bool work_tree,
                                  const std::vector<ChangedFile>& files) {
  std::vector<FileSides> sides(files.size());
  io::parallel_for(files.size(), book.threads(), [&](std::size_t i) {
    const ChangedFile& file = files[i];
    sides[i].path = file.path;
    if (!file.before.empty()) sides[i].before = repository.read(file.before, file.path);
    if (file.after.empty()) return;
    sides[i].after = work_tree ? book.tree().read(file.path) : repository.read(file.after, file.path);
  });
  return sides;
}

void keep_fields(std::vector<RecordChange>& records, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return;
  for (RecordChange& record : records)
    std::erase_if(record.fields, [&](const FieldChange& field) { return !is_wanted(wanted, field.field); });
  std::erase_if(records, [](const RecordChange& record) { return record.fields.empty(); });
}

}  // namespace

std::string collection_of(const model::Schemas& schemas, std::string_view path) {
  std::size_t slash = path.find('/');
  if (slash == path.npos || !holds_records(path)) return "";
  std::string folder(path.substr(0, slash));
  return schemas.find(folder) == nullptr ? "" : folder;
}

bool is_wanted(const std::vector<std::string>& wanted, std::string_view field) {
  if (wanted.empty()) return true;
  if (field.ends_with("[]")) field.remove_suffix(2);
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
    return field == one || (field.starts_with(one) && field.size() > one.size() && field[one.size()] == '.');
  });
}

std::vector<ChangedFile> changed_files(const Repository& repository, const States& states) {
  return states.after ? repository.changed_files(states.before, *states.after)
                      : repository.changed_since(states.before);
}

BookDiff diff_book(const Repository& repository, const book::Book& book, const States& states,
                   const DiffWishes& wishes) {
  BookDiff diff;
  std::map<std::string, std::vector<ChangedFile>> by_collection;
  for (ChangedFile& file : changed_files(repository, states)) {
    std::string collection = collection_of(book.schemas(), file.path);
    if (collection.empty())
      diff.other_files.push_back(file.path);
    else
      by_collection[collection].push_back(std::move(file));
  }
  if (!wishes.collection.empty() || !wishes.fields.empty()) diff.other_files.clear();
  for (const std::string& collection : book.schemas().collections()) {
    auto files = by_collection.find(collection);
    if (files == by_collection.end()) continue;
    if (!wishes.collection.empty() && collection != wishes.collection) continue;
    std::vector<RecordChange> changes = diff_records(
        book.paths(collection), read_sides(repository, book, !states.after, files->second), book.threads());
    keep_fields(changes, wishes.fields);
    std::move(changes.begin(), changes.end(), std::back_inserter(diff.records));
  }
  return diff;
}

}  // namespace flatcrm::git
