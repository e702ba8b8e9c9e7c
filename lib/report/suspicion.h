// Values that nobody means: names of tests, addresses that stand for none, dates that programs fill in.
//
//   suspect_name("Test Kunde") == Suspicion::test_name      suspect_name("asdf") == Suspicion::test_name
//   suspect_name("Testa Rossi") == Suspicion::none          suspect_email("noreply@acme.example.com") == Suspicion::placeholder_email
//   is_filler_date(1900-01-01) == true
//
// Shape   a name is looked at word by word, in several languages; what is a name somewhere ("Testa", "Dummett") is none of them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/date.h"

namespace flatcrm::report {

enum class Suspicion : std::uint8_t {
  none,
  test_name,
  placeholder_name,
  no_letters,
  repeated_letters,
  placeholder_email,
  shared_phone,
  shared_email,
  future_date,
  filler_date,
  improbable_birthday
};
inline constexpr int suspicions = 11;

/// "test-name", and so on: stable.
std::string_view code_of(Suspicion suspicion);
/// For people.
std::string_view words_of(Suspicion suspicion);

Suspicion suspect_name(std::string_view name);
/// Requires: it has the form of an address.
Suspicion suspect_email(std::string_view email);
/// A day that programs write where they know none: 1900-01-01, 1970-01-01 and the like.
bool is_filler_date(core::Date day);
/// In the future, a filler, or more than 115 years before the day.
Suspicion suspect_birthday(core::Date birthday, core::Date day);

}  // namespace flatcrm::report
