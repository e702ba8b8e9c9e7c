// Whether a text has the form of its kind: quick checks for a million records, not proofs.
//
//   has_email_form("jane@example.com") == true     has_email_form("jane@localhost") == false
//   has_period_form("2026-Q3") == true             has_phone_form("+49301234567") == true
#pragma once

#include <string_view>

namespace flatcrm::model {

/// local@domain.name, without blanks, comments or quotes around it.
bool has_email_form(std::string_view text);
/// E.164, with an extension as RFC 3966 writes it: "+16502530000;ext=12".
bool has_phone_form(std::string_view text);
/// A scheme or a host with a dot, and no blank.
bool has_url_form(std::string_view text);
/// A tag of BCP 47 by its outer form: "de", "pt-BR", "zh-Hant-TW".
bool has_language_form(std::string_view text);
/// "2026", "2026-Q3", "2026-07".
bool has_period_form(std::string_view text);

}  // namespace flatcrm::model
