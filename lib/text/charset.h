// The encodings that are neither UTF-8 nor UTF-16, through ICU's converters.
//
//   CodePage page("windows-1250");   page[0xB3] == U+0142   (ł)
//   decodes("GB18030", bytes) == true
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace flatcrm::text {

/// What each byte of a single-byte encoding stands for.
class CodePage {
 public:
  explicit CodePage(const std::string& encoding);
  /// no_code_point where nothing, or only a C1 control character, is assigned.
  char32_t operator[](unsigned char byte) const { return codes_[byte]; }

 private:
  std::array<char32_t, 256> codes_{};
};

/// ICU's name of the converter to use for an encoding of any of its names; "" when not known.
std::string converter_name(const std::string& encoding);
bool is_single_byte(const std::string& encoding);

/// Decodes up to the first bytes that are not valid; `decoded`, unless null, gets what stands before them.
/// Returns how many bytes are read; all of them when everything is valid.
std::size_t decode(const std::string& encoding, std::string_view bytes, std::string* decoded);

/// Are the bytes valid in the encoding from the first to the last?
bool decodes(const std::string& encoding, std::string_view bytes);

}  // namespace flatcrm::text
