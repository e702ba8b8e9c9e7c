#include "import/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/date.h"
#include "core/decimal.h"
#include "core/id.h"
#include "core/text.h"
#include "import/value_parts.h"
#include "text/country.h"
#include "text/name.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_examples = 3;
/// No customer has more telephone numbers or tags; a cell with more is no list but something gone wrong.
constexpr std::size_t most_elements = 4096;

bool has_value(std::string_view text) {
  return !text.empty();
}

void count(FieldCount& counts, std::string_view value, Form form) {
  ++counts.given;
  if (form == Form::changed) ++counts.normalized;
  if (form != Form::failed) return;
  ++counts.failed;
  if (counts.examples.size() < most_examples &&
      std::find(counts.examples.begin(), counts.examples.end(), value) == counts.examples.end())
    counts.examples.emplace_back(value);
}

/// Letters that core::slug can't bring to ASCII: a name in them needs transliteration.
bool is_beyond_latin(std::string_view text) {
  if (core::is_ascii(text)) return false;
  while (!text.empty()) {
    core::CodePoint point = core::first_code_point(text);
    if (point.length == 0) return false;
    bool latin = point.value < 0x250 || (point.value >= 0x300 && point.value < 0x370) ||
                 (point.value >= 0x1e00 && point.value < 0x1f00) ||
                 (point.value >= 0x2000 && point.value < 0x2190);
    if (!latin) return true;
    text.remove_prefix(point.length);
  }
  return false;
}

/// Is the cell of a list one element that stands as it is?
bool is_one_element(std::string_view cell) {
  for (char c : cell)
    if (c == ';' || c == '\\') return false;
  return true;
}

/// A slug of its own is sure; without one the key stands in.
bool has_letter_or_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

/// Several columns as one key, so that ("a/b", "c") and ("a", "b/c") stay apart.
void append_key_part(std::string& out, std::string_view part) {
  for (char c : part) {
    if (c == '/' || c == '\\') out += '\\';
    out += c;
  }
}

}  // namespace

void make_new_id(std::string& label, std::string_view source, std::string_view key, std::string& out) {
  if (is_beyond_latin(label)) label = text::to_latin(label);
  std::string fallback;
  if (!has_letter_or_digit(label)) fallback = core::slug(key);
  core::make_id(label, fallback.empty() ? "x" : fallback, source, key, 0, out);
}

/// Of the first value of a field, whatever the source: two lists that have it in common make the same id.
void make_shared_id(std::string& label, std::string_view field, std::string_view values, std::string& out) {
  std::vector<std::string> all = core::split_list(values);
  make_new_id(label, field, core::lower_ascii(all.empty() ? values : std::string_view(all.front())), out);
}

std::string_view fill_pattern(const std::vector<PatternPart>& pattern, const RowView& row) {
  std::string filled;
  bool any = false, value = false;
  for (const PatternPart& part : pattern) {
    if (part.column < 0) {
      filled += part.literal;
      continue;
    }
    std::string_view cell = row.cell(static_cast<std::size_t>(part.column));
    any = any || cell.data() != nullptr;
    value = value || has_value(cell);
    filled += cell;
  }
  if (!any) return {};
  if (!value) return row.arena.keep("");
  std::string collapsed;
  for (char c : filled)
    if (c != ' ' || (!collapsed.empty() && collapsed.back() != ' ')) collapsed += c;
  return trimmed(row.arena.keep(collapsed));
}

bool says_nothing(std::string_view cell) {
  return cell.empty() || cell == "-" || core::equal_ignoring_ascii_case(cell, "n/a") ||
         core::equal_ignoring_ascii_case(cell, "na") || core::equal_ignoring_ascii_case(cell, "null");
}

namespace {

/// The numbered part, "" where there are fewer.
std::string_view taken_part(std::string_view text, std::string_view separator, int number) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = separator.empty() ? text.npos : text.find(separator, begin);
    end = std::min(end, text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + std::max<std::size_t>(separator.size(), 1);
  }
  int count = static_cast<int>(parts.size());
  int at = number > 0 ? number - 1 : count + number;
  return at < 0 || at >= count ? text.substr(0, 0) : trimmed(parts[static_cast<std::size_t>(at)]);
}

/// Two letters, or "": as the row says, or as all rows have it.
std::string_view country_of(const FieldMap& field, const RowView& row) {
  for (const Input& input : field.country_from) {
    std::string_view text = input.column >= 0 ? row.cell(static_cast<std::size_t>(input.column))
                                              : fill_pattern(input.pattern, row);
    if (std::string_view code = text::country_code(text); !code.empty()) return code;
  }
  return text::country_code(field.country);
}

/// The part of a name or an address that the field takes.
std::string_view part_of(const FieldMap& field, std::string_view text, const RowView& row) {
  std::string_view country = country_of(field, row);
  const std::string& part = field.spec.part->text;
  if (!is_part_of_name(part)) return part_of_address(part, text, country, row.arena);
  text::NameOrder order =
      field.name_order != text::NameOrder::unknown ? field.name_order : text::name_order_of(country);
  return part_of_name(part, text, order, country, row.arena);
}

}  // namespace

std::string_view input_text(const FieldMap& field, const Input& input, const RowView& row) {
  std::string_view text =
      input.column >= 0 ? row.cell(static_cast<std::size_t>(input.column)) : fill_pattern(input.pattern, row);
  if (!field.takes_part || text.empty()) return text;
  if (field.spec.take) text = taken_part(text, field.split, *field.spec.take);
  if (field.spec.part && !text.empty()) text = part_of(field, text, row);
  return text;
}

RawText raw_text_of(const FieldMap& field, const RowView& row) {
  std::string_view first;
  for (std::uint32_t i = 0; i < field.inputs.size(); ++i) {
    std::string_view text = input_text(field, field.inputs[i], row);
    if (has_value(text)) return {text, i};
    if (first.data() == nullptr) first = text;
  }
  return {first, 0};
}

std::string_view raw_text(const FieldMap& field, const RowView& row) {
  return raw_text_of(field, row).text;
}

query::Truth test_condition(const RowView& row) {
  if (!row.mapping.condition) return query::Truth::yes;
  return row.mapping.condition->test([&](std::size_t column) { return row.cell(column); });
}

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

std::string_view RowMapper::key(const RecordMap& record, const RowView& row) {
  if (record.key.size() == 1) return row.cell(record.key[0]);
  if (record.key.empty()) return content_key(row);
  scratch_.clear();
  bool any = false;
  for (std::uint32_t column : record.key) {
    if (column != record.key.front()) scratch_ += '/';
    std::string_view cell = row.cell(column);
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

void RowMapper::evaluate(std::size_t record, const RowView& row) {
  const std::vector<FieldMap>& fields = mapping_.records[record].fields;
  cells_.resize(fields.size());
  too_long_ = nullptr;
  region_known_ = false;
  region_record_ = &mapping_.records[record];
  for (std::size_t i = 0; i < fields.size(); ++i) cells_[i] = evaluate(record, i, row);
  if (mapping_.records[record].person_name >= 0) make_name_proper(record, row);
}

/// A whole name in capitals, unless it is an organization's.
void RowMapper::make_name_proper(std::size_t number, const RowView& row) {
  const RecordMap& record = mapping_.records[number];
  auto at = static_cast<std::size_t>(record.person_name);
  std::string_view name = cells_[at].text;
  bool parts = record.name_parts.empty() ||
               std::any_of(record.name_parts.begin(), record.name_parts.end(),
                           [&](std::size_t part) { return has_value(cells_[part].text); });
  if (name.find(' ') == name.npos || !parts || !text::may_be_capitals(name) ||
      text::is_organization_like(name))
    return;
  std::string proper = text::proper_name(name);
  if (proper == name) return;
  cells_[at].text = row.arena.keep(proper);
  ++piece_.counts[number][at].normalized;
}

RowMapper::Cell RowMapper::single(const FieldMap& field, FieldCount& counts, const RowView& row) {
  RawText raw = raw_text_of(field, row);
  Cell cell = element(field, counts, raw.text, row);
  if (field.factor >= 0) cell = multiplied(field, cell, row);
  if (field.same != 0 && field.kind != Kind::reference) cell.reference = raw.alternative;
  return cell;
}

RowMapper::Cell RowMapper::evaluate(std::size_t record, std::size_t number, const RowView& row) {
  const FieldMap& field = mapping_.records[record].fields[number];
  FieldCount& counts = piece_.counts[record][number];
  if (field.origin == Origin::ref || field.origin == Origin::cancels) return {row.arena.keep(""), {}, 0};
  Cell cell;
  if (field.origin == Origin::constant)
    cell.text = field.constant;
  else if (field.list)
    cell.text = list(field, counts, row);
  else
    cell = single(field, counts, row);
  if (field.kind == Kind::reference && has_value(cell.text))
    cell.reference = piece_.references[record][number].number(cell.text);
  if (field.has_currency && cell.currency.empty()) cell.currency = field.default_currency;
  return cell;
}

/// Exactly; a factor that is no number leaves nothing to say.
RowMapper::Cell RowMapper::multiplied(const FieldMap& field, Cell cell, const RowView& row) const {
  if (field.factor < 0 || !has_value(cell.text)) return cell;
  text::Amount factor = field.amount.parse(row.cell(static_cast<std::size_t>(field.factor)), row.arena);
  std::optional<core::Decimal> left = core::parse_decimal(cell.text);
  std::optional<core::Decimal> right =
      factor.ok && factor.currency != "%" ? core::parse_decimal(factor.number) : std::nullopt;
  if (!left || !right) return {row.arena.keep(""), {}, 0};
  try {
    cell.text = row.arena.keep(core::print(core::multiply(*left, *right)));
  } catch (const Error&) {
    return {row.arena.keep(""), {}, 0};  // beyond 18 digits
  }
  return cell;
}

const std::string* mapped_value(const FieldMap& field, std::string_view value) {
  std::string lower = core::lower_ascii(value);
  if (auto found = field.map.find(lower); found != field.map.end()) return &found->second;
  for (const auto& [prefix, to] : field.prefixes)
    if (lower.starts_with(prefix)) return &to;
  return field.spec.otherwise ? &*field.spec.otherwise : nullptr;
}

RowMapper::Cell RowMapper::element(const FieldMap& field, FieldCount& counts, std::string_view value,
                                   const RowView& row) {
  if (!has_value(value)) return {value, {}, 0};
  std::string_view region_if_needed = field.kind == Kind::phone ? region(row) : std::string_view();
  if (field.maps) {
    if (const std::string* mapped = mapped_value(field, value)) {
      count(counts, value, Form::changed);
      if (mapped->empty()) return {*mapped, {}, 0};
      return {normalizers_.normalize(field, *mapped, region_if_needed, row.arena).text, {}, 0};
    }
  }
  Normal normal = normalizers_.normalize(field, value, region_if_needed, row.arena);
  count(counts, value, normal.form);
  return {normal.text, normal.currency, 0};
}

namespace {

/// Where a part of a cell ends: at the next separator that stands in no quotes, as in "a, b","c".
std::size_t end_of_part(std::string_view value, std::size_t begin, std::string_view separator) {
  std::size_t first = value.find_first_not_of(' ', begin);
  if (first != value.npos && value[first] == '"')
    if (std::size_t quote = value.find('"', first + 1); quote != value.npos) {
      std::size_t next = std::min(value.find_first_not_of(' ', quote + 1), value.size());
      if (next == value.size() || value.substr(next).starts_with(separator)) return next;
    }
  return std::min(value.find(separator, begin), value.size());
}

std::string_view without_quotes(std::string_view part) {
  bool quoted = part.size() > 1 && part.front() == '"' && part.back() == '"';
  return quoted ? part.substr(1, part.size() - 2) : part;
}

}  // namespace

namespace {

/// What people put between two addresses or numbers in one cell.
constexpr std::array<std::string_view, 6> written_between = {",", "|", "\n", " / ", " oder ", " or "};

/// Quickly, for every address and number comes by here: does any of these stand in the cell?
bool may_be_several(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == ',' || c == '|' || c == '\n') return true;
    if (c == ' ' && i + 1 < value.size() && (value[i + 1] == '/' || value[i + 1] == 'o')) return true;
  }
  return false;
}

std::vector<std::string_view> parts_between(std::string_view value, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= value.size();) {
    std::size_t end = std::min(value.find(separator, begin), value.size());
    if (std::string_view part = trimmed(value.substr(begin, end - begin)); has_value(part))
      parts.push_back(part);
    begin = end + separator.size();
  }
  return parts;
}

}  // namespace

/// "a@b.de, c@d.de" as two: only where the whole is no address or number and each part is one. Else empty.
std::vector<std::string_view> RowMapper::several(const FieldMap& field, std::string_view value,
                                                 const RowView& row) {
  if ((field.kind != Kind::email && field.kind != Kind::phone) || !may_be_several(value)) return {};
  auto is_one = [&](std::string_view text) {
    return normalizers_
               .normalize(field, text, field.kind == Kind::phone ? region(row) : std::string_view(),
                          row.arena)
               .form != Form::failed;
  };
  for (std::string_view separator : written_between) {
    if (value.find(separator) == value.npos) continue;
    std::vector<std::string_view> parts = parts_between(value, separator);
    if (parts.size() > 1 && !is_one(value) && std::all_of(parts.begin(), parts.end(), is_one)) return parts;
  }
  return {};
}

void RowMapper::add_elements(const FieldMap& field, FieldCount& counts, std::string_view value,
                             const RowView& row) {
  auto add = [&](std::string_view one) {
    if (elements_.size() == most_elements) {
      too_long_ = &field;
      return;
    }
    std::string_view element_text = element(field, counts, trimmed(one), row).text;
    if (has_value(element_text) &&
        std::find(elements_.begin(), elements_.end(), element_text) == elements_.end())
      elements_.push_back(element_text);
  };
  if (!field.split.empty() && !field.spec.take) {
    for (std::size_t begin = 0; begin <= value.size();) {
      std::size_t end = end_of_part(value, begin, field.split);
      add(without_quotes(trimmed(value.substr(begin, end - begin))));
      begin = end + field.split.size();
    }
  } else if (std::vector<std::string_view> parts = several(field, value, row); !parts.empty()) {
    for (std::string_view part : parts) add(part);
  } else if (is_one_element(value)) {
    add(value);
  } else {
    for (const std::string& one : core::split_list(value)) add(row.arena.keep(one));
  }
}

std::string_view RowMapper::list(const FieldMap& field, FieldCount& counts, const RowView& row) {
  elements_.clear();
  bool any = false;
  for (const Input& input : field.inputs) {
    std::string_view text = input_text(field, input, row);
    any = any || text.data() != nullptr;
    if (has_value(text)) add_elements(field, counts, text, row);
  }

  if (elements_.empty()) return any ? row.arena.keep("") : std::string_view();
  if (elements_.size() == 1 && is_one_element(elements_[0]) &&
      elements_[0].find(' ') == std::string_view::npos)
    return elements_[0];
  return row.arena.keep(core::join_list(elements_));
}

std::string_view RowMapper::region(const RowView& row) {
  if (region_known_) return region_;
  region_known_ = true;
  region_ = {};
  if (region_record_->country >= 0) {
    const FieldMap& field = region_record_->fields[static_cast<std::size_t>(region_record_->country)];
    std::string_view name =
        field.origin == Origin::constant ? std::string_view(field.constant) : raw_text(field, row);
    if (has_value(name)) region_ = normalizers_.country(name);
  }
  if (region_.empty() && !mapping_.region_pattern.empty()) {
    std::string_view name = fill_pattern(mapping_.region_pattern, row);
    if (has_value(name)) region_ = normalizers_.country(name);
  }
  if (region_.empty()) region_ = mapping_.region;
  return region_;
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
