#include "model/table.h"

#include <doctest/doctest.h>

#include "core/error.h"
#include "model/day_reader.h"
#include "model/recent_codes.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

struct Fixture {
  Schemas schemas = Schemas::built_in();

  Table read(const TableRequest& request, const std::vector<std::string_view>& pieces,
             const std::vector<std::string>& header) {
    TableBuilder builder(request, schemas.of(request.collection));
    for (std::string_view text : pieces) {
      TablePiece piece = builder.piece();
      piece.read_rows(text, {}, header);
      builder.add(std::move(piece), nullptr);
    }
    return builder.build(2);
  }
};

std::vector<std::string_view> texts_of(const Codes& column) {
  std::vector<std::string_view> out;
  for (std::uint32_t code : column.codes) out.push_back(column.dictionary.text(code));
  return out;
}

using TextList = std::vector<std::string_view>;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "columns have the types of their fields") {
  TableRequest request{"deals",
                       {{"id"}, {"owner"}, {"outcome"}, {"closed"}, {"amount"}, {"probability"}, {"colour"}}};
  Table table =
      read(request,
           {"d-1,anna,won,2026-11-22,12.5,90,red\nd-2,,,,,,\nd-3,bert,lost,2026-02-30,x,50,\"b\"\"lue\"\n"},
           {"id", "owner", "outcome", "closed", "amount", "probability", "colour"});
  REQUIRE(table.rows() == 3);
  CHECK(table.texts("id").texts == TextList{"d-1", "d-2", "d-3"});
  CHECK(table.codes("owner").codes == std::vector<std::uint32_t>{1, 0, 2});
  CHECK(texts_of(table.codes("outcome")) == TextList{"won", "", "lost"});
  CHECK(core::print(table.dates("closed").days[0]) == "2026-11-22");
  CHECK(table.dates("closed").days[1] == core::no_date);
  CHECK(table.dates("closed").days[2] == core::no_date);
  CHECK(table.dates("closed").unreadable == 1);
  CHECK(core::print(table.numbers("amount")[0]) == "12.5");
  CHECK(table.numbers("amount").missing(1));
  CHECK(table.numbers("amount").missing(2));
  CHECK(table.numbers("amount").unreadable == 1);
  CHECK(table.numbers("probability").values[2] == 50);
  CHECK(table.texts("colour").texts == TextList{"red", "", "b\"lue"});
  CHECK(table.has("colour"));
  CHECK_FALSE(table.has("name"));
  CHECK_THROWS_AS(table.texts("owner"), Error);
  CHECK_THROWS_AS(table.codes("name"), Error);
}

TEST_CASE_FIXTURE(Fixture, "a column may be wanted as codes, texts or hashes") {
  TableRequest request{
      "interactions",
      {{"customer", As::texts}, {"text", As::codes}, {"customer", As::hashes}, {"date", As::texts}}};
  Table table = read(request, {"a,x,2026\nb,y,\n,x,\na,,\n"}, {"customer", "text", "date"});
  CHECK(table.texts("customer").texts == TextList{"a", "b", "", "a"});
  CHECK(table.codes("text").codes == std::vector<std::uint32_t>{1, 2, 1, 0});
  const std::vector<std::uint64_t>& hashes = table.hashes("customer").hashes;
  CHECK(hashes[0] == hashes[3]);
  CHECK(hashes[0] != hashes[1]);
  CHECK(hashes[2] == 0);
  CHECK(table.texts("date").texts[0] == "2026");
}

TEST_CASE_FIXTURE(Fixture, "a column that no file has is missing throughout") {
  TableRequest request{"deals", {{"owner"}, {"closed"}, {"amount"}, {"name"}, {"reason", As::hashes}}};
  Table table = read(request, {"d-1\nd-2\n", "d-3\n"}, {"id"});
  REQUIRE(table.rows() == 3);
  CHECK(table.codes("owner").codes == std::vector<std::uint32_t>{0, 0, 0});
  CHECK(table.dates("closed").days[2] == core::no_date);
  CHECK(table.numbers("amount").missing(0));
  CHECK(table.texts("name").texts[1].empty());
  CHECK(table.hashes("reason").hashes[1] == 0);
}

TEST_CASE_FIXTURE(Fixture, "numbers have one scale over all pieces, or none at all") {
  TableRequest request{"sales", {{"amount"}}};
  Table table = read(request, {"1\n2.5\n", "-3.125\n", "4\n"}, {"amount"});
  const Numbers& amounts = table.numbers("amount");
  CHECK(amounts.scale == 3);
  CHECK(amounts.values == std::vector<std::int64_t>{1000, 2500, -3125, 4000});
  CHECK_THROWS_AS(read(request, {"123456789012345678\n0.0001\n"}, {"amount"}), Error);
  CHECK_THROWS_AS(read(request, {"123456789012345678\n", "0.0001\n"}, {"amount"}), Error);
}

TEST_CASE_FIXTURE(Fixture,
                  "an instant counts on the day of its writer, and only where instants are allowed") {
  Table table = read({"interactions", {{"date"}}}, {"2026-11-22T23:30:00+01:00\n2026-11-22\nT\n"}, {"date"});
  CHECK(core::print(table.dates("date").days[0]) == "2026-11-22");
  CHECK(table.dates("date").days[0] == table.dates("date").days[1]);
  CHECK(table.dates("date").unreadable == 1);
  table = read({"sales", {{"date"}}}, {"2026-11-22T23:30:00+01:00\n"}, {"date"});
  CHECK(table.dates("date").unreadable == 1);
}

TEST_CASE_FIXTURE(Fixture, "tombstones and blank rows are no rows") {
  TableRequest request{"customers", {{"id"}}};
  Table table = read(request, {"a,\n\nb,a\n,\n\"\",\"\"\nc,\n"}, {"id", "merged_into"});
  CHECK(table.texts("id").texts == TextList{"a", "c"});
  TablePiece piece = TableBuilder(request, schemas.of("customers")).piece();
  piece.read_documents("id: a\n---\nid: b\nmerged_into: a\n---\n- x\n---\nid: c\n", "x.yaml");
  CHECK(piece.rows() == 2);
}

TEST_CASE_FIXTURE(Fixture, "lists are joined texts, from cells and from documents") {
  TableRequest request{"customers",
                       {{"emails"}, {"hobbies"}, {"addresses.1.city"}, {"merged_ids", As::codes}}};
  TableBuilder builder(request, schemas.of("customers"));
  TablePiece rows = builder.piece(), documents = builder.piece();
  rows.read_rows("a@b.c;d@e.f,\"chess\\;go; x\",Bonn,p; q\n", {},
                 {"emails", "hobbies[]", "addresses.1.city", "merged_ids"});
  documents.read_documents(
      "emails: [a@b.c, d@e.f]\nhobbies: [\"chess;go\", x]\naddresses: [{city: Bonn}]\nmerged_ids: [p, "
      "q]\n---\nemails: a;b\nhobbies: {a: b}\n",
      "x.yaml");
  builder.add(std::move(rows), nullptr);
  builder.add(std::move(documents), nullptr);
  Table table = builder.build(1);
  CHECK(table.texts("emails").texts == TextList{"a@b.c; d@e.f", "a@b.c; d@e.f", "a\\;b"});
  CHECK(table.texts("hobbies[]").texts == TextList{"chess\\;go; x", "chess\\;go; x", ""});
  CHECK(table.texts("addresses.1.city").texts == TextList{"Bonn", "Bonn", ""});
  CHECK(texts_of(table.codes("merged_ids")) == TextList{"p; q", "p; q", ""});
}

TEST_CASE_FIXTURE(Fixture, "renaming makes two codes of one name one") {
  Table table = read({"deals", {{"customer"}}}, {"a\nb\nc\na\n"}, {"customer"});
  table.rename("customer", {{"b", "a"}, {"c", "d"}, {"x", "y"}});
  CHECK(table.codes("customer").codes == std::vector<std::uint32_t>{1, 1, 2, 1});
  CHECK(table.codes("customer").dictionary.text(2) == "d");
  CHECK(table.codes("customer").dictionary.size() == 3);
  table.rename("nothing", {{"a", "b"}});
}

TEST_CASE("a table of no pieces is empty") {
  Schemas schemas = Schemas::built_in();
  Table table = TableBuilder({"deals", {{"owner"}, {"amount"}}}, schemas.of("deals")).build(2);
  CHECK(table.rows() == 0);
  CHECK(table.codes("owner").codes.empty());
  CHECK(table.numbers("amount").values.empty());
}

TEST_CASE("days are read as one by one, in whatever order they come") {
  DayReader days;
  std::vector<std::string> texts = {"2026-11-22",
                                    "2026-02-28",
                                    "2026-02-29",
                                    "2024-02-29",
                                    "2026-13-01",
                                    "2026-00-01",
                                    "2026-11-00",
                                    "2026-11-31",
                                    "2026-11-3x",
                                    "2026-1a-01",
                                    "0001-01-01",
                                    "9999-12-31",
                                    "0000-01-01",
                                    "2026-11-:0",
                                    "2026/11/22",
                                    "2026-11-0/",
                                    ""};
  for (int year : {1899, 1900, 2000, 2026}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        texts.emplace_back(text);
      }
    }
  }
  for (int round = 0; round < 2; ++round) {
    for (const std::string& text : texts) {
      CAPTURE(text);
      std::optional<core::Date> day = core::parse_date(text);
      CHECK(days.read(text, false) == (day ? *day : core::no_date));
      day = core::parse_day(text);
      CHECK(days.read(text, true) == (day ? *day : core::no_date));
    }
  }
}

TEST_CASE("recent codes are found again, never mistaken, and given up where they do not help") {
  RecentCodes recent;
  CHECK(recent.find("email") == 0);
  recent.keep("email", 7);
  CHECK(recent.find("email") == 7);
  for (std::string_view other : {"emaill", "emai", "Email", "lemai", "email-email", "e", "em", "ema"})
    CHECK(recent.find(other) == 0);
  std::string nine = "123456789", sixteen = "1234567890123456";
  recent.keep(nine, 8);
  recent.keep(sixteen, 9);
  CHECK(recent.find(nine) == 8);
  CHECK(recent.find(sixteen) == 9);
  CHECK(recent.is_useful());
  for (int i = 0; i < 10000; ++i) recent.find("new" + std::to_string(i));
  CHECK_FALSE(recent.is_useful());
}
