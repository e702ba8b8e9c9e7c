#include "import/record_id.h"

#include <algorithm>
#include <vector>

#include "core/id.h"
#include "core/text.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

/// Letters that core::slug can't bring to ASCII: a name in them needs transliteration.
bool is_beyond_latin(std::string_view text) {
  if (core::is_ascii(text)) return false;
  while (!text.empty()) {
    core::CodePoint point = core::first_code_point(text);
    if (point.length == 0) return false;
    bool latin = point.value < 0x250 || (point.value >= 0x300 && point.value < 0x370) ||
                 (point.value >= 0x1e00 && point.value < 0x1f00) ||
                 (point.value >= 0x2000 && point.value < 0x2190);
    if (!latin) return true;
    text.remove_prefix(point.length);
  }
  return false;
}

/// A slug of its own is sure; without one the key stands in.
bool has_letter_or_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

}  // namespace

void make_new_id(std::string& label, std::string_view source, std::string_view key, std::string& out) {
  if (is_beyond_latin(label)) label = text::to_latin(label);
  std::string fallback;
  if (!has_letter_or_digit(label)) fallback = core::slug(key);
  core::make_id(label, fallback.empty() ? "x" : fallback, source, key, 0, out);
}

void make_shared_id(std::string& label, std::string_view field, std::string_view values, std::string& out) {
  std::vector<std::string> all = core::split_list(values);
  make_new_id(label, field, core::lower_ascii(all.empty() ? values : std::string_view(all.front())), out);
}

}  // namespace flatcrm::import
