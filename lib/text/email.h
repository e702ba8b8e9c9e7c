// E-mail addresses: taken out of what surrounds them, checked, brought to one form.
//
//   parse_email(" mailto:Jane.Doe@EXAMPLE.com ", arena).normalized == "Jane.Doe@example.com"
//   parse_email("Jane Doe <jane@example.com>", arena).normalized == "jane@example.com"
//   parse_email("jane@", arena).ok == false
//   email_key("Jane.Doe@example.com") == "jane.doe@example.com"
//
// Shape   local@domain; the local part's case is kept, the domain in lower case; an international one as
//         UTF-8 in NFC.
// Source  RFC 5321 section 4.1.2 and 4.5.3 (syntax, lengths), RFC 6531 (UTF-8), RFC 1123 (host names).
//         Narrower than these: the domain is a name with a dot (no address literal, no bare host), and there
//         are no comments or folded white space.
#pragma once

#include <string>
#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

struct Email {
  bool ok = false;
  std::string_view normalized;  // part of the text or in the arena; the text as it came when not ok
};

Email parse_email(std::string_view text, core::Arena& arena);

/// The form to compare by: lower case throughout.
std::string email_key(std::string_view normalized);

}  // namespace flatcrm::text
