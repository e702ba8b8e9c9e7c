// Joins the pieces of a table.
#include <algorithm>
#include <numeric>

#include "io/threads.h"
#include "model/column_reader.h"
#include "model/table_piece.h"

namespace flatcrm::model {
namespace {

/// The new code of each code of a piece: texts that no earlier piece had get the next ones.
std::vector<std::uint32_t> merge(Dictionary& into, const Dictionary& from) {
  constexpr std::size_t at_once = 1024;
  std::vector<std::uint32_t> map(from.size());
  std::vector<std::string_view> texts;
  for (std::size_t first = 0; first < from.size(); first += at_once) {
    std::size_t count = std::min(at_once, from.size() - first);
    texts.clear();
    for (std::size_t i = 0; i < count; ++i) texts.push_back(from.text(static_cast<std::uint32_t>(first + i)));
    into.codes(texts, std::span(map).subspan(first, count));
  }
  return map;
}

}  // namespace

struct TableBuilder::State {
  std::vector<std::string> names;
  std::vector<std::shared_ptr<TablePiece::State>> pieces;
  std::vector<std::shared_ptr<const void>> owners;
  std::vector<std::size_t> offsets;  // the first row of each piece

  /// A column's room for all rows, and what its pieces need to go there.
  struct Joined {
    Column column;
    std::vector<std::vector<std::uint32_t>>
        maps;  // of a codes column: a map for each piece, empty for the first
  };
  std::vector<Joined> joined;

  void prepare(std::size_t column, std::size_t rows);
  void copy(std::size_t column, std::size_t piece);

  void prepare(Joined& into, Codes& first, std::size_t column, std::size_t rows);
  void prepare(Joined& into, Texts& first, std::size_t column, std::size_t rows);
  void prepare(Joined& into, Dates& first, std::size_t column, std::size_t rows);
  void prepare(Joined& into, Numbers& first, std::size_t column, std::size_t rows);
  void prepare(Joined& into, Hashes& first, std::size_t column, std::size_t rows);

  template <typename Kind>
  Kind& part(std::size_t column, std::size_t piece) {
    return std::get<Kind>(pieces[piece]->columns[column].column);
  }
};

TableBuilder::TableBuilder(const TableRequest& request, const Schema& schema)
    : state_(std::make_shared<State>()) {
  for (const ColumnRequest& column : request.columns) {
    state_->names.push_back(ColumnReader(column, schema).path());
    state_->joined.push_back({ColumnReader(column, schema).column, {}});
  }
}

void TableBuilder::add(TablePiece piece, std::shared_ptr<const void> owner) {
  state_->pieces.push_back(std::move(piece.state_));
  state_->owners.push_back(std::move(owner));
}

void TableBuilder::State::prepare(Joined& into, Codes&, std::size_t column, std::size_t rows) {
  Codes all;
  all.codes.resize(rows);
  all.dictionary = std::move(part<Codes>(column, 0).dictionary);
  into.maps.resize(pieces.size());
  for (std::size_t piece = 1; piece < pieces.size(); ++piece) {
    into.maps[piece] = merge(all.dictionary, part<Codes>(column, piece).dictionary);
    part<Codes>(column, piece).dictionary = Dictionary();
  }
  into.column = std::move(all);
}

void TableBuilder::State::prepare(Joined& into, Texts&, std::size_t, std::size_t rows) {
  std::get<Texts>(into.column).texts.resize(rows);
}

void TableBuilder::State::prepare(Joined& into, Dates&, std::size_t column, std::size_t rows) {
  auto& all = std::get<Dates>(into.column);
  all.days.resize(rows);
  for (std::size_t piece = 0; piece < pieces.size(); ++piece)
    all.unreadable += part<Dates>(column, piece).unreadable;
}

void TableBuilder::State::prepare(Joined& into, Numbers&, std::size_t column, std::size_t rows) {
  auto& all = std::get<Numbers>(into.column);
  all.values.resize(rows);
  for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
    const Numbers& from = part<Numbers>(column, piece);
    all.unreadable += from.unreadable;
    all.scale = std::max(all.scale, from.scale);
  }
}

void TableBuilder::State::prepare(Joined& into, Hashes&, std::size_t, std::size_t rows) {
  std::get<Hashes>(into.column).hashes.resize(rows);
}

void TableBuilder::State::prepare(std::size_t column, std::size_t rows) {
  std::visit([&](auto& first) { prepare(joined[column], first, column, rows); },
             pieces[0]->columns[column].column);
}

void TableBuilder::State::copy(std::size_t column, std::size_t piece) {
  Joined& into = joined[column];
  auto offset = static_cast<std::ptrdiff_t>(offsets[piece]);
  if (auto* codes = std::get_if<Codes>(&into.column)) {
    const std::vector<std::uint32_t>& from = part<Codes>(column, piece).codes;
    const std::vector<std::uint32_t>& map = into.maps[piece];
    auto to = codes->codes.begin() + offset;
    if (piece == 0) {
      std::copy(from.begin(), from.end(), to);
    } else {
      std::transform(from.begin(), from.end(), to, [&](std::uint32_t code) { return map[code]; });
    }
  } else if (auto* texts = std::get_if<Texts>(&into.column)) {
    std::ranges::copy(part<Texts>(column, piece).texts, texts->texts.begin() + offset);
  } else if (auto* dates = std::get_if<Dates>(&into.column)) {
    std::ranges::copy(part<Dates>(column, piece).days, dates->days.begin() + offset);
  } else if (auto* numbers = std::get_if<Numbers>(&into.column)) {
    Numbers& from = part<Numbers>(column, piece);
    rescale_numbers(from.values, from.scale, numbers->scale, names[column]);
    std::ranges::copy(from.values, numbers->values.begin() + offset);
  } else if (auto* hashes = std::get_if<Hashes>(&into.column)) {
    std::ranges::copy(part<Hashes>(column, piece).hashes, hashes->hashes.begin() + offset);
  }
}

Table TableBuilder::build(int threads) {
  State& state = *state_;
  Table table;
  table.names_ = std::move(state.names);
  for (const auto& piece : state.pieces) {
    state.offsets.push_back(table.rows_);
    table.rows_ += piece->rows;
    table.owners_.push_back(piece->kept);
  }
  for (auto& owner : state.owners) table.owners_.push_back(std::move(owner));
  std::size_t columns = state.joined.size(), pieces = state.pieces.size();
  state.names = table.names_;
  if (pieces == 1) {
    for (std::size_t i = 0; i < columns; ++i)
      state.joined[i].column = std::move(state.pieces[0]->columns[i].column);
  } else if (pieces > 1) {
    io::parallel_for(columns, threads, [&](std::size_t column) { state.prepare(column, table.rows_); });
    io::parallel_for(columns * pieces, threads, [&](std::size_t i) { state.copy(i % columns, i / columns); });
  }
  for (auto& joined : state.joined) table.columns_.push_back(std::move(joined.column));
  state_.reset();
  return table;
}

}  // namespace flatcrm::model
