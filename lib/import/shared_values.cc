#include "import/shared_values.h"

#include <string_view>
#include <unordered_map>

namespace flatcrm::import {

namespace {

void fill(const FieldMap& field, std::size_t record, std::vector<MappedPiece>& pieces) {
  std::unordered_map<std::string_view, std::string_view> known;
  for (const MappedPiece& piece : pieces)
    for (std::size_t row = 0; row < piece.sets[record].records.size(); ++row) {
      model::Record one = piece.sets[record].records[row];
      std::string_view group = one.value(field.same), value = one.value(field.path);
      if (!group.empty() && !value.empty()) known.try_emplace(group, value);
    }
  for (MappedPiece& piece : pieces) {
    model::RecordSet& records = piece.sets[record].records;
    for (std::size_t row = 0; row < records.size(); ++row) {
      std::string_view group = records[row].value(field.same);
      auto found = known.find(group);
      for (model::Value& value : records.edit(row))
        if (value.path == field.path && value.text.empty() && found != known.end())
          value.text = found->second;
      records.drop(row,
                   [&](const model::Value& value) { return value.path == field.path && value.text.empty(); });
    }
  }
}

}  // namespace

void fill_shared_values(const Mapping& mapping, std::vector<MappedPiece>& pieces) {
  for (std::size_t record = 0; record < mapping.records.size(); ++record)
    for (const FieldMap& field : mapping.records[record].fields)
      if (field.same != 0) fill(field, record, pieces);
}

}  // namespace flatcrm::import
