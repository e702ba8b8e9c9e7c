#include "import/source_opener.h"

#include <fmt/format.h>

#include "core/text.h"
#include "io/decompress.h"
#include "text/encoding.h"

namespace flatcrm::import {

namespace {

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
  sniff_encoding(raw);
  source_.text_ = text::as_utf8(raw, source_.report_.encoding, source_.name(), source_.storage_);
  if (is_blank(source_.text_)) throw Error(Code::bad_input, "the file has no text", {source_.name()}, "");
}

void SourceOpener::run() {
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
  source_.report_.columns = source_.columns_.size();
}

}  // namespace flatcrm::import
