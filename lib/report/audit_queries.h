// The measures of the audit that a query finds: what is found is listed by the very query that found it.
//
//   ask_audit_queries(needs, parameters);                  // in a report's needs
//   std::vector<AuditPart> parts = audit_query_parts("islands", input);
//   parts[0].command == "flatcrm segment --of sales 'customer.id is empty'"
//
// Shape   --where restricts customers and what names them; members of staff are always all.
#pragma once

#include <string_view>
#include <vector>

#include "report/audit.h"
#include "report/report.h"

namespace flatcrm::report {

void ask_audit_queries(Needs& needs, const Parameters& parameters);
/// Those of one mistake, in their order.
std::vector<AuditPart> audit_query_parts(std::string_view mistake, const Input& input);

/// How many records of a finding are named.
std::size_t audit_records(const Parameters& parameters);
/// The days that are looked back on: the period, or so many months.
Period audit_window(const Parameters& parameters, int months);
/// As one types it: a list of the records of a collection that a query selects.
std::string segment_command(std::string_view collection, const std::string& query, const Input& input);

}  // namespace flatcrm::report
