// Entries of any text are rows of CSV that is read again; cut at an empty line, the parts give the rows of the whole.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "format/base64.h"
#include "format/csv.h"
#include "format/ldif.h"

using namespace flatcrm::format;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto decoded = decode_base64(encode_base64(text));
  if (!decoded || *decoded != text) std::abort();
  decode_base64(text);
  if (flatcrm::core::find_invalid_utf8(text) != std::string::npos) return 0;
  looks_like_ldif(text);
  FlatTable whole, parts;
  try {
    read_ldif_rows(text, 0, whole);
    if (read_csv(whole.rows()).rows.size() != whole.places().size()) std::abort();
    std::size_t cut = text.find("\n\n", text.size() / 2);
    if (cut == std::string::npos) return 0;
    cut += 2;
    read_ldif_rows(std::string_view(text).substr(0, cut), 0, parts);
    read_ldif_rows(std::string_view(text).substr(cut), cut, parts);
    if (parts.rows() != whole.rows() || parts.places().size() != whole.places().size()) std::abort();
  } catch (const flatcrm::Error&) {
  }
  return 0;
}
