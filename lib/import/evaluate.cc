#include "import/evaluate.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/date.h"
#include "core/id.h"
#include "core/text.h"
#include "import/record_id.h"

namespace flatcrm::import {

namespace {

/// Several columns as one key, so that ("a/b", "c") and ("a", "b/c") stay apart.
void append_key_part(std::string& out, std::string_view part) {
  for (char c : part) {
    if (c == '/' || c == '\\') out += '\\';
    out += c;
  }
}

}  // namespace

RowMapper::RowMapper(const Mapping& mapping, MappedPiece& piece, Normalizers& normalizers)
    : mapping_(mapping), piece_(piece), normalizers_(normalizers) {
  piece_.sets.resize(mapping.records.size());
  for (const RecordMap& record : mapping.records) {
    piece_.counts.emplace_back(record.fields.size());
    piece_.references.emplace_back(record.fields.size());
  }
}

/// As many rows as the first block lets expect: growing bit by bit would copy everything again and again.
void RowMapper::make_room(const format::CsvBlock& block) {
  std::uint64_t bytes = block.offset(block.rows() - 1) + block.line(block.rows() - 1).size() + 1;
  std::uint64_t rows = expected_ * block.rows() / bytes;
  rows += rows / 16;
  MappedSet& set = piece_.sets[0];
  set.records.reserve(rows, mapping_.records[0].fields.size() + 4);
  set.rows.reserve(rows);
  expected_ = 0;
}

bool RowMapper::is_blank(const RowView& row) const {
  for (std::size_t i = 0; i < row.cells(); ++i)
    if (has_value(row.cell(i))) return false;
  return true;
}

bool RowMapper::has_too_many(const RowView& row) const {
  for (std::size_t i = mapping_.columns; i < row.cells(); ++i)
    if (has_value(trimmed(row.block.text(row.row, i, row.arena))))
      return true;  // also behind a wide table's columns
  return false;
}

void RowMapper::reject(const RowView& row, std::uint64_t offset, std::string reason) {
  piece_.rejected.push_back({offset, row.block.line(row.row).size(), row.cells(), std::move(reason)});
}

void RowMapper::refuse(const format::CsvBlock& block, std::size_t row, std::uint64_t offset,
                       const std::string& reason) {
  ++piece_.read;
  reject({block, row, piece_.sets[0].records.arena(), mapping_}, offset, reason);
}

void RowMapper::map(const format::CsvBlock& block, std::size_t row_number, std::uint64_t offset) {
  RowView row{block, row_number, piece_.sets[0].records.arena(), mapping_};
  if (expected_ != 0) make_room(block);
  if (row.cells() == 1 && block.line(row_number).empty()) return;  // an empty line is no row
  ++piece_.read;
  if (!has_value(row.cell(0)) && is_blank(row)) {
    ++piece_.skipped;
    return;
  }
  if (has_too_many(row)) {
    reject(row, offset, fmt::format("{} cells where the header has {}", row.cells(), mapping_.columns));
    return;
  }
  if (!mapping_.wide) {
    bool out = leaves_out(row);
    piece_.skipped += out ? 1 : 0;
    if (!out) map_unit(row, offset);
    return;
  }
  bool any = false;
  for (std::uint32_t column : mapping_.wide->columns) {
    row.wide_name = mapping_.names[column];
    row.wide_value = row.cell(column);
    if (says_nothing(row.wide_value) || leaves_out(row)) continue;
    any = true;
    if (!map_unit(row, offset)) return;
    piece_.unit_rows.push_back(static_cast<std::uint32_t>(piece_.read - 1));
  }
  if (!any) ++piece_.skipped;
}

bool RowMapper::leaves_out(const RowView& row) {
  query::Truth truth = test_condition(row);
  if (truth == query::Truth::yes) return false;
  ++piece_.left_out;
  piece_.unknown += truth == query::Truth::unknown ? 1 : 0;
  return true;
}

/// The records of a row, or of one cell of a wide table.
bool RowMapper::map_unit(const RowView& row, std::uint64_t offset) {
  updated_ = {};
  region_record_ = nullptr;
  if (!make_main(row, offset)) return false;
  for (std::size_t i = 1; i < mapping_.records.size(); ++i) make_further(i, row, offset);
  return true;
}

bool RowMapper::make_main(const RowView& row, std::uint64_t offset) {
  const RecordMap& record = mapping_.records[0];
  evaluate(0, row);
  if (too_long_ != nullptr) {
    reject(row, offset, fmt::format("more than {} values for '{}'", most_elements, too_long_->name));
    return false;
  }
  std::string_view given_id =
      record.id < 0 ? std::string_view() : cells_[static_cast<std::size_t>(record.id)].text;
  if (has_value(given_id) && !core::is_valid_id(given_id)) {
    reject(row, offset, fmt::format("'{}' can't be an id", given_id));
    return false;
  }
  std::string_view key = this->key(record, row);
  if (!has_value(key) && !has_value(given_id)) {
    reject(row, offset, "no key");
    return false;
  }
  if (!mapping_.partial &&
      std::none_of(cells_.begin(), cells_.end(), [](const Cell& cell) { return has_value(cell.text); })) {
    reject(row, offset, "none of the fields has a value");
    return false;
  }
  if (mapping_.updated) {
    std::string_view text = raw_text(*mapping_.updated, row);
    if (has_value(text)) {
      Normal normal = normalizers_.normalize(*mapping_.updated, text, {}, row.arena);
      if (normal.form != Form::failed) updated_ = normal.text;
    }
    std::optional<core::Date> day = core::parse_day(updated_);
    if (mapping_.since && day && *day < *mapping_.since) {
      ++piece_.skipped;
      return false;
    }
  }
  main_key_ = has_value(key) ? key : given_id;
  emit(0, key, given_id, offset);
  return true;
}

bool RowMapper::has_columns(const RecordMap& record, const RowView& row) const {
  for (const FieldMap& field : record.fields) {
    if (field.origin == Origin::row && has_value(raw_text(field, row))) return true;
  }
  return false;
}

void RowMapper::make_further(std::size_t number, const RowView& row, std::uint64_t offset) {
  const RecordMap& record = mapping_.records[number];
  if (record.conditional && !has_columns(record, row)) return;
  std::string_view key;
  if (record.key.empty()) {
    scratch_ = main_key_;
    scratch_ += '/';
    scratch_ += record.key_suffix;
    key = row.arena.keep(scratch_);
  } else {
    key = this->key(record, row);
    if (!has_value(key)) return;
  }
  evaluate(number, row);
  emit(number, key, {}, offset);
}

std::string_view RowMapper::key_cell(const RecordMap& record, std::size_t at, const RowView& row) {
  std::string_view cell = row.cell(record.key[at]);
  if (!record.caseless[at]) return cell;
  const bool small = std::none_of(cell.begin(), cell.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return small ? cell : row.arena.keep(core::lower_ascii(cell));
}

std::string_view RowMapper::key(const RecordMap& record, const RowView& row) {
  if (record.key.size() == 1) return key_cell(record, 0, row);
  if (record.key.empty()) return content_key(row);
  scratch_.clear();
  bool any = false;
  for (std::size_t at = 0; at < record.key.size(); ++at) {
    if (at > 0) scratch_ += '/';
    std::string_view cell = key_cell(record, at, row);
    any = any || has_value(cell);
    append_key_part(scratch_, cell);
  }
  return any ? row.arena.keep(scratch_) : std::string_view();
}

std::string_view RowMapper::content_key(const RowView& row) {
  scratch_.clear();
  std::size_t filled = 0;
  for (std::size_t i = 0; i < std::min(row.cells(), mapping_.columns); ++i) {
    if (mapping_.own_column[i]) continue;
    scratch_ += row.cell(i);
    if (has_value(row.cell(i))) filled = scratch_.size() + 1;
    scratch_ += '\x1f';
  }
  scratch_.resize(filled);  // a row that ends early is the same as one with empty cells
  std::string hexadecimal = fmt::format("{:016x}", core::stable_hash(scratch_));
  return row.arena.keep(hexadecimal);
}

std::string_view RowMapper::new_id(const RecordMap& record, std::string_view key, core::Arena& arena) {
  label_.clear();
  for (std::size_t field : record.label) {
    if (!label_.empty() && has_value(cells_[field].text)) label_ += ' ';
    label_ += cells_[field].text;
  }
  std::string_view shared =
      record.id_from < 0 ? std::string_view() : cells_[static_cast<std::size_t>(record.id_from)].text;
  if (has_value(shared))
    make_shared_id(label_, record.fields[static_cast<std::size_t>(record.id_from)].name, shared, id_);
  else
    make_new_id(label_, mapping_.source, key, id_);
  return arena.keep(id_);
}

void RowMapper::emit(std::size_t number, std::string_view key, std::string_view given_id,
                     std::uint64_t offset) {
  const RecordMap& record = mapping_.records[number];
  MappedSet& set = piece_.sets[number];
  core::Arena& arena = set.records.arena();
  bool has_id = has_value(given_id);
  set.records.begin();
  set.records.add(model::Paths::id, has_id ? given_id : new_id(record, key, arena));
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const FieldMap& field = record.fields[i];
    const Cell& cell = cells_[i];
    if (field.same != 0 && cell.text.empty()) {
      set.records.add(field.path, {});  // known once all rows are
      continue;
    }
    if (cell.text.data() == nullptr || static_cast<int>(i) == record.id) continue;
    if (cell.text.empty() && field.origin != Origin::ref && field.origin != Origin::cancels &&
        !mapping_.empty_clears)
      continue;
    set.records.add(field.path, cell.text, cell.reference);
    if (field.has_currency && has_value(cell.currency)) set.records.add(field.currency, cell.currency);
  }
  if (!has_id) {
    set.records.add(record.source_path, mapping_.source);
    set.records.add(record.key_path, key);
    set.records.add(record.first_seen_path, mapping_.first_seen);
    if (has_value(updated_)) set.records.add(record.updated_path, updated_);
    if (record.said_path != 0) set.records.add(record.said_path, "?");  // known once its references are
  }
  set.records.end(offset, static_cast<std::uint32_t>(piece_.read - 1));
  scratch_ = has_id ? std::string_view("\x01id") : std::string_view(mapping_.source);
  scratch_ += '\0';
  scratch_ += has_id ? given_id : key;
  std::uint32_t parent = number == 0 ? static_cast<std::uint32_t>(set.rows.size())
                                     : static_cast<std::uint32_t>(piece_.sets[0].rows.size() - 1);
  set.rows.push_back({has_id ? given_id : key, core::stable_hash(scratch_), parent, has_id});
}

}  // namespace flatcrm::import
