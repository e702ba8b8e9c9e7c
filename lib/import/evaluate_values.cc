#include <algorithm>
#include <array>

#include "core/decimal.h"
#include "core/text.h"
#include "import/evaluate.h"
#include "text/name.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_examples = 3;

void count(FieldCount& counts, std::string_view value, Form form) {
  ++counts.given;
  if (form == Form::changed) ++counts.normalized;
  if (form != Form::failed) return;
  ++counts.failed;
  if (counts.examples.size() < most_examples &&
      std::find(counts.examples.begin(), counts.examples.end(), value) == counts.examples.end())
    counts.examples.emplace_back(value);
}

/// Is the cell of a list one element that stands as it is?
bool is_one_element(std::string_view cell) {
  for (char c : cell)
    if (c == ';' || c == '\\') return false;
  return true;
}

}  // namespace

void RowMapper::evaluate(std::size_t record, const RowView& row) {
  const std::vector<FieldMap>& fields = mapping_.records[record].fields;
  cells_.resize(fields.size());
  too_long_ = nullptr;
  region_known_ = false;
  region_record_ = &mapping_.records[record];
  for (std::size_t i = 0; i < fields.size(); ++i) cells_[i] = evaluate(record, i, row);
  if (mapping_.records[record].person_name >= 0) {
    make_name_proper(record, row);
    take_case_of_parts(record, row);
  }
}

/// A name made of the cells of its parts is spelled as they are, "Doe" and not "DOE".
void RowMapper::take_case_of_parts(std::size_t number, const RowView& row) {
  const RecordMap& record = mapping_.records[number];
  std::string_view& name = cells_[static_cast<std::size_t>(record.person_name)].text;
  if (record.name_parts.size() != 2 || !text::may_be_capitals(name)) return;
  scratch_.clear();
  for (const std::size_t part : record.name_parts) {
    if (!scratch_.empty() && has_value(cells_[part].text)) scratch_ += ' ';
    scratch_ += cells_[part].text;
  }
  if (scratch_ != name && text::fold(scratch_) == text::fold(name)) name = row.arena.keep(scratch_);
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
  if (field.kind == Kind::month_day && normal.text.empty()) return {};
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

}  // namespace flatcrm::import
