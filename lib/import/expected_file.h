// Tells which file of a collection would hold a record, as its layout says.
//
//   ExpectedFile expected(run);                       // a run over customers, one file a record
//   expected.file_of(record, 0)                       // run.files[...].path == "customers/ann-lee-1f9x2k.yaml"
//   expected.number("customers/nobody.yaml") == ExpectedFile::none
//
// Requires: the run outlives it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "book/layout.h"
#include "import/match.h"

namespace flatcrm::import {

class ExpectedFile {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  explicit ExpectedFile(const CollectionRun& run);
  /// `log_date` is the field whose month names the file, 0 where there is none.
  std::uint32_t file_of(const model::Record& record, model::PathId log_date) const;
  std::uint32_t number(const std::string& path) const;

 private:
  const CollectionRun& run_;
  book::Layout layout_;
  std::vector<std::uint32_t> shards_;
  std::unordered_map<std::string, std::uint32_t> by_path_;
};

}  // namespace flatcrm::import
