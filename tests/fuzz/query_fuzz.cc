// Queries: any text is a query or an error that points into it, and what is a query has a value for a record.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "query/check.h"
#include "query/record_evaluator.h"
#include "query/row_filter.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a fuzz target
using namespace flatcrm::query;

namespace {

const core::Date today = *core::parse_date("2026-11-22");

struct Surroundings {
  model::Schemas schemas = model::Schemas::built_in();
  core::Problems problems;
  book::Config config = book::parse_config("format: 1\n", "flatcrm.yaml", problems);
  std::vector<std::string> used{"sector", "hobbies[]", "addresses.3.floor"};
  Catalog catalog;
  PlainRecord record;
  Rates rates{"EUR"};
  World world;

  Surroundings() {
    catalog.today = today;
    catalog.schemas = &schemas;
    catalog.config = &config;
    catalog.used_paths = [this](const std::string&) -> const std::vector<std::string>& { return used; };
    record.values = {{"id", "c-1"},
                     {"name", "Zoë Müller"},
                     {"tags", "vip; press"},
                     {"wallet", "120.50"},
                     {"status", "active"},
                     {"birthday", "1979-03-14"},
                     {"emails", "zoe@example.org"},
                     {"addresses.1.country", "CH"},
                     {"sector", "12"}};
    PlainRecord sale;
    sale.values = {
        {"id", "s-1"}, {"customer", "c-1"}, {"date", "2026-04-01"}, {"kind", "invoice"}, {"amount", "99.90"}};
    world = {{"customers", {record}}, {"sales", {sale}}};
  }
};

/// Whether the text is a query; its value is asked for as well.
template <typename Check>
void try_query(const Surroundings& around, Check check) {
  try {
    Checker checker(around.catalog, "customers");
    NodeId node = check(checker);
    RecordEvaluator(checker.tree(), around.config, around.rates, &around.world).evaluate(node, around.record);
  } catch (const QueryError& error) {
    if (error.message().empty() || error.excerpt().find('^') == std::string::npos) std::abort();
  } catch (const Error& error) {
    if (error.code() != Code::limit) std::abort();  // a number that grows too large
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Surroundings around;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  try_query(around, [&](Checker& checker) { return checker.condition(parse(text)); });
  try_query(around, [&](Checker& checker) { return checker.value(parse(text)); });
  try {
    RowFilter filter(text, {"Status", "Amount", "first name"}, today);
    filter.holds({"Open", "12", ""});
  } catch (const Error&) {
    return 0;
  }
  return 0;
}
