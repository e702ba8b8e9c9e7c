// Joins the pieces of a table.
#include <algorithm>

#include "io/threads.h"
#include "model/column_reader.h"
#include "model/large_array.h"
#include "model/table_piece.h"

namespace flatcrm::model {
struct TableBuilder::State {
  std::vector<std::string> names;
  std::vector<std::shared_ptr<TablePiece::State>> pieces;
  std::vector<std::shared_ptr<const void>> owners;
  std::vector<std::size_t> offsets;  // the first row of each piece

  TableRequest request;
  const Schema* schema = nullptr;
  std::vector<std::shared_ptr<SharedDictionary>> dictionaries;  // by column
  std::vector<Column> joined;                                   // room for all rows

  void prepare(std::size_t column, std::size_t rows);
  void copy(std::size_t column, std::size_t piece);
  void number(std::size_t column);

  void prepare(Codes& into, std::size_t column, std::size_t rows);
  void prepare(Texts& into, std::size_t column, std::size_t rows);
  void prepare(Dates& into, std::size_t column, std::size_t rows);
  void prepare(Numbers& into, std::size_t column, std::size_t rows);
  void prepare(Hashes& into, std::size_t column, std::size_t rows);

  template <typename Kind>
  Kind& part(std::size_t column, std::size_t piece) {
    return std::get<Kind>(pieces[piece]->columns[column].column);
  }
};

TableBuilder::TableBuilder(const TableRequest& request, const Schema& schema, ReferenceTexts* references)
    : state_(std::make_shared<State>()) {
  state_->request = request;
  state_->schema = &schema;
  for (const ColumnRequest& column : request.columns) {
    ColumnReader reader(column, schema, nullptr);
    state_->names.push_back(reader.path());
    state_->joined.push_back(std::move(reader.column));
    const Field* field = schema.find(reader.path());
    bool refers = references != nullptr && field != nullptr && !field->reference.empty() && !field->list;
    std::shared_ptr<SharedDictionary> own;
    std::shared_ptr<SharedDictionary>& texts = refers ? (*references)[field->reference] : own;
    if (texts == nullptr) texts = std::make_shared<SharedDictionary>();
    state_->dictionaries.push_back(texts);
  }
}

TablePiece TableBuilder::piece() const {
  return TablePiece(
      std::make_shared<TablePiece::State>(state_->request, *state_->schema, state_->dictionaries));
}

void TableBuilder::add(TablePiece piece, std::shared_ptr<const void> owner) {
  state_->pieces.push_back(std::move(piece.state_));
  state_->owners.push_back(std::move(owner));
}

void TableBuilder::State::prepare(Codes& into, std::size_t, std::size_t rows) {
  resize_large(into.codes, rows);
}

void TableBuilder::State::prepare(Texts& into, std::size_t, std::size_t rows) {
  resize_large(into.texts, rows);
}

void TableBuilder::State::prepare(Dates& into, std::size_t column, std::size_t rows) {
  resize_large(into.days, rows);
  for (std::size_t piece = 0; piece < pieces.size(); ++piece)
    into.unreadable += part<Dates>(column, piece).unreadable;
}

void TableBuilder::State::prepare(Numbers& into, std::size_t column, std::size_t rows) {
  resize_large(into.values, rows);
  for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
    const Numbers& from = part<Numbers>(column, piece);
    into.unreadable += from.unreadable;
    into.scale = std::max(into.scale, from.scale);
  }
}

void TableBuilder::State::prepare(Hashes& into, std::size_t, std::size_t rows) {
  resize_large(into.hashes, rows);
}

void TableBuilder::State::prepare(std::size_t column, std::size_t rows) {
  std::visit([&](auto& into) { prepare(into, column, rows); }, joined[column]);
}

void TableBuilder::State::copy(std::size_t column, std::size_t piece) {
  auto offset = static_cast<std::ptrdiff_t>(offsets[piece]);
  if (auto* codes = std::get_if<Codes>(&joined[column])) {
    std::ranges::copy(part<Codes>(column, piece).codes, codes->codes.begin() + offset);
  } else if (auto* texts = std::get_if<Texts>(&joined[column])) {
    std::ranges::copy(part<Texts>(column, piece).texts, texts->texts.begin() + offset);
  } else if (auto* dates = std::get_if<Dates>(&joined[column])) {
    std::ranges::copy(part<Dates>(column, piece).days, dates->days.begin() + offset);
  } else if (auto* numbers = std::get_if<Numbers>(&joined[column])) {
    Numbers& from = part<Numbers>(column, piece);
    rescale_numbers(from.values, from.scale, numbers->scale, names[column]);
    std::ranges::copy(from.values, numbers->values.begin() + offset);
  } else if (auto* hashes = std::get_if<Hashes>(&joined[column])) {
    std::ranges::copy(part<Hashes>(column, piece).hashes, hashes->hashes.begin() + offset);
  }
}

/// Gives the texts of a codes column dense codes in the order of the rows, whichever thread saw which first.
void TableBuilder::State::number(std::size_t column) {
  auto* codes = std::get_if<Codes>(&joined[column]);
  if (codes == nullptr) return;
  std::vector<std::uint32_t> seen(dictionaries[column]->end()), numbers;
  for (std::uint32_t& code : codes->codes) {
    if (code == 0) continue;
    std::uint32_t& known = seen[code];
    if (known == 0) {
      numbers.push_back(code);
      known = static_cast<std::uint32_t>(numbers.size());
    }
    code = known;
  }
  codes->dictionary = Dictionary(dictionaries[column], std::move(numbers));
}

Table TableBuilder::build(int threads) {
  State& state = *state_;
  Table table;
  table.names_ = std::move(state.names);
  for (const auto& piece : state.pieces) {
    state.offsets.push_back(table.rows_);
    table.rows_ += piece->rows;
  }
  std::size_t columns = state.joined.size(), pieces = state.pieces.size();
  state.names = table.names_;
  if (pieces == 1) {
    for (std::size_t i = 0; i < columns; ++i) state.joined[i] = std::move(state.pieces[0]->columns[i].column);
  } else if (pieces > 1) {
    // Column by column, each leaving its pieces at once: all of them twice would be twice the memory.
    io::parallel_for(columns, threads, [&](std::size_t column) {
      state.prepare(column, table.rows_);
      for (std::size_t piece = 0; piece < pieces; ++piece) {
        state.copy(column, piece);
        state.pieces[piece]->columns[column].column = {};
      }
    });
  }
  io::parallel_for(columns, threads, [&](std::size_t column) { state.number(column); });
  table.columns_ = std::move(state.joined);
  // Only views of texts point into what was read.
  bool shows_texts = std::any_of(table.columns_.begin(), table.columns_.end(),
                                 [](const Column& column) { return std::holds_alternative<Texts>(column); });
  if (shows_texts) {
    for (const auto& piece : state.pieces) table.owners_.push_back(piece->kept);
    for (auto& owner : state.owners) table.owners_.push_back(std::move(owner));
  }
  state_.reset();
  return table;
}

}  // namespace flatcrm::model
