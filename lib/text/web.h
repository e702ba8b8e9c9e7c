// Web addresses and the handles of people in social networks, each in one form.
//
//   normalize_url("WWW.Acme.com/Shop", arena).text == "https://www.acme.com/Shop"
//   social_handle("https://www.linkedin.com/in/jane-doe/", "", arena).text == "linkedin:jane-doe"
//   social_handle("@jane", "twitter", arena).text == "twitter:jane"
//   social_handle("https://example.social/@jane", "", arena).text == "mastodon:@jane@example.social"
//
// Shape   not `ok`: the text as it came. A scheme is added where there is none; scheme and host are in lower
//         case; what follows the host stays. A handle is network:handle, without the mark in front that its
//         network does not need.
#pragma once

#include <string_view>

#include "core/arena.h"

namespace flatcrm::text {

struct WebText {
  bool ok = false;
  std::string_view text;
};

WebText normalize_url(std::string_view text, core::Arena& arena);

/// `network` is whose handles they are where the text does not say so, or "".
WebText social_handle(std::string_view text, std::string_view network, core::Arena& arena);

/// "linkedin" for "LinkedIn", "LinkedIn URL" or "linkedin_profile"; "" where a name is none of a network.
std::string_view network_named(std::string_view name);

}  // namespace flatcrm::text
