// The numbering plans of the world, from libphonenumber's own metadata: what a string of digits means where.
//
//   PhoneRules rules;
//   rules.read("0301234567", false, "DE")  ->  yes, country_code 49, national "301234567"
//   rules.read("493012345678", true, "")   ->  yes, country_code 49, national "3012345678"
//
// Follows PhoneNumberUtil::Parse step by step, with the library's patterns as tables of states. Where the
// library's choice among several matches counts, or it would rewrite the number, the answer is `unsure` and
// the library itself is to be asked. Serves one thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/digit_pattern.h"

namespace flatcrm::text {

enum class Answer : unsigned char { yes, no, unsure };

struct PhoneReading {
  Answer answer = Answer::unsure;
  int country_code = 0;
  std::string_view national;  // part of the digits given
};

class PhoneRules {
 public:
  PhoneRules();
  ~PhoneRules();

  bool knows(std::string_view region) const { return regions_.find(region) != regions_.end(); }

  /// Requires: 3 to 32 digits. `international`: a plus stood in front of them.
  PhoneReading read(std::string_view digits, bool international, std::string_view region);

 private:
  /// What the library calls TestNumberLength.
  enum class Length : unsigned char { possible, local_only, too_short, too_long, invalid };

  struct Plan {
    explicit Plan(const void* metadata);
    Length length_of(std::size_t digits) const;

    int country_code = 0;
    std::uint32_t possible_lengths = 0;  // a bit each
    std::uint32_t local_lengths = 0;
    bool rewrites = false;  // has a rule that changes more than a prefix
    bool known = false;
    DigitPattern international_prefix;
    DigitPattern national_prefix;
    DigitPattern number;
  };

  struct Metadata;

  Plan* plan_at(std::size_t index);
  Plan* plan_of_region(std::string_view region);
  Plan* plan_of_code(int country_code);
  bool strip_national_prefix(Plan& plan, std::string_view& number) const;
  PhoneReading with_country_code(std::string_view digits, bool with_plus);
  PhoneReading finish(Plan& plan, std::string_view number);

  std::unique_ptr<Metadata> metadata_;
  std::vector<std::unique_ptr<Plan>> plans_;  // made when first used
  std::unordered_map<std::string_view, std::size_t> regions_;
  std::array<std::int16_t, 1000> codes_;  // country code to the index of its main region; -1 for none
  std::array<char, 2> last_region_{};
  Plan* last_plan_ = nullptr;
};

}  // namespace flatcrm::text
