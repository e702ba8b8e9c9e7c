// The delimiter, the header and the quote of small customer exports, of which the writer knows what it wrote.
#include "format/csv_sniff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace flatcrm::format;

namespace {

using Random = std::mt19937;

struct Column {
  const char* name;
  std::vector<const char*> values;
};

const std::vector<Column> columns{
    {"Name",
     {"A", "Jonas Adler", "Blumen Weiß GmbH", "Müller & Söhne, Bonn", "O'Neill", "王伟", "Adler, Jonas",
      "B"}},
    {"E-Mail",
     {"a@b.de", "jonas@adler.example", "", "info@weiss.example", "x.y+z@mail.co.uk", "a@b.de;c@d.de",
      "d@e.org,f@g.org"}},
    {"Telefon", {"030 9018200", "+49 (0)30 12345", "", "(555) 010-2000", "0171/5550101"}},
    {"Ort", {"Berlin", "Frankfurt am Main", "St. Gallen", "", "São Paulo", "Köln"}},
    {"Umsatz", {"1.234,56", "0,50", "12", "1234.5", "-3,00", "1,234.56"}},
    {"Kunde seit", {"03.11.2024", "2024-11-03", "11/03/2024", ""}},
    {"Nr", {"17", "18", "0012", "K-100"}},
    {"Web", {"https://adler.example/de,start", "www.weiss.example", "http://a.example/x;y=1", ""}},
    {"Notiz",
     {"ruft morgen an; will Rabatt", "", "Tel.: 10:30, dann Mail", "she said \"no\"", "two\nlines", "|"}},
    {"Status", {"active", "lead", "Kunde", "-"}},
    {"Uhrzeit", {"10:30", "9:05:00", "23:59"}},
};

std::string written(std::string_view cell, char delimiter, Random& random) {
  const bool must = cell.find_first_of("\"\r\n") != std::string_view::npos ||
                    cell.find(delimiter) != std::string_view::npos;
  if (!must && random() % 8 != 0) return std::string(cell);
  std::string out = "\"";
  for (const char byte : cell) out += byte == '"' ? std::string("\"\"") : std::string(1, byte);
  return out += '"';
}

struct Table {
  std::string text;
  char delimiter = ',';
};

Table make_table(Random& random) {
  Table table;
  table.delimiter = ",;\t|"[random() % 4];
  std::vector<std::size_t> chosen(columns.size());
  for (std::size_t i = 0; i < chosen.size(); ++i) chosen[i] = i;
  std::shuffle(chosen.begin(), chosen.end(), random);
  chosen.resize(2 + random() % 6);
  const std::size_t rows = 1 + random() % 6;
  const char* line_end = random() % 3 == 0 ? "\r\n" : "\n";
  for (std::size_t row = 0; row <= rows; ++row)
    for (std::size_t at = 0; at < chosen.size(); ++at) {
      const Column& column = columns[chosen[at]];
      const char* cell = row == 0 ? column.name : column.values[random() % column.values.size()];
      table.text += written(cell, table.delimiter, random);
      if (at + 1 < chosen.size())
        table.text += table.delimiter;
      else
        table.text += line_end;
    }
  return table;
}

}  // namespace

TEST_CASE("a small export is read as it was written") {
  Random random(20261129);
  std::size_t wrong = 0;
  for (int round = 0; round < 5000; ++round) {
    const Table table = make_table(random);
    const CsvGuess guess = sniff_csv(table.text);
    if (guess.dialect.delimiter == table.delimiter && guess.header_line == 1 && guess.header_rows == 1)
      continue;
    ++wrong;
    if (wrong <= 40)
      MESSAGE("wrote '" << table.delimiter << "', read '" << guess.dialect.delimiter << "' header at "
                        << guess.header_line << " of " << guess.header_rows << ":\n"
                        << table.text);
  }
  CHECK(wrong == 0);
}
