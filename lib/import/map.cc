#include "import/map.h"

#include <fmt/format.h>

#include <algorithm>

#include "format/csv_sections.h"
#include "import/evaluate.h"
#include "import/source_error.h"
#include "io/pool.h"
#include "io/threads.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t piece_bytes = std::size_t{4} << 20;

/// Calls visit(block, row, offset) for each row of a piece; false from it ends the reading.
template <typename Visit>
void read_piece(const Source& source, std::uint64_t begin, std::uint64_t end, const Visit& visit) {
  std::string_view text = source.rows().substr(begin, end - begin);
  format::CsvScanner scanner(text, source.dialect());
  format::CsvBlock block;
  std::uint64_t base = source.rows_begin() + begin;
  const bool special = source.has_special_rows();
  try {
    while (scanner.next(block))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        const std::uint64_t offset = base + block.offset(row);
        if (special && source.is_no_row(offset)) continue;
        if (!visit(block, row, offset)) return;
      }
  } catch (const Error& error) {
    rethrow_in_source(source, base, error);
  }
}

/// What the values of a field that has to be decided look like.
struct Evidence {
  text::DateColumn dates;
  text::AmountColumn amounts;
};

std::vector<FieldMap*> open_fields(Mapping& mapping) {
  std::vector<FieldMap*> out;
  for (RecordMap& record : mapping.records)
    for (FieldMap& field : record.fields)
      if (field.needs_decision() && field.origin == Origin::row) out.push_back(&field);
  if (mapping.updated) out.push_back(&*mapping.updated);
  return out;
}

bool is_date(const FieldMap& field) {
  return field.kind == Kind::date || field.kind == Kind::date_time;
}

void gather(const std::vector<FieldMap*>& fields, const RowView& row, std::vector<Evidence>& evidence) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    std::string_view value = raw_text(*fields[i], row);
    if (value.empty()) continue;
    if (is_date(*fields[i])) {
      evidence[i].dates.add(value);
      continue;
    }
    evidence[i].amounts.add(value);
    if (fields[i]->factor >= 0)
      evidence[i].amounts.add(row.cell(static_cast<std::size_t>(fields[i]->factor)));
  }
}

/// A row of a wide table as the rows that it stands for.
void gather_wide(const std::vector<FieldMap*>& fields, RowView row, std::vector<Evidence>& evidence) {
  for (std::uint32_t column : row.mapping.wide->columns) {
    row.wide_name = row.mapping.names[column];
    row.wide_value = row.cell(column);
    if (!says_nothing(row.wide_value) && test_condition(row) == query::Truth::yes)
      gather(fields, row, evidence);
  }
}

bool is_number_with_point_zero(std::string_view text) {
  if (!text.ends_with(".0")) return false;
  std::string_view digits = text.substr(0, text.size() - 2);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Columns of keys, names and references whose every value is like "17850.0": a whole number that a program took for
/// a decimal. The first value says whether the others are worth looking at.
std::vector<std::uint32_t> number_columns(const Mapping& mapping, const Source& source) {
  std::vector<std::uint32_t> out;
  auto add = [&](std::uint32_t column) {
    if (column < mapping.columns && std::find(out.begin(), out.end(), column) == out.end())
      out.push_back(column);
  };
  for (const RecordMap& record : mapping.records) {
    for (std::uint32_t column : record.key) add(column);
    for (const FieldMap& field : record.fields)
      if (field.kind == Kind::text || field.kind == Kind::name || field.kind == Kind::reference)
        for (const Input& input : field.inputs)
          if (input.column >= 0) add(static_cast<std::uint32_t>(input.column));
  }
  core::Arena arena;
  std::vector<bool> seen(mapping.columns), candidate(mapping.columns);
  std::size_t rows = 0;
  read_piece(source, 0, source.rows().size(),
             [&](const format::CsvBlock& block, std::size_t row, std::uint64_t) {
               RowView view{block, row, arena, mapping};
               for (std::uint32_t column : out) {
                 std::string_view value = seen[column] ? std::string_view() : view.cell(column);
                 if (value.empty()) continue;
                 seen[column] = true;
                 candidate[column] = is_number_with_point_zero(value);
               }
               return ++rows < 1000;
             });
  std::erase_if(out, [&](std::uint32_t column) { return !candidate[column]; });
  return out;
}

/// Says "CustomerID: 17850.0 is 17850" for each column found.
std::vector<std::string> find_whole_numbers(Mapping& mapping, const Source& source) {
  std::vector<std::uint32_t> columns = number_columns(mapping, source);
  std::vector<std::string> out;
  if (columns.empty()) return out;
  core::Arena arena;
  std::vector<std::string> examples(mapping.columns);
  std::vector<bool> only(mapping.columns, true);
  read_piece(source, 0, source.rows().size(),
             [&](const format::CsvBlock& block, std::size_t row, std::uint64_t) {
               RowView view{block, row, arena, mapping};
               for (std::uint32_t column : columns) {
                 std::string_view value = view.cell(column);
                 if (value.empty()) continue;
                 only[column] = only[column] && is_number_with_point_zero(value);
                 if (examples[column].empty()) examples[column] = value;
               }
               return true;
             });
  std::vector<bool> whole(mapping.columns);
  for (std::uint32_t column : columns) {
    if (!only[column]) continue;
    whole[column] = true;
    out.push_back(fmt::format("{}: '{}' is {}", mapping.names[column], examples[column],
                              RowView::whole(examples[column])));
  }
  if (!out.empty()) mapping.whole_numbers = std::move(whole);
  return out;
}

std::string title(const FieldMap& field) {
  const std::vector<Template>& from = field.spec.from;
  return from.size() == 1 && from[0].size() == 1 ? from[0][0].text.text : field.name;
}

[[noreturn]] void refuse(const FieldMap& field, const Source& source, std::string_view what,
                         bool contradictory, const std::vector<std::string>& examples,
                         const std::string& hint) {
  std::string quoted;
  for (const std::string& one : examples) quoted += fmt::format("{}'{}'", quoted.empty() ? "" : " and ", one);
  throw Error(Code::bad_input,
              fmt::format("the {} of column '{}' {}: {}", what, title(field),
                          contradictory ? "contradict each other" : "can be read in two ways", quoted),
              {source.name()}, hint);
}

std::string decide_dates(FieldMap& field, const Evidence& evidence, const Source& source,
                         std::optional<text::DateOrder> order) {
  text::DateDecision decision = evidence.dates.decide(order);
  if (decision.state != text::DateState::decided)
    refuse(field, source, "dates", decision.state == text::DateState::contradictory, decision.examples,
           "say which with --date-order dmy, mdy or ymd, or with 'order' in the profile");
  field.date = decision.format;
  return decision.why.empty() ? "" : fmt::format("{}: {}", title(field), decision.why);
}

void decide_amounts(FieldMap& field, const Evidence& evidence, const Source& source,
                    std::optional<text::DecimalMark> mark) {
  text::AmountDecision decision = evidence.amounts.decide(mark);
  if (decision.state != text::AmountState::decided)
    refuse(field, source, "amounts", decision.state == text::AmountState::contradictory, decision.examples,
           "say which with 'decimal: point' or 'decimal: comma' in the profile");
  field.amount.mark = decision.format.mark;
}

}  // namespace

std::uint32_t ReferenceTexts::number(std::string_view text) {
  if (last_ < texts_.size() && texts_[last_] == text) return last_;
  auto [known, added] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (added) texts_.push_back(text);
  return last_ = known->second;
}

SourcePieces cut_source(const Source& source, int threads) {
  std::string_view rows = source.rows();
  std::size_t parts = rows.size() / piece_bytes + 1;
  if (parts == 1) return {0, rows.size()};
  try {
    format::CsvSections sections(rows, source.dialect(), parts);
    io::parallel_for(sections.size(), threads, [&](std::size_t i) { sections.look(i); });
    return sections.cuts();
  } catch (const Error& error) {
    rethrow_in_source(source, source.rows_begin(), error);
  }
}

std::vector<std::string> decide_formats(Mapping& mapping, const Source& source, const SourcePieces& cuts,
                                        const MappingOptions& options, const Profile& profile, int threads) {
  std::vector<FieldMap*> fields = open_fields(mapping);
  std::vector<std::string> found = find_whole_numbers(mapping, source);
  if (fields.empty()) return found;
  std::vector<std::vector<Evidence>> pieces(cuts.size() - 1, std::vector<Evidence>(fields.size()));
  io::parallel_for(pieces.size(), threads, [&](std::size_t piece) {
    core::Arena arena;
    read_piece(source, cuts[piece], cuts[piece + 1],
               [&](const format::CsvBlock& block, std::size_t row, std::uint64_t) {
                 RowView view{block, row, arena, mapping};
                 if (mapping.wide)
                   gather_wide(fields, view, pieces[piece]);
                 else if (test_condition(view) == query::Truth::yes)
                   gather(fields, view, pieces[piece]);
                 return true;
               });
  });
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Evidence& all = pieces[0][i];
    for (std::size_t piece = 1; piece < pieces.size(); ++piece) {
      all.dates.merge(pieces[piece][i].dates);
      all.amounts.merge(pieces[piece][i].amounts);
    }
    FieldMap& field = *fields[i];
    if (!is_date(field)) {
      decide_amounts(field, all, source,
                     field.spec.decimal ? field.spec.decimal
                     : options.decimal  ? options.decimal
                                        : profile.decimal);
      continue;
    }
    auto order = field.spec.order     ? field.spec.order
                 : options.date_order ? options.date_order
                                      : profile.date_order;
    std::string why = decide_dates(field, all, source, order);
    if (!why.empty()) found.push_back(std::move(why));
  }
  return found;
}

std::vector<MappedPiece> map_rows(const Mapping& mapping, const Source& source, const SourcePieces& all_cuts,
                                  std::uint64_t limit, int threads) {
  const SourcePieces cuts = limit == 0 ? all_cuts : SourcePieces{0, source.rows().size()};
  std::vector<MappedPiece> pieces(cuts.size() - 1);
  io::Pool<Normalizers> pool;  // they remember what an earlier piece has taught them
  io::parallel_for(pieces.size(), threads, [&](std::size_t i) {
    io::Pool<Normalizers>::Lease normalizers = pool.take();
    RowMapper mapper(mapping, pieces[i], *normalizers);
    mapper.expect(limit == 0 ? cuts[i + 1] - cuts[i] : 0);
    read_piece(source, cuts[i], cuts[i + 1],
               [&](const format::CsvBlock& block, std::size_t row, std::uint64_t offset) {
                 const std::string refusal = source.has_special_rows()
                                                 ? source.refusal(offset, block.line(row).size())
                                                 : std::string();
                 if (!refusal.empty())
                   mapper.refuse(block, row, offset, refusal);
                 else
                   mapper.map(block, row, offset);
                 return limit == 0 || pieces[i].read < limit;
               });
  });
  return pieces;
}

}  // namespace flatcrm::import
