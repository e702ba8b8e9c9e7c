// The same document says the same in every format: values are taken out of each output again and compared
// with the cells, by readers that know nothing of the renderers.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <random>

#include "core/text.h"
#include "format/csv.h"
#include "render/render.h"

using namespace flatcrm;
using render::Format;

namespace {

/// A JSON text as "path" -> value: {"a": [{"b": 1}]} is {"a/0/b": "1"}.
class JsonPaths {
 public:
  explicit JsonPaths(std::string_view text) : text_(text) { read(""); }
  std::map<std::string, std::string> values;

 private:
  void blanks() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  std::string quoted() {
    std::string out;
    for (++at_; text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\') ++at_;
      out += text_[at_];
    }
    ++at_;
    return out;
  }
  void read(const std::string& path) {
    blanks();
    char c = text_[at_];
    if (c == '{' || c == '[') return elements(path, c);
    if (c == '"') {
      values[path] = quoted();
      return;
    }
    std::size_t end = text_.find_first_of(",]} \n", at_);
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    values[path] = word == "null" ? "" : word;
  }
  void elements(const std::string& path, char open) {
    char close = open == '{' ? '}' : ']';
    std::size_t number = 0;
    ++at_;
    for (blanks(); text_[at_] != close; blanks()) {
      if (text_[at_] == ',') {
        ++at_;
        blanks();
      }
      std::string key = open == '{' ? quoted() : std::to_string(number++);
      blanks();
      if (text_[at_] == ':') ++at_;
      read(path + "/" + key);
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<std::string> split(std::string_view text, std::string_view by) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = std::min(text.find(by, at), text.size());
    if (end > at) parts.emplace_back(text.substr(at, end - at));
    at = end + by.size();
  }
  return parts;
}

std::string without(std::string text, std::string_view unwanted) {
  std::erase_if(text, [&](char c) { return unwanted.find(c) != std::string_view::npos; });
  return text;
}

/// "1,234.50 USD" -> "1234.50": only the number, or the text as it is where it is none.
std::string number_of(std::string text) {
  std::string first = without(text.substr(0, text.find(' ')), ",%*");
  bool number = !first.empty() && first.find_first_not_of("-0123456789.") == std::string::npos;
  return number ? first : without(std::move(text), "*");
}

using Grid = std::vector<std::vector<std::string>>;

/// Exact text of a cell by nothing but core::print.
std::string expected(const report::Cell& cell) {
  core::Decimal room;
  if (const core::Decimal* number = report::decimal_of(cell, room)) return core::print(*number);
  if (const auto* date = std::get_if<core::Date>(&cell)) return core::print(*date);
  return std::get<std::string>(cell);
}

Grid grid_of(const report::Table& table) {
  Grid grid;
  for (const report::Row& row : table.rows) {
    grid.emplace_back();
    for (const report::Cell& cell : row) grid.back().push_back(expected(cell));
  }
  return grid;
}

report::Cell random_cell(std::mt19937_64& random, report::Kind kind) {
  auto number = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % (2 * static_cast<std::uint64_t>(most))) - most;
  };
  core::Decimal decimal{number(random() % 2 == 0 ? 100 : 1'000'000'000'000),
                        static_cast<std::uint8_t>(random() % 5)};
  switch (kind) {
    case report::Kind::integer:
      return number(10'000'000);
    case report::Kind::decimal:
      return decimal;
    case report::Kind::money:
      return report::Money{decimal, "USD"};
    case report::Kind::percent:
      return report::Percent{decimal};
    case report::Kind::days:
      return report::Days{decimal};
    case report::Kind::date:
      return core::Date{static_cast<std::int32_t>(random() % 20000)};
    default:
      return fmt::format("{}{}", std::array{"word", "東京", "Zoë"}[random() % 3], random() % 1000);
  }
}

report::Document random_document(std::mt19937_64& random) {
  constexpr std::array kinds{report::Kind::text,  report::Kind::integer, report::Kind::decimal,
                             report::Kind::money, report::Kind::percent, report::Kind::days,
                             report::Kind::date};
  report::Document document{.name = "random", .title = "Random"};
  for (int s = 0; s < 2; ++s) {
    report::Section& section = document.add(fmt::format("Section {}", s));
    for (int f = 0; f < 3; ++f) {
      section.figures.push_back({fmt::format("figure_{}_{}", s, f), fmt::format("Figure{}{}", s, f),
                                 random_cell(random, kinds[1 + random() % 5])});
    }
    report::Table table{.name = fmt::format("table_{}", s), .title = fmt::format("Table{}", s)};
    std::size_t columns = 2 + random() % 4;
    for (std::size_t c = 0; c < columns; ++c) {
      table.columns.push_back(
          {fmt::format("column_{}", c), fmt::format("Column{}", c), kinds[random() % 7], "USD"});
    }
    for (std::size_t r = 0; r < 1 + random() % 6; ++r) {
      table.rows.emplace_back();
      for (const report::Column& column : table.columns)
        table.rows.back().push_back(random_cell(random, column.kind));
    }
    section.tables.push_back(std::move(table));
  }
  return document;
}

report::Series random_series(std::mt19937_64& random) {
  constexpr std::array kinds{report::Kind::integer, report::Kind::decimal, report::Kind::money,
                             report::Kind::percent, report::Kind::days};
  bool line = random() % 2 == 0;
  report::Series series{.name = "series",
                        .title = "Curve",
                        .shape = line ? report::Series::Shape::line : report::Series::Shape::bars,
                        .category = {"category", "Category"},
                        .currency = "USD"};
  report::Kind kind = kinds[random() % kinds.size()];
  std::size_t size = 2 + random() % 30;
  for (std::size_t i = 0; i < size; ++i) series.categories.emplace_back(fmt::format("c{}", i));
  for (std::size_t number = 0; number < 1 + random() % 3; ++number) {
    report::Series::Line one{fmt::format("line_{}", number), fmt::format("Line{}", number)};
    for (std::size_t i = 0; i < size; ++i) one.values.push_back(random_cell(random, kind));
    series.lines.push_back(std::move(one));
  }
  return series;
}

Grid without_header(Grid grid) {
  grid.erase(grid.begin());
  return grid;
}

/// The lines of a text or Markdown table below the line of its title, as cells.
Grid lines_below(const std::string& text, const std::string& title, std::size_t skipped,
                 std::string_view gap) {
  Grid grid;
  std::size_t at = text.find("\n", text.find(title + "\n")) + 1;
  if (text[at] == '\n') ++at;
  for (std::size_t line = 0; text[at] != '\n' && at < text.size(); ++line) {
    std::size_t end = text.find('\n', at);
    if (line >= skipped) {
      grid.emplace_back();
      for (const std::string& cell : split(without(text.substr(at, end - at), "|"), gap)) {
        std::string trimmed(core::trim(cell));
        bool bar = trimmed.starts_with("█") || trimmed.starts_with("▏") || trimmed.starts_with("▎") ||
                   trimmed.starts_with("▍") || trimmed.starts_with("▌") || trimmed.starts_with("▋") ||
                   trimmed.starts_with("▊") || trimmed.starts_with("▉");
        if (!trimmed.empty() && !bar) grid.back().push_back(number_of(trimmed));
      }
    }
    at = end + 1;
  }
  return grid;
}

Grid html_rows(const std::string& html, const std::string& title) {
  std::size_t begin = html.find("<tbody>", html.find("<h3>" + title));
  std::string body = html.substr(begin, html.find("</tbody>", begin) - begin);
  Grid grid;
  for (const std::string& row : split(body, "<tr>")) {
    if (row.find("<td") == std::string::npos) continue;
    grid.emplace_back();
    for (std::size_t at = row.find("<td"); at != std::string::npos; at = row.find("<td", at + 1)) {
      if (row.compare(at, 15, "<td class=\"bar\"") == 0) continue;
      std::size_t from = row.find('>', at) + 1;
      grid.back().push_back(number_of(row.substr(from, row.find("</td>", from) - from)));
    }
  }
  return grid;
}

Grid json_rows(const JsonPaths& json, const report::Table& table) {
  Grid grid;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    grid.emplace_back();
    for (const report::Column& column : table.columns) {
      std::string path = fmt::format("/tables/{}/rows/{}/{}", table.name, row, column.name);
      auto found = json.values.find(column.kind == report::Kind::money ? path + "/amount" : path);
      grid.back().push_back(found == json.values.end() ? "absent" : found->second);
    }
  }
  return grid;
}

}  // namespace

TEST_CASE("every format gives the same tables") {
  std::mt19937_64 random(20171122);
  for (int run = 0; run < 200; ++run) {
    report::Document document = random_document(random);
    auto text = [&](Format format, const std::string& table = "") {
      return render::render(document, {.format = format, .table = table});
    };
    JsonPaths json(text(Format::json));
    for (const report::Section& section : document.sections) {
      const report::Table& table = section.tables.front();
      Grid cells = grid_of(table);
      format::CsvDialect tabs;
      tabs.delimiter = '\t';
      CHECK(without_header(format::read_csv(text(Format::csv, table.name)).rows) == cells);
      CHECK(without_header(format::read_csv(text(Format::tsv, table.name), tabs).rows) == cells);
      CHECK(json_rows(json, table) == cells);
      CHECK(lines_below(text(Format::table), table.title, 2, "  ") == cells);
      CHECK(lines_below(text(Format::markdown), "### " + table.title, 2, " ").size() == cells.size());
      CHECK(html_rows(text(Format::html), table.title) == cells);
    }
  }
}

TEST_CASE("every format gives the values of a chart, and HTML draws a point for each") {
  std::mt19937_64 random(99);
  for (int run = 0; run < 200; ++run) {
    report::Document document{.name = "random", .title = "Random"};
    document.add("Section").series.push_back(random_series(random));
    const report::Series& series = document.sections.front().series.front();
    report::Table table = report::as_table(series);
    Grid cells = grid_of(table);
    std::string text = render::render(document, {}),
                html = render::render(document, {.format = Format::html});
    bool line = series.shape == report::Series::Shape::line;
    CHECK(lines_below(text, series.title, (line ? series.lines.size() : 0) + 2, "  ") == cells);
    CHECK(html_rows(html, series.title) == cells);
    CHECK(without_header(format::read_csv(render::render(document, {.format = Format::csv})).rows) == cells);
    JsonPaths json(render::render(document, {.format = Format::json}));
    CHECK(json_rows(json, table) == cells);
    if (!line) continue;
    std::string drawing = html.substr(html.find("<svg"), html.find("</svg>") - html.find("<svg"));
    CHECK(std::count(drawing.begin(), drawing.end(), ',') >=
          static_cast<std::ptrdiff_t>(series.lines.size() * series.categories.size()));
    CHECK(drawing.find("nan") == std::string::npos);
  }
}

TEST_CASE("every format gives the same figures") {
  std::mt19937_64 random(7);
  for (int run = 0; run < 200; ++run) {
    report::Document document = random_document(random);
    JsonPaths json(render::render(document, {.format = Format::json}));
    std::string text = render::render(document, {});
    std::string markdown = render::render(document, {.format = Format::markdown});
    std::string html = render::render(document, {.format = Format::html});
    auto csv = format::read_csv(render::render(document, {.format = Format::csv, .table = "figures"})).rows;
    std::size_t row = 1;
    for (const report::Section& section : document.sections) {
      for (const report::Figure& figure : section.figures) {
        std::string value = expected(figure.value);
        auto behind = [&](const std::string& whole, const std::string& mark, const std::string& end) {
          std::size_t from = whole.find(mark) + mark.size();
          return number_of(std::string(core::trim(whole.substr(from, whole.find(end, from) - from))));
        };
        CHECK(csv[row++][2] == value);
        bool money = std::holds_alternative<report::Money>(figure.value);
        CHECK(json.values["/figures/" + figure.name + "/value" + (money ? "/amount" : "")] == value);
        CHECK(behind(text, "  " + figure.label + "  ", "\n") == value);
        CHECK(behind(markdown, "| " + figure.label + " | ", "|") == value);
        CHECK(behind(html, "<dt>" + figure.label + "</dt><dd>", "</dd>") == value);
      }
    }
  }
}

TEST_CASE("no format lets a control character out, whatever is in the data") {
  std::mt19937_64 random(3);
  for (int run = 0; run < 300; ++run) {
    std::string bytes;
    constexpr std::array valid{"\u0085",  "\u202e", "\u2066", "\u2028", "東",
                               "\x1b[0m", "|",      "<b>",    "\"",     "\r\n"};
    bool any_byte = run % 2 == 0;  // else valid UTF-8, which formats pass on rather than make visible
    for (std::size_t i = 0; i < 40; ++i) {
      any_byte ? bytes += static_cast<char>(random() % 256) : bytes += valid[random() % valid.size()];
    }
    report::Document document{.name = "x", .title = bytes, .subtitle = bytes, .parameters = {{"p", bytes}}};
    report::Section& section = document.add(bytes);
    section.figures.push_back({"f", bytes, bytes, bytes});
    section.tables.push_back(
        {.name = "t",
         .title = bytes,
         .columns = {{"r", bytes, report::Kind::reference}, {"m", bytes, report::Kind::money}},
         .rows = {{report::Reference{bytes, bytes}, report::Money{{1, 0}, bytes}}},
         .note = bytes});
    section.notes.push_back(bytes);
    section.findings.push_back({"c", bytes, 1, {{bytes, bytes}}, bytes});
    document.made_from = {bytes, bytes, bytes, core::Date{0}, {{bytes, 1}}, "0"};
    for (Format format : {Format::table, Format::csv, Format::tsv, Format::json, Format::json_lines,
                          Format::markdown, Format::html, Format::ids}) {
      std::string out = render::render(document, {.format = format});
      CHECK(core::visible(out, true) == out);
    }
  }
}
