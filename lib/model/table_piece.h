// What a piece of a table holds until it is joined with the others.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/arena.h"
#include "format/yaml.h"
#include "model/column_reader.h"
#include "model/table.h"

namespace flatcrm::model {

struct TablePiece::State {
  /// A shared dictionary a column.
  State(const TableRequest& request, const Schema& schema,
        const std::vector<std::shared_ptr<SharedDictionary>>& dictionaries);
  void reserve(std::size_t more);
  void read_document(const format::YamlNode& root);

  std::vector<ColumnReader> columns;
  std::vector<bool> lists;
  std::string tombstone;  // the field that marks records that went into others, "" where there is none
  std::size_t rows = 0;
  std::size_t reserved = 0;
  std::shared_ptr<core::Arena> kept = std::make_shared<core::Arena>();  // decoded texts that columns show
  core::Arena scratch;
  format::YamlFile yaml;
};

}  // namespace flatcrm::model
