// Any bytes as gzip or zstd: a text within bounds, or an error; what can be unpacked can be unpacked twice over in one file.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "io/decompress.h"

using namespace flatcrm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const io::Packing packing = io::packing_of(bytes);
  if (packing == io::Packing::none) return 0;
  try {
    const std::string text = io::decompress(bytes, packing, "x");
    if (text.size() < (1U << 20) && io::decompress(bytes + bytes, packing, "x") != text + text) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
