// Phone numbers as people write them, to E.164.
//
//   PhoneNormalizer phones;
//   phones.normalize("030 / 123 45-67", "DE", arena).e164 == "+49301234567"
//   phones.normalize("+1 (650) 253-0000 ext. 12", "", arena).e164 == "+16502530000;ext=12"
//   phones.normalize("ask Mary", "DE", arena).ok == false
//
// Shape   '+', country code, national number; an extension as RFC 3966 writes it. Not ok: the text as
//         it came.
// A number is taken when libphonenumber parses it and finds its length possible. One that can be dialled only
// locally (without its area code) is not ok: as E.164 it would be another's number. The region, ISO 3166 in
// capitals, may be empty or unknown; then only numbers that begin with '+' are ok.
// Two ways: digits with common punctuation by the library's own metadata (PhoneRules), the rest by the
// library; a test holds them equal. One normalizer serves one thread; what it learns is its own.
#pragma once

#include <memory>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

struct Phone {
  std::string_view e164;  // in the arena when ok, else the text as it came
  bool ok = false;
};

class PhoneNormalizer {
 public:
  PhoneNormalizer();
  PhoneNormalizer(PhoneNormalizer&&) noexcept;
  PhoneNormalizer& operator=(PhoneNormalizer&&) noexcept;
  ~PhoneNormalizer();

  Phone normalize(std::string_view text, std::string_view region, core::Arena& arena);
  /// By the library alone: the slow path, and the oracle of the test.
  Phone normalize_plainly(std::string_view text, std::string_view region, core::Arena& arena);

 private:
  class Facts;
  std::unique_ptr<Facts> facts_;
};

/// Does the library know the region ("DE")? For checking --region before a million rows.
bool is_phone_region(std::string_view region);

}  // namespace flatcrm::text
