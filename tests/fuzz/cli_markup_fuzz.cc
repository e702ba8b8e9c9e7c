// Markup: any bytes become blocks and roff, no text of a block is lost, and no line of roff is a macro by accident.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/markup.h"
#include "cli/roff.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::size_t kept = 0;
  for (const flatcrm::cli::Block& block : flatcrm::cli::blocks(text)) {
    if (flatcrm::cli::plain(block.text).size() > block.text.size()) std::abort();
    kept += block.text.size();
  }
  if (kept > size + 1) std::abort();
  flatcrm::cli::Roff page;
  page.markdown(text);
  if (page.take().find("\n..") != std::string::npos) std::abort();
  return 0;
}
