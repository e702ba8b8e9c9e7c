#include "import/profile.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using namespace flatcrm::import;

namespace {

std::string error_of(std::string_view yaml) {
  try {
    parse_profile(yaml, "p.yaml");
  } catch (const Error& error) {
    CHECK(error.code() == Code::bad_input);
    return error.what();
  }
  return "no error";
}

constexpr std::string_view whole = R"(source: hubspot
collection: customers
key: [Record ID]
match: [emails]
region: DE
updated: Last Modified
fields:
  name: "{First Name} {Last Name}"
  emails: [Email, Additional email addresses]
  addresses.1.city: City
  acquired: {from: Create Date, order: dmy}
  owner: {from: Contact owner, by: name}
  status: {from: Lifecycle Stage, map: {Customer: active, Lead: lead}, else: prospect}
  kind: {const: person}
also:
  - {collection: links, fields: {from: {ref: customers}, to: {from: Company, by: name, create: true}, kind: {const: employee}}}
rules: {default: fill, phones: union, owner: keep}
empty: keeps
)";

}  // namespace

TEST_CASE("the profile of the design is read as it stands") {
  Profile profile = parse_profile(whole, "p.yaml");
  CHECK(profile.source.text == "hubspot");
  CHECK(profile.main.collection.text == "customers");
  REQUIRE(profile.main.key.size() == 1);
  CHECK(profile.main.key[0].text == "Record ID");
  CHECK(profile.main.match[0].text == "emails");
  CHECK(profile.region->text == "DE");
  CHECK(profile.updated->text == "Last Modified");
  REQUIRE(profile.main.fields.size() == 7);
  const auto& fields = profile.main.fields;
  REQUIRE(fields[0].from.size() == 1);
  REQUIRE(fields[0].from[0].size() == 3);
  CHECK(fields[0].from[0][0].column);
  CHECK(fields[0].from[0][0].text.text == "First Name");
  CHECK_FALSE(fields[0].from[0][1].column);
  CHECK(fields[1].from.size() == 2);
  CHECK(fields[2].field.text == "addresses.1.city");
  CHECK(fields[3].order == text::DateOrder::dmy);
  CHECK(fields[4].by->text == "name");
  CHECK(fields[5].map.size() == 2);
  CHECK(fields[5].otherwise == "prospect");
  CHECK(fields[6].constant->text == "person");
  REQUIRE(profile.also.size() == 1);
  CHECK(profile.also[0].fields[0].ref->text == "customers");
  CHECK(profile.also[0].fields[1].create);
  REQUIRE(profile.rules.size() == 2);
  CHECK(profile.rules[0].rule == Rule::union_of_both);
  CHECK(profile.default_rule == Rule::fill);
  CHECK_FALSE(profile.empty_clears);
}

TEST_CASE("every word of a profile knows its place") {
  Profile profile = parse_profile(whole, "p.yaml");
  CHECK(print(profile.main.key[0].place) == "p.yaml:3:7");
  CHECK(print(profile.main.fields[2].field.place) == "p.yaml:10:3");
  CHECK(print(profile.main.fields[2].from[0][0].text.place) == "p.yaml:10:21");
}

TEST_CASE("a key that is not known is an error with its place and the nearest one") {
  CHECK(error_of("sorce: crm\n") == "p.yaml:1:1: unknown key 'sorce'; did you mean 'source'?");
  CHECK(error_of("source: a\ncollection: b\nfields:\n  name: {form: A}\n")
            .starts_with("p.yaml:4:10: unknown key 'form'; did you mean 'from'?"));
  CHECK(error_of("source: a\ncollection: b\nfields: {name: A}\nrules: {name: fil}\n")
            .find("did you mean 'fill'?") != std::string::npos);
}

TEST_CASE("what is missing or contradicts itself is an error") {
  CHECK(error_of("collection: b\nfields: {name: A}\n").find("needs a 'source'") != std::string::npos);
  CHECK(error_of("source: a\nfields: {name: A}\n").find("needs a 'collection'") != std::string::npos);
  CHECK(error_of("source: a\ncollection: b\n").find("needs 'fields'") != std::string::npos);
  CHECK(error_of("source: a\ncollection: b\nfields: {name: {from: A, const: B}}\n")
            .find("'name' needs one of from, const, ref and cancels") != std::string::npos);
  CHECK(error_of("source: a\ncollection: b\nfields: {owner: {from: A, create: true}}\n").find("needs 'by'") !=
        std::string::npos);
  CHECK(error_of("source: a\ncollection: b\nfields: {name: '{A'}\n").find("without '}'") !=
        std::string::npos);
  CHECK(error_of("source: a\ncollection: b\nfields: {name: {from: A, order: ymm}}\n").find("dmy, mdy, ymd") !=
        std::string::npos);
  CHECK(error_of("source: a\ncollection: b\nfields: [name]\n")
            .find("'fields' takes keys with values, not a list") != std::string::npos);
}

TEST_CASE("text that is no YAML is bad input with its place") {
  CHECK(error_of("source: [a\n").starts_with("p.yaml:"));
  CHECK(error_of("- a\n").find("keys with values") != std::string::npos);
}

TEST_CASE("a list may hold columns and templates") {
  Profile profile = parse_profile("source: a\ncollection: b\nfields: {name: ['{A} {B}', C]}\n", "p");
  REQUIRE(profile.main.fields[0].from.size() == 2);
  CHECK(profile.main.fields[0].from[0].size() == 3);
  CHECK(profile.main.fields[0].from[1].size() == 1);
}

TEST_CASE("doubled braces are braces") {
  Template parts = parse_template("{{{A}}} {B}", {});
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].text.text == "{");
  CHECK(parts[1].text.text == "A");
  CHECK(parts[2].text.text == "} ");
  CHECK(parts[3].text.text == "B");
}
