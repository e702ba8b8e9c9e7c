// Queries: any text is a query or an error that points into it, and what is a query has the same value by the record and by the column.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "query/check.h"
#include "query/engine.h"
#include "query/numbers.h"
#include "query/record_evaluator.h"
#include "query/row_filter.h"
#include "support/memory_book.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a fuzz target
using namespace flatcrm::query;

namespace {

const core::Date today = *core::parse_date("2026-11-22");

/// The same records as files and as maps of texts.
struct Surroundings {
  model::Schemas schemas = model::Schemas::built_in();
  std::vector<std::string> used{"sector", "hobbies[]", "addresses.3.floor"};
  Catalog catalog;
  Rates rates{"EUR"};
  World world;
  test::MemoryBook memory{{}};
  book::Book book;

  Surroundings() : book(made(world, memory)) {
    catalog.today = today;
    catalog.schemas = &schemas;
    catalog.config = &book.config();
    catalog.used_paths = [this](const std::string&) -> const std::vector<std::string>& { return used; };
  }

 private:
  static void add(World& world, test::MemoryBook& memory, const std::string& collection, PlainRecord record) {
    std::string text;
    for (const auto& [path, value] : record.values) text += (text.empty() ? "" : ",") + path;
    text += '\n';
    bool first = true;
    for (const auto& [path, value] : record.values) {
      text += (first ? "\"" : ",\"") + value + '"';
      first = false;
    }
    // A file a record: each has columns of its own.
    memory.files()[collection + "/" + std::string(record.text("id")) + ".csv"] = text + '\n';
    world[collection].push_back(std::move(record));
  }
  static book::Book made(World& world, test::MemoryBook& memory) {
    PlainRecord zoe, empty, sale, credit, call;
    zoe.values = {{"id", "c-1"},
                  {"name", "Zoë Müller"},
                  {"tags", "vip; press"},
                  {"wallet", "120.50"},
                  {"status", "active"},
                  {"birthday", "1979-03-14"},
                  {"emails", "zoe@example.org"},
                  {"addresses.1.country", "CH"},
                  {"sector", "12"}};
    empty.values = {{"id", "c-2"}};
    sale.values = {
        {"id", "s-1"}, {"customer", "c-1"}, {"date", "2026-04-01"}, {"kind", "invoice"}, {"amount", "99.90"}};
    credit.values = {
        {"id", "s-2"}, {"customer", "c-1"}, {"date", "2026-05-01"}, {"kind", "credit"}, {"amount", "9.90"}};
    call.values = {
        {"id", "i-1"}, {"customer", "c-2"}, {"date", "2026-09-01"}, {"kind", "call"}, {"direction", "in"}};
    add(world, memory, "customers", zoe);
    add(world, memory, "customers", empty);
    add(world, memory, "sales", sale);
    add(world, memory, "sales", credit);
    add(world, memory, "interactions", call);
    return memory.open(1);
  }
};

bool is_same(const Vector& column, std::size_t row, const Value& value) {
  if (column.form == Vector::Form::truth) return column.truth(row) == value.truth;
  if (column.form != Vector::Form::number) return column.text(row) == value.text;
  std::int64_t number = column.number(row);
  if (number == core::no_number || value.number == core::no_number) return number == value.number;
  return query::compare(number, column.scale, value.number, value.scale) == 0;
}

void hold_against_columns(const Surroundings& around, const Tree& tree, NodeId node) {
  RecordEvaluator slow(tree, around.book.config(), around.rates, &around.world);
  for (bool optimize : {true, false}) {
    Engine engine(around.book, tree, {node}, {.today = today, .threads = 1, .optimize = optimize},
                  {{"customers", {}}});
    Vector column = engine.whole("customers", node);
    const std::vector<PlainRecord>& customers = around.world.at("customers");
    if (engine.rows("customers") != customers.size()) std::abort();
    for (std::size_t row = 0; row < customers.size(); ++row)
      if (!is_same(column, row, slow.evaluate(node, customers[row]))) std::abort();
  }
}

/// Whether the text is a query; its values are asked for as well.
template <typename Check>
void try_query(const Surroundings& around, Check check) {
  try {
    Checker checker(around.catalog, "customers");
    NodeId node = check(checker);
    hold_against_columns(around, checker.tree(), node);
  } catch (const QueryError& error) {
    if (error.message().empty() || error.excerpt().find('^') == std::string::npos) std::abort();
  } catch (const Error& error) {
    // A number that grows too large, or an amount in a currency that the book has no rate for.
    if (error.code() != Code::limit && error.code() != Code::usage) std::abort();
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
