#include "model/table_piece.h"

#include <algorithm>

#include "core/path.h"
#include "core/text.h"
#include "format/yaml.h"
#include "model/list_text.h"

namespace flatcrm::model {
namespace {

constexpr std::size_t untested = CellPlace::none - 1;
constexpr std::size_t rows_a_block =
    1024;  // so that text, cells and values of a block stay near the processor

/// The column that a header has for a path, as the records' reader sees it: "hobbies[]" is "hobbies", blanks around don't count.
CellPlace find_column(const std::vector<std::string>& header, const std::string& path) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    std::string_view name = core::trim(header[i]);
    bool list = name.ends_with("[]") && !name.ends_with("\\[]");
    if (list) name.remove_suffix(2);
    if (name == path) return {i, list};
  }
  return {};
}

bool is_blank(const format::CsvBlock& block, std::size_t row, core::Arena& scratch) {
  std::size_t cells = block.cells(row);
  if (block.line(row).size() > 3 * cells) return false;  // more than quotes and delimiters
  for (std::size_t i = 0; i < cells; ++i) {
    if (!block.text(row, i, scratch).empty()) return false;
  }
  return true;
}

/// The text of a value as a record has it.
std::string_view text_of(const format::YamlFile& file, const format::YamlNode& node, bool list,
                         core::Arena& arena) {
  if (node.kind == format::YamlKind::map) return {};
  if (node.kind == format::YamlKind::scalar) {
    if (!list || node.text.empty() || is_plain_element(node.text)) return node.text;
    return join_elements({node.text}, arena);
  }
  std::vector<std::string_view> elements;
  for (const format::YamlNode* child = file.child(node); child != nullptr; child = file.next(*child)) {
    if (child->kind != format::YamlKind::scalar) return {};
    if (!child->text.empty()) elements.push_back(child->text);
  }
  return elements.empty() ? std::string_view{} : join_elements(elements, arena);
}

}  // namespace

TablePiece::State::State(const TableRequest& request, const Schema& schema,
                         const std::vector<std::shared_ptr<SharedDictionary>>& dictionaries) {
  for (const ColumnRequest& column : request.columns) {
    const Field* field = schema.find(column.path);
    columns.emplace_back(column, schema, dictionaries[columns.size()].get());
    lists.push_back(field != nullptr && field->list);
  }
  for (const CellTest& test : request.tests) {
    const Field* field = schema.find(test.path);
    if (field == nullptr || !field->list) tests.push_back({test.path, RowTest(test.may_hold)});
  }
  if (schema.find("merged_into") != nullptr) tombstone = "merged_into";
}

bool TablePiece::shows_source() const {
  return state_->shows_source;
}

/// A column that the table calls a list is not asked.
void TablePiece::State::place_tests(const std::vector<std::string>& header) {
  for (Test& test : tests) {
    CellPlace place = find_column(header, test.path);
    test.place = place.list ? untested : place.number;
  }
}

bool TablePiece::State::passes(const format::CsvBlock& block, std::uint32_t row) {
  return std::all_of(tests.begin(), tests.end(), [&](Test& one) {
    if (one.place == untested) return true;
    return one.test.passes(one.place < block.cells(row) ? block.text(row, one.place, scratch)
                                                        : std::string_view{});
  });
}

void TablePiece::State::pick_rows(const format::CsvBlock& block, CellPlace gone,
                                  std::vector<std::uint32_t>& picked) {
  picked.clear();
  for (std::uint32_t row = 0; row < block.rows(); ++row) {
    if (!passes(block, row) || is_blank(block, row, scratch)) continue;
    bool is_gone = gone.number < block.cells(row) && !block.text(row, gone.number, scratch).empty();
    if (!is_gone) picked.push_back(row);
  }
}

/// Texts are copied where they are a small part of what they were read from, so that all else can go.
void TablePiece::State::settle_texts(std::size_t read, std::size_t shown) {
  constexpr std::size_t small = 2;  // one byte in so many
  copies_texts = shown * small <= read;
  bool texts = std::any_of(columns.begin(), columns.end(),
                           [](const ColumnReader& column) { return column.keeps_texts(); });
  shows_source = shows_source || (texts && !copies_texts);
}

/// The bytes of a block that columns of texts show.
std::size_t TablePiece::State::shown_bytes(const format::CsvBlock& block,
                                           std::span<const std::uint32_t> picked,
                                           const std::vector<CellPlace>& places) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!columns[i].keeps_texts()) continue;
    for (std::uint32_t row : picked)
      if (places[i].number < block.cells(row)) bytes += block.outer(row, places[i].number).size();
  }
  return bytes;
}

std::size_t TablePiece::rows() const {
  return state_->rows;
}

void TablePiece::read_rows(std::string_view text, const format::CsvDialect& dialect,
                           const std::vector<std::string>& header) {
  State& state = *state_;
  std::vector<CellPlace> places;
  for (const ColumnReader& column : state.columns) places.push_back(find_column(header, column.path()));
  CellPlace tombstone = state.tombstone.empty() ? CellPlace{} : find_column(header, state.tombstone);
  state.place_tests(header);
  format::CsvScanner scanner(text, dialect);
  format::CsvBlock block;
  std::vector<std::uint32_t> rows;
  std::uint64_t begin = 0;
  while (scanner.next(block, rows_a_block)) {
    state.scratch.clear();
    state.pick_rows(block, tombstone, rows);
    if (begin == 0) {
      state.settle_texts(scanner.offset(), state.shown_bytes(block, rows, places));
      state.reserve(text.size() / (scanner.offset() / block.rows() + 1) * rows.size() / block.rows());
    }
    begin = scanner.offset();
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i].number != CellPlace::none)
        state.columns[i].read_cells(block, rows, places[i], {*state.kept, state.scratch, state.copies_texts});
    }
    state.rows += rows.size();
  }
  for (ColumnReader& column : state.columns) {
    column.fill(state.rows);
    column.rest();
  }
}

/// Blocks tell how long a row is, and so how many there will be.
void TablePiece::State::reserve(std::size_t more) {
  std::size_t estimate = rows + more + more / 16;
  if (estimate <= reserved) return;
  reserved = std::max(estimate, reserved * 2);
  for (ColumnReader& column : columns) column.reserve(reserved);
}

void TablePiece::read_documents(std::string_view text, const std::string& file) {
  State& state = *state_;
  format::parse_yaml(text, file, state.yaml);
  state.scratch.clear();
  state.settle_texts(text.size(), 0);
  for (std::size_t i = 0; i < state.yaml.documents(); ++i) {
    const format::YamlNode& root = state.yaml.root(i);
    if (root.kind == format::YamlKind::map) state.read_document(root);
  }
}

void TablePiece::State::read_document(const format::YamlNode& root) {
  if (!tombstone.empty()) {
    const format::YamlNode* gone = yaml.find(root, tombstone);
    if (gone != nullptr && !gone->text.empty()) return;
  }
  bool wanted = std::all_of(tests.begin(), tests.end(), [&](Test& one) {
    const format::YamlNode* node = yaml.find_path(root, one.path);
    return one.test.passes(node == nullptr ? std::string_view{} : text_of(yaml, *node, false, scratch));
  });
  if (!wanted) return;
  std::string_view source = yaml.text();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const format::YamlNode* node = yaml.find_path(root, columns[i].path());
    std::string_view value = node == nullptr ? std::string_view{} : text_of(yaml, *node, lists[i], scratch);
    bool lasts =
        !copies_texts &&
        (value.empty() || (value.data() >= source.data() && value.data() < source.data() + source.size()));
    columns[i].read_value(columns[i].keeps_texts() && !lasts ? kept->keep(value) : value);
  }
  ++rows;
}

}  // namespace flatcrm::model
