#include "model/column_reader.h"

#include <algorithm>

#include "core/error.h"
#include "core/id.h"
#include "model/list_text.h"

namespace flatcrm::model {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Column column_for(As as, const Field* field) {
  if (as == As::codes) return Codes{};
  if (as == As::hashes) return Hashes{};
  if (as == As::texts || field == nullptr || field->list) return Texts{};
  switch (field->type) {
    case Type::text:
      return field->values.empty() ? Column(Texts{}) : Column(Codes{});
    case Type::integer:
    case Type::decimal:
    case Type::money:
      return Numbers{};
    case Type::date:
    case Type::date_time:
      return Dates{};
    case Type::boolean:
    case Type::reference:
      return Codes{};
  }
  return Texts{};
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

}  // namespace

void rescale_numbers(std::span<std::int64_t> values, int from, int to, const std::string& path) {
  if (from == to) return;
  std::int64_t factor = power_of_ten(to - from);
  std::int64_t most = largest / factor;
  for (std::int64_t& value : values) {
    if (value == core::no_number) continue;
    if (value > most || value < -most) {
      throw Error(Code::limit, "the numbers of '" + path +
                                   "' have no common scale: one is too large, another has too many decimals");
    }
    value *= factor;
  }
}

ColumnReader::ColumnReader(const ColumnRequest& request, const Schema& schema, SharedDictionary* texts)
    : path_(request.path) {
  if (path_.ends_with("[]")) path_.resize(path_.size() - 2);
  const Field* field = schema.find(path_);
  list_ = field != nullptr && field->list;
  instants_ = field != nullptr && field->type == Type::date_time;
  whole_ = field != nullptr && field->type == Type::integer;
  column = column_for(request.as, field);
  if (std::holds_alternative<Codes>(column) && texts != nullptr) {
    dictionary_ = texts;
    asker_ = std::make_unique<SharedDictionary::Asker>(*texts);
  }
  if (std::holds_alternative<Dates>(column)) days_ = std::make_unique<DayReader>();
}

template <typename Read>
void ColumnReader::for_each_cell(const format::CsvBlock& block, std::span<const std::uint32_t> rows,
                                 CellPlace place, core::Arena& arena, Read read) const {
  for (std::uint32_t row : rows) {
    std::string_view text;
    if (place.number < block.cells(row)) text = block.text(row, place.number, arena);
    if (list_ || place.list) text = canonical_list(text, arena);
    read(text);
  }
}

void ColumnReader::read_cells(const format::CsvBlock& block, std::span<const std::uint32_t> rows,
                              CellPlace place, const Arenas& arenas) {
  if (std::holds_alternative<Codes>(column)) return read_codes(block, rows, place, arenas.scratch);
  if (auto* texts = std::get_if<Texts>(&column); texts != nullptr && arenas.copies) {
    for_each_cell(block, rows, place, arenas.scratch,
                  [&](std::string_view text) { add(*texts, arenas.kept.keep(text)); });
    return;
  }
  std::visit(
      [&](auto& typed) {
        for_each_cell(block, rows, place, keeps_texts() ? arenas.kept : arenas.scratch,
                      [&](std::string_view text) { add(typed, text); });
      },
      column);
}

/// What was seen lately is answered at once; the dictionary is asked for the rest of the block together.
void ColumnReader::read_codes(const format::CsvBlock& block, std::span<const std::uint32_t> rows,
                              CellPlace place, core::Arena& scratch) {
  auto& typed = std::get<Codes>(column);
  std::vector<std::uint32_t>& codes = typed.codes;
  pending_texts_.clear();
  pending_places_.clear();
  if (!asker_) asker_ = std::make_unique<SharedDictionary::Asker>(*dictionary_);
  if (!recent_) recent_ = std::make_unique<RecentCodes>();
  bool recent = recent_->is_useful();
  auto next = static_cast<std::uint32_t>(codes.size());
  codes.resize(codes.size() + rows.size());
  for_each_cell(block, rows, place, scratch, [&](std::string_view text) {
    std::uint32_t here = next++;
    if (text.empty()) return;
    if (recent && text.size() <= RecentCodes::longest) {
      codes[here] = recent_->find(text);
      if (codes[here] != 0) return;
    }
    pending_texts_.push_back(text);
    pending_places_.push_back(here);
  });
  pending_codes_.resize(pending_texts_.size());
  asker_->codes(pending_texts_, pending_codes_);
  for (std::size_t i = 0; i < pending_codes_.size(); ++i) {
    codes[pending_places_[i]] = pending_codes_[i];
    if (recent && pending_texts_[i].size() <= RecentCodes::longest)
      recent_->keep(pending_texts_[i], pending_codes_[i]);
  }
}

void ColumnReader::rest() {
  recent_.reset();
  asker_.reset();
  std::vector<std::string_view>().swap(pending_texts_);
  std::vector<std::uint32_t>().swap(pending_places_);
  std::vector<std::uint32_t>().swap(pending_codes_);
}

void ColumnReader::read_value(std::string_view text) {
  std::visit([&](auto& typed) { add(typed, text); }, column);
}

void ColumnReader::add(Codes& codes, std::string_view text) {
  if (!asker_) asker_ = std::make_unique<SharedDictionary::Asker>(*dictionary_);
  codes.codes.push_back(asker_->code(text));
}

void ColumnReader::add(Texts& texts, std::string_view text) {
  texts.texts.push_back(text);
}

void ColumnReader::add(Dates& dates, std::string_view text) {
  core::Date day = text.empty() ? core::no_date : days_->read(text, instants_);
  dates.days.push_back(day);
  if (day == core::no_date && !text.empty()) ++dates.unreadable;
}

void ColumnReader::add(Numbers& numbers, std::string_view text) {
  std::optional<core::Decimal> number = text.empty() ? std::nullopt : core::parse_decimal(text);
  if (number && whole_ && number->scale != 0) number = std::nullopt;
  if (!number) {
    numbers.unreadable += text.empty() ? 0 : 1;
    numbers.values.push_back(core::no_number);
    return;
  }
  if (number->scale > numbers.scale) {
    rescale_numbers(numbers.values, numbers.scale, number->scale, path_);
    numbers.scale = number->scale;
  }
  std::int64_t value = number->mantissa;
  if (number->scale < numbers.scale) rescale_numbers({&value, 1}, number->scale, numbers.scale, path_);
  numbers.values.push_back(value);
}

void ColumnReader::add(Hashes& hashes, std::string_view text) {
  // A hash that is 0 by chance must not look like a missing value.
  hashes.hashes.push_back(text.empty() ? 0 : std::max<std::uint64_t>(core::stable_hash(text), 1));
}

namespace {

template <typename Visit>
void with_values(Column& column, Visit visit) {
  if (auto* codes = std::get_if<Codes>(&column)) visit(codes->codes, std::uint32_t{0});
  if (auto* texts = std::get_if<Texts>(&column)) visit(texts->texts, std::string_view{});
  if (auto* dates = std::get_if<Dates>(&column)) visit(dates->days, core::no_date);
  if (auto* numbers = std::get_if<Numbers>(&column)) visit(numbers->values, core::no_number);
  if (auto* hashes = std::get_if<Hashes>(&column)) visit(hashes->hashes, std::uint64_t{0});
}

}  // namespace

void ColumnReader::fill(std::size_t rows) {
  with_values(column, [rows](auto& values, auto missing) { values.resize(rows, missing); });
}

void ColumnReader::reserve(std::size_t rows) {
  with_values(column, [rows](auto& values, auto) { values.reserve(rows); });
}

}  // namespace flatcrm::model
