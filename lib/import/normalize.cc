#include "import/normalize.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/date.h"
#include "core/text.h"
#include "text/country.h"
#include "text/email.h"
#include "text/name.h"
#include "text/unicode.h"
#include "text/web.h"

namespace flatcrm::import {

namespace {

bool needs_no_trim(char end) {
  return end > ' ' && end < 0x7f;
}

/// Eight bytes at a time, since every cell comes by here.
bool all_ascii(std::string_view text) {
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t seen = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    seen |= word;
  }
  for (; left > 0; ++at, --left) seen |= static_cast<unsigned char>(*at);
  return (seen & 0x8080808080808080ULL) == 0;
}

Normal as_form(std::string_view value, std::string_view normal) {
  return {normal, normal == value ? Form::plain : Form::changed, {}};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The number at the front, of two digits at most, which is taken off; 0: there is none.
unsigned take_number(std::string_view& text) {
  unsigned number = 0;
  for (int digits = 0; digits < 2 && !text.empty() && is_digit(text.front()); ++digits, text.remove_prefix(1))
    number = number * 10 + static_cast<unsigned>(text.front() - '0');
  return number;
}

/// "05-17" of "--05-17", "--0517" and "-5-17", and of 1604-05-17, as programs write that know no date without a year; else "".
std::string_view month_day(std::string_view value, core::Arena& arena) {
  if (!value.starts_with('-') && !value.starts_with("1604-")) return {};
  value.remove_prefix(std::min(value.find('-') + 1, value.size()));
  if (value.starts_with('-')) value.remove_prefix(1);
  unsigned month = take_number(value);
  if (value.starts_with('-')) value.remove_prefix(1);
  unsigned day = take_number(value);
  if (!value.empty() || !core::parse_date(fmt::format("2000-{:02}-{:02}", month, day))) return {};
  return arena.keep(fmt::format("{:02}-{:02}", month, day));
}

Normal date_only(const FieldMap& field, std::string_view value, core::Arena& arena) {
  if (field.has_month_day && !month_day(value, arena).empty()) return {value.substr(0, 0), Form::plain, {}};
  text::DateText date = field.date.parse(value, arena);
  if (!date) return {value, Form::failed, {}};
  return as_form(value, date.text.substr(0, 10));
}

Normal date_time(const FieldMap& field, std::string_view value, core::Arena& arena) {
  text::DateText date = field.date.parse(value, arena);
  if (!date) return {value, Form::failed, {}};
  if (date.kind == text::DateKind::local_time && field.zone)
    return as_form(value, field.zone->with_offset(date.text, arena));
  return as_form(value, date.text);
}

Normal amount(const FieldMap& field, std::string_view value, core::Arena& arena) {
  text::Amount found = field.amount.parse(value, arena);
  bool percent = found.currency == "%";
  if (!found.ok || (percent && field.has_currency)) return {value, Form::failed, {}};
  Normal out = as_form(value, found.number);
  if (!percent) out.currency = found.currency;
  return out;
}

Normal integer(const FieldMap& field, std::string_view value, core::Arena& arena) {
  text::Amount found = field.amount.parse(value, arena);
  if (!found.ok) return {value, Form::failed, {}};
  std::size_t point = found.number.find('.');
  if (point == std::string_view::npos) return as_form(value, found.number);
  if (found.number.find_first_not_of('0', point + 1) != std::string_view::npos)
    return {value, Form::failed, {}};
  return as_form(value, found.number.substr(0, point));
}

Normal email(std::string_view value, core::Arena& arena) {
  text::Email found = text::parse_email(value, arena);
  if (!found.ok) return {value, Form::failed, {}};
  return as_form(value, found.normalized);
}

Normal boolean(std::string_view value) {
  static constexpr std::array<std::string_view, 11> yes = {"true", "yes", "y",  "1",   "x", "ja",
                                                           "oui",  "si",  "sí", "sim", "on"};
  static constexpr std::array<std::string_view, 9> no = {"false", "no",  "n",   "0",  "nein",
                                                         "non",   "não", "nao", "off"};
  for (std::string_view word : yes)
    if (core::equal_ignoring_ascii_case(word, value)) return as_form(value, "true");
  for (std::string_view word : no)
    if (core::equal_ignoring_ascii_case(word, value)) return as_form(value, "false");
  return {value, Form::failed, {}};
}

Normal choice(const FieldMap& field, std::string_view value) {
  for (const std::string& permitted : field.values)
    if (permitted == value) return {value, Form::plain, {}};
  for (const std::string& permitted : field.values)
    if (core::equal_ignoring_ascii_case(permitted, value)) return {permitted, Form::changed, {}};
  return {value, Form::failed, {}};
}

Normal plain_text(std::string_view value, core::Arena& arena) {
  if (all_ascii(value)) return {value, Form::plain, {}};
  return as_form(value, text::nfc(value, arena));
}

Normal currency(std::string_view value) {
  std::string_view code = text::currency_code(value);
  if (code.empty()) return {value, Form::failed, {}};
  return as_form(value, code);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  if (text.empty() || (needs_no_trim(text.front()) && needs_no_trim(text.back()))) return text;
  std::string_view out = core::trim(text);
  return out.data() == nullptr ? text.substr(0, 0) : out;
}

std::string_view Normalizers::country(std::string_view name) {
  auto known = countries_.find(name);
  if (known != countries_.end()) return known->second;
  std::string_view code = text::country_code(name);
  countries_.emplace(std::string(name), code);
  return code;
}

Normal Normalizers::phone(std::string_view value, std::string_view region, core::Arena& arena) {
  if (!phones_) phones_ = std::make_unique<text::PhoneNormalizer>();
  text::Phone found = phones_->normalize(value, region, arena);
  if (!found.ok) return {value, Form::failed, {}};
  return as_form(value, found.e164);
}

Normal Normalizers::normalize(const FieldMap& field, std::string_view value, std::string_view region,
                              core::Arena& arena) {
  switch (field.kind) {
    case Kind::name:
      if (field.person && text::may_be_capitals(value))
        return as_form(value, arena.keep(text::proper_name(text::clean_name(value, arena))));
      return as_form(value, text::clean_name(value, arena));
    case Kind::reference:
      return as_form(value, text::clean_name(value, arena));
    case Kind::email:
      return email(value, arena);
    case Kind::phone:
      return phone(value, region, arena);
    case Kind::country: {
      std::string_view code = country(value);
      return code.empty() ? Normal{value, Form::failed, {}} : as_form(value, code);
    }
    case Kind::currency:
      return currency(value);
    case Kind::date:
      return date_only(field, value, arena);
    case Kind::month_day:
      return {month_day(value, arena), Form::plain, {}};
    case Kind::date_time:
      return date_time(field, value, arena);
    case Kind::amount:
      return amount(field, value, arena);
    case Kind::integer:
      return integer(field, value, arena);
    case Kind::boolean:
      return boolean(value);
    case Kind::choice:
      return choice(field, value);
    case Kind::url: {
      text::WebText found = text::normalize_url(value, arena);
      return found.ok ? as_form(value, found.text) : Normal{value, Form::failed, {}};
    }
    case Kind::social: {
      text::WebText found =
          text::social_handle(value, field.spec.network ? field.spec.network->text : "", arena);
      return found.ok ? as_form(value, found.text) : Normal{value, Form::failed, {}};
    }
    case Kind::text:
      break;
  }
  return plain_text(value, arena);
}

}  // namespace flatcrm::import
