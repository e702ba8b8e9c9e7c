// What is wrong with the sales that a report is made from.
//
//   add_order_findings(section.findings, history, input);     // "3 invoices or credits name no known customer and are in no customer's figures"
#pragma once

#include "report/order_history.h"
#include "report/words.h"

namespace flatcrm::report {

void add_order_findings(std::vector<Finding>& findings, const OrderHistory& history, const Input& input);
/// Of these only what a query finds too: amounts without a rate, cells that can't be read.
void add_data_findings(std::vector<Finding>& findings, const Input& input);

/// The same report with the same wishes, as one types it: again(input, "--table slipping").
std::string again(const Input& input, std::string_view options);

}  // namespace flatcrm::report
