// As what dedupe compares a field: the words of `x-compare` and of dedupe.yaml.
//
//   kind_named("given_name") == Kind::given_name     kind_named("off") == Kind::off
//   kind_named("nme") == nothing
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace flatcrm::dedupe {

enum class Kind : std::uint8_t {
  off,
  given_name,
  family_name,
  full_name,
  organization,
  email,
  phone,
  date,
  street,
  city,
  region,
  postcode,
  country,
  identifier,
  category,
  text
};

std::optional<Kind> kind_named(std::string_view name);
std::string_view name_of(Kind kind);
/// In the order of Kind, "off" included.
const std::vector<std::string_view>& kind_names();

}  // namespace flatcrm::dedupe
