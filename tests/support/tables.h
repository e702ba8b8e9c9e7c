// Typed tables from delimited text, for tests of what reads tables.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "format/csv.h"
#include "model/schema.h"
#include "model/table.h"

/// `text` with its header in the first row.
inline flatcrm::model::Table table_from(const flatcrm::model::TableRequest& request, std::string text) {
  using namespace flatcrm;
  static const model::Schemas schemas = model::Schemas::built_in();
  auto owner = std::make_shared<const std::string>(std::move(text));
  std::string_view all = *owner;
  std::size_t end = std::min(all.find('\n'), all.size());
  std::vector<std::string> header = format::read_csv(all.substr(0, end)).rows.at(0);
  model::TableBuilder builder(request, schemas.of(request.collection));
  model::TablePiece piece = builder.piece();
  piece.read_rows(all.substr(std::min(end + 1, all.size())), {}, header);
  builder.add(std::move(piece), owner);
  return builder.build(1);
}
