// Some records of the book, whole and with their places, to be merged and written.
//
//   WholeRecords records = read_whole(book, {"anna-1f9x2k", "anne-0q8z2d"});
//   const WholeRecord* anna = records.find("anna-1f9x2k");    // null when there is none, or a tombstone
//   anna->value(paths.intern("name"))
//
// Errors  those of book/read.h.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book/book.h"
#include "book/read.h"
#include "model/record_set.h"

namespace flatcrm::dedupe {

struct WholeRecord {
  std::string_view id;
  std::string path;  // of its file
  book::FileKind kind = book::FileKind::yaml;
  io::Stamp stamp;
  std::uint32_t index = 0;
  std::vector<model::Value> values;  // in schema order

  std::string_view value(model::PathId field) const {
    for (const model::Value& one : values)
      if (one.path == field) return one.text;
    return {};
  }
};

class WholeRecords {
 public:
  const WholeRecord* find(std::string_view id) const;
  /// What the views of the records point into.
  std::vector<std::shared_ptr<const void>> keep;

 private:
  friend WholeRecords read_whole(const book::Book& book, const std::vector<std::string>& ids,
                                 bool tombstones);
  std::unordered_map<std::string_view, std::unique_ptr<WholeRecord>> records_;
};

WholeRecords read_whole(const book::Book& book, const std::vector<std::string>& ids, bool tombstones = false);

}  // namespace flatcrm::dedupe
