#include <doctest/doctest.h>

#include "model/iso_codes.h"
#include "model/record_set.h"
#include "model/value_forms.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

/// One finding a line, without the hints.
using Lines = std::vector<std::string>;

std::string text_of(Problem problem) {
  problem.hint.clear();
  return print(problem) + "\n";
}

std::string joined(const Lines& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

std::string findings(const std::string& collection, std::string_view text, bool yaml = false) {
  Schemas schemas = Schemas::built_in();
  Paths paths(schemas.of(collection));
  RecordSet set;
  Problems problems;
  if (yaml) {
    read_yaml_records(text, "f", paths, set, problems);
  } else {
    read_table_records(text, "f", paths, set, problems);
  }
  REQUIRE(problems.empty());
  core::Lines lines(text);
  for (std::size_t row = 0; row < set.size(); ++row) validate(set[row], paths, "f", lines, problems);
  Problems again;
  for (std::size_t row = 0; row < set.size(); ++row) validate(set[row], paths, "f", text, again);
  std::string out;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    CHECK(print(problems[i]) == print(again[i]));
    out += (problems[i].severity == Severity::warning ? "warning " : "") + text_of(problems[i]);
  }
  return out;
}

}  // namespace

TEST_CASE("a record that is as its schema says has no findings") {
  CHECK(findings("customers",
                 "id,kind,name,emails,phones,addresses.1.country,birthday,language,url,wallet,consent.email,"
                 "do_not_contact,sources.1.updated,hobbies[],any.thing\n"
                 "a-1,person,A,a@b.c; "
                 "d@e.org,+49301234567,DE,1990-02-28,pt-BR,https://"
                 "x,12.50,granted,false,2026-11-22T09:30:00+01:00,x; y,z\n"
                 "b-2,,,,,,,,acme.com,,,,2026-11-22,,\n")
            .empty());
  CHECK(findings("quotas", "id,period,amount,currency\nq-1,2026-Q3,100,EUR\n").empty());
  CHECK(findings("rates", "date,currency,rate\n2026-11-02,USD,1.08\n").empty());
}

TEST_CASE("each value that is none is found with its line and column") {
  CHECK(findings("customers",
                 "id,kind,emails,phones,addresses.1.country,birthday,language\n"
                 "A B,persn,a@b.c; x@,0301234567,Germany,2026-02-30,german\n") ==
        joined({"f:2:1: bad-id: id is 'A B', which is not an id", "f:2:5: bad-value: kind can't be 'persn'",
                "f:2:11: bad-email: emails is 'x@', which is not an e-mail address",
                "warning f:2:21: bad-phone: phones is '0301234567', which is not a telephone number",
                "f:2:32: bad-country: addresses.*.country is 'Germany', which is not a country",
                "f:2:40: bad-date: birthday is '2026-02-30', which is not a date",
                "warning f:2:51: bad-language: language is 'german', which is not a language"}));
  CHECK(
      findings("deals",
               "id: d-1\namount: 1.000,50\ncurrency: euro\nprobability: 101\nhistory:\n  - date: yesterday\n",
               true) == joined({"f:2:9: bad-number: amount is '1.000,50', which is not a number",
                                "f:3:11: bad-currency: currency is 'euro', which is not a currency",
                                "f:4:14: out-of-range: probability is 101",
                                "f:6:11: bad-date: history.*.date is 'yesterday', which is not a date"}));
  CHECK(findings("tickets", "id,contacts\nt-1,1.5\nt-2,-1\n") ==
        joined({"f:2:5: bad-number: contacts is '1.5', which is not a whole number",
                "f:3:5: out-of-range: contacts is -1"}));
  CHECK(findings("quotas", "id,period,amount\nq-1,2026-13,1\n") ==
        joined({"f:2:5: bad-period: period is '2026-13', which is not a period"}));
  CHECK(findings("customers", "id,do_not_contact,url\nc-1,yes,not a site\n") ==
        joined({"f:2:5: bad-value: do_not_contact is 'yes', which is not true or false",
                "warning f:2:9: bad-url: url is 'not a site', which is not a web address"}));
}

TEST_CASE("a required field is missed, but not on a record that went into another") {
  CHECK(findings("links", "id,from\nl-1,a-1\n") ==
        joined({"f:2:1: missing-field: no 'to'", "f:2:1: missing-field: no 'kind'"}));
  CHECK(findings("staff", "id,name\n,Anna\n") == joined({"f:2:1: missing-field: no 'id'"}));
  CHECK(findings("customers", "id: a-1\nmerged_into: b-2\n", true).empty());
}

TEST_CASE("a shape that the schema does not have is found") {
  CHECK(findings("customers", "id: a-1\nname:\n  - A\n  - B\n", true) ==
        joined({"f:3:3: bad-shape: 'name' is one value, not a list"}));
  CHECK(findings("customers", "id: a-1\nname:\n  first: A\n", true) ==
        joined({"f:3:10: bad-shape: 'name.first' is not how the schema has it"}));
  CHECK(findings("customers", "id: a-1\naddresses: Bonn\n", true) ==
        joined({"f:2:12: bad-shape: 'addresses' is not how the schema has it"}));
}

TEST_CASE("custom values that no document can hold together are found") {
  CHECK(findings("customers", "id,x,x.y,x[],z.1,z.k\na-1,1,2,,3,\nb-2,1,,2,3,4\nc-3,,2,,3,\n") ==
        joined({"f:2:7: bad-shape: 'x.y' contradicts 'x'", "f:3:8: bad-shape: 'x[]' contradicts 'x'",
                "f:3:12: bad-shape: 'z.k' contradicts 'z.1'"}));
}

TEST_CASE("bounds of a book's own fields are held") {
  Schemas schemas = Schemas::built_in();
  schemas.extend(
      "properties:\n  code:\n    type: string\n    minLength: 2\n    maxLength: 3\n  parts:\n    type: "
      "array\n    maxItems: 2\n    items:\n      type: integer\n",
      "schemas/products.yaml");
  Paths paths(schemas.of("products"));
  RecordSet set;
  Problems problems;
  std::string text = "id,code,parts\na,\xC3\xA4\xC3\xB6\xC3\xBC,1; 2\nb,x,1; 2; 3\nc,abcd,1; x\n";
  read_table_records(text, "f", paths, set, problems);
  for (std::size_t row = 0; row < set.size(); ++row) validate(set[row], paths, "f", text, problems);
  std::string out;
  for (const Problem& problem : problems) out += text_of(problem);
  CHECK(out == joined({"f:3:3: bad-length: code has 1 characters", "f:3:5: bad-length: parts has 3 values",
                       "f:4:3: bad-length: code has 4 characters",
                       "f:4:8: bad-number: parts is 'x', which is not a whole number"}));
}

TEST_CASE("control characters in a bad value do not reach the message") {
  std::string lines = findings("customers", "id,kind\na-1,\x1b[31mred\n");
  CHECK(lines.starts_with("f:2:5: bad-value: "));
  CHECK(lines.find('\x1b') == std::string::npos);
}

TEST_CASE("forms of values") {
  for (const char* good : {"jane@example.com", "j.d+x@sub.example.co.uk",
                           "m\xC3\xBCller@b\xC3\xBC"
                           "cher.de",
                           "a@b.c"})
    CHECK(has_email_form(good));
  for (const char* bad : {"", "jane", "jane@", "@example.com", "a b@c.d", "a@b", "a@b..c", "a@-b.c", ".a@b.c",
                          "a..b@c.d", "<a@b.c>", "a@b.c ", "mailto:a@b.c"})
    CHECK_FALSE(has_email_form(bad));
  for (const char* good : {"+49301234567", "+16502530000;ext=12"}) CHECK(has_phone_form(good));
  for (const char* bad : {"", "+", "0301234567", "+0301234567", "+49 30 1234567", "+123456",
                          "+1234567890123456", "+16502530000;ext="})
    CHECK_FALSE(has_phone_form(bad));
  for (const char* good : {"2026", "2026-Q1", "2026-12", "0001-01"}) CHECK(has_period_form(good));
  for (const char* bad : {"", "26", "2026-", "2026-Q5", "2026-00", "2026-1", "2026-13", "2026-W10", "x026"})
    CHECK_FALSE(has_period_form(bad));
  for (const char* good : {"de", "pt-BR", "zh-Hant-TW", "gsw"}) CHECK(has_language_form(good));
  for (const char* bad : {"", "d", "german", "de_DE", "de-", "1a"}) CHECK_FALSE(has_language_form(bad));
  for (const char* good : {"https://acme.com/x?y", "acme.com", "http://localhost:8080/"})
    CHECK(has_url_form(good));
  for (const char* bad : {"", "acme", "a b.c", "https://"}) CHECK_FALSE(has_url_form(bad));
}

TEST_CASE("codes of countries and currencies") {
  for (const char* good : {"DE", "GB", "XK", "AD", "ZW"}) CHECK(is_country_code(good));
  for (const char* bad : {"", "D", "de", "UK", "DEU", "ZZ", "{}", "D\xC3"}) CHECK_FALSE(is_country_code(bad));
  for (const char* good : {"EUR", "USD", "CHF", "AED", "ZMW", "XAU", "DEM", "ATS", "FRF"})
    CHECK(is_currency_code(good));
  for (const char* bad : {"", "eur", "EURO", "EU", "XXX", "DEN", "{{{"}) CHECK_FALSE(is_currency_code(bad));
}
