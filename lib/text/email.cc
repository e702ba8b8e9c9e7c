#include "text/email.h"

#include <algorithm>

#include "core/text.h"
#include "text/unicode.h"

namespace flatcrm::text {
namespace {

// RFC 5321 section 4.5.3.1; the path's 256 bytes count its angle brackets.
constexpr std::size_t most_local = 64, most_domain = 253, most_label = 63, most_address = 254;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

/// What an unquoted local part is made of, dots apart.
bool is_atom_character(char c) {
  return is_letter(c) || is_digit(c) || is_beyond_ascii(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  return std::all_of(local.begin(), local.end(), [](char c) { return c == '.' || is_atom_character(c); });
}

bool is_printable(char c) {
  return (c >= ' ' && c < 0x7F) || is_beyond_ascii(c);
}

/// How many bytes a quoted string at the front takes; 0 when there is none.
std::size_t quoted_size(std::string_view text) {
  if (text.empty() || text[0] != '"') return 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (!is_printable(text[at])) return 0;
    if (text[at] != '\\') continue;
    if (++at == text.size() || !is_printable(text[at]) || is_beyond_ascii(text[at])) return 0;
  }
  return 0;
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > most_label || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || is_beyond_ascii(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  if (domain.size() > most_domain || domain.find('.') == std::string_view::npos) return false;
  for (std::size_t begin = 0; begin <= domain.size();) {
    std::size_t end = std::min(domain.find('.', begin), domain.size());
    if (!is_label(domain.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  std::string_view last = domain.substr(domain.rfind('.') + 1);
  return !std::all_of(last.begin(), last.end(), is_digit);
}

bool starts_with_mailto(std::string_view text) {
  return core::equal_ignoring_ascii_case(text.substr(0, 7), "mailto:");
}

/// The address inside of what people and programs put around it.
std::string_view unwrap(std::string_view text) {
  text = core::trim(text);
  while (!text.empty() && (text.back() == ';' || text.back() == ','))
    text = core::trim(text.substr(0, text.size() - 1));
  if (!text.empty() && text.back() == '>') {
    std::size_t open = text.rfind('<');
    if (open != std::string_view::npos) text = core::trim(text.substr(open + 1, text.size() - open - 2));
  }
  if (starts_with_mailto(text)) {
    text = text.substr(7);
    text = core::trim(text.substr(0, text.find('?')));
  }
  if (text.size() > 2 && text.front() == text.back() && (text.front() == '\'' || text.front() == '"')) {
    text = core::trim(text.substr(1, text.size() - 2));
  }
  return text;
}

}  // namespace

Email parse_email(std::string_view text, core::Arena& arena) {
  const Email no{false, text};
  std::string_view address = unwrap(text);
  std::size_t quoted = quoted_size(address);
  std::size_t at = quoted > 0 ? quoted : address.rfind('@');
  if (at == std::string_view::npos || at >= address.size() || address[at] != '@') return no;
  std::string_view local = address.substr(0, at);
  std::string_view domain = address.substr(at + 1);
  if (address.size() > most_address || local.size() > most_local) return no;
  if ((quoted == 0 && !is_dot_atom(local)) || !is_domain(domain)) return no;
  if (core::is_ascii(address)) {
    if (std::none_of(domain.begin(), domain.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      return {true, address};
    return {true, arena.keep(address.substr(0, at + 1), core::lower_ascii(domain))};
  }
  if (core::find_invalid_utf8(address) != std::string_view::npos) return no;
  std::string both(nfc(address.substr(0, at + 1), arena));
  return {true, arena.keep(both, lower(domain))};
}

std::string email_key(std::string_view normalized) {
  return lower(normalized);
}

}  // namespace flatcrm::text
