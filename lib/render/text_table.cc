#include "render/text_table.h"

#include <algorithm>
#include <numeric>

#include "core/text.h"
#include "render/values.h"
#include "render/width.h"

namespace flatcrm::render {

namespace {

constexpr std::size_t bar_columns = 12;
constexpr std::size_t least_text = 8;
constexpr std::size_t gap = 2;

/// One column as it will be printed: a column of the table, or the bars of the one before it.
struct Strip {
  std::vector<std::string> header{};
  std::vector<std::string> cells{};  // rows, then the total where there is one
  Side side = Side::left;
  bool shrinks = false;
  bool is_bar = false;
  std::size_t width = 0;
};

std::size_t widest(const std::vector<std::string>& texts) {
  std::size_t most = 0;
  for (const std::string& text : texts) most = std::max(most, columns_of(text));
  return most;
}

/// A text without an id of its own may lose its end: whoever must type it finds it whole in another format.
bool may_shrink(const report::Table& table, std::size_t column) {
  report::Kind kind = table.columns[column].kind;
  if (kind == report::Kind::text) return true;
  return kind == report::Kind::reference &&
         std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
           const auto* reference = std::get_if<report::Reference>(&row[column]);
           return reference == nullptr || !reference->label.empty();
         });
}

Strip strip_of(const report::Table& table, std::size_t index) {
  const report::Column& column = table.columns[index];
  Strip strip{.header = {heading(column)},
              .side = report::is_number(column.kind) ? Side::right : Side::left,
              .shrinks = may_shrink(table, index)};
  for (const report::Row& row : table.rows) strip.cells.push_back(cell_text(column, row[index]));
  if (!table.total.empty()) strip.cells.push_back(cell_text(column, table.total[index]));
  strip.width = std::max(widest(strip.header), widest(strip.cells));
  return strip;
}

Strip bars_of(const report::Table& table, std::size_t index, bool ascii) {
  core::Decimal most, room;
  for (const report::Row& row : table.rows) {
    const core::Decimal* value = report::decimal_of(row[index], room);
    if (value != nullptr && core::compare(*value, most) > 0) most = *value;
  }
  Strip strip{.header = {""}, .is_bar = true, .width = bar_columns};
  for (const report::Row& row : table.rows) {
    const core::Decimal* value = report::decimal_of(row[index], room);
    strip.cells.push_back(value == nullptr ? "" : bar(*value, most, bar_columns, ascii));
  }
  if (!table.total.empty()) strip.cells.emplace_back();
  return strip;
}

std::vector<Strip> strips_of(const report::Table& table, bool ascii) {
  std::vector<Strip> strips;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    strips.push_back(strip_of(table, i));
    if (table.columns[i].bar) strips.push_back(bars_of(table, i, ascii));
  }
  return strips;
}

std::size_t total_width(const std::vector<Strip>& strips) {
  std::size_t gaps = strips.empty() ? 0 : gap * (strips.size() - 1);
  return std::accumulate(strips.begin(), strips.end(), gaps,
                         [](std::size_t sum, const Strip& s) { return sum + s.width; });
}

void wrap_headers(std::vector<Strip>& strips) {
  for (Strip& strip : strips) {
    std::size_t cells = widest(strip.cells);
    if (strip.is_bar || widest(strip.header) <= cells) continue;
    strip.header = wrap(strip.header.front(), std::max<std::size_t>(cells, 1));
    strip.width = std::max(cells, widest(strip.header));
  }
}

void shrink_texts(std::vector<Strip>& strips, std::size_t width) {
  for (std::size_t now = total_width(strips); now > width; --now) {
    Strip* largest = nullptr;
    for (Strip& strip : strips) {
      if (strip.shrinks && strip.width > least_text && (largest == nullptr || strip.width > largest->width)) {
        largest = &strip;
      }
    }
    if (largest == nullptr) return;
    --largest->width;
  }
}

void fit(std::vector<Strip>& strips, std::size_t width) {
  if (width == 0 || total_width(strips) <= width) return;
  wrap_headers(strips);
  if (total_width(strips) <= width) return;
  std::erase_if(strips, [](const Strip& strip) { return strip.is_bar; });
  shrink_texts(strips, width);
}

void write_line(std::string& out, const std::vector<std::string>& cells, std::size_t indent) {
  std::size_t begin = out.size();
  out.append(indent, ' ');
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.append(gap, ' ');
    out += cells[i];
  }
  while (out.size() > begin && out.back() == ' ') out.pop_back();
  out += '\n';
}

void write_header(std::string& out, const std::vector<Strip>& strips, std::size_t indent) {
  std::size_t height = 0;
  for (const Strip& strip : strips) height = std::max(height, strip.header.size());
  for (std::size_t line = 0; line < height; ++line) {
    std::vector<std::string> cells;
    for (const Strip& strip : strips) {
      std::size_t missing = height - strip.header.size();  // short headers stand at the bottom
      cells.push_back(pad(line < missing ? "" : strip.header[line - missing], strip.width, strip.side));
    }
    write_line(out, cells, indent);
  }
}

void write_rule(std::string& out, const std::vector<Strip>& strips, const TextStyle& style,
                std::size_t indent) {
  std::vector<std::string> cells;
  for (const Strip& strip : strips) {
    std::string rule;
    for (std::size_t i = 0; i < strip.width; ++i) rule += strip.is_bar ? " " : style.ascii ? "-" : "─";
    cells.push_back(std::move(rule));
  }
  write_line(out, cells, indent);
}

void write_row(std::string& out, const std::vector<Strip>& strips, std::size_t row, const TextStyle& style,
               std::size_t indent) {
  std::vector<std::string> cells;
  for (const Strip& strip : strips) {
    const std::string& text = strip.cells[row];
    cells.push_back(
        pad(strip.shrinks ? shorten(text, strip.width, style.ascii) : text, strip.width, strip.side));
  }
  write_line(out, cells, indent);
}

/// The first column with as many others as fit; `from` is the first of the others, and then of those that are left.
std::vector<Strip> next_block(const std::vector<Strip>& strips, std::size_t& from, std::size_t width) {
  std::vector<Strip> block{strips.front()};
  std::size_t used = block.front().width;
  do {
    block.push_back(strips[from]);
    used += gap + strips[from].width;
  } while (++from < strips.size() && used + gap + strips[from].width <= width);
  return block;
}

void write_block(std::string& out, const std::vector<Strip>& strips, const report::Table& table,
                 const TextStyle& style, std::size_t indent) {
  write_header(out, strips, indent);
  write_rule(out, strips, style, indent);
  for (std::size_t row = 0; row < table.rows.size(); ++row) write_row(out, strips, row, style, indent);
  if (table.total.empty()) return;
  write_rule(out, strips, style, indent);
  write_row(out, strips, table.rows.size(), style, indent);
}

}  // namespace

void write_text_table(std::string& out, const report::Table& table, const TextStyle& style,
                      std::size_t indent) {
  if (table.rows.empty() && table.total.empty()) {
    out.append(indent, ' ').append("(none)\n");
    return;
  }
  std::vector<Strip> strips = strips_of(table, style.ascii);
  std::size_t width = style.width > indent ? style.width - indent : style.width;
  fit(strips, width);
  if (width == 0 || total_width(strips) <= width || strips.size() <= 2)
    return write_block(out, strips, table, style, indent);
  for (std::size_t from = 1; from < strips.size();) {
    if (from > 1) out += '\n';
    write_block(out, next_block(strips, from, width), table, style, indent);
  }
}

}  // namespace flatcrm::render
