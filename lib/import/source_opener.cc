#include "import/source_opener.h"

#include <fmt/format.h>

#include "core/text.h"
#include "io/decompress.h"
#include "text/encoding.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{64} << 20;

/// Control characters, and what begins U+0080 to U+009F and U+202E. No branch: many bytes are looked at in one step.
bool may_be_control(unsigned char byte) {
  const bool low = byte < 0x20 && (byte < 0x09 || byte > 0x0D);
  return low || byte == 0x7F || byte == 0xC2 || byte == 0xE2;
}

bool is_control(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) == 0xC2) return byte(1) < 0xA0;
  if (byte(0) == 0xE2) return byte(1) == 0x80 && byte(2) == 0xAE;
  return may_be_control(static_cast<unsigned char>(text[0]));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void SourceOpener::unpack() {
  const std::string_view raw = source_.bytes_.view();
  const io::Packing packing = io::packing_of(raw);
  if (packing == io::Packing::none) return;
  source_.report_.packed = packing == io::Packing::gzip ? "gzip" : "zstd";
  source_.bytes_ = io::Bytes(io::decompress(raw, packing, source_.name()));
}

/// A byte order mark leaves no doubt, whatever a profile written for another export says.
void SourceOpener::sniff_encoding(std::string_view raw) {
  text::EncodingGuess guess;
  try {
    guess = text::sniff_encoding(raw);
  } catch (const Error& error) {
    if (options_.encoding.empty())
      throw Error(error.code(), error.message(), {source_.name(), error.place().line, error.place().column},
                  "--encoding names the encoding if it is text after all");
  }
  const bool sniffed = options_.encoding.empty() || guess.bom_bytes > 0;
  source_.report_.encoding = sniffed ? guess.name : options_.encoding;
  source_.report_.encoding_why = sniffed ? guess.why : "as given";
}

void SourceOpener::decode() {
  const std::string_view raw = source_.bytes_.view();
  const std::string_view first = raw.substr(0, most_line_bytes);
  if (format_ != InputFormat::json && raw.size() > most_line_bytes &&
      first.find('\n') == std::string_view::npos && first.find('\r') == std::string_view::npos)
    throw Error(Code::limit, "a line of more than 64 MiB", {source_.name(), 1}, "is it a table?");
  sniff_encoding(raw);
  source_.text_ = text::as_utf8(raw, source_.report_.encoding, source_.name(), source_.storage_);
  if (is_blank(source_.text_)) throw Error(Code::bad_input, "the file has no text", {source_.name()}, "");
}

/// Where a row holds one, it is refused: such a character is never meant, and may be meant ill.
void SourceOpener::find_controls() {
  const std::string_view text = source_.text_;
  constexpr std::size_t block = 64;
  for (std::size_t begin = source_.rows_begin_; begin < text.size(); begin += block) {
    const std::size_t end = std::min(begin + block, text.size());
    bool suspect = false;
    for (std::size_t i = begin; i < end; ++i) suspect |= may_be_control(static_cast<unsigned char>(text[i]));
    for (std::size_t i = begin; suspect && i < end; ++i)
      if (is_control(text.substr(i, 3))) source_.controls_.push_back(i);
  }
}

void SourceOpener::run() {
  for (char c : source_.name())
    if ((c >= 0 && c < ' ') || c == 0x7F)
      throw Error(Code::bad_input, "a file whose name holds a control character", {source_.name()},
                  "rename it");
  if (source_.bytes_.view().empty()) throw Error(Code::bad_input, "the file is empty", {source_.name()}, "");
  unpack();
  const std::string_view raw = source_.bytes_.view();
  if (raw.empty()) throw Error(Code::bad_input, "the file is empty", {source_.name()}, "");
  format_ = options_.format.empty() ? sniff_format(source_.name(), raw) : parse_format(options_.format, raw);
  if (is_rejects_file()) format_ = InputFormat::csv;
  source_.report_.format = print(format_);
  if (!options_.sheet.empty() && format_ != InputFormat::xlsx)
    throw Error(Code::usage, fmt::format("{} has no sheets", source_.name()), {}, "leave out --sheet");
  switch (format_) {
    case InputFormat::csv:
      decode();
      is_rejects_file() ? open_rejects_file() : open_delimited();
      break;
    case InputFormat::xlsx:
      open_workbook();
      break;
    case InputFormat::json:
      open_json();
      break;
    case InputFormat::jcard:
      open_jcard();
      break;
    case InputFormat::yaml:
      open_yaml();
      break;
    case InputFormat::vcard:
      open_vcards();
      break;
    case InputFormat::xcard:
      open_xcard();
      break;
    case InputFormat::ldif:
      open_ldif();
  }
  find_controls();
  source_.report_.columns = source_.columns_.size();
}

}  // namespace flatcrm::import
