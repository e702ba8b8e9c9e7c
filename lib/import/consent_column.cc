#include "import/consent_column.h"

#include <algorithm>
#include <array>
#include <utility>

#include "import/column_names.h"

namespace flatcrm::import {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Alone they ask for consent.
constexpr std::array<Pair, 14> whole{{
    {"newsletter", "email"},
    {"newsletterabo", "email"},
    {"newslettersubscription", "email"},
    {"newslettersubscriber", "email"},
    {"subscribedtonewsletter", "email"},
    {"newsletteranmeldung", "email"},
    {"acceptsmarketing", "email"},
    {"marketingconsent", "email"},
    {"emailmarketing", "email"},
    {"emailmarketingconsent", "email"},
    {"acceptsemailmarketing", "email"},
    {"acceptssmsmarketing", "sms"},
    {"emailblacklisted", "email"},
    {"smsblacklisted", "sms"},
}};

constexpr std::array<Pair, 16> channels{{
    {"newsletter", "email"},
    {"email", "email"},
    {"mail", "email"},
    {"courriel", "email"},
    {"correo", "email"},
    {"sms", "sms"},
    {"whatsapp", "whatsapp"},
    {"telephone", "phone"},
    {"phone", "phone"},
    {"telefon", "phone"},
    {"telefono", "phone"},
    {"calls", "phone"},
    {"call", "phone"},
    {"post", "post"},
    {"brief", "post"},
    {"fax", "fax"},
}};

constexpr std::array<std::string_view, 11> agreeing{
    "optin",        "consent",        "permission", "einwilligung", "zustimmung", "erlaubnis",
    "consentement", "consentimiento", "consenso",   "toestemming",  "zgoda"};
constexpr std::array<std::string_view, 6> refusing{"optout",      "unsubscribed", "optedout",
                                                   "blacklisted", "widerspruch",  "abgemeldet"};

template <typename List>
bool takes(std::string_view& letters, const List& words) {
  for (const std::string_view word : words) {
    const std::size_t at = letters.find(word);
    if (at == std::string_view::npos) continue;
    letters = at == 0 ? letters.substr(word.size()) : letters.substr(0, at);
    return true;
  }
  return false;
}

bool is_one_of(std::string_view words, std::string_view letters) {
  const std::size_t at = words.find(letters);
  return !letters.empty() && at != std::string_view::npos && at > 0 && words[at - 1] == '|' &&
         words.substr(at + letters.size(), 1) == "|";
}

}  // namespace

std::optional<ConsentColumn> consent_column(const std::string& column) {
  // "Newsletter (ja/nein)"
  const std::size_t open = column.find_last_of("([");
  const bool words = open != std::string::npos && open > 0 && column.find('/', open) != std::string::npos;
  const std::string letters = letters_of(words ? column.substr(0, open) : column);
  for (const auto& [name, channel] : whole)
    if (letters == name) return ConsentColumn{channel, letters.ends_with("blacklisted")};
  std::string_view rest = letters;
  const bool refuses = takes(rest, refusing);
  if (!refuses && !takes(rest, agreeing)) return std::nullopt;
  for (const std::string_view filler : {"marketing", "for", "fur", "per", "via", "to"})
    if (rest.size() > filler.size() && rest.ends_with(filler)) rest.remove_suffix(filler.size());
  for (const auto& [name, channel] : channels)
    if (rest == name) return ConsentColumn{channel, refuses};
  return std::nullopt;
}

std::string_view consent_meant(std::string_view word, bool refuses) {
  static constexpr std::string_view yes =
      "|yes|y|true|1|ja|j|oui|o|si|s|sim|tak|t|x|checked|on|optin|optedin|subscribed|granted|erteilt|angemeldet"
      "|allowed|wahr|vrai|verdadero|vero|はい|是|";
  static constexpr std::string_view no =
      "|no|n|false|0|nein|non|nao|nee|nie|off|unchecked|optout|optedout|unsubscribed|denied|widerrufen|abgemeldet|never"
      "|falsch|faux|falso|いいえ|否|";
  const std::string letters = letters_of(word);
  if (is_one_of(yes, letters)) return refuses ? "denied" : "granted";
  // Who did not opt out has not said yes.
  if (is_one_of(no, letters)) return refuses ? "unknown" : "denied";
  return {};
}

}  // namespace flatcrm::import
