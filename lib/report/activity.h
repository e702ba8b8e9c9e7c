// The report `activity`: every touch by channel, kind, direction, month and staff, and who waits.
//
//   touches 5,000,000; customers_touched 812,345; waiting 1,204, the longest for 371 days
//
// Formulas
//   touch       an interaction on a day up to the as-of day; without a period all of them
//   customers   distinct ones with a touch; in the last 30 and 90 days (the as-of day is one of them), beside
//               those of the 30 and 90 days before
//   waiting     a customer whose last inbound contact (a survey is none) is on a later day than the last
//               outbound one, so that an answer of the same day counts; days run from the first contact that
//               nobody answered
// Speed   one pass for all counts, beside it one for what each customer felt (two where rows are not in the
//         order of days).
// Breakdowns: channel kind direction month year staff.
#pragma once

#include "report/report.h"

namespace flatcrm::report {

Report activity_report();

}  // namespace flatcrm::report
