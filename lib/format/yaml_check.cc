#include "format/yaml_check.h"

#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_builder.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t longest_document = std::size_t{16} << 20;

/// What YAML allows nowhere, and what yaml-cpp takes for an end (0x04) or no line break (a lone carriage
/// return).
void check_characters(std::string_view text, const std::string& name) {
  if (std::size_t invalid = core::find_invalid_utf8(text); invalid != text.npos) {
    fail_yaml(text, name, invalid, "not UTF-8", "save the file as UTF-8");
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 || byte == '\t' || byte == '\n') continue;
    if (byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (byte == '\r')
      fail_yaml(text, name, i, "a carriage return without a line feed", "end lines with LF or CRLF");
    fail_yaml(text, name, i, "a control character", "write it as an escape in double quotes");
  }
  std::size_t mark = text.find(byte_order_mark, 1);
  while (mark != text.npos && text[mark - 1] != '\n') mark = text.find(byte_order_mark, mark + 1);
  if (mark != text.npos) fail_yaml(text, name, mark, "a byte order mark inside the file", "take it out");
}

}  // namespace

void fail_yaml(std::string_view text, const std::string& name, std::size_t offset, const std::string& what,
               const std::string& hint, Code code) {
  core::Position position = core::position_of(text, offset);
  throw Error(code, what, {name, position.line, position.column}, hint);
}

void check_yaml_text(std::string_view text, const std::string& name) {
  if (text.size() > YamlBuilder::max_text)
    throw Error(Code::limit, "larger than 1 GiB", {name}, "split the file");
  check_characters(text, name);
  if (std::size_t line = find_conflict_marker(text); line != 0) {
    throw Error(Code::book, "a conflict marker of a git merge", {name, line, 1},
                "resolve the conflict first");
  }
}

void check_yaml_piece(std::string_view text, const std::string& name, const YamlPiece& piece) {
  if (piece.end - piece.begin > longest_document) {
    fail_yaml(text, name, piece.begin, "a document of more than 16 MiB with YAML beyond the simple",
              "split the file", Code::limit);
  }
  if (piece.directive != text.npos) {
    if (piece.marker == text.npos)
      fail_yaml(text, name, piece.directive, "a directive without a document", "add a line ---");
    for (std::size_t at = piece.directive; at < piece.marker; at = next_line(text, at)) {
      if (text.substr(at).starts_with("%TAG"))
        fail_yaml(text, name, at, "tag directives are not supported", "take it out");
    }
  }
  if (piece.after > piece.end + 3) {
    std::size_t rest = skip_yaml_space(text.substr(0, piece.after), piece.end + 3);
    if (rest < piece.after) fail_yaml(text, name, rest, "text behind the end of a document");
  }
}

}  // namespace flatcrm::format
