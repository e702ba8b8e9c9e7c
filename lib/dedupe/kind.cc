#include "dedupe/kind.h"

#include <algorithm>

namespace flatcrm::dedupe {

const std::vector<std::string_view>& kind_names() {
  static const std::vector<std::string_view> names = {
      "off",    "given_name", "family_name", "full_name", "organization", "email",      "phone",    "date",
      "street", "city",       "region",      "postcode",  "country",      "identifier", "category", "text"};
  return names;
}

std::optional<Kind> kind_named(std::string_view name) {
  const std::vector<std::string_view>& names = kind_names();
  auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Kind>(found - names.begin());
}

std::string_view name_of(Kind kind) {
  return kind_names()[static_cast<std::size_t>(kind)];
}

}  // namespace flatcrm::dedupe
