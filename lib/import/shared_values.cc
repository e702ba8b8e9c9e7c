#include "import/shared_values.h"

#include <string_view>
#include <unordered_map>

namespace flatcrm::import {

namespace {

using Groups = std::unordered_map<std::string_view, model::Value>;

/// Which of the field's columns a value is from; those of a reference are one as good as the other.
std::uint32_t alternative(const FieldMap& field, const model::Value& value) {
  return field.kind == Kind::reference ? 0 : value.at;
}

Groups values_by_group(const FieldMap& field, std::size_t record, const std::vector<MappedPiece>& pieces) {
  Groups known;
  for (const MappedPiece& piece : pieces)
    for (std::size_t row = 0; row < piece.sets[record].records.size(); ++row) {
      model::Record one = piece.sets[record].records[row];
      std::string_view group = one.value(field.same);
      if (group.empty()) continue;
      for (const model::Value& value : one.values()) {
        if (value.path != field.path || value.text.empty()) continue;
        auto [entry, added] = known.try_emplace(group, value);
        if (!added && alternative(field, value) < alternative(field, entry->second)) entry->second = value;
      }
    }
  return known;
}

void fill(const FieldMap& field, std::size_t record, std::vector<MappedPiece>& pieces) {
  const Groups known = values_by_group(field, record, pieces);
  for (MappedPiece& piece : pieces) {
    model::RecordSet& records = piece.sets[record].records;
    for (std::size_t row = 0; row < records.size(); ++row) {
      auto found = known.find(records[row].value(field.same));
      for (model::Value& value : records.edit(row)) {
        if (value.path != field.path) continue;
        if (found != known.end() &&
            (value.text.empty() || alternative(field, found->second) < alternative(field, value)))
          value = found->second;
        if (field.kind != Kind::reference) value.at = 0;
      }
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
