// Base64 as mail, vCard and LDIF write it.
//
//   decode_base64("QWNt\n ZQ==") == "Acme"      decode_base64("a?") == nothing
//
// Shape   white space is skipped; padding may be missing. Nothing for anything else.
// Source  RFC 4648 section 4.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::format {

std::optional<std::string> decode_base64(std::string_view text);
std::string encode_base64(std::string_view bytes);

}  // namespace flatcrm::format
