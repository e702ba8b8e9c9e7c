#include "text/encoding.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

[[noreturn]] void throw_invalid(std::string_view before, std::string_view bad, const std::string& encoding,
                                const std::string& file, const std::string& hint) {
  std::string shown;
  for (char byte : bad.substr(0, 4)) shown += fmt::format(" 0x{:02x}", static_cast<unsigned char>(byte));
  core::Position position = core::position_of(before, before.size());
  throw Error(Code::encoding, fmt::format("the bytes{} are not valid in {}", shown, encoding),
              {file, position.line, position.column}, hint);
}

std::string suggest(std::string_view bytes, const std::string& refused) {
  EncodingGuess guess;
  try {
    guess = sniff_encoding(bytes);
  } catch (const Error&) {
    return "it may be no text at all";
  }
  if (guess.name == refused) return "mend these bytes, or name another --encoding";
  return fmt::format("it looks like {}: name it with --encoding", guess.name);
}

std::string_view without_mark(std::string_view bytes, std::string_view mark) {
  return bytes.substr(0, mark.size()) == mark ? bytes.substr(mark.size()) : bytes;
}

void refuse_nul(std::string_view text, const std::string& file) {
  std::size_t at = text.find('\0');
  if (at == std::string_view::npos) return;
  core::Position position = core::position_of(text, at);
  throw Error(Code::encoding, "a NUL character: this is no text, or text in another encoding",
              {file, position.line, position.column}, "give a text file, or name its --encoding");
}

std::string_view check_utf8(std::string_view bytes, const std::string& file) {
  std::string_view text = without_mark(bytes, utf8_mark);
  std::size_t bad = core::find_invalid_utf8(text);
  if (bad == std::string_view::npos) return text;
  throw_invalid(text.substr(0, bad), text.substr(bad, 1), "UTF-8", file, suggest(bytes, "UTF-8"));
}

char16_t unit_at(std::string_view bytes, std::size_t at, bool big) {
  auto first = static_cast<unsigned char>(bytes[at]);
  auto second = static_cast<unsigned char>(bytes[at + 1]);
  return static_cast<char16_t>(big ? (first << 8) | second : (second << 8) | first);
}

std::string from_utf16(std::string_view bytes, bool big, const std::string& file) {
  const std::string name = big ? "UTF-16BE" : "UTF-16LE";
  bytes = without_mark(bytes, big ? "\xFE\xFF" : "\xFF\xFE");
  std::string text;
  text.reserve(bytes.size());
  auto fail = [&](std::size_t at, std::size_t size) {
    throw_invalid(text, bytes.substr(at, size), name, file, "mend these bytes, or name another --encoding");
  };
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    if (at + 1 == bytes.size()) fail(at, 1);
    char32_t code = unit_at(bytes, at, big);
    if (code >= 0xD800 && code <= 0xDFFF) {
      char16_t low = at + 3 < bytes.size() ? unit_at(bytes, at + 2, big) : char16_t{0};
      if (code > 0xDBFF || low < 0xDC00 || low > 0xDFFF) fail(at, 2);
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00u);
      at += 2;
    }
    append_utf8(text, code);
  }
  return text;
}

/// By the mark, else by what the text looks like, else not.
bool is_big_endian(std::string_view bytes) {
  if (bytes.substr(0, 2) == "\xFE\xFF") return true;
  if (bytes.substr(0, 2) == "\xFF\xFE") return false;
  try {
    return sniff_encoding(bytes).name == "UTF-16BE";
  } catch (const Error&) {
    return false;
  }
}

std::string from_code_page(std::string_view bytes, const std::string& encoding, const std::string& file) {
  CodePage page(encoding);
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    char32_t code = page[static_cast<unsigned char>(bytes[at])];
    if (code == no_code_point) {
      throw_invalid(text, bytes.substr(at, 1), encoding, file, suggest(bytes, encoding));
    }
    append_utf8(text, code);
  }
  return text;
}

std::string from_converter(std::string_view bytes, const std::string& encoding, const std::string& file) {
  std::string text;
  std::size_t read = decode(encoding, bytes, &text);
  if (read < bytes.size())
    throw_invalid(text, bytes.substr(read, 2), encoding, file, suggest(bytes, encoding));
  if (text.substr(0, 3) == utf8_mark) text.erase(0, 3);
  return text;
}

[[noreturn]] void throw_unknown(const std::string& encoding) {
  std::string lower = core::lower_ascii(encoding);
  std::string_view near;
  std::vector<std::string> lowered;
  for (std::string_view name : encoding_names()) lowered.push_back(core::lower_ascii(name));
  std::string_view found = core::nearest(lower, {lowered.begin(), lowered.end()});
  for (std::size_t i = 0; i < lowered.size(); ++i) {
    if (lowered[i] == found) near = encoding_names()[i];
  }
  std::string hint = near.empty() ? fmt::format("known are {}", fmt::join(encoding_names(), ", "))
                                  : fmt::format("did you mean '{}'?", near);
  throw Error(Code::usage, fmt::format("no encoding '{}'", encoding), {}, hint);
}

bool names(const std::string& encoding, std::string_view one, std::string_view other) {
  return core::equal_ignoring_ascii_case(encoding, one) || core::equal_ignoring_ascii_case(encoding, other);
}

std::string_view decode_into(std::string_view bytes, const std::string& encoding, const std::string& file,
                             std::string& storage) {
  if (names(encoding, "UTF-8", "utf8") || names(encoding, "US-ASCII", "ascii"))
    return check_utf8(bytes, file);
  if (names(encoding, "UTF-16LE", "utf16le")) return storage = from_utf16(bytes, false, file);
  if (names(encoding, "UTF-16BE", "utf16be")) return storage = from_utf16(bytes, true, file);
  if (names(encoding, "UTF-16", "utf16")) return storage = from_utf16(bytes, is_big_endian(bytes), file);
  if (converter_name(encoding).empty()) throw_unknown(encoding);
  if (is_single_byte(encoding)) return storage = from_code_page(bytes, encoding, file);
  return storage = from_converter(bytes, encoding, file);
}

}  // namespace

const std::vector<std::string_view>& encoding_names() {
  static const std::vector<std::string_view> names{
      "UTF-8",        "UTF-16",       "UTF-16LE",     "UTF-16BE",     "windows-1252", "ISO-8859-1",
      "ISO-8859-15",  "windows-1250", "ISO-8859-2",   "windows-1251", "KOI8-R",       "ISO-8859-5",
      "windows-1253", "ISO-8859-7",   "windows-1254", "windows-1257", "GB18030",      "Big5",
      "Shift_JIS",    "EUC-JP",       "ISO-2022-JP",  "EUC-KR",       "IBM850",       "macintosh"};
  return names;
}

bool is_utf8(std::string_view bytes) {
  return core::find_invalid_utf8(bytes) == std::string_view::npos;
}

std::size_t find_utf8_line(std::string_view bytes) {
  std::size_t number = 1;
  for (std::size_t begin = 0, end; begin < bytes.size(); begin = end + 1, ++number) {
    end = std::min(bytes.find('\n', begin), bytes.size());
    const std::string_view line = bytes.substr(begin, end - begin);
    if (!core::is_ascii(line) && is_utf8(line)) return number;
  }
  return 0;
}

std::string_view as_utf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                         std::string& storage) {
  std::string name = encoding;
  if (name.empty()) {
    try {
      name = sniff_encoding(bytes).name;
    } catch (const Error& error) {
      throw Error(error.code(), error.message(), {file, 0, 0}, error.hint());
    }
  }
  std::string_view text = decode_into(bytes, name, file, storage);
  refuse_nul(text, file);
  return text;
}

std::string_view as_utf8(std::string_view bytes, const std::string& encoding, const std::string& file,
                         std::string& storage, const core::TextLook& look) {
  if (look.is_plain() && names(encoding, "UTF-8", "utf8")) return without_mark(bytes, utf8_mark);
  return as_utf8(bytes, encoding, file, storage);
}

std::string to_utf8(std::string_view bytes, const std::string& encoding, const std::string& file) {
  std::string storage;
  std::string_view text = as_utf8(bytes, encoding, file, storage);
  if (text.data() == storage.data()) return storage;
  return std::string(text);
}

}  // namespace flatcrm::text
