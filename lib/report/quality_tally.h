// The quality of a group of customers' records: how much of them is given, valid, fresh and believable.
//
//   QualityTally tally;
//   for (std::uint32_t row : input.data.selected()) tally.add(source.records[row], day);
//   tally.complete()      Percent: of the essential fields those given       tally.valid()     of those given
//
// Shape   essential are name, e-mail, phone, city, country, owner and status: without one of these a customer
//         can't be called, written to or placed.
#pragma once

#include <cstdint>

#include "report/quality_source.h"

namespace flatcrm::report {

struct QualityTally {
  std::int64_t records = 0, essential_given = 0, given = 0, invalid = 0, with_invalid = 0, suspicious = 0,
               fresh = 0, undated = 0, unreachable = 0;

  void add(const QualityRecord& record, core::Date day);
  /// Missing of no records, or of none with a value.
  Cell complete() const;
  Cell valid() const;
};

}  // namespace flatcrm::report
