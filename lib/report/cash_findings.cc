#include <fmt/format.h>

#include "report/cash.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

/// Documents of one finding, with the ids of the first few.
class Gathering {
 public:
  Gathering(const CashSource& source, core::Date day) : source_(source), day_(day) {}

  template <typename Is>
  void add(std::string code, std::string_view text, std::string command, Is is) {
    constexpr std::size_t shown = 5;
    Finding found{.code = std::move(code), .command = std::move(command)};
    for (std::size_t row = 0; row < source_.chain.size(); ++row) {
      if (!source_.selected(row) || !is(row)) continue;
      ++found.count;
      if (found.records.size() < shown) found.records.push_back({std::string(source_.id(row)), ""});
    }
    if (found.count == 0) return;
    found.text = counted(found.count, text);
    list.push_back(std::move(found));
  }
  bool known(std::size_t row) const { return source_.chain.is_known(row, day_); }

  std::vector<Finding> list;

 private:
  const CashSource& source_;
  core::Date day_;
};

std::string table_command(std::string_view table) {
  return fmt::format("flatcrm report order-to-cash --table {} --limit 0", table);
}

void add_open(Gathering& found, const CashSource& source, const Balances& balances) {
  const SalesChain& chain = source.chain;
  found.add("overdue", "[invoice is|invoices are] overdue", table_command("overdue_invoices"),
            [&](std::size_t row) {
              std::int64_t open = balances.open[row];
              return chain.kind(row) == SaleKind::invoice && found.known(row) &&
                     (open > 0 || open == core::no_number) &&
                     overdue_days(chain, row, balances.day).value_or(0) > 0;
            });
  found.add("unbilled-orders", "[order|orders] of more than 30 days ago [is|are] not invoiced in full",
            table_command("unbilled_orders"), [&](std::size_t row) {
              return chain.kind(row) == SaleKind::order && found.known(row) && balances.unbilled[row] > 0 &&
                     balances.day.days - chain.day(row).days > 30;
            });
  found.add("uninvoiced-deliveries", "[delivery is|deliveries are] not invoiced",
            table_command("uninvoiced_deliveries"), [&](std::size_t row) {
              return chain.kind(row) == SaleKind::delivery && found.known(row) &&
                     is_uninvoiced(chain, balances, row);
            });
}

void add_faults(Gathering& found, const CashSource& source) {
  struct Words {
    SaleFault fault;
    const char *code, *text;
  };
  constexpr Words faults[] = {
      {SaleFault::no_such_document, "ref-missing",
       "[document follows|documents follow] one that is not in sales"},
      {SaleFault::wrong_kind, "ref-kind",
       "[document follows|documents follow] one of a kind that [it|they] can't follow, as a payment an "
       "order"},
      {SaleFault::other_customer, "ref-customer",
       "[document is|documents are] of another customer than the one that [it follows|they follow]"},
      {SaleFault::other_currency, "ref-currency",
       "[document is|documents are] in another currency than the one that [it follows|they follow]"},
      {SaleFault::before_it, "ref-date",
       "[document is|documents are] dated before the one that [it follows|they follow]"}};
  for (const Words& words : faults) {
    found.add(words.code, words.text, words.fault == SaleFault::no_such_document ? "flatcrm check" : "",
              [&](std::size_t row) { return found.known(row) && source.chain.fault(row) == words.fault; });
  }
}

void add_amounts(Gathering& found, const CashSource& source, const Balances& balances) {
  const SalesChain& chain = source.chain;
  found.add("overpaid", "[invoice|invoices] had more paid or credited than [it asks|they ask] for",
            table_command("overpaid_invoices"), [&](std::size_t row) {
              return chain.kind(row) == SaleKind::invoice && chain.value(row) > 0 && balances.open[row] < 0 &&
                     balances.open[row] != core::no_number;
            });
  found.add("over-invoiced", "[order was|orders were] invoiced for more than was ordered", "",
            [&](std::size_t row) {
              return chain.kind(row) == SaleKind::order && balances.unbilled[row] < 0 &&
                     balances.unbilled[row] != core::no_number && chain.value(row) > 0;
            });
  const model::Codes& refs = source.table.codes("ref");
  found.add("payment-unallocated",
            "[payment or credit names|payments or credits name] no invoice, and [settles|settle] none",
            "flatcrm segment --of sales 'kind in (payment, credit) and ref is empty'", [&](std::size_t row) {
              bool settles = chain.kind(row) == SaleKind::payment || chain.kind(row) == SaleKind::credit;
              return settles && found.known(row) && refs.codes[row] == 0;
            });
  found.add("amount-missing", "[document has|documents have] no amount, which is not 0",
            "flatcrm segment --of sales 'amount is empty and kind != delivery'", [&](std::size_t row) {
              return found.known(row) && chain.is_blank(row) && chain.kind(row) != SaleKind::delivery &&
                     chain.kind(row) != SaleKind::other;
            });
  found.add("rate-missing",
            fmt::format("[document has|documents have] an amount without a rate to {} and [is|are] in no sum",
                        source.input.currency()),
            "", [&](std::size_t row) {
              return found.known(row) && !chain.is_blank(row) && chain.value(row) == core::no_number;
            });
  found.add("kind-missing", "[document has|documents have] no kind and [is|are] in no figure",
            "flatcrm segment --of sales 'kind is empty'",
            [&](std::size_t row) { return found.known(row) && chain.kind(row) == SaleKind::other; });
  found.add("future", "[document is|documents are] dated after the as-of day and left out",
            "flatcrm segment --of sales 'date > today'", [&](std::size_t row) {
              return chain.day(row) != core::no_date && chain.day(row) > balances.day;
            });
  found.add("date-missing", "[document has|documents have] no date and [is|are] left out", "flatcrm check",
            [&](std::size_t row) { return chain.day(row) == core::no_date; });
}

}  // namespace

std::vector<Finding> cash_findings(const CashSource& source, const Balances& balances) {
  Gathering found(source, balances.day);
  add_open(found, source, balances);
  add_faults(found, source);
  add_amounts(found, source, balances);
  return std::move(found.list);
}

}  // namespace flatcrm::report
