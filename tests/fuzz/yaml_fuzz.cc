// YAML: whatever both readers accept, they read alike, places included.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../support/yaml_compare.h"
#include "core/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  flatcrm::format::YamlFile canonical, general;
  bool accepted = flatcrm::format::parse_canonical_yaml(text, canonical);
  try {
    flatcrm::format::parse_general_yaml(text, "fuzz.yaml", general);
  } catch (const flatcrm::Error&) {
    return 0;
  }
  using flatcrm::testing::print_yaml_nodes;
  if (accepted && print_yaml_nodes(canonical) != print_yaml_nodes(general)) std::abort();
  return 0;
}
