// Any bytes in any encoding: valid UTF-8 without a byte order mark, or an error; what is sniffed can be read as such or says why not.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "text/encoding.h"

using namespace flatcrm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::vector<std::string_view>& names = text::encoding_names();
  const std::size_t number = data[0] % (names.size() + 1);
  try {
    std::string name = number == names.size() ? text::sniff_encoding(bytes).name : std::string(names[number]);
    std::string decoded = text::to_utf8(bytes, name, "x");
    if (core::find_invalid_utf8(decoded) != std::string::npos) std::abort();
    if (text::is_utf8(bytes) && name == "UTF-8" && !bytes.ends_with(decoded)) std::abort();
    std::string storage;
    if (text::as_utf8(bytes, name, "x", storage) != decoded) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
