// Queries on columns and on whole records give the same, with the optimizer on and off, for any number of threads.
//
// FLATCRM_PAIRS sets the number of pairs of book and query.
#include <cstdlib>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "property/query/random_book.h"
#include "query/book_catalog.h"
#include "query/check.h"
#include "query/engine.h"
#include "query/metrics.h"
#include "query/numbers.h"

using namespace flatcrm;
using namespace flatcrm::query;

namespace {

constexpr int queries_a_book = 10;
const core::Date today = *core::parse_date("2026-03-15");

/// The same value, whatever form it is held in.
void check_same(const Tree& tree, NodeId node, const Vector& column, std::size_t row, const Value& value) {
  const Type& type = tree[node].type;
  if (column.form == Vector::Form::truth) {
    CHECK(column.truth(row) == value.truth);
  } else if (column.form != Vector::Form::number) {
    CHECK(column.text(row) == value.text);
  } else {
    std::int64_t number = column.number(row);
    REQUIRE_MESSAGE((number == core::no_number) == (value.number == core::no_number),
                    "type " << describe(type) << ": " << number << " and " << value.number);
    if (number != core::no_number)
      CHECK(query::compare(number, column.scale, value.number, value.scale) == 0);
  }
}

Rates rates_of(const World& world) {
  Rates rates("EUR");
  for (const PlainRecord& rate : world.at("rates"))
    rates.add(*core::parse_date(rate.text("date")), rate.text("currency"),
              *core::parse_decimal(rate.text("rate")));
  return rates;
}

/// A query and its node; one whose outcome no record changes is an error, and another one is taken.
template <typename Make, typename Check>
std::pair<std::string, NodeId> asked(Make make, Check check) {
  for (;;) {
    std::string text = make();
    INFO(text);
    try {
      return {text, check(parse(text))};
    } catch (const QueryError& error) {
      std::string_view what = error.message();
      bool foregone = what.substr(0, 11) == "nothing is " || what.substr(0, 14) == "everything is " ||
                      what.find("is nothing that this can be") != std::string_view::npos;
      REQUIRE_MESSAGE(foregone, what);
    }
  }
}

int pairs_wanted() {
  const char* said = std::getenv("FLATCRM_PAIRS");
  return said == nullptr ? 4'000 : std::atoi(said);
}

}  // namespace

TEST_CASE("columns and records give the same value for every query") {
  int books = pairs_wanted() / queries_a_book;
  std::int64_t selected = 0, records = 0, unknown = 0;
  int too_large = 0;
  for (int seed = 0; seed < books; ++seed) {
    test::RandomBook random(static_cast<unsigned>(seed));
    random.make();
    test::MemoryBook memory(random.files);
    book::Book book = memory.open(1);
    Catalog catalog = catalog_of(book, today);
    Checker checker(catalog, "customers");
    test::RandomQuery queries(random);
    std::vector<NodeId> roots;
    std::vector<std::string> texts;
    for (int i = 0; i < queries_a_book; ++i) {
      INFO("seed " << seed);
      auto make = [&] {
        return i % 5 == 4   ? queries.money("customers", 2)
               : i % 5 == 3 ? queries.number("customers", 3)
                            : queries.condition("customers", 3);
      };
      auto [text, root] = asked(make, [&](const SharedSyntax& syntax) {
        return i % 5 >= 3 ? checker.value(syntax) : checker.condition(syntax);
      });
      roots.push_back(root);
      texts.push_back(text);
    }
    Rates rates = rates_of(random.world);
    RecordEvaluator slow(checker.tree(), book.config(), rates, &random.world);
    try {
      for (bool optimize : {true, false}) {
        Engine engine(book, checker.tree(), roots,
                      {.today = today, .threads = optimize ? 2 : 1, .optimize = optimize},
                      {{"customers", {}}});
        const std::vector<PlainRecord>& customers = random.world["customers"];
        REQUIRE(engine.rows("customers") == customers.size());
        for (std::size_t i = 0; i < roots.size(); ++i) {
          INFO("seed " << seed << (optimize ? "" : ", not optimized") << ": " << texts[i]);
          Vector column = engine.whole("customers", roots[i]);
          for (std::size_t row = 0; row < customers.size(); ++row) {
            INFO("customer " << customers[row].text("id"));
            Value value = slow.evaluate(roots[i], customers[row]);
            check_same(checker.tree(), roots[i], column, row, value);
            ++records;
            selected += value.truth == Truth::yes ? 1 : 0;
            unknown +=
                value.truth == Truth::unknown && checker.tree()[roots[i]].type.kind == Kind::truth ? 1 : 0;
          }
        }
      }
    } catch (const Error& error) {
      REQUIRE(error.code() == Code::limit);  // a product that has no room is refused by both
      ++too_large;
    }
  }
  MESSAGE((books * queries_a_book) << " pairs, " << records << " values, " << selected << " selected, "
                                   << unknown << " unknown");
  CHECK(selected > records / 20);
  CHECK(unknown > records / 50);
  CHECK(too_large <= books / 100 + 1);
}

TEST_CASE("figures of the whole book are the same on columns and on records") {
  int books = pairs_wanted() / queries_a_book / 2;
  std::int64_t known = 0, all = 0;
  int too_large = 0;
  for (int seed = 0; seed < books; ++seed) {
    test::RandomBook random(static_cast<unsigned>(seed));
    random.make();
    test::MemoryBook memory(random.files);
    book::Book book = memory.open(1);
    Catalog catalog = catalog_of(book, today);
    Checker checker(catalog, "customers");
    test::RandomQuery queries(random);
    std::vector<NodeId> roots;
    std::vector<std::string> texts;
    for (const Metric& metric : metrics()) {
      if (metric.collection != of_book) continue;
      texts.emplace_back(metric.name);
      if (metric.spans()) texts.push_back(fmt::format("{}(12m)", metric.name));
    }
    auto checked = [&](const SharedSyntax& syntax) { return checker.book_value(syntax); };
    for (const std::string& text : texts) {
      INFO("seed " << seed << ": " << text);
      roots.push_back(checked(parse(text)));
    }
    for (int i = 0; i < queries_a_book; ++i) {
      auto [text, root] = asked([&] { return queries.of_book(3); }, checked);
      texts.push_back(text);
      roots.push_back(root);
    }
    Rates rates = rates_of(random.world);
    RecordEvaluator slow(checker.tree(), book.config(), rates, &random.world);
    try {
      for (bool optimize : {true, false}) {
        Engine engine(book, checker.tree(), roots,
                      {.today = today, .threads = optimize ? 3 : 1, .optimize = optimize});
        for (std::size_t i = 0; i < roots.size(); ++i) {
          INFO("seed " << seed << (optimize ? "" : ", not optimized") << ": " << texts[i]);
          Value value = slow.evaluate(roots[i], PlainRecord());
          check_same(checker.tree(), roots[i], engine.book_value(roots[i]), 0, value);
          ++all;
          known += value.number == core::no_number && value.text.empty() ? 0 : 1;
        }
      }
    } catch (const Error& error) {
      REQUIRE(error.code() == Code::limit);
      ++too_large;
    }
  }
  MESSAGE(books << " books, " << all << " figures, " << known << " known");
  CHECK(known > all / 3);
  CHECK(known < all);
  CHECK(too_large <= books / 100 + 1);
}

/// Conditions of which parts ask for the text of one field, as those that people write most.
std::string narrow_condition(test::RandomBook& random, test::RandomQuery& queries) {
  static const char* const simple[] = {"country = CH",
                                       "status in (active, lapsed)",
                                       "not status = active",
                                       "kind is empty",
                                       "kind is not empty and country != CH",
                                       "name like '%a%'",
                                       "(status = active or status = lead)",
                                       "fold(name) = fold('anna')",
                                       "do_not_contact",
                                       "status != former"};
  std::string text = random.of(simple);
  if (random.chance(50)) text += " and " + random.of(simple);
  if (random.chance(50)) text = "(" + text + ") and (" + queries.condition("customers", 2) + ")";
  return text;
}

TEST_CASE("records that a reader leaves out are none that the condition selects") {
  std::size_t left_out = 0, selected = 0;
  for (int seed = 0; seed < pairs_wanted() / queries_a_book; ++seed) {
    test::RandomBook random(static_cast<unsigned>(seed) + 70'000);
    random.make();
    test::MemoryBook memory(random.files);
    book::Book book = memory.open(1);
    Catalog catalog = catalog_of(book, today);
    test::RandomQuery queries(random);
    Checker checker(catalog, "customers");
    auto picked = asked([&] { return narrow_condition(random, queries); },
                        [&](const SharedSyntax& syntax) { return checker.condition(syntax); });
    NodeId where = picked.second;
    INFO("seed " << seed << ": " << picked.first);
    NodeId column = checker.value(parse("name"));
    auto listed = [&](bool narrow) {
      EngineOptions options{.today = today, .threads = 2};
      if (narrow) options.only = where, options.only_collection = "customers";
      Engine engine(book, checker.tree(), {where, column}, options,
                    {{"customers", {{"id", model::As::texts}}}});
      std::vector<std::uint32_t> rows = engine.select("customers", where);
      Vector names = engine.values("customers", column, rows);
      std::vector<std::pair<std::string, std::string>> found;
      for (std::size_t i = 0; i < rows.size(); ++i)
        found.emplace_back(engine.ids("customers")[rows[i]], names.text(i));
      if (narrow) left_out += random.world["customers"].size() - engine.rows("customers");
      return found;
    };
    try {
      auto all = listed(false);
      CHECK(listed(true) == all);
      selected += all.size();
    } catch (const Error& error) {
      REQUIRE(error.code() == Code::limit);
    }
  }
  CHECK(left_out > 200);
  CHECK(selected > 100);
}
