// Every share of the audit is counted here again by another route: over the rows of the files, with no query and no table.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "report/audit.h"
#include "report/shared_contacts.h"
#include "report/written_touches.h"
#include "support/report_on.h"
#include "support/values_of.h"

using namespace flatcrm;
using report::AuditPart;
using report::Verdict;

TEST_CASE("a verdict is reached exactly at its bound") {
  auto part = [](std::int64_t found, std::int64_t whole) {
    return AuditPart{.whole = whole, .found = found, .bounds = {20, 50}};
  };
  CHECK(part(0, 10).verdict() == Verdict::fine);
  CHECK(part(199, 1000).verdict() == Verdict::fine);
  CHECK(part(200, 1000).verdict() == Verdict::look);
  CHECK(part(499, 1000).verdict() == Verdict::look);
  CHECK(part(500, 1000).verdict() == Verdict::mistake);
  CHECK(part(4, 4).verdict() == Verdict::not_measurable);  // too few
  CHECK(part(0, 0).verdict() == Verdict::not_measurable);
  AuditPart small{.whole = 100, .found = 90, .bounds = {50, 80}, .small = 100};
  CHECK(small.verdict() == Verdict::fine);
  small.whole = small.found = 101;
  CHECK(small.verdict() == Verdict::mistake);
}

TEST_CASE("a mistake is as bad as its worst part") {
  report::Mistake mistake{.name = "m", .title = "M"};
  CHECK(mistake.verdict() == Verdict::not_measurable);
  mistake.parts = {{.name = "few", .whole = 2, .found = 2, .bounds = {1, 2}},
                   {.name = "fine", .whole = 100, .found = 1, .bounds = {20, 50}},
                   {.name = "look", .whole = 100, .found = 30, .bounds = {20, 50}}};
  CHECK(mistake.verdict() == Verdict::look);
  CHECK(mistake.worst()->name == "look");
  mistake.parts.push_back(
      {.name = "far", .whole = 100, .found = 4, .bounds = {1, 5}});  // four times its bound
  CHECK(mistake.worst()->name == "far");
  CHECK(report::audit_findings(mistake).size() == 2);
}

namespace {

using Touches = std::vector<report::WrittenTouch>;

core::Date day(const char* text) {
  return *core::parse_date(text);
}

}  // namespace

TEST_CASE("texts that their writer used four times are copied") {
  Touches touches;
  for (std::uint32_t i = 0; i < 4; ++i) touches.push_back({1, day("2026-03-02"), 77});
  for (std::uint32_t i = 0; i < 3; ++i) touches.push_back({2, day("2026-03-02"), 77});  // another's, thrice
  touches.push_back({1, day("2026-03-02"), 0});
  report::WrittenTouches signs(touches);
  CHECK(signs.copied == std::vector<std::uint32_t>{0, 1, 2, 3});
  CHECK(signs.with_text == 7);
  CHECK(signs.bunched.empty());
}

TEST_CASE("entries are bunched on full days, on one weekday, and at the end of months") {
  Touches full;
  for (int i = 0; i < 41; ++i) full.push_back({1, day("2026-03-02"), 0});
  CHECK(report::WrittenTouches(full).bunched.size() == 41);
  full.pop_back();
  CHECK(report::WrittenTouches(full).bunched.empty());  // 40 a day, of one day: no habit is known

  Touches fridays;
  for (int week = 0; week < 12; ++week) fridays.push_back({1, {day("2026-01-09").days + 7 * week}, 0});
  for (int other = 0; other < 8; ++other) fridays.push_back({1, {day("2026-01-05").days + 8 * other}, 0});
  // 12 of 20 on a Friday, and what else falls on one.
  std::size_t on_friday = 0;
  for (const auto& touch : fridays) on_friday += core::weekday(touch.day) == 5 ? 1 : 0;
  CHECK(report::WrittenTouches(fridays).bunched.size() == on_friday);
  fridays.pop_back();
  CHECK(report::WrittenTouches(fridays).bunched.empty());  // 19 are too few for a habit

  Touches ends;
  for (int month = 0; month < 10; ++month)
    ends.push_back({3, {core::add_months(day("2026-01-31"), month)}, 0});
  for (int other = 0; other < 15; ++other) ends.push_back({3, {day("2026-01-05").days + other * 3}, 0});
  std::size_t late = 0;
  for (const auto& touch : ends) late += report::ends_month(touch.day) ? 1 : 0;
  REQUIRE(late * 100 >= ends.size() * 40);
  CHECK(report::WrittenTouches(ends).bunched.size() == late);
}

TEST_CASE("the last three days of a month") {
  CHECK(report::ends_month(day("2026-02-26")));
  CHECK_FALSE(report::ends_month(day("2026-02-25")));
  CHECK_FALSE(report::ends_month(day("2028-02-26")));  // a leap year
  CHECK(report::ends_month(day("2026-12-31")));
}

TEST_CASE("contacts are shared with strangers only") {
  using report::SharedContacts;
  CHECK(SharedContacts({{"a", 0}, {"a", 4}, {"b", 2}}, {}).rows == std::vector<std::uint32_t>{0, 4});
  CHECK(SharedContacts({{"a", 2}, {"a", 3}}, {{3, 2}}).rows.empty());
  // Of three, one is linked to both others, who are strangers to each other.
  CHECK(SharedContacts({{"a", 1}, {"a", 2}, {"a", 3}}, {{1, 2}, {1, 3}}).rows ==
        std::vector<std::uint32_t>{2, 3});
  CHECK(SharedContacts({{"a", 1}, {"a", 1}, {"", 2}, {"", 3}}, {}).rows.empty());
}

namespace {

/// Rows of a file as maps, by nothing but commas.
using Rows = std::vector<std::map<std::string, std::string>>;

std::vector<std::string> split(const std::string& line, char by) {
  std::vector<std::string> parts{""};
  for (char c : line)
    if (c == by)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

Rows rows_in(const std::string& text) {
  Rows rows;
  std::vector<std::string> names;
  for (const std::string& line : split(text, '\n')) {
    if (line.empty()) continue;
    if (names.empty()) {
      names = split(line, ',');
      continue;
    }
    std::vector<std::string> cells = split(line, ',');
    rows.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) rows.back()[names[i]] = i < cells.size() ? cells[i] : "";
  }
  return rows;
}

std::string customers_file() {
  std::string text =
      "id,name,kind,phones,emails,status,subsidiary,social,url,owner,colour,size,sources.1.key,sources.1."
      "first_seen\n";
  for (int i = 0; i < 200; ++i) {
    text += "c" + std::to_string(i) + "," + (i % 40 == 7 ? "" : "Name") + "," +
            (i % 5 == 0 ? "organization" : "person") + "," +
            (i % 3 == 0   ? ""
             : i % 3 == 1 ? "+4930" + std::to_string(10000 + i / 6)
                          : "030 1234") +
            "," + (i % 4 == 0 ? "" : "c" + std::to_string(i) + "@x.example.com") + "," +
            (i % 10 == 9 ? "former" : "active") + "," + (i % 2 == 0 ? "north" : "south") + "," +
            (i % 6 == 0 ? "mastodon:@c" : "") + "," + (i % 7 == 0 ? "https://c.example.com" : "") + "," +
            (i % 8 == 0 ? "nobody" : "anna") + "," + (i < 4 ? "red" : "") + ",L,k" + std::to_string(i) + "," +
            (i % 20 == 0 ? "2026-01-05" : "2026-01-06") + "\n";
  }
  return text;
}

std::string sales_file() {
  std::string text = "id,kind,date,customer,amount,currency,subsidiary,ref\n";
  for (int i = 0; i < 120; ++i)
    text += "s" + std::to_string(i) + "," + (i % 4 == 0 ? "payment" : "invoice") + ",2026-0" +
            std::to_string(1 + i % 3) + "-15," + (i % 15 == 0 ? "gone" : "c" + std::to_string(i)) + "," +
            (i % 11 == 0 ? "" : "10.50") + "," +
            (i % 9 == 0   ? "XPF"
             : i % 9 == 1 ? ""
                          : "EUR") +
            "," + (i % 3 == 0 ? "north" : "") + "," + (i % 8 == 0 ? "s1" : "") + "\n";
  return text;
}

test::Files files() {
  return {
      {"customers/c.csv", customers_file()},
      {"sales/s.csv", sales_file()},
      {"staff/s.csv",
       "id,name,manager,left\nanna,Anna,carl,\nbert,Bert,carl,\ncarl,Carl,,\ndora,Dora,,2025-01-01\n"},
      {"interactions/i.csv",
       "id,date,customer,staff,kind,text\ni1,2026-03-02,c1,anna,call,https://crm.example.com/4711\n"
       "i2,2026-03-03,c2,anna,call,Hello\ni3,2026-03-04,c3,anna,call,Hello\ni4,2026-03-05,c4,bert,call,Hi\n"
       "i5,2026-03-06,c5,anna,call,Bye\n"}};
}

report::Table part_of(const report::Document& document, const char* mistake) {
  return report::table_of(document, mistake);
}

/// "of found" of a measure.
std::string counts(const report::Document& document, const char* mistake, const std::string& measure) {
  report::Table table = part_of(document, mistake);
  return value_at(table, measure, "of") + " " + value_at(table, measure, "found");
}

std::string both(std::int64_t whole, std::int64_t found) {
  return std::to_string(whole) + " " + std::to_string(found);
}

}  // namespace

TEST_CASE("the audit counts what the files say") {
  report::Document document = test::report_on(files(), "audit", test::on("2026-04-01"));
  Rows customers = rows_in(customers_file()), sales = rows_in(sales_file());
  std::map<std::string, std::map<std::string, std::string>> by_id;
  std::map<std::string, std::int64_t> phones, days;
  for (auto& one : customers) {
    by_id[one["id"]] = one;
    if (!one["phones"].empty()) ++phones[one["phones"]];
    ++days[one["sources.1.first_seen"]];
  }
  std::int64_t kept = 0, no_number = 0, with = 0, undialable = 0, no_way = 0, keys = 0, owners = 0,
               unconnected = 0, organizations = 0, shared = 0;
  for (auto& one : customers) {
    bool dialable = one["phones"].starts_with("+");
    keys += one["name"].empty() ? 1 : 0;
    with += one["phones"].empty() ? 0 : 1;
    undialable += !one["phones"].empty() && !dialable ? 1 : 0;
    owners += one["owner"] == "nobody" ? 1 : 0;
    shared += !one["phones"].empty() && phones[one["phones"]] > 1 ? 1 : 0;
    if (one["status"] == "former") continue;
    ++kept;
    no_number += dialable ? 0 : 1;
    no_way += !dialable && one["emails"].empty() ? 1 : 0;
    unconnected += one["social"].empty() && one["url"].empty() ? 1 : 0;
    organizations += one["kind"] == "organization" ? 1 : 0;
  }
  CHECK(counts(document, "phone", "No number to dial") == both(kept, no_number));
  CHECK(counts(document, "phone", "No number in E.164") == both(with, undialable));
  CHECK(counts(document, "phone", "Neither number nor e-mail") == both(kept, no_way));
  CHECK(counts(document, "ownership", "Only a foreign key") == both(200, keys));
  CHECK(counts(document, "ownership", "Owner not in the book") == both(200, owners));
  CHECK(counts(document, "ownership", "A link for a text") == both(5, 1));
  CHECK(counts(document, "ownership", "Not under git") == both(1, 1));
  CHECK(counts(document, "social", "No handle, site or link") == both(kept, unconnected));
  CHECK(counts(document, "social", "Nobody known there") == both(organizations, organizations));
  CHECK(counts(document, "scattered", "Shared number or e-mail") == both(200, shared));
  CHECK(counts(document, "imports", "Came on one day") == both(200 + 120 + 5, days["2026-01-06"]));
  // colour is filled in by 4 of 200, size by all.
  CHECK(counts(document, "features", "Fields hardly filled in") == both(2, 1));
  // Dora has left; Carl, who is the manager, wrote nothing.
  CHECK(counts(document, "adoption", "Wrote nothing") == both(3, 1));
  CHECK(counts(document, "adoption", "Managers, wrote nothing") == both(1, 1));

  std::int64_t alone = 0, follow = 0, broken = 0, priced = 0, no_rate = 0, blank = 0, two = 0, other = 0;
  std::set<std::string> buyers, talked{"c1", "c2", "c3", "c4", "c5"};
  for (auto& one : sales) {
    bool known = by_id.contains(one["customer"]);
    alone += known ? 0 : 1;
    if (one["kind"] == "payment") {
      ++follow;
      broken += one["ref"].empty() ? 1 : 0;
    } else if (known) {
      buyers.insert(one["customer"]);
    }
    if (!one["amount"].empty()) {
      ++priced;
      no_rate += one["currency"] == "XPF" ? 1 : 0;
      blank += one["currency"].empty() ? 1 : 0;
    }
    if (one["subsidiary"].empty() || !known) continue;
    ++two;
    other += one["subsidiary"] != by_id[one["customer"]]["subsidiary"] ? 1 : 0;
  }
  std::int64_t unheard = 0;
  for (const std::string& buyer : buyers) unheard += talked.contains(buyer) ? 0 : 1;
  CHECK(counts(document, "islands", "Sales of no customer") == both(120, alone));
  CHECK(counts(document, "islands", "Follow no document") == both(follow, broken));
  CHECK(counts(document, "islands", "Bought, never talked to") ==
        both(static_cast<std::int64_t>(buyers.size()), unheard));
  CHECK(counts(document, "one_sided", "Sales without a rate") == both(priced, no_rate));
  CHECK(counts(document, "one_sided", "Without a currency") == both(priced, blank));
  CHECK(counts(document, "one_sided", "Sales, other subsidiary") == both(two, other));
}

TEST_CASE("the audit of a part of the customers") {
  report::Parameters parameters = test::on("2026-04-01");
  parameters.where = "subsidiary = north";
  parameters.by = {"kind"};
  report::Document document = test::report_on(files(), "audit", parameters);
  CHECK(counts(document, "ownership", "Owner not in the book") == both(100, 25));
  CHECK(counts(document, "adoption", "Wrote nothing") == both(3, 1));  // staff are always all
  CHECK(value_at(report::table_of(document, "by_kind"), "organization", "customers") == "20");
  for (const auto& section : document.sections)
    for (const auto& finding : section.findings)
      if (finding.code == "no-number")
        CHECK(finding.command.find("(subsidiary = north) and") != std::string::npos);
}

TEST_CASE("a fold of links and decisions keeps families apart from twins") {
  test::Files family{
      {"customers/c.csv",
       "id,name,phones\na,Ann,+49301234\nb,Ben,+49301234\nc,Cy,+49307777\nd,Di,+49307777\n"
       "e,Ed,+49309999\nf,Fay,+49309999\n"},
      {"links/l.csv", "id,from,to,kind\nl1,a,b,household\n"},
      {"dedupe/decisions.csv", "id_a,id_b,decision,kind,by,date,why\nc,d,distinct,,ines,2026-01-01,\n"}};
  report::Document document = test::report_on(family, "audit", test::on("2026-04-01"));
  CHECK(counts(document, "scattered", "Shared number or e-mail") == both(6, 2));
}

TEST_CASE("the audit of an empty book and of one customer guesses nothing") {
  for (const test::Files& book : {test::Files{}, test::Files{{"customers/c.csv", "id,name\na,Ann\n"}}}) {
    report::Document document = test::report_on(book, "audit", test::on("2026-04-01"));
    auto figures = figures_of_document(document);
    CHECK(figures["made"] == "1");  // it is not under git
    CHECK(figures["to_look_at"] == "0");
    for (const report::Row& row : report::table_of(document, "mistakes").rows)
      CHECK_MESSAGE((cell_text(row[1]) == "not measurable" || cell_text(row[1]) == "fine" ||
                     cell_text(row[0]) == "Not owning the data"),
                    cell_text(row[0]));
  }
}

TEST_CASE("a stage of the settings that no deal was ever in") {
  test::Files book{{"flatcrm.yaml",
                    "format: 1\nname: Test\npipelines:\n  - name: default\n    stages:\n      - name: lead\n "
                    "     - name: demo\n"
                    "      - name: offer\n      - name: won\n        outcome: won\n"},
                   {"deals/d.csv",
                    "id,stage,history.1.stage,history.1.date\nd1,lead,,\nd2,won,offer,2026-01-01\nd3,lead,,"
                    "\nd4,lead,,\nd5,Talks,,\n"}};
  report::Document document = test::report_on(book, "audit", test::on("2026-04-01"));
  CHECK(counts(document, "features", "Stages never used") == both(4, 1));
  CHECK(
      part_of(document, "features")
          .note.find("No deal was ever in demo. Deals stand in Talks, of which the settings say nothing.") !=
      std::string::npos);
}
