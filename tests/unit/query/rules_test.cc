#include "query/rules.h"

#include <doctest/doctest.h>

#include "query/book_catalog.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::query;

namespace {

std::vector<std::string> findings(test::Files files) {
  test::MemoryBook memory(std::move(files));
  book::Book book = memory.open();
  Catalog catalog = catalog_of(book, *core::parse_date("2026-11-22"));
  core::Problems problems = check_rules(book, catalog, 2);
  core::sort(problems);
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(core::print(problem));
  return lines;
}

const char* const customers =
    "id,kind,name,wallet,tax_id,merged_into\n"
    "a-1,organization,Acme,-5,,\n"
    "\n"
    "b-1,person,Bert,,,\n"
    "c-1,organization,Gone,-7,,a-1\n"
    "\"d-1\",organization,\"Dora, Ltd\",-9,DE1,\n";

}  // namespace

TEST_CASE("a record breaks a rule that is false for it, and is found where it stands") {
  std::vector<std::string> found = findings({
      {"schemas/customers.yaml",
       "x-rules:\n  - wallet >= 0\n  - {rule: tax_id is not empty, when: kind = organization, message: no "
       "tax id}\n"},
      {"customers/a.csv", customers},
      {"customers/b.yaml",
       "id: e-1\nkind: organization\nname: Eva\n---\nid: f-1\nwallet: -1\nmerged_into: e-1\n---\nid: "
       "g-1\nname: Gil\nwallet: -2\n"},
  });
  REQUIRE(found.size() == 5);
  CHECK(found[0] ==
        "customers/a.csv:2:5: broken-rule: no tax id; the rule stands at schemas/customers.yaml:3:12");
  CHECK(found[1] ==
        "customers/a.csv:2:23: broken-rule: breaks the rule 'wallet >= 0'; the rule stands at "
        "schemas/customers.yaml:2:5");
  CHECK(found[2] ==
        "customers/a.csv:6:32: broken-rule: breaks the rule 'wallet >= 0'; the rule stands at "
        "schemas/customers.yaml:2:5");
  CHECK(found[3] ==
        "customers/b.yaml:2:7: broken-rule: no tax id; the rule stands at schemas/customers.yaml:3:12");
  CHECK(found[4] ==
        "customers/b.yaml:11:9: broken-rule: breaks the rule 'wallet >= 0'; the rule stands at "
        "schemas/customers.yaml:2:5");
}

TEST_CASE("a rule over what belongs to a record, and one on another collection") {
  std::vector<std::string> found = findings({
      {"schemas/more.yaml",
       "x-collection: deals\nx-rules:\n  - rule: amount <= customer.wallet\n    severity: warning\n"},
      {"schemas/customers.yaml", "x-rules: ['count(deals where outcome = open) < 2']\n"},
      {"customers/a.csv", "id,name,wallet\na-1,Acme,100\nb-1,Bert,\n"},
      {"deals/d.csv",
       "id,name,customer,amount,outcome\nd-1,One,a-1,50,open\nd-2,Two,a-1,150,open\nd-3,Three,b-1,150,"
       "open\n"},
  });
  REQUIRE(found.size() == 2);
  CHECK(found[0] ==
        "customers/a.csv:2:1: broken-rule: breaks the rule 'count(deals where outcome = open) < 2'; the rule "
        "stands at schemas/customers.yaml:1:12");
  CHECK(found[1] ==
        "deals/d.csv:3:13: broken-rule: breaks the rule 'amount <= customer.wallet'; the rule stands at "
        "schemas/more.yaml:3:11");
}

TEST_CASE("a rule that can't be understood is a finding in its schema") {
  std::vector<std::string> found = findings({
      {"schemas/customers.yaml",
       "x-rules:\n  - contry = DE\n  - rule: 'wallet > soon'\n  - rule: name = Acme\n    wen: kind = person\n  - "
       "severity: bad\n  - message: none\n"
       "  - rule: >\n      name =\n      or\n  - rule: name != ''\n    severity: fatal\n"},
      {"customers/a.csv", "id,name\na-1,Acme\n"},
  });
  REQUIRE(found.size() == 7);
  CHECK(found[0] ==
        "schemas/customers.yaml:2:5: bad-rule: no field 'contry' in customers; did you mean 'country'?");
  CHECK(found[1].starts_with("schemas/customers.yaml:3:"));
  CHECK(found[2] == "schemas/customers.yaml:5:5: bad-rule: a rule has no 'wen'; did you mean 'when'?");
  CHECK(found[3] == "schemas/customers.yaml:6:5: bad-rule: severity can't be 'bad'; write error or warning");
  CHECK(found[4] ==
        "schemas/customers.yaml:7:5: bad-rule: a rule without a query; write one: rule: wallet >= 0");
  CHECK(found[5].starts_with("schemas/customers.yaml:8:11: bad-rule: "));
  CHECK(found[6] ==
        "schemas/customers.yaml:12:5: bad-rule: severity can't be 'fatal'; write error or warning");
}
