#include "model/record_set.h"

#include "core/text.h"
#include "model/reserve_large.h"

namespace flatcrm::model {

void RecordSet::adopt(RecordSet&& other, const std::vector<bool>& marked) {
  auto base = static_cast<std::uint32_t>(chunks_.size()) + 1;
  for (std::size_t row = 0; row < other.rows_.size(); ++row) {
    if (!marked[row]) continue;
    rows_.push_back(other.rows_[row]);
    rows_.back().chunk += base;
  }
  chunks_.push_back(std::move(other.values_));
  for (std::vector<Value>& chunk : other.chunks_) chunks_.push_back(std::move(chunk));
  arenas_.push_back(std::move(other.arena_));
  for (core::Arena& arena : other.arenas_) arenas_.push_back(std::move(arena));
  other = RecordSet();
}

void RecordSet::clear() {
  values_.clear();
  rows_.clear();
  chunks_.clear();
  arenas_.clear();
  open_ = 0;
  arena_.clear();
}

void RecordSet::reserve(std::size_t rows, std::size_t values_a_row) {
  reserve_large(rows_, rows);
  reserve_large(values_, rows * values_a_row);
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
