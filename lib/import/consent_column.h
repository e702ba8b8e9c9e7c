// Columns that say whether somebody may be written to or called: by their name, and only where their values are words for yes and no.
//
//   consent_column("Newsletter")        ->  channel "email", refuses false
//   consent_column("SMS opt-out")       ->  channel "sms", refuses true: a yes there is a no
//   consent_column("Newsletter name")   ->  nothing
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flatcrm::import {

struct ConsentColumn {
  std::string_view channel;  // the key in a customer's `consent`
  bool refuses = false;
};

std::optional<ConsentColumn> consent_column(const std::string& column);

/// granted, denied, or "" for what is no word for either.
std::string_view consent_meant(std::string_view word, bool refuses);

}  // namespace flatcrm::import
