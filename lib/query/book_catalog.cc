#include "query/book_catalog.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "book/read.h"
#include "io/threads.h"
#include "model/record_set.h"

namespace flatcrm::query {

namespace {

/// A table says its columns in its first row; a YAML file has to be read.
std::vector<std::string> paths_of(const book::Book& book, const std::string& collection,
                                  const book::BookFile& file) {
  core::Problems ignored;
  if (file.kind == book::FileKind::csv) {
    io::Bytes bytes = book.tree().read(file.path);
    return model::read_table_header(bytes.view(), file.path, ignored).names;
  }
  book::LoadedFile loaded = book::load_file(book, collection, file, ignored);
  model::Paths& paths = book.paths(collection);
  std::set<model::PathId> seen;
  for (std::size_t row = 0; row < loaded.records.size(); ++row)
    for (const model::Value& value : loaded.records[row].values()) seen.insert(value.path);
  std::vector<std::string> names;
  for (model::PathId path : seen) names.push_back(paths[path].header());
  return names;
}

std::vector<std::string> used_paths(const book::Book& book, const std::string& collection) {
  std::vector<book::BookFile> files = book.files(collection);
  std::vector<std::vector<std::string>> found(files.size());
  io::parallel_for(files.size(), book.threads(),
                   [&](std::size_t i) { found[i] = paths_of(book, collection, files[i]); });
  std::set<std::string> all;
  for (const std::vector<std::string>& some : found) all.insert(some.begin(), some.end());
  all.erase("");
  return {all.begin(), all.end()};
}

}  // namespace

Catalog catalog_of(const book::Book& book, core::Date today) {
  Catalog catalog;
  catalog.today = today;
  catalog.schemas = &book.schemas();
  catalog.config = &book.config();
  auto known = std::make_shared<std::map<std::string, std::vector<std::string>>>();
  catalog.used_paths = [&book, known](const std::string& collection) -> const std::vector<std::string>& {
    auto [place, is_new] = known->try_emplace(collection);
    if (is_new) place->second = used_paths(book, collection);
    return place->second;
  };
  catalog.exists = [&book](const std::string& collection, std::string_view id) {
    return book::find_record(book, collection, id).has_value();
  };
  return catalog;
}

}  // namespace flatcrm::query
