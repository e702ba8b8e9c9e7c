#include "model/record_set.h"

#include "core/text.h"

namespace flatcrm::model {

std::string_view Record::value(PathId path) const {
  for (const Value& value : values_) {
    if (value.path == path) return value.text;
  }
  return {};
}

Record RecordSet::operator[](std::size_t row) const {
  const Row& place = rows_[row];
  return {std::span(values_).subspan(place.first, place.count), place.begin, place.index};
}

void RecordSet::clear() {
  values_.clear();
  rows_.clear();
  open_ = 0;
  arena_.clear();
}

void RecordSet::reserve(std::size_t rows, std::size_t values_a_row) {
  rows_.reserve(rows);
  values_.reserve(rows * values_a_row);
}

std::string key_of(const Record& record, Paths& paths) {
  std::string key(record.id());
  if (!key.empty()) return key;
  for (const std::string& field : paths.schema().key()) {
    std::string_view value = record.value(paths.intern(field));
    if (value.empty()) return "";
    if (!key.empty()) key += '-';
    key += core::lower_ascii(value);
  }
  return key;
}

}  // namespace flatcrm::model
