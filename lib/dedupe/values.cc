#include "dedupe/values.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "io/threads.h"
#include "model/list_text.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::size_t forms_a_piece = 4096;
constexpr std::size_t forms_a_look = 256;
constexpr double pairs_of_doubt = 1e4;  // how much evidence the presumption about chance is worth

/// The first few different elements of a form; an empty one is none. Returns how many.
std::uint32_t add_elements(std::string_view form, char between, std::vector<std::string_view>& texts) {
  std::uint32_t count = 0;
  while (!form.empty() && count < most_slots) {
    std::string_view one = form.substr(0, between == '\0' ? form.npos : form.find(between));
    form.remove_prefix(std::min(form.size(), one.size() + 1));
    if (std::find(texts.end() - count, texts.end(), one) != texts.end()) continue;
    texts.push_back(one);
    ++count;
  }
  return count;
}

std::vector<bool> used_codes(const model::Codes& raw, std::span<const std::uint32_t> rows) {
  std::vector<bool> used(raw.dictionary.size(), false);
  for (std::uint32_t row : rows) used[raw.codes[row]] = true;
  used[0] = false;
  return used;
}

std::vector<std::uint32_t> entities_of_codes(const ValueColumn& column, const EntityRows& entities,
                                             std::size_t distinct) {
  std::vector<std::uint32_t> counts(distinct, 0), last(distinct, ~0U);
  for (Row row : entities.rows)
    for (std::uint32_t slot = 0; slot < column.slots; ++slot) {
      std::uint32_t code = column.code(row, slot), entity = entities.entities.of_row[row];
      if (code == 0 || last[code] == entity) continue;
      last[code] = entity;
      ++counts[code];
    }
  return counts;
}

}  // namespace

Entities each_for_itself(std::size_t rows) {
  Entities entities;
  entities.of_row.resize(rows);
  std::iota(entities.of_row.begin(), entities.of_row.end(), 0U);
  entities.count = static_cast<std::uint32_t>(rows);
  return entities;
}

EntityRows::EntityRows(const Entities& all) : entities(all), rows(all.of_row.size()) {
  std::vector<std::uint32_t> first(entities.count + 1, 0);
  for (std::uint32_t entity : entities.of_row) ++first[entity + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  for (Row row = 0; row < rows.size(); ++row) rows[first[entities.of_row[row]]++] = row;
}

bool ValueColumn::empty() const {
  return std::all_of(codes.begin(), codes.end(), [](std::uint32_t code) { return code == 0; });
}

void ValueColumn::keep(std::span<const Row> rows) {
  std::vector<std::uint32_t> kept;
  kept.reserve(rows.size() * slots);
  for (Row row : rows)
    for (std::uint32_t slot = 0; slot < slots; ++slot) kept.push_back(code(row, slot));
  codes = std::move(kept);
}

void ValueColumn::count(const EntityRows& entities, std::size_t distinct, double least) {
  std::vector<std::uint32_t> counts = entities_of_codes(*this, entities, distinct);
  double total = 0, once = 0, twice = 0, pairs = 0;
  for (std::uint32_t count : counts) {
    total += count;
    once += count == 1 ? 1 : 0;
    twice += count == 2 ? 1 : 0;
    pairs += static_cast<double>(count) * (count - 1.0);
  }
  total = std::max(total, 2.0);
  agreement = (pairs + pairs_of_doubt * least) / (total * (total - 1) + pairs_of_doubt);
  double discount = once > 0 ? once / (once + 2 * twice) : 0;
  double floor = std::min(agreement, 0.5 / total);
  // The rarer such values are in the world, the less a small book says about how rare one is.
  double unseen = std::sqrt(1 / least);
  auto frequency_of = [&](std::uint32_t holders) {
    double share = (std::max(holders, 1U) - discount) / (total + unseen);
    return static_cast<float>(std::log2(std::max(share, floor)));
  };
  // Most values have few holders: their logarithms are taken once.
  std::array<float, 64> few{};
  for (std::uint32_t holders = 0; holders < few.size(); ++holders) few[holders] = frequency_of(holders);
  frequencies.assign(distinct, {});
  for (std::size_t code = 1; code < distinct; ++code)
    for (std::uint32_t joined : {0U, 1U}) {
      std::uint32_t holders = counts[code] - std::min(counts[code], 1 - joined);
      frequencies[code][joined] = holders < few.size() ? few[holders] : frequency_of(holders);
    }
}

std::vector<std::string> forms_of(const model::Codes& raw, std::span<const std::uint32_t> rows,
                                  const std::function<std::string(std::string_view)>& form, int threads) {
  std::vector<bool> used = used_codes(raw, rows);
  std::vector<std::string> forms(raw.dictionary.size());
  std::size_t pieces = (forms.size() + forms_a_piece - 1) / forms_a_piece;
  io::parallel_for(pieces, threads, [&](std::size_t piece) {
    std::size_t end = std::min(forms.size(), (piece + 1) * forms_a_piece);
    for (std::size_t code = piece * forms_a_piece; code < end; ++code)
      if (used[code]) forms[code] = form(raw.dictionary.text(static_cast<std::uint32_t>(code)));
  });
  return forms;
}

ValueColumn intern(const model::Codes& raw, std::span<const std::uint32_t> rows, const Interning& how,
                   model::Dictionary& dictionary, int threads) {
  constexpr char between = '\x1f';
  auto whole = [&](std::string_view cell) {
    if (!how.list) return how.form(cell);
    std::string forms;
    model::for_each_element(cell, [&](std::string_view element) {
      std::string form = how.form(element);
      if (!form.empty()) (forms += form) += between;
    });
    return forms;
  };
  std::vector<std::string> forms = forms_of(raw, rows, whole, threads);
  ValueColumn column;
  std::vector<std::array<std::uint32_t, most_slots>> codes(forms.size());
  // Many texts at once, so that the dictionary waits for memory once for all of them.
  std::vector<std::string_view> texts;
  std::vector<std::uint32_t> found;
  for (std::size_t begin = 1; begin < forms.size(); begin += forms_a_look) {
    std::size_t end = std::min(forms.size(), begin + forms_a_look);
    texts.clear();
    std::array<std::uint32_t, forms_a_look> counts{};
    for (std::size_t code = begin; code < end; ++code)
      counts[code - begin] = add_elements(forms[code], how.list ? between : '\0', texts);
    found.resize(texts.size());
    dictionary.codes(texts, found);
    auto next = found.begin();
    for (std::size_t code = begin; code < end; ++code) {
      std::uint32_t count = counts[code - begin];
      std::copy_n(next, count, codes[code].begin());
      next += count;
      column.slots = std::max(column.slots, count);
      std::string().swap(forms[code]);
    }
  }
  column.codes.reserve(rows.size() * column.slots);
  for (std::uint32_t row : rows)
    for (std::uint32_t slot = 0; slot < column.slots; ++slot)
      column.codes.push_back(codes[raw.codes[row]][slot]);
  return column;
}

}  // namespace flatcrm::dedupe
