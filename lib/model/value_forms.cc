#include "model/value_forms.h"

#include <algorithm>

namespace flatcrm::model {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool are_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}
bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
}

/// Labels joined by dots, at least two, none empty or with a hyphen at an end.
bool is_host(std::string_view host) {
  if (host.size() > 253 || host.find('.') == host.npos) return false;
  while (true) {
    std::string_view label = host.substr(0, host.find('.'));
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (char c : label) {
      bool plain = is_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
      if (!plain) return false;
    }
    if (label.size() == host.size()) return true;
    host.remove_prefix(label.size() + 1);
  }
}

}  // namespace

bool has_email_form(std::string_view text) {
  std::size_t at = text.rfind('@');
  if (at == text.npos || at == 0 || at > 64) return false;
  std::string_view local = text.substr(0, at);
  if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) return false;
  for (char c : local) {
    if (is_blank_or_control(c) || std::string_view("()<>[]:;@\\,\"").find(c) != std::string_view::npos)
      return false;
  }
  return is_host(text.substr(at + 1));
}

bool has_phone_form(std::string_view text) {
  if (text.empty() || text[0] != '+') return false;
  std::size_t end = std::min(text.find(';'), text.size());
  std::string_view number = text.substr(1, end - 1);
  if (!are_digits(number) || number.size() < 7 || number.size() > 15 || number[0] == '0') return false;
  std::string_view extension = text.substr(end);
  return extension.empty() || (extension.starts_with(";ext=") && are_digits(extension.substr(5)));
}

bool has_url_form(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_blank_or_control)) return false;
  std::size_t scheme = text.find("://");
  std::string_view host = scheme == text.npos ? text : text.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  host = host.substr(0, host.find(':'));
  return scheme == text.npos ? is_host(host) : !host.empty();
}

bool has_language_form(std::string_view text) {
  std::size_t end = std::min(text.find('-'), text.size());
  if (end < 2 || end > 3 ||
      !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), is_letter))
    return false;
  while (end < text.size()) {
    text.remove_prefix(end + 1);
    end = std::min(text.find('-'), text.size());
    std::string_view part = text.substr(0, end);
    bool plain = std::all_of(part.begin(), part.end(), [](char c) { return is_letter(c) || is_digit(c); });
    if (part.empty() || part.size() > 8 || !plain) return false;
  }
  return true;
}

bool has_period_form(std::string_view text) {
  if (!are_digits(text.substr(0, 4)) || text.size() < 4) return false;
  if (text.size() == 4) return true;
  if (text.size() != 7 || text[4] != '-') return false;
  if (text[5] == 'Q') return text[6] >= '1' && text[6] <= '4';
  std::string_view month = text.substr(5);
  return are_digits(month) && month >= "01" && month <= "12";
}

}  // namespace flatcrm::model
