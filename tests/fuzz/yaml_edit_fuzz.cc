// Edits of YAML: a value that is set is read back, the others stay, and setting it again changes nothing.
//
// The first byte of the input chooses the value's place, the second the value.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "../support/yaml_paths.h"
#include "core/error.h"
#include "format/yaml_edit.h"

using namespace flatcrm;
using namespace flatcrm::format;
using testing::YamlPaths;

namespace {

constexpr std::array<const char*, 8> values = {"x",   "",    "two\nlines\n", "a: b",
                                               "007", " - ", "it's \"so\"",  "\x01\xC3\xA9"};

YamlPaths read_paths(std::string_view text) {
  YamlFile file = parse_yaml(text, "fuzz.yaml");
  if (file.documents() == 0 || file.root(0).kind != YamlKind::map) return {};
  return testing::paths_of(file, file.root(0));
}

void edit(std::string_view text, const YamlPaths& before, std::size_t choice, const std::string& value) {
  const std::string& path =
      std::next(before.begin(), static_cast<std::ptrdiff_t>(choice % before.size()))->first;
  if (path.empty()) return;
  YamlEdit change{path, YamlEdit::set, value, {}};
  std::string after;
  try {
    after = edit_yaml(text, "fuzz.yaml", 0, {change}, {});
  } catch (const Error& error) {
    if (error.hint() == "change this document by hand")
      return;  // what can't be written rightly is not written
    throw;
  }
  YamlPaths found = read_paths(after), expected = before;
  if (found[path].substr(1) != value) std::abort();
  found.erase(path);
  expected.erase(path);
  if (found != expected) std::abort();
  if (edit_yaml(after, "fuzz.yaml", 0, {change}, {}) != after) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  YamlPaths before;
  try {
    YamlFile file = parse_yaml(text, "fuzz.yaml");
    if (file.documents() == 0) return 0;
    before = read_paths(text);
  } catch (const Error&) {
    return 0;
  }
  if (!before.empty()) edit(text, before, data[0], values[data[1] % values.size()]);
  return 0;
}
