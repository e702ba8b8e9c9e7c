#include "render/text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "render/render.h"
#include "render/text_table.h"
#include "render/width.h"
#include "support/documents.h"

using namespace flatcrm;

namespace {

std::string table_text(const report::Table& table, const render::TextStyle& style) {
  std::string out;
  render::write_text_table(out, table, style);
  return out;
}

report::Table agents() {
  using report::Kind;
  report::Table table{.name = "agents"};
  table.columns = {{"agent", "Agent", Kind::reference},
                   {"deals", "Number of deals", Kind::integer, "", true},
                   {"value", "Value", Kind::money, "USD"}};
  table.rows = {{report::Reference{"darcel-1", "Darcel Schlecht"}, std::int64_t{1000},
                 report::Money{{1153214, 0}, "USD"}},
                {report::Reference{"wang-2", "王小明"}, std::int64_t{500}, report::Money{{9, 0}, "USD"}},
                {report::Reference{"zed-3", "Zed"}, std::int64_t{1}, {}}};
  return table;
}

}  // namespace

TEST_CASE("a text table aligns by display width, numbers on the right, bars behind theirs") {
  CHECK(table_text(agents(), {}) ==
        "Agent            Number of deals                Value (USD)\n"
        "───────────────  ───────────────                ───────────\n"
        "Darcel Schlecht            1,000  ████████████    1,153,214\n"
        "王小明                       500  ██████                  9\n"
        "Zed                            1  ▏\n");
}

TEST_CASE("a narrow text table wraps headers, then drops bars, then shortens names but never numbers") {
  CHECK(table_text(agents(), {.width = 50}) ==
        "                 Number\n"
        "                     of                    Value\n"
        "Agent             deals                    (USD)\n"
        "───────────────  ──────                ─────────\n"
        "Darcel Schlecht   1,000  ████████████  1,153,214\n"
        "王小明              500  ██████                9\n"
        "Zed                   1  ▏\n");
  CHECK(table_text(agents(), {.width = 30}) ==
        "             Number\n"
        "                 of      Value\n"
        "Agent         deals      (USD)\n"
        "───────────  ──────  ─────────\n"
        "Darcel Sch…   1,000  1,153,214\n"
        "王小明          500          9\n"
        "Zed               1\n");
  CHECK(table_text(agents(), {.width = 10}).find("1,153,214") != std::string::npos);
}

TEST_CASE("an ASCII text table has nothing beyond ASCII but the data") {
  report::Table table = agents();
  table.rows.erase(table.rows.begin() + 1);
  std::string text = table_text(table, {.width = 30, .ascii = true});
  CHECK(text ==
        "             Number\n"
        "                 of      Value\n"
        "Agent         deals      (USD)\n"
        "-----------  ------  ---------\n"
        "Darcel Sc..   1,000  1,153,214\n"
        "Zed               1\n");
}

TEST_CASE("an id without a name is never shortened") {
  report::Table table{.name = "t", .columns = {{"id", "Id", report::Kind::reference}}};
  table.rows = {{report::Reference{"a-very-long-identifier-1f9x2k", ""}}};
  CHECK(table_text(table, {.width = 12}).find("a-very-long-identifier-1f9x2k") != std::string::npos);
}

TEST_CASE("a table that is too wide whatever is shortened is written in blocks, each with the first column") {
  report::Table table{.name = "wide", .columns = {{"who", "Who"}}, .rows = {{"東京 Ann"}, {"Ben"}}};
  for (int i = 0; i < 9; ++i) {
    table.columns.push_back({fmt::format("c{}", i), fmt::format("C{}", i), report::Kind::integer});
    for (report::Row& row : table.rows) row.emplace_back(std::int64_t{1'000'000} * (i + 1));
  }
  std::string text;
  render::write_text_table(text, table, {.width = 40});
  std::size_t blocks = 0, numbers = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    std::string line = text.substr(begin, end - begin);
    CHECK(render::columns_of(line) <= 40);
    blocks += line.starts_with("東京") ? 1 : 0;
    for (std::size_t at = line.find(",000,000"); at != std::string::npos; at = line.find(",000,000", at + 1))
      ++numbers;
    begin = end + 1;
  }
  CHECK(blocks == 5);
  CHECK(numbers == 18);  // each once, none shortened
  text.clear();
  render::write_text_table(text, table, {});
  CHECK(text.find("\n\n") == std::string::npos);  // room for everything
}

TEST_CASE("what stands beside a figure moves to a line of its own where it does not fit") {
  report::Document document{.name = "d", .title = "D"};
  report::Figure figure{"won", "Won deals of the period", std::int64_t{4238}, "deals"};
  figure.previous = std::int64_t{4000};
  document.add("").figures = {figure};
  std::string wide = render::render(document, {}), narrow;
  CHECK(wide.find("4,238 deals  (+238; before 4,000)\n") != std::string::npos);
  narrow = render::render(document, {.style = {.width = 40}});
  CHECK(narrow.find("4,238 deals\n") != std::string::npos);
  CHECK(narrow.find(" (+238; before 4,000)\n") != std::string::npos);
}

TEST_CASE("a whole document as text") {
  std::string out;
  render::write_text(out, hostile_document(), {});
  CHECK(out ==
        "Sales <of> Acme\n"
        "===============\n"
        "closed 2017-07-01 to 2017-09-30\n"
        "before: 2017-04-01 to 2017-06-30\n"
        "\n"
        "Overview\n"
        "--------\n"
        "  Won                       1,257 deals  (+3; before 1,254; target 1,300)\n"
        "  Won value          2,982,255.00 USD    (-103,856.00; before 3,086,111.00)\n"
        "  Win rate               61.4069%\n"
        "  Mean cycle               51.782 days\n"
        "  Median of nothing          none\n"
        "\n"
        "! 1,480 deals name a product that is not there (x-1, x-2, ...): flatcrm check\n"
        "\n"
        "Stages\n"
        "  Owner        What was said              Deals                Won value (USD)   Share    Price  "
        "Since\n"
        "  ───────────  ─────────────────────────  ─────                ───────────────  ──────  ───────  "
        "──────────\n"
        "  Anna 王小明  =cmd|'/c calc'!A0              8  ████████████        -1,200.50  50.00%   99 JPY  "
        "2017-01-31\n"
        "  B\\x1b[31m    two lines, \"quoted\" | <b>      4  ██████                         25.00%  0.1 EUR\n"
        "                                              0                           0.00\n"
        "  ───────────  ─────────────────────────  ─────                ───────────────  ──────  ───────  "
        "──────────\n"
        "  Total                                      12                      -1,200.50\n"
        "  Open deals have no value yet.\n"
        "\n"
        "By month\n"
        "--------\n"
        "\n"
        "Nothing\n"
        "  (none)\n"
        "\n"
        "Touches\n"
        "  Month    Touches\n"
        "  ───────  ───────\n"
        "  2017-01       10  ████████████\n"
        "  2017-02        5  ██████\n"
        "\n"
        "A note.\n"
        "\n"
        "Made from acme at 1f9c2ab as of 2017-10-01 with flatcrm 0.1.0: deals 8,800, staff 41.\n");
}

TEST_CASE("a percentage changes by points") {
  report::Figure figure{"rate", "Rate", report::Percent{{614069, 4}}, "", report::Percent{{617126, 4}}};
  CHECK(render::beside(figure) == "-0.3057 points; before 61.7126%");
  figure.previous = report::Percent{{60, 0}};
  CHECK(render::beside(figure) == "+1.4069 points; before 60%");
}

TEST_CASE("colour comes only when asked for") {
  std::string plain, coloured;
  render::write_text(plain, hostile_document(), {});
  render::write_text(coloured, hostile_document(), {.colour = true});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(coloured.find("\x1b[1mOverview\x1b[0m") != std::string::npos);
}

TEST_CASE("a document without anything is its title") {
  std::string out;
  render::write_text(out, {.name = "x", .title = "X"}, {});
  CHECK(out == "X\n=\n");
}
