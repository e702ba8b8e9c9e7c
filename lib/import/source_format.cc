#include "import/source_format.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/ldif.h"

namespace flatcrm::import {
namespace {

constexpr std::size_t sample_bytes = 4096;

/// The beginning of a text in capitals, without byte order mark, NULs of UTF-16 and white space in front.
std::string beginning(std::string_view bytes) {
  std::string out;
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF" || bytes.substr(0, 2) == "\xFF\xFE" ||
      bytes.substr(0, 2) == "\xFE\xFF")
    bytes.remove_prefix(bytes[0] == '\xEF' ? 3 : 2);
  for (char c : bytes.substr(0, sample_bytes)) {
    if (c == '\0' || (out.empty() && (c == ' ' || c == '\t' || c == '\r' || c == '\n'))) continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool has_ending(std::string_view name, std::string_view ending) {
  for (std::string_view packed : {".gz", ".zst", ".gzip", ".zstd"})
    if (name.size() > packed.size() &&
        core::equal_ignoring_ascii_case(name.substr(name.size() - packed.size()), packed)) {
      name.remove_suffix(packed.size());
      break;
    }
  return name.size() > ending.size() &&
         core::equal_ignoring_ascii_case(name.substr(name.size() - ending.size()), ending);
}

/// A name behind a local file header of a ZIP archive says what the archive is.
bool zip_mentions(std::string_view bytes, std::string_view name) {
  return bytes.substr(0, sample_bytes).find(name) != std::string_view::npos ||
         bytes.substr(bytes.size() - std::min(bytes.size(), std::size_t{1} << 16)).find(name) !=
             std::string_view::npos;
}

[[noreturn]] void refuse(const std::string& name, const std::string& what, const std::string& hint) {
  throw Error(Code::bad_input, what, {name}, hint);
}

void refuse_foreign(const std::string& name, std::string_view bytes, std::string_view upper) {
  if (begins(bytes, "\xD0\xCF\x11\xE0"))
    refuse(name, "an Excel workbook of the old kind, or one with a password",
           "save it as .xlsx or as CSV, without a password");
  if (begins(bytes, "%PDF")) refuse(name, "a PDF, which holds no rows", "ask for the list as CSV or .xlsx");
  if (begins(bytes, "\x89PNG") || begins(bytes, "\xFF\xD8\xFF") || begins(bytes, "GIF8"))
    refuse(name, "an image, which holds no rows", "ask for the list as CSV or .xlsx");
  if (begins(bytes, "BZh") ||
      begins(bytes,
             "\xFD"
             "7zXZ") ||
      begins(bytes, "7z\xBC\xAF"))
    refuse(name, "an archive that is not read", "unpack it, or pack it by gzip or zstd");
  if (begins(upper, "<!DOCTYPE HTML") || begins(upper, "<HTML") || begins(upper, "<TABLE") ||
      begins(upper, "<META") || begins(upper, "<STYLE"))
    refuse(name, "a web page, whatever the file's name says",
           "open it in a spreadsheet and save it as .xlsx or CSV");
}

/// Lists and maps in brackets; a file that is called otherwise is taken at its word.
bool is_json(const std::string& name, std::string_view upper) {
  for (std::string_view ending : {".json", ".jsonl", ".ndjson", ".geojson"})
    if (has_ending(name, ending)) return true;
  for (std::string_view ending : {".csv", ".tsv", ".tab", ".txt", ".yaml", ".yml"})
    if (has_ending(name, ending)) return false;
  if (upper.empty() || (upper[0] != '{' && upper[0] != '[')) return false;
  const std::size_t next = upper.find_first_not_of(" \t\r\n", 1);
  if (next == std::string_view::npos) return false;
  return upper[0] == '{'
             ? upper[next] == '"' || upper[next] == '}'
             : upper[next] == '{' || upper[next] == ']' || upper[next] == '"' || upper[next] == '[';
}

bool is_jcard(std::string_view upper) {
  std::string dense;
  for (char c : upper.substr(0, 64))
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') dense += c;
  return begins(dense, "[\"VCARD\",") || begins(dense, "[[\"VCARD\",");
}

bool is_xcard(std::string_view upper) {
  return begins(upper, "<") && upper.find("<VCARDS") != std::string_view::npos;
}

}  // namespace

std::string print(InputFormat format) {
  switch (format) {
    case InputFormat::csv:
      return "csv";
    case InputFormat::xlsx:
      return "xlsx";
    case InputFormat::json:
      return "json";
    case InputFormat::yaml:
      return "yaml";
    case InputFormat::ldif:
      return "ldif";
    default:
      return "vcard";
  }
}

InputFormat sniff_format(const std::string& name, std::string_view bytes) {
  const std::string upper = beginning(bytes);
  if (begins(bytes, "PK\x03\x04") || begins(bytes, "PK\x05\x06")) {
    if (zip_mentions(bytes, "opendocument"))
      refuse(name, "an OpenDocument file, which is not read", "save it as .xlsx or as CSV");
    if (zip_mentions(bytes, "xl/")) return InputFormat::xlsx;
    refuse(name, "a ZIP archive that is no Excel workbook", "unpack it and import the files in it");
  }
  refuse_foreign(name, bytes, upper);
  if (begins(upper, "BEGIN:VCARD")) return InputFormat::vcard;
  if (is_xcard(upper)) return InputFormat::xcard;
  if (begins(upper, "<?XML"))
    refuse(name, "XML, which is read only where it is xCard or a part of a workbook",
           "ask for CSV, .xlsx or JSON");
  if (is_json(name, upper)) return is_jcard(upper) ? InputFormat::jcard : InputFormat::json;
  if (has_ending(name, ".yaml") || has_ending(name, ".yml")) return InputFormat::yaml;
  if (format::looks_like_ldif(bytes)) return InputFormat::ldif;
  if (has_ending(name, ".vcf") || has_ending(name, ".vcard")) return InputFormat::vcard;
  if (has_ending(name, ".ldif")) return InputFormat::ldif;
  return InputFormat::csv;
}

InputFormat parse_format(const std::string& word, std::string_view bytes) {
  for (InputFormat format : {InputFormat::csv, InputFormat::xlsx, InputFormat::json, InputFormat::yaml,
                             InputFormat::vcard, InputFormat::ldif}) {
    if (word != print(format)) continue;
    const std::string upper = beginning(bytes);
    if (format == InputFormat::vcard && is_jcard(upper)) return InputFormat::jcard;
    if (format == InputFormat::vcard && is_xcard(upper)) return InputFormat::xcard;
    return format;
  }
  throw Error(Code::usage, fmt::format("no format '{}'", word), {},
              "name one of csv, xlsx, json, yaml, vcard, ldif");
}

}  // namespace flatcrm::import
