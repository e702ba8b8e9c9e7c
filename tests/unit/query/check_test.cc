#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "query/check.h"
#include "query/functions.h"
#include "query/metrics.h"
#include "query/record_evaluator.h"
#include "query/row_filter.h"
#include "query/share.h"

using namespace flatcrm;
using namespace flatcrm::query;

namespace {

const core::Date today = *core::parse_date("2026-11-22");

/// A book without files: built-in schemas, default settings.
struct Around {
  model::Schemas schemas = model::Schemas::built_in();
  core::Problems problems;
  book::Config config = book::parse_config("format: 1\nfiscal_year_starts: 4\n", "flatcrm.yaml", problems);
  std::vector<std::string> used{"sector", "cost", "hobbies[]"};
  Catalog catalog;
  Rates rates{"EUR"};
  Around() {
    catalog.today = today;
    catalog.schemas = &schemas;
    catalog.config = &config;
    catalog.used_paths = [this](const std::string&) -> const std::vector<std::string>& { return used; };
  }
  Truth ask(const std::string& query, std::map<std::string, std::string> values,
            const World* world = nullptr) {
    Checker checker(catalog, "customers");
    NodeId node = checker.condition(parse(query));
    PlainRecord record;
    record.values = std::move(values);
    return RecordEvaluator(checker.tree(), config, rates, world).evaluate(node, record).truth;
  }
  std::string error(const std::string& query) {
    try {
      Checker checker(catalog, "customers");
      checker.condition(parse(query));
    } catch (const QueryError& error) {
      return error.what();
    }
    return "";
  }
};

}  // namespace

TEST_CASE("every metric is a query, and stands in the manual with its formula") {
  Around around;
  std::ifstream file(FLATCRM_SOURCE "/man/flatcrm-query.7.md");
  std::ostringstream page;
  page << file.rdbuf();
  for (const Metric& metric : metrics()) {
    CAPTURE(metric.name);
    bool whole = metric.collection == of_book;
    Checker checker(around.catalog, whole ? "customers" : std::string(metric.collection));
    auto ask = [&](const std::string& text) {
      return whole ? checker.book_value(parse(text)) : checker.value(parse(text));
    };
    CHECK_NOTHROW(ask(std::string(metric.name)));
    if (metric.spans()) CHECK_NOTHROW(ask(std::string(metric.name) + "(12m)"));
    CHECK(page.str().find("\n" + std::string(metric.name)) != std::string::npos);
    bool formula = metric.name == network_metric ||
                   page.str().find("`" + expand(metric, "DAYS") + "`") != std::string::npos;
    CHECK(formula);
  }
}

TEST_CASE("a value that a schema names is that value, and no file is searched for a field of its name") {
  Around around;
  int searches = 0;
  around.used = {"active", "DE"};
  around.catalog.used_paths = [&](const std::string&) -> const std::vector<std::string>& {
    ++searches;
    return around.used;
  };
  CHECK(around.ask("status = active and country = DE",
                   {{"status", "active"}, {"addresses.1.country", "DE"}}) == Truth::yes);
  CHECK(around.ask("status in (active, lead)", {{"status", "lead"}, {"active", "x"}}) == Truth::yes);
  CHECK(searches == 0);
  CHECK(
      around.error("language = active") ==
      "query:1:12: 'active' could be text, and is a field too; write \"active\" for the text, {active} for the "
      "field");
  CHECK(searches > 0);
}

TEST_CASE("every function stands in the manual") {
  std::ifstream file(FLATCRM_SOURCE "/man/flatcrm-query.7.md");
  std::ostringstream page;
  page << file.rdbuf();
  for (const FunctionInfo& function : functions()) {
    CAPTURE(function.name);
    CHECK(page.str().find(std::string("\n") + function.form) != std::string::npos);
  }
}

TEST_CASE("what is missing is unknown, and stays so through not") {
  Around around;
  CHECK(around.ask("status = active", {}) == Truth::unknown);
  CHECK(around.ask("not status = active", {}) == Truth::unknown);
  CHECK(around.ask("status != active", {}) == Truth::unknown);
  CHECK(around.ask("status = active and name = Zoe", {{"name", "Jo"}}) == Truth::no);
  CHECK(around.ask("status = active or name = Zoe", {{"name", "Zoe"}}) == Truth::yes);
  CHECK(around.ask("status = active or name = Zoe", {{"name", "Jo"}}) == Truth::unknown);
  CHECK(around.ask("status in (active, lead)", {}) == Truth::unknown);
  CHECK(around.ask("status is empty", {}) == Truth::yes);
  CHECK(around.ask("status is not empty", {}) == Truth::no);
  CHECK(around.ask("wallet / 0 > 1", {{"wallet", "5"}}) == Truth::unknown);
}

TEST_CASE("and, or and not follow Kleene's tables") {
  Around around;
  const char* values[] = {"true", "false", ""};
  auto of = [](const char* value) { return *value == 't' ? 1.0 : *value == 'f' ? 0.0 : 0.5; };
  auto truth = [](double value) {
    return value == 1.0 ? Truth::yes : value == 0.0 ? Truth::no : Truth::unknown;
  };
  for (const char* left : values) {
    for (const char* right : values) {
      std::map<std::string, std::string> record{{"do_not_contact", left},
                                                {"status", *right == 't'   ? "lead"
                                                           : *right == 'f' ? "active"
                                                                           : ""}};
      CHECK(around.ask("do_not_contact and status = lead", record) == truth(std::min(of(left), of(right))));
      CHECK(around.ask("do_not_contact or status = lead", record) == truth(std::max(of(left), of(right))));
      CHECK(around.ask("not do_not_contact", record) == truth(1 - of(left)));
    }
  }
}

TEST_CASE("arithmetic is exact, and large numbers are refused rather than wrong") {
  Around around;
  CHECK(around.ask("wallet * 3 = 0.3", {{"wallet", "0.1"}}) == Truth::yes);
  CHECK(around.ask("wallet + 0.2 EUR = 0.3", {{"wallet", "0.1"}}) == Truth::yes);
  CHECK(around.ask("1 / 3 * 3 = 0.999999", {}) == Truth::yes);
  CHECK(around.ask("round(2.5) = 2 and round(3.5) = 4 and round(-2.5) = -2", {}) == Truth::yes);
  CHECK(around.ask("floor(-0.5) = -1", {}) == Truth::yes);
  CHECK_THROWS_AS(around.ask("wallet * 999999999999 > 1", {{"wallet", "999999999999"}}), Error);
}

TEST_CASE("days, durations and periods mean what the calendar says") {
  Around around;
  std::map<std::string, std::string> record{{"acquired", "2026-03-31"}};
  CHECK(around.ask("acquired - 1m = 2026-02-28", record) == Truth::yes);
  CHECK(around.ask("acquired in 2026-Q1 and acquired = 2026-03 and acquired in 2026-W14", record) ==
        Truth::yes);
  CHECK(around.ask("acquired < 2026-Q2 and acquired <= 2026-Q1 and not acquired < 2026-Q1", record) ==
        Truth::yes);
  CHECK(around.ask("acquired in FY2026 and not acquired in FY2027", record) == Truth::yes);
  CHECK(around.ask("today - acquired = 236d", record) == Truth::yes);
  CHECK(around.ask("acquired in 236d", record) == Truth::no);
  CHECK(around.ask("acquired in 237d", record) == Truth::yes);
  CHECK(around.ask("today - 2025-11-22 = 12m", {}) == Truth::yes);
  CHECK(around.ask("age(birthday) = 46", {{"birthday", "1979-11-23"}}) == Truth::yes);
  CHECK(around.ask("acquired in last month", {{"acquired", "2026-10-31"}}) == Truth::yes);
}

TEST_CASE("a condition on a list is about its elements") {
  Around around;
  std::map<std::string, std::string> record{{"tags", "vip; a\\;b"},
                                            {"addresses.1.country", "DE"},
                                            {"addresses.2.country", "FR"},
                                            {"addresses.2.city", "Lyon"}};
  around.used.emplace_back("addresses.2.country");
  CHECK(around.ask("tags contains \"a;b\" and not tags contains b", record) == Truth::yes);
  CHECK(around.ask("any(addresses.country = FR and addresses.city = Lyon)", record) == Truth::yes);
  CHECK(around.ask("any(addresses.country = DE and addresses.city = Lyon)", record) == Truth::unknown);
  CHECK(around.ask("all(addresses.country in (DE, FR))", record) == Truth::yes);
  CHECK(around.ask("all(addresses.country = DE)", {}) == Truth::yes);
  CHECK(around.ask("any(addresses.country = DE)", {}) == Truth::no);
  CHECK(around.ask("count(tags) = 2 and first(tags) = vip", record) == Truth::yes);
}

TEST_CASE("an aggregate over nothing is 0 or missing, and over unknown amounts missing") {
  Around around;
  PlainRecord sale, blank;
  sale.values = {
      {"id", "s"}, {"customer", "a"}, {"kind", "invoice"}, {"date", "2026-01-01"}, {"amount", "10"}};
  blank.values = {{"id", "t"}, {"customer", "b"}, {"kind", "invoice"}, {"date", "2026-01-01"}};
  World world{{"sales", {sale, blank}}, {"customers", {}}};
  CHECK(around.ask("sum(sales.amount) = 10 and avg(sales.amount) = 10", {{"id", "a"}}, &world) == Truth::yes);
  CHECK(around.ask("sum(sales.amount) is empty and count(sales) = 1", {{"id", "b"}}, &world) == Truth::yes);
  CHECK(around.ask("sum(sales.amount) = 0 and count(sales) = 0 and max(sales.amount) is empty", {{"id", "c"}},
                   &world) == Truth::yes);
}

TEST_CASE("money of another currency is converted at the day of its document") {
  Around around;
  around.rates.add(*core::parse_date("2026-01-01"), "USD", {2, 0});
  around.rates.add(*core::parse_date("2026-06-01"), "USD", {4, 0});
  PlainRecord early, late, before;
  early.values = {{"customer", "a"}, {"date", "2026-05-31"}, {"amount", "100"}, {"currency", "USD"}};
  late.values = {{"customer", "a"}, {"date", "2026-06-01"}, {"amount", "100"}, {"currency", "USD"}};
  before.values = {{"customer", "b"}, {"date", "2025-12-31"}, {"amount", "100"}, {"currency", "USD"}};
  World world{{"sales", {early, late, before}}};
  CHECK(around.ask("sum(sales.amount) = 75", {{"id", "a"}}, &world) == Truth::yes);
  CHECK(around.ask("count(sales where amount = 100 USD) = 2", {{"id", "a"}}, &world) == Truth::yes);
  CHECK(around.ask("sum(sales.amount) is empty", {{"id", "b"}}, &world) == Truth::yes);
}

TEST_CASE("text that could be a field is asked about, never guessed") {
  Around around;
  CHECK(around.error("name = email") != "");
  CHECK(around.error("name = \"email\"") == "");
  CHECK(around.error("name = {org}") == "");
  CHECK(around.error("status = lead and kind = person") == "");
  CHECK(around.error("hobbies contains chess and sector = retail") == "");
  CHECK(around.error("sector > 5").find("number(") != std::string::npos);
}

TEST_CASE("an error points at its bytes, and counts characters for the marks") {
  try {
    parse("name = \"Zoë\" and = 3");
    FAIL("no error");
  } catch (const QueryError& error) {
    CHECK(error.place().column == 19);
    CHECK(error.excerpt() == "  name = \"Zoë\" and = 3\n                   ^\n");
  }
}

TEST_CASE("a long query is no deep one, and a deep one is refused") {
  std::string chain = "kind = person", deep = "kind = person";
  for (int i = 0; i < 2000; ++i) chain += " or kind = person";
  for (int i = 0; i < 100; ++i) deep = "not (" + deep + ")";
  Around around;
  CHECK(around.ask(chain, {{"kind", "person"}}) == Truth::yes);
  CHECK_THROWS_AS(parse(deep), QueryError);
}

TEST_CASE("a segment that uses itself is an error that names the way") {
  Around around;
  around.catalog.segment = [](std::string_view name) -> std::optional<SavedQuery> {
    if (name == "a") return SavedQuery{"customers", "segment(b)", "segments/a.yaml"};
    if (name == "b") return SavedQuery{"customers", "segment(a) or name = x", "segments/b.yaml"};
    return std::nullopt;
  };
  CHECK(around.error("segment(a)").find("uses itself: a uses b") != std::string::npos);
}

TEST_CASE("rows of a source are filtered by their headers") {
  RowFilter filter("{Status} != 'Deleted' and number(Amount) > 100", {"Status", "Amount", "Other"}, today);
  CHECK(filter.columns() == std::vector<std::size_t>{0, 1});
  CHECK(filter.holds({"Open", "250.00", ""}));
  CHECK_FALSE(filter.holds({"Deleted", "250.00", ""}));
  CHECK_FALSE(filter.holds({"", "250.00", ""}));
  CHECK_FALSE(filter.holds({"Open", "n/a", ""}));
  CHECK_FALSE(filter.holds({"Open"}));
  CHECK_THROWS_WITH_AS(RowFilter("{Satus} = x", {"Status"}, today),
                       doctest::Contains("did you mean 'Status'?"), QueryError);
  CHECK_THROWS_AS(RowFilter("Amount > 100", {"Status", "Amount"}, today), QueryError);
}

TEST_CASE("a figure of the book is an aggregate, and anything else is told from it") {
  Around around;
  auto error = [&](const std::string& query) -> std::string {
    try {
      Checker checker(around.catalog, "customers");
      checker.book_value(parse(query));
    } catch (const QueryError& wrong) {
      return wrong.what();
    }
    return "";
  };
  CHECK(error("count(tickets where closed is empty)").empty());
  CHECK(error("avg(interactions.score where scale = nps)").empty());
  CHECK(error("count(customers where silence > 365d) / count(customers)").empty());
  CHECK(error("nps(12m)").empty());
  CHECK(error("if(count(sales) > 0, value / orders)").empty());
  CHECK(error("silence") ==
        "query:1:1: 'silence' is of each of customers, and a figure of the whole book is wanted here; write "
        "avg(customers.silence), or count(customers where silence ...)");
  CHECK(error("1 + tickets") ==
        "query:1:5: 'tickets' is a collection, and a figure of the whole book is wanted here; write "
        "count(tickets), or sum(tickets.FIELD where ...)");
  CHECK(error("npss") == "query:1:1: no figure of the book 'npss'; did you mean 'nps'?");
  CHECK(error("count(ticket)") == "query:1:7: no collection 'ticket'; did you mean 'tickets'?");
  CHECK(error("tag(\"vip\") / 2").find("'tag' is of one record") != std::string::npos);
  CHECK(error("count(links via from)").find("leave 'via' out") != std::string::npos);
  CHECK(error("count(customers where contry = DE)") ==
        "query:1:23: no field 'contry' in customers; did you mean 'country'?");
  CHECK(error("2026-Q3").find("a period is no figure of the book") != std::string::npos);
}

TEST_CASE("a quotient of two quantities of one kind is a share") {
  Around around;
  auto share = [&](const std::string& query) {
    Checker checker(around.catalog, "customers");
    return is_share(checker.tree(), checker.book_value(parse(query)));
  };
  CHECK(share("count(customers where silence > 365d) / count(customers)"));
  CHECK(share("sum(sales.amount where kind = payment) / sum(sales.amount where kind = invoice)"));
  CHECK(share("1 - count(deals where state = won) / count(deals)"));
  CHECK(share("(count(deals where state = won) - 1) / count(deals)"));
  CHECK(share("if(count(deals) > 0, count(deals where state = won) / count(deals), 0)"));
  CHECK(share("round(count(tickets) / count(customers), 2)"));
  CHECK_FALSE(share("count(deals where state = won) * 100 / count(deals)"));
  CHECK_FALSE(share("count(deals where state = won) / count(deals) * 100"));
  CHECK_FALSE(share("count(customers) / 1000"));
  CHECK_FALSE(share("sum(sales.amount) / count(sales)"));
  CHECK_FALSE(share("avg(interactions.score) / avg(interactions.score where scale = nps)"));
  CHECK_FALSE(share("count(customers)"));
  CHECK_FALSE(share("win_rate"));
}
