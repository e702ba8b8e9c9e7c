#include "format/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "core/text.h"

namespace flatcrm::format {

namespace {

/// A character that a terminal or JavaScript would act on: C0, DEL, C1, line separators, those that turn the
/// direction of writing.
bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/// The unsafe character at the start and its length, or length 0. Only the first bytes of such characters are
/// looked at closely.
core::CodePoint unsafe_at(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  if (first < 0x80) return is_unsafe(first) ? core::CodePoint{first, 1} : core::CodePoint{};
  if (first != 0xc2 && first != 0xd8 && first != 0xe2) return {};
  const core::CodePoint point = core::first_code_point(bytes.substr(0, 4));
  return point.length > 1 && is_unsafe(point.value) ? point : core::CodePoint{};
}

void write_escaped(std::string& out, char32_t c) {
  switch (c) {
    case U'\n':
      out += "\\n";
      break;
    case U'\r':
      out += "\\r";
      break;
    case U'\t':
      out += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
  }
}

void write_valid(std::string& out, std::string_view value) {
  std::size_t kept = 0;  // everything before it is written
  for (std::size_t i = 0; i < value.size();) {
    const bool is_mark = value[i] == '"' || value[i] == '\\';
    const core::CodePoint unsafe = unsafe_at(value.substr(i, 4));
    const std::size_t length = std::max<std::size_t>(unsafe.length, 1);
    if (is_mark || unsafe.length > 0) {
      out.append(value, kept, i - kept);
      if (is_mark) {
        out.append("\\").append(1, value[i]);
      } else {
        write_escaped(out, unsafe.value);
      }
      kept = i + length;
    }
    i += length;
  }
  out.append(value, kept);
}

}  // namespace

void write_json_text(std::string& out, std::string_view value) {
  out += '"';
  for (;;) {
    const std::size_t invalid = core::find_invalid_utf8(value);
    write_valid(out, value.substr(0, invalid));
    if (invalid == std::string_view::npos) break;
    out += "\xef\xbf\xbd";
    value.remove_prefix(invalid + 1);
  }
  out += '"';
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (filled_.empty()) return;
  if (filled_.back()) out_ += ',';
  if (indent_ > 0) {
    out_.append("\n").append(filled_.size() * static_cast<std::size_t>(indent_), ' ');
  } else if (filled_.back()) {
    out_ += ' ';
  }
  filled_.back() = true;
}

void JsonWriter::close(char bracket) {
  const bool filled = filled_.back();
  filled_.pop_back();
  if (filled && indent_ > 0) {
    out_.append("\n").append(filled_.size() * static_cast<std::size_t>(indent_), ' ');
  }
  out_ += bracket;
}

void JsonWriter::begin_object() {
  separate();
  out_ += '{';
  filled_.push_back(false);
}

void JsonWriter::end_object() {
  close('}');
}

void JsonWriter::begin_array() {
  separate();
  out_ += '[';
  filled_.push_back(false);
}

void JsonWriter::end_array() {
  close(']');
}

void JsonWriter::key(std::string_view name) {
  separate();
  write_json_text(out_, name);
  out_ += ": ";
  after_key_ = true;
}

void JsonWriter::text(std::string_view value) {
  separate();
  write_json_text(out_, value);
}

void JsonWriter::number(std::int64_t value) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", value);
}

void JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::null() {
  separate();
  out_ += "null";
}

}  // namespace flatcrm::format
