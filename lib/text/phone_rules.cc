#include "text/phone_rules.h"

#include <phonenumbers/phonemetadata.pb.h>

#include <bit>

#include "core/error.h"

// The library carries its metadata as one serialized message. The header that declares these two is not installed, but the
// functions are part of its archive.
namespace i18n::phonenumbers {
int metadata_size();
const void* metadata_get();
}  // namespace i18n::phonenumbers

namespace flatcrm::text {
namespace {

constexpr std::size_t most_national_digits = 17;
constexpr std::string_view no_region = "001";  // of numbers that belong to no country

std::uint32_t length_bits(const google::protobuf::RepeatedField<std::int32_t>& lengths) {
  std::uint32_t bits = 0;
  for (std::int32_t length : lengths) {
    if (length > 0 && length < 32) bits |= 1u << length;
  }
  return bits;
}

}  // namespace

struct PhoneRules::Metadata {
  i18n::phonenumbers::PhoneMetadataCollection all;
};

PhoneRules::Plan::Plan(const void* metadata)
    : international_prefix(
          static_cast<const i18n::phonenumbers::PhoneMetadata*>(metadata)->international_prefix()),
      national_prefix(
          static_cast<const i18n::phonenumbers::PhoneMetadata*>(metadata)->national_prefix_for_parsing()),
      number(static_cast<const i18n::phonenumbers::PhoneMetadata*>(metadata)
                 ->general_desc()
                 .national_number_pattern()) {
  const auto& from = *static_cast<const i18n::phonenumbers::PhoneMetadata*>(metadata);
  country_code = from.country_code();
  possible_lengths = length_bits(from.general_desc().possible_length());
  local_lengths = length_bits(from.general_desc().possible_length_local_only());
  rewrites = !from.national_prefix_transform_rule().empty();
  known = possible_lengths != 0 && international_prefix.is_known() && national_prefix.is_known() &&
          number.is_known();
}

PhoneRules::Length PhoneRules::Plan::length_of(std::size_t digits) const {
  if (digits >= 32) return Length::too_long;
  std::uint32_t bit = 1u << digits;
  if ((local_lengths & bit) != 0) return Length::local_only;
  if ((possible_lengths & bit) != 0) return Length::possible;
  if (bit < (possible_lengths & (~possible_lengths + 1))) return Length::too_short;
  return bit > possible_lengths ? Length::too_long : Length::invalid;
}

PhoneRules::PhoneRules() : metadata_(std::make_unique<Metadata>()) {
  using namespace i18n::phonenumbers;  // NOLINT(google-build-using-namespace): within a function
  codes_.fill(-1);
  if (!metadata_->all.ParseFromArray(metadata_get(), metadata_size())) {
    throw Error(Code::system, "libphonenumber's metadata can't be read");
  }
  plans_.resize(static_cast<std::size_t>(metadata_->all.metadata_size()));
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    const PhoneMetadata& plan = metadata_->all.metadata(static_cast<int>(i));
    if (plan.id() != no_region) regions_.emplace(plan.id(), i);
    std::int16_t& main = codes_[static_cast<std::size_t>(plan.country_code()) % codes_.size()];
    if (main < 0 || plan.main_country_for_code()) main = static_cast<std::int16_t>(i);
  }
}

PhoneRules::~PhoneRules() = default;

PhoneRules::Plan* PhoneRules::plan_at(std::size_t index) {
  if (plans_[index] == nullptr)
    plans_[index] = std::make_unique<Plan>(&metadata_->all.metadata(static_cast<int>(index)));
  return plans_[index].get();
}

PhoneRules::Plan* PhoneRules::plan_of_region(std::string_view region) {
  if (region.size() != last_region_.size()) return nullptr;
  if (region == std::string_view(last_region_.data(), last_region_.size())) return last_plan_;
  auto found = regions_.find(region);
  last_plan_ = found == regions_.end() ? nullptr : plan_at(found->second);
  last_region_ = {region[0], region[1]};
  return last_plan_;
}

PhoneRules::Plan* PhoneRules::plan_of_code(int country_code) {
  std::int16_t index = codes_[static_cast<std::size_t>(country_code)];
  return index < 0 ? nullptr : plan_at(static_cast<std::size_t>(index));
}

/// False when only the library knows what is left.
bool PhoneRules::strip_national_prefix(Plan& plan, std::string_view& number) const {
  if (number.empty() || plan.national_prefix.is_empty()) return true;
  DigitPattern::Prefix prefix = plan.national_prefix.find_prefix(number);
  if (prefix.ends == 0 || (prefix.ends == 1 && prefix.size == 0)) return true;
  if (prefix.ends > 1 || plan.rewrites) return false;
  std::string_view rest = number.substr(prefix.size);
  if (!plan.number.matches(number) || plan.number.matches(rest)) number = rest;
  return true;
}

/// The last steps of a parse: the national prefix, the length, and whether the number is a possible one.
PhoneReading PhoneRules::finish(Plan& plan, std::string_view number) {
  constexpr PhoneReading no{Answer::no, 0, {}};
  if (number.size() < 2) return no;
  std::string_view stripped = number;
  if (!strip_national_prefix(plan, stripped)) return {};
  Length length = plan.length_of(stripped.size());
  if (length == Length::possible || length == Length::too_long) number = stripped;
  if (number.size() < 2 || number.size() > most_national_digits) return no;
  Plan* main = plan_of_code(plan.country_code);
  if (main == nullptr || !main->known) return {};
  if (main->length_of(number.size()) != Length::possible) return no;
  return {Answer::yes, plan.country_code, number};
}

/// Digits that begin with a country code.
PhoneReading PhoneRules::with_country_code(std::string_view digits, bool with_plus) {
  if (digits.size() <= 2) return {Answer::no, 0, {}};
  int code = 0;
  for (std::size_t size = 1; size <= 3 && digits[0] != '0'; ++size) {
    code = code * 10 + (digits[size - 1] - '0');
    Plan* plan = plan_of_code(code);
    if (plan == nullptr) continue;
    return plan->known ? finish(*plan, digits.substr(size)) : PhoneReading{};
  }
  // Behind a wrong plus the library tries the number as a national one.
  return {with_plus ? Answer::unsure : Answer::no, 0, {}};
}

PhoneReading PhoneRules::read(std::string_view digits, bool international, std::string_view region) {
  if (international) return with_country_code(digits, true);
  Plan* plan = plan_of_region(region);
  if (plan == nullptr) return {Answer::no, 0, {}};
  if (!plan->known) return {};

  DigitPattern::Prefix prefix = plan->international_prefix.find_prefix(digits);
  if (prefix.ends > 1) return {};
  bool zero_behind = prefix.size < digits.size() && digits[prefix.size] == '0';
  if (prefix.ends == 1 && !zero_behind) return with_country_code(digits.substr(prefix.size), false);

  std::array<char, 4> text{};
  std::size_t size = 0;
  for (int rest = plan->country_code; rest > 0; rest /= 10)
    text[3 - size++] = static_cast<char>('0' + rest % 10);
  std::string_view code(text.data() + 4 - size, size);
  if (digits.substr(0, size) == code) {
    std::string_view without = digits.substr(size);
    if (!strip_national_prefix(*plan, without)) return {};
    bool better = !plan->number.matches(digits) && plan->number.matches(without);
    if (better || plan->length_of(digits.size()) == Length::too_long) {
      Plan* main = plan_of_code(plan->country_code);
      return main != nullptr && main->known ? finish(*main, without) : PhoneReading{};
    }
  }
  return finish(*plan, digits);
}

}  // namespace flatcrm::text
