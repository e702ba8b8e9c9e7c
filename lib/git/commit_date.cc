#include "git/commit_date.h"

#include <charconv>

#include "core/text.h"

namespace flatcrm::git {

namespace {

/// "+0130" in minutes.
std::optional<int> parse_offset(std::string_view text) {
  if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  int digits = 0;
  auto [end, failure] = std::from_chars(text.data() + 1, text.data() + text.size(), digits);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  int minutes = digits / 100 * 60 + digits % 100;
  return text[0] == '-' ? -minutes : minutes;
}

}  // namespace

std::optional<core::DateTime> parse_commit_date(std::string_view text) {
  text = core::trim(text);
  if (std::optional<core::DateTime> instant = core::parse_date_time(text)) return instant;
  if (text.starts_with('@')) text.remove_prefix(1);
  std::int64_t seconds = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc() || seconds < 0) return std::nullopt;
  std::string_view rest = core::trim(text.substr(static_cast<std::size_t>(end - text.data())));
  std::optional<int> offset = rest.empty() ? 0 : parse_offset(rest);
  if (!offset) return std::nullopt;
  return core::DateTime{seconds, static_cast<std::int16_t>(*offset)};
}

}  // namespace flatcrm::git
