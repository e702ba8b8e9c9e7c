// What a piece of a table holds until it is joined with the others.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/arena.h"
#include "format/yaml.h"
#include "model/column_reader.h"
#include "model/row_test.h"
#include "model/table.h"

namespace flatcrm::model {

struct TablePiece::State {
  /// A shared dictionary a column.
  State(const TableRequest& request, const Schema& schema,
        const std::vector<std::shared_ptr<SharedDictionary>>& dictionaries);
  void reserve(std::size_t more);
  void read_document(const format::YamlNode& root);
  void place_tests(const std::vector<std::string>& header);
  bool passes(const format::CsvBlock& block, std::uint32_t row);
  void pick_rows(const format::CsvBlock& block, CellPlace gone, std::vector<std::uint32_t>& picked);
  void settle_texts(std::size_t read, std::size_t shown);
  std::size_t shown_bytes(const format::CsvBlock& block, std::span<const std::uint32_t> picked,
                          const std::vector<CellPlace>& places);

  /// One test of the request, and where its column stands in the table that is being read.
  struct Test {
    std::string path;
    RowTest test;
    std::size_t place = 0;
  };

  std::vector<ColumnReader> columns;
  std::vector<Test> tests;
  bool copies_texts = false;  // so that the source can go
  bool shows_source = false;
  std::vector<bool> lists;
  std::string tombstone;  // the field that marks records that went into others, "" where there is none
  std::size_t rows = 0;
  std::size_t reserved = 0;
  std::shared_ptr<core::Arena> kept = std::make_shared<core::Arena>();  // decoded texts that columns show
  core::Arena scratch;
  format::YamlFile yaml;
};

}  // namespace flatcrm::model
