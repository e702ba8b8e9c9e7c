#include "report/order_findings.h"

#include <fmt/format.h>

namespace flatcrm::report {

std::string again(const Input& input, std::string_view options) {
  const Parameters& asked = input.parameters;
  std::string command = fmt::format("flatcrm report {}", input.report);
  if (asked.period && asked.period->first > first_of_all_days())
    command += fmt::format(" --from {}", core::print(asked.period->first));
  if (asked.period) command += fmt::format(" --to {}", core::print(asked.period->last));
  auto quoted = [&](std::string_view option, std::string_view text) {
    if (text.empty()) return;
    command += fmt::format(" {} {}", option, shell_quoted(text));
  };
  quoted("--where", asked.where);
  if (!asked.currency.empty()) command += fmt::format(" --currency {}", asked.currency);
  return fmt::format("{} {}", command, options);
}

void add_order_findings(std::vector<Finding>& findings, const OrderHistory& history, const Input& input) {
  auto add = [&](std::string code, std::int64_t count, std::string_view one, std::string_view many,
                 std::string command) {
    if (count > 0)
      findings.push_back({std::move(code), counted(count, one, many), count, {}, std::move(command)});
  };
  add("customer-missing", history.without_customer,
      "invoice or credit names no known customer and is in no customer's figures",
      "invoices or credits name no known customer and are in no customer's figures",
      "flatcrm segment --of sales 'kind in (invoice, credit) and customer.name is empty'");
  add("date-missing", history.without_day,
      "invoice or credit has no date that can be read and is in no figure",
      "invoices or credits have no date that can be read and are in no figure",
      "flatcrm segment --of sales 'kind in (invoice, credit) and date is empty'");
  add("date-in-the-future", history.later, "invoice or credit is dated after the as-of day and in no figure",
      "invoices or credits are dated after the as-of day and in no figure",
      fmt::format("flatcrm segment --of sales 'kind in (invoice, credit) and date > {}'",
                  core::print(input.parameters.as_of)));
  // To a query an amount that nothing converts is none.
  bool converts_all = input.data.unconverted() == 0;
  add("amount-missing", history.without_amount,
      converts_all ? "invoice or credit has no amount and adds nothing"
                   : "invoice or credit has no amount, or one without a rate, and adds nothing",
      converts_all ? "invoices or credits have no amount and add nothing"
                   : "invoices or credits have no amount, or one without a rate, and add nothing",
      "flatcrm segment --of sales 'kind in (invoice, credit) and amount is empty'");
  add_data_findings(findings, input);
}

void add_data_findings(std::vector<Finding>& findings, const Input& input) {
  auto add = [&](std::string code, std::int64_t count, std::string_view one, std::string_view many) {
    if (count > 0)
      findings.push_back({std::move(code), counted(count, one, many), count, {}, "flatcrm check"});
  };
  add("rate-missing", static_cast<std::int64_t>(input.data.unconverted()),
      "amount has no rate at its day and adds nothing", "amounts have no rate at their day and add nothing");
  add("unreadable", static_cast<std::int64_t>(input.data.unreadable()),
      "cell can't be read and counts as missing", "cells can't be read and count as missing");
}

}  // namespace flatcrm::report
