// What kind of value an expression has.
//
//   Type{Kind::reference, false, "staff"}      describe(that) == "a reference to staff"
//
// Shape   a list is one of texts, references or maps; no other kind comes in lists.
// Units   what an evaluator holds as a number: dates days since 1970-01-01; instants as encode() makes them;
//         durations seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/date.h"
#include "model/schema.h"

namespace flatcrm::query {

enum class Kind : std::uint8_t {
  text,
  integer,
  decimal,
  money,      // in the currency of the book
  date,       //
  date_time,  // a day, or an instant with its offset
  duration,   //
  truth,      // true, false or unknown
  reference,  // the id of a record
  months,     // a constant duration of whole months: how many days it has depends on where it stands
  period,     // a constant span of days
};

struct Type {
  Kind kind = Kind::text;
  bool list = false;
  std::string collection{};                // that a reference refers to
  const model::Field* declared = nullptr;  // of a field: its permitted values and format

  bool is_number() const { return !list && (kind == Kind::integer || kind == Kind::decimal); }
  bool is_text() const { return !list && (kind == Kind::text || kind == Kind::reference); }
  bool is_day() const { return !list && (kind == Kind::date || kind == Kind::date_time); }
};

/// With its article: "text", "a number", "an amount of money", "a list of texts".
std::string describe(const Type& type);

/// A date_time in one number that orders by instant: seconds, offset, and whether there was a time at all.
std::int64_t encode(core::DateTime instant);
std::int64_t encode(core::Date day);
bool has_time(std::int64_t encoded);
core::Date day_of(std::int64_t encoded);  // as its writer saw it
std::int64_t seconds_of(std::int64_t encoded);
/// By instant; where one is only a day, by day.
std::int64_t difference_in_seconds(std::int64_t later, std::int64_t earlier);

inline constexpr std::int64_t seconds_a_day = 86'400;

}  // namespace flatcrm::query
