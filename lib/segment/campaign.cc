#include "segment/campaign.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/error.h"
#include "core/id.h"
#include "core/text.h"

namespace flatcrm::segment {

namespace {

std::uint64_t hash_of(std::string_view purpose, std::string_view seed, std::string_view id) {
  std::string bytes(purpose);
  bytes.append(1, '\0').append(seed).append(1, '\0').append(id);
  return core::stable_hash(bytes);
}

[[noreturn]] void refuse_split(std::string_view text) {
  throw Error(Code::usage, fmt::format("'{}' is no split", core::visible(text)), {},
              "write names and whole shares: A=50,B=50");
}

}  // namespace

Channel channel_named(std::string_view name) {
  std::vector<Reason> reasons{{"do_not_contact", "do not want to be contacted"}};
  auto denied = [&](const char* consent) {
    reasons.push_back({fmt::format("consent.{} = denied", consent), "denied consent"});
  };
  if (name == "email") {
    denied("email");
    reasons.push_back({R"q(not any(emails ~ "^[^@\s]+@[^@\s]+\.[^@\s]+$"))q", "have no usable address"});
    return {"email", reasons, "id, name, email"};
  }
  if (name == "phone" || name == "sms") {
    denied(name == "sms" ? "sms" : "phone");
    reasons.push_back({R"q(not any(phones ~ "^[+][0-9]{7,15}(;|$)"))q", "have no usable number"});
    return {std::string(name), reasons, "id, name, phone"};
  }
  if (name == "post") {
    denied("post");
    reasons.push_back(
        {"addresses.1.street is empty or (city is empty and postcode is empty)", "have no usable address"});
    return {"post", reasons, "id, name, addresses.1.street as street, postcode, city, country"};
  }
  throw Error(Code::usage, fmt::format("no channel '{}'", core::visible(name)), {},
              "one of email, phone, sms, post");
}

std::vector<std::uint32_t> sample(const std::vector<std::string_view>& ids,
                                  const std::vector<std::uint32_t>& records, std::size_t count,
                                  std::string_view seed) {
  if (count >= records.size()) return records;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> hashed;
  hashed.reserve(records.size());
  for (std::uint32_t row : records) hashed.emplace_back(hash_of("sample", seed, ids[row]), row);
  std::nth_element(hashed.begin(), hashed.begin() + static_cast<std::ptrdiff_t>(count), hashed.end());
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(hashed[i].second);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

const std::string& Split::part_of(std::string_view id, std::string_view seed) const {
  std::uint64_t total = 0;
  for (const Part& part : parts) total += part.weight;
  std::uint64_t at = hash_of("split", seed, id) % total;
  for (const Part& part : parts) {
    if (at < part.weight) return part.name;
    at -= part.weight;
  }
  return parts.back().name;
}

Split parse_split(std::string_view text) {
  Split split;
  std::string_view rest = text;
  constexpr std::uint32_t most = 1'000'000;
  while (!rest.empty()) {
    std::string_view word = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    std::size_t sign = word.find('=');
    std::string_view name = core::trim(word.substr(0, sign));
    std::string_view share = sign == std::string_view::npos ? "" : core::trim(word.substr(sign + 1));
    std::uint32_t weight = 0;
    auto [end, failure] = std::from_chars(share.data(), share.data() + share.size(), weight);
    bool number =
        failure == std::errc{} && end == share.data() + share.size() && weight > 0 && weight <= most;
    bool again = std::any_of(split.parts.begin(), split.parts.end(),
                             [&](const Split::Part& one) { return one.name == name; });
    if (name.empty() || !number || again) refuse_split(text);
    split.parts.push_back({std::string(name), weight});
  }
  if (split.parts.size() < 2) refuse_split(text);
  return split;
}

}  // namespace flatcrm::segment
