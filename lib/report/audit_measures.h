// The measures of the audit that no query says: they look at fields, days and values across records.
//
//   ask_audit_measures(needs);                        // in a report's needs
//   std::vector<AuditPart> parts = feature_parts(input);
//
// Shape   each has the parts of one mistake, whether there was something to measure or not.
#pragma once

#include <vector>

#include "report/audit.h"
#include "report/report.h"

namespace flatcrm::report {

void ask_audit_measures(Needs& needs);

/// Custom fields and stages that hardly any record uses.
std::vector<AuditPart> feature_parts(const Input& input);
/// The day on which most records came.
std::vector<AuditPart> import_parts(const Input& input);
/// Whether the book is under git.
std::vector<AuditPart> git_parts(const Input& input);
/// Whether one member of staff writes for all.
std::vector<AuditPart> writer_parts(const Input& input);
/// Copied texts, entries in bunches, round amounts.
std::vector<AuditPart> false_data_parts(const Input& input);
/// Customers who share a number or an address with another.
std::vector<AuditPart> scattered_parts(const Input& input);
std::vector<Figure> source_figures(const Input& input);
/// Amounts that can't be added up.
std::vector<AuditPart> currency_parts(const Input& input);

}  // namespace flatcrm::report
