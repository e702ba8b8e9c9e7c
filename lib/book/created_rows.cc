#include "book/created_rows.h"

#include <algorithm>

namespace flatcrm::book {

namespace {

using model::PathId;
using model::Value;

constexpr std::size_t line = 64;  // bytes that come from memory at once

void fetch_values(std::span<const Value> values) {
  const auto* begin = reinterpret_cast<const char*>(values.data());
  for (std::size_t at = 0; at < values.size_bytes(); at += line) __builtin_prefetch(begin + at);
}

}  // namespace

void CreatedRows::gather(const FilePlan& plan, const model::Paths& paths) {
  values_.clear();
  ends_.clear();
  columns_.clear();
  text_bytes_ = 0;
  if (plan.created.empty()) return;
  copy(plan.changes->created, plan.created);
  find_columns(paths);
  put_in_order();
}

/// In steps ahead of time: where a record is, then what its values are.
void CreatedRows::copy(const model::RecordSet& records, const std::vector<std::uint32_t>& rows) {
  constexpr std::size_t far = 24, near = 12;
  ends_.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i + far < rows.size()) records.prefetch(rows[i + far]);
    if (i + near < rows.size()) fetch_values(records[rows[i + near]].values());
    for (const Value& value : records[rows[i]].values()) {
      if (value.text.empty()) continue;
      values_.push_back(value);
      text_bytes_ += value.text.size();
    }
    ends_.push_back(values_.size());
  }
}

void CreatedRows::find_columns(const model::Paths& paths) {
  ranks_.assign(paths.size(), 0);
  ranks_[model::Paths::id] = 1;
  for (const Value& value : values_) ranks_[value.path] = 1;
  for (PathId path = 0; path < ranks_.size(); ++path)
    if (ranks_[path] != 0) columns_.push_back(path);
  std::sort(columns_.begin(), columns_.end(), [&](PathId a, PathId b) { return paths.before(a, b); });
  for (std::uint32_t i = 0; i < columns_.size(); ++i) ranks_[columns_[i]] = i;
}

/// Nearly all stand in it already.
void CreatedRows::put_in_order() {
  std::size_t begin = 0;
  for (std::size_t end : ends_) {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (ranks_[values_[i - 1].path] <= ranks_[values_[i].path]) continue;
      Value value = values_[i];
      std::size_t at = i;
      for (; at > begin && ranks_[values_[at - 1].path] > ranks_[value.path]; --at)
        values_[at] = values_[at - 1];
      values_[at] = value;
    }
    begin = end;
  }
}

void CreatedRows::fetch(std::size_t row) const {
  constexpr std::size_t ahead = 6;
  if (row + ahead >= size()) return;
  const char* fetched = nullptr;
  for (const Value& value : (*this)[row + ahead].values()) {
    if (value.text.data() >= fetched && value.text.data() < fetched + line) continue;
    fetched = value.text.data();
    __builtin_prefetch(fetched);
  }
}

}  // namespace flatcrm::book
