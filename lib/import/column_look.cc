#include "import/column_look.h"

#include <algorithm>

#include "core/arena.h"
#include "core/id.h"
#include "core/text.h"
#include "import/source_error.h"
#include "text/address.h"
#include "text/country.h"
#include "text/date_reading.h"
#include "text/email.h"
#include "text/name.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_rows = 1000;

/// Calls visit(block, row) for every row with a value; false from it ends the reading.
template <typename Visit>
void each_row(const Source& source, const Visit& visit) {
  format::CsvScanner scanner(source.rows(), source.dialect());
  format::CsvBlock block;
  const bool special = source.has_special_rows();
  try {
    while (scanner.next(block))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        if (block.line(row).empty()) continue;
        if (special && source.is_no_row(source.rows_begin() + block.offset(row))) continue;
        if (!visit(block, row)) return;
      }
  } catch (const Error& error) {
    rethrow_in_source(source, source.rows_begin(), error);
  }
}

/// Little but digits, as many as a whole number has, with a plus, an area code or blanks; postcodes have fewer digits and tax numbers more.
bool looks_like_phone(std::string_view text) {
  std::size_t digits = 0, others = 0;
  for (char c : text) {
    if (c >= '0' && c <= '9')
      ++digits;
    else if (std::string_view(" +-/().").find(c) == std::string_view::npos)
      ++others;
  }
  const bool whole = text.front() == '+' || text.front() == '(' || text.find('/') != std::string_view::npos;
  const bool marked = text.find_first_of("+ (-/") != std::string_view::npos || text.front() == '0';
  const std::size_t least = whole ? 7 : 9, most = text.front() == '+' ? 17 : 13;
  return digits >= least && digits <= most && others == 0 && marked && !text::read_date(text).clock.given &&
         text::read_date(text).shape == text::DateShape::none;
}

bool looks_like_date(std::string_view text) {
  text::DateShape shape = text::read_date(text).shape;
  return shape == text::DateShape::fixed || shape == text::DateShape::numeric;
}

bool looks_like_url(std::string_view text) {
  std::string lower = core::lower_ascii(text.substr(0, 12));
  return lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.");
}

/// "Dr. Ann Berg", and "Berg, Ann" with the family first.
void look_at_name(ColumnLook& out, std::string_view value) {
  if (text::is_organization_like(value)) {
    ++out.firms;
    return;
  }
  const text::PersonName name = text::split_name(value);
  out.titled += name.prefix.empty() ? 0 : 1;
  const std::size_t comma = value.find(',');
  const bool turned = comma != std::string_view::npos &&
                      value.find(',', comma + 1) == std::string_view::npos && !name.given.empty() &&
                      core::trim(value.substr(0, comma)) == name.family;
  out.turned += turned ? 1 : 0;
}

void look(ColumnLook& out, std::string_view value, core::Arena& arena) {
  ++out.rows;
  if (value.empty()) return;
  ++out.filled;
  if (out.example.empty()) out.example = value;
  if (out.words.size() < ColumnLook::most_words &&
      std::find(out.words.begin(), out.words.end(), value) == out.words.end())
    out.words.emplace_back(value);
  if (value.find('@') != std::string_view::npos)
    out.emails += text::parse_email(value, arena).ok ? 1 : 0;
  else if (looks_like_url(value))
    ++out.urls;
  else if (looks_like_phone(value))
    ++out.phones;
  else if (looks_like_date(value))
    ++out.dates;
  else if (value.size() > 1 && !text::country_code(value).empty())
    ++out.countries;
  if (value.find_first_not_of("0123456789") == std::string_view::npos) ++out.numbers;
  look_at_name(out, value);
  if (const text::PostalAddress town = text::split_town(value); town.sure) {
    ++out.towns;
    out.regions += town.region.empty() ? 0 : 1;
  }
  if (value.size() < 12) return;
  text::PostalAddress address = text::split_address(value);
  out.addresses += address.sure ? 1 : 0;
  out.regions += address.region.empty() ? 0 : 1;
  out.lands += address.country.empty() ? 0 : 1;
}

/// A slug and six characters of Crockford's base 32.
bool looks_like_made_id(std::string_view text) {
  std::size_t dash = text.rfind('-');
  if (!core::is_valid_id(text) || dash == std::string_view::npos || text.size() - dash != 7) return false;
  return text.substr(dash + 1).find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") ==
         std::string_view::npos;
}

bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Are there rows with one value in a column that differ elsewhere? One that stands twice as a whole is one thing.
bool has_different_rows(const Source& source, std::size_t column) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> seen;
  core::Arena arena;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    const std::string_view value =
        column < block.cells(row) ? core::trim(block.text(row, column, arena)) : "";
    if (!value.empty()) seen.emplace_back(core::stable_hash(value), core::stable_hash(block.line(row)));
    return true;
  });
  std::sort(seen.begin(), seen.end());
  return std::adjacent_find(seen.begin(), seen.end(), [](const auto& left, const auto& right) {
           return left.first == right.first && left.second != right.second;
         }) != seen.end();
}

}  // namespace

std::vector<ColumnLook> look_at_columns(const Source& source) {
  std::vector<ColumnLook> out(source.columns().size());
  core::Arena arena;
  std::size_t rows = 0;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    for (std::size_t i = 0; i < std::min(out.size(), block.cells(row)); ++i)
      look(out[i], core::trim(block.text(row, i, arena)), arena);
    return ++rows < most_rows;
  });
  return out;
}

KeyLook look_at_key(const Source& source, std::size_t column) {
  KeyLook out;
  out.only_ids = out.could_be_ids = true;
  std::vector<std::uint64_t> seen;
  core::Arena arena;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    std::string_view value = column < block.cells(row) ? core::trim(block.text(row, column, arena)) : "";
    ++out.rows;
    if (value.empty()) {
      ++out.empty;
      return true;
    }
    seen.push_back(core::stable_hash(value));
    out.only_ids = out.only_ids && looks_like_made_id(value);
    out.could_be_ids = out.could_be_ids && core::is_valid_id(value) && has_letter(value);
    return true;
  });
  std::sort(seen.begin(), seen.end());
  out.is_unique =
      std::adjacent_find(seen.begin(), seen.end()) == seen.end() || !has_different_rows(source, column);
  out.only_ids = out.only_ids && !seen.empty();
  out.could_be_ids = out.could_be_ids && !seen.empty();
  return out;
}

bool never_together(const Source& source, std::size_t column, std::size_t other) {
  core::Arena arena;
  bool together = false;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    if (std::max(column, other) < block.cells(row))
      together = !core::trim(block.text(row, column, arena)).empty() &&
                 !core::trim(block.text(row, other, arena)).empty();
    return !together;
  });
  return !together;
}

bool stands_alone(const Source& source, std::size_t column, const std::vector<std::size_t>& others) {
  core::Arena arena;
  bool alone = false;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    auto filled = [&](std::size_t at) {
      return at < block.cells(row) && !core::trim(block.text(row, at, arena)).empty();
    };
    alone = filled(column) && std::none_of(others.begin(), others.end(), filled);
    return !alone;
  });
  return alone;
}

bool never_holds(const Source& source, std::size_t column, std::size_t other) {
  core::Arena arena;
  std::size_t rows = 0, both = 0;
  bool holds = false;
  each_row(source, [&](const format::CsvBlock& block, std::size_t row) {
    if (std::max(column, other) >= block.cells(row)) return true;
    const std::string_view whole = core::trim(block.text(row, column, arena));
    const std::string_view part = core::trim(block.text(row, other, arena));
    if (!whole.empty() && !part.empty()) {
      ++both;
      holds = whole.find(part) != std::string_view::npos;
    }
    return !holds && ++rows < most_rows;
  });
  return both > 0 && !holds;
}

}  // namespace flatcrm::import
