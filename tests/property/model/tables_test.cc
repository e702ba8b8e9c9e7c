// Typed columns against whole records, and against themselves when the input is cut otherwise.
#include <doctest/doctest.h>

#include <random>

#include "core/error.h"
#include "model/record_set.h"
#include "model/table.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

/// Tables as people keep them: values that are right, wrong, missing, quoted, in lists, in rows too short.
class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  std::string row() {
    std::string out;
    format::CsvDialect dialect;
    std::size_t cells = below(20) == 0 ? below(columns) + 1 : columns;
    for (std::size_t i = 0; i < cells; ++i) {
      if (i != 0) out += ',';
      format::write_cell(out, below(4) == 0 ? "" : value(i), dialect, below(5) == 0);
    }
    return below(30) == 0 ? "\n" : out + "\n";
  }

  static const std::vector<std::string>& header() {
    static const std::vector<std::string> names = {"id",    "date", "customer", "kind",
                                                   "score", "text", "tags[]",   "ticket"};
    return names;
  }
  static constexpr std::size_t columns = 8;

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  template <std::size_t Size>
  std::string one_of(const char* const (&texts)[Size]) {
    return texts[below(Size)];
  }
  std::string value(std::size_t column) {
    switch (column) {
      case 0:
        return "i-" + std::to_string(random_());
      case 1:
        return one_of({"2026-11-22", "2025-01-31", "2024-02-29", "2026-02-29", "2026-11-22T10:00:00Z",
                       "2026-11-22T25:00:00Z", "yesterday", "1999-12-31"});
      case 2:
        return "customer-with-a-name-" + std::string(below(8), 'x') + std::to_string(below(50));
      case 3:
        return one_of({"call", "meeting", "visit", "walk", "post"});
      case 4:
        return one_of({"1", "-2.5", "3.125", "1e5", "abc", "0", "000007", "12345678901", "+4", "."});
      case 5:
        return one_of({"said \"no\"", "a, b", "two\nlines", "plain", " blank ", "; ", "\xC3\xBC"});
      case 6:
        return one_of({"a;b", "a; b", "x", "a\\;b; c", " ; ", "\\\\"});
      default:
        return "t-" + std::to_string(below(1000));
    }
  }

  std::mt19937 random_;
};

const TableRequest request{"interactions",
                           {{"id"},
                            {"date"},
                            {"customer"},
                            {"kind"},
                            {"score"},
                            {"text"},
                            {"tags"},
                            {"ticket", As::texts},
                            {"text", As::codes},
                            {"ticket", As::hashes},
                            {"nothing"},
                            {"staff"}}};

std::string text_at(const Table& table, std::string_view path, std::size_t row) {
  const Codes& column = table.codes(path);
  return std::string(column.dictionary.text(column.codes[row]));
}

/// Each typed value is what parsing the record's text gives.
void hold_against_records(const Table& table, const RecordSet& records, Paths& paths) {
  REQUIRE(table.rows() == records.size());
  std::size_t bad_dates = 0, bad_numbers = 0;
  for (std::size_t row = 0; row < records.size(); ++row) {
    CAPTURE(row);
    auto value = [&](std::string_view path) { return records[row].value(paths.intern(path)); };
    CHECK(table.texts("id").texts[row] == value("id"));
    CHECK(table.texts("text").texts[row] == value("text"));
    CHECK(text_at(table, "text", row) == value("text"));
    CHECK(table.texts("tags").texts[row] == value("tags[]"));
    CHECK(table.texts("ticket").texts[row] == value("ticket"));
    CHECK((table.hashes("ticket").hashes[row] == 0) == value("ticket").empty());
    CHECK(text_at(table, "customer", row) == value("customer"));
    CHECK(text_at(table, "kind", row) == value("kind"));
    std::optional<core::Date> day = core::parse_day(value("date"));
    CHECK(table.dates("date").days[row] == (day ? *day : core::no_date));
    bad_dates += !day && !value("date").empty() ? 1 : 0;
    std::optional<core::Decimal> score = core::parse_decimal(value("score"));
    CHECK(table.numbers("score").missing(row) == !score);
    if (score) CHECK(core::compare(table.numbers("score")[row], *score) == 0);
    bad_numbers += !score && !value("score").empty() ? 1 : 0;
    CHECK(table.texts("nothing").texts[row].empty());
    CHECK(table.codes("staff").codes[row] == 0);
  }
  CHECK(table.dates("date").unreadable == bad_dates);
  CHECK(table.numbers("score").unreadable == bad_numbers);
}

bool same_codes(const Codes& one, const Codes& other) {
  if (one.codes != other.codes || one.dictionary.size() != other.dictionary.size()) return false;
  for (std::uint32_t code = 0; code < one.dictionary.size(); ++code) {
    if (one.dictionary.text(code) != other.dictionary.text(code)) return false;
  }
  return true;
}

void hold_equal(const Table& one, const Table& other) {
  REQUIRE(one.rows() == other.rows());
  for (const char* path : {"customer", "kind", "text"}) CHECK(same_codes(one.codes(path), other.codes(path)));
  for (const char* path : {"id", "text", "tags", "ticket"})
    CHECK(one.texts(path).texts == other.texts(path).texts);
  CHECK(one.dates("date").days == other.dates("date").days);
  CHECK(one.dates("date").unreadable == other.dates("date").unreadable);
  CHECK(one.numbers("score").values == other.numbers("score").values);
  CHECK(one.numbers("score").scale == other.numbers("score").scale);
  CHECK(one.hashes("ticket").hashes == other.hashes("ticket").hashes);
}

Table read_pieces(const Schema& schema, std::string_view body, const std::vector<std::uint64_t>& cuts,
                  std::size_t cuts_a_piece, int threads) {
  TableBuilder builder(request, schema);
  for (std::size_t first = 0; first + 1 < cuts.size(); first += cuts_a_piece) {
    TablePiece piece = builder.piece();
    for (std::size_t i = first; i + 1 < cuts.size() && i < first + cuts_a_piece; ++i) {
      piece.read_rows(body.substr(cuts[i], cuts[i + 1] - cuts[i]), {}, Maker::header());
    }
    builder.add(std::move(piece), nullptr);
  }
  return builder.build(threads);
}

}  // namespace

TEST_CASE("typed columns are the records' values, however the rows are cut and joined") {
  Schemas schemas = Schemas::built_in();
  const Schema& schema = schemas.of("interactions");
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    Maker maker(seed);
    std::string body;
    std::size_t rows = seed % 4 == 0 ? 4000 : 60;
    for (std::size_t i = 0; i < rows; ++i) body += maker.row();
    std::string head;
    for (const std::string& name : Maker::header()) head += (head.empty() ? "" : ",") + name;

    Paths paths(schema);
    RecordSet records;
    Problems problems;
    std::string file = head + "\n" + body;
    read_table_records(file, "i.csv", paths, records, problems);
    Table whole = read_pieces(schema, body, {0, body.size()}, 1, 1);
    hold_against_records(whole, records, paths);
    for (std::size_t parts : {std::size_t{2}, std::size_t{3}, std::size_t{17}}) {
      std::vector<std::uint64_t> cuts = format::split_rows(body, {}, parts);
      hold_equal(read_pieces(schema, body, cuts, 1, 2), whole);
      hold_equal(read_pieces(schema, body, cuts, 3, 1), whole);
    }
  }
}

TEST_CASE("documents and rows of the same records give the same columns") {
  Schemas schemas = Schemas::built_in();
  const Schema& schema = schemas.of("interactions");
  for (std::uint32_t seed = 100; seed < 110; ++seed) {
    CAPTURE(seed);
    Maker maker(seed);
    std::string body, head, documents;
    for (std::size_t i = 0; i < 80; ++i) body += maker.row();
    for (const std::string& name : Maker::header()) head += (head.empty() ? "" : ",") + name;
    Paths paths(schema);
    RecordSet records;
    Problems problems;
    std::string file = head + "\n" + body;
    read_table_records(file, "i.csv", paths, records, problems);
    for (std::size_t row = 0; row < records.size(); ++row) {
      documents += "---\n";
      write_yaml_record(documents, records[row], paths);
    }
    TableBuilder builder(request, schema);
    TablePiece piece = builder.piece();
    piece.read_documents(documents, "i.yaml");
    builder.add(std::move(piece), nullptr);
    hold_equal(builder.build(1), read_pieces(schema, body, {0, body.size()}, 1, 1));
  }
}
