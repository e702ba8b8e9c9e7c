#include "import/source_opener.h"

#include <fmt/format.h>

#include "core/text.h"
#include "io/decompress.h"
#include "io/threads.h"
#include "text/charset.h"
#include "text/encoding.h"

namespace flatcrm::import {

namespace {

constexpr std::size_t most_line_bytes = std::size_t{64} << 20;
constexpr std::size_t look_bytes = std::size_t{1} << 20;  // of a piece

bool is_control(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  if (byte(0) == 0xC2) return byte(1) < 0xA0;
  if (byte(0) == 0xE2) return byte(1) == 0x80 && byte(2) == 0xAE;
  return byte(0) == 0x7F || (byte(0) < 0x20 && (byte(0) < 0x09 || byte(0) > 0x0D));
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
  look_ = look_at(raw);
  text::EncodingGuess guess;
  try {
    guess = text::sniff_encoding(raw, look_);
  } catch (const Error& error) {
    if (options_.encoding.empty())
      throw Error(error.code(), error.message(), {source_.name(), error.place().line, error.place().column},
                  "--encoding names the encoding if it is text after all");
  }
  const bool sniffed = options_.encoding.empty() || guess.bom_bytes > 0;
  source_.report_.encoding = sniffed ? guess.name : options_.encoding;
  source_.report_.encoding_why = sniffed ? guess.why : "as given";
  if (text::is_single_byte(source_.report_.encoding)) note_utf8(raw, guess.name == "UTF-8");
}

void SourceOpener::note_utf8(std::string_view raw, bool whole) {
  const std::size_t line = text::find_utf8_line(raw);
  if (line == 0) return;
  source_.report_.notes.push_back(
      fmt::format("line {} is UTF-8 and reads wrongly as {}: {}", line, source_.report_.encoding,
                  whole ? "the whole file is UTF-8, so name that encoding"
                        : "the file mixes encodings, so bring its lines into one"));
}

void SourceOpener::decode() {
  const std::string_view raw = source_.bytes_.view();
  const std::string_view first = raw.substr(0, most_line_bytes);
  if (format_ != InputFormat::json && raw.size() > most_line_bytes &&
      first.find('\n') == std::string_view::npos && first.find('\r') == std::string_view::npos)
    throw Error(Code::limit, "a line of more than 64 MiB", {source_.name(), 1}, "is it a table?");
  sniff_encoding(raw);
  source_.text_ = text::as_utf8(raw, source_.report_.encoding, source_.name(), source_.storage_, look_);
  if (is_blank(source_.text_)) throw Error(Code::bad_input, "the file has no text", {source_.name()}, "");
}

/// In pieces, none of which begins inside a character.
core::TextLook SourceOpener::look_at(std::string_view text) const {
  const std::size_t pieces = text.size() / look_bytes + 1;
  const auto cut = [&](std::size_t piece) {
    std::size_t at = piece == pieces ? text.size() : piece * look_bytes;
    for (int back = 0; back < 3 && at > 0 && at < text.size() && (text[at] & 0xC0) == 0x80; ++back) --at;
    return at;
  };
  std::vector<core::TextLook> looks(pieces);
  io::parallel_for(pieces, options_.threads, [&](std::size_t piece) {
    looks[piece] = core::look_at(text.substr(cut(piece), cut(piece + 1) - cut(piece)));
  });
  core::TextLook all;
  for (const core::TextLook& look : looks) all.add(look);
  return all;
}

/// Where a row holds one, it is refused: such a character is never meant, and may be meant ill.
void SourceOpener::find_controls() {
  const std::string_view text = source_.text_;
  const std::string_view raw = source_.bytes_.view();
  const bool same = text.data() >= raw.data() && text.data() < raw.data() + raw.size();
  if ((same && format_ == InputFormat::csv ? look_ : look_at(text)).is_plain()) return;
  for (std::size_t i = source_.rows_begin_; i < text.size(); ++i)
    if (is_control(text.substr(i, 3))) source_.controls_.push_back(i);
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
