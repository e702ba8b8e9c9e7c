// The report `pipeline`: what is open, what was won and lost, by stage, time, place, person and product.
//
//   won 4,238, lost 2,473: win_rate_percent = won / (won + lost) = 63.1501
//
// Formulas, all over the deals of the period (closed in it, or open now):
//   won_value         sum of the amounts of won deals in the book's currency, at the rate of the closing day
//   mean_won_value    won_value / won deals that have an amount
//   cycle             days from opened to closed of won deals that have both: mean and median
//   weighted_value    amount × probability, its own or else its stage's; open deals at the as-of day's rate
// A blank amount is not 0: it is counted and in no sum. So is an amount in a currency without a rate.
// A deal's outcome is what it says, else its stage's in the settings, else it is open: nothing is guessed.
// Breakdowns: stage quarter month year region agent manager product age, and any field of a deal.
#pragma once

#include "report/report.h"

namespace flatcrm::report {

Report pipeline_report();

}  // namespace flatcrm::report
