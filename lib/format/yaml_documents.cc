#include "core/error.h"
#include "format/yaml_edit.h"
#include "format/yaml_patch.h"
#include "format/yaml_stream.h"

namespace flatcrm::format {
namespace {

/// The line of a separator that stands alone, or nothing when something stands behind it.
std::size_t separator_size(std::string_view text, const YamlPiece& piece) {
  if (piece.marker == text.npos || piece.directive != text.npos) return 0;
  std::size_t below = next_line(text, piece.marker);
  std::string_view rest = text.substr(piece.marker + 3, below - piece.marker - 3);
  return rest.find_first_not_of(" \t\r\n") == rest.npos ? below - piece.marker : 0;
}

std::string with_line_breaks(std::string_view document, std::string_view line_break) {
  std::string out;
  for (char c : document) {
    if (c == '\n') {
      out += line_break;
    } else if (c != '\r') {
      out += c;
    }
  }
  if (!out.empty() && out.back() != '\n') out += line_break;
  return out;
}

}  // namespace

std::string remove_document(std::string_view text, const std::string& name, std::size_t document) {
  parse_yaml(text, name);
  std::vector<YamlPiece> pieces = split_yaml(text);
  if (document >= pieces.size())
    throw Error(Code::book, "there is no document " + std::to_string(document + 1), {name});
  const YamlPiece& piece = pieces[document];
  std::string out(text.substr(0, piece.begin));
  std::string_view rest = text.substr(piece.after);
  bool was_first = document == 0 && piece.marker == text.npos;
  if (was_first && pieces.size() > 1 && pieces[1].begin == pieces[1].marker) {
    rest.remove_prefix(separator_size(text, pieces[1]));
  }
  return out.append(rest);
}

std::string append_document(std::string_view text, std::string_view document) {
  std::string out(text);
  std::size_t feed = text.find('\n');
  std::string_view line_break = feed != text.npos && feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
  bool first = split_yaml(text).empty();
  if (!first) end_last_line(out, "", line_break);
  if (!out.empty() && out.back() != '\n' && out != byte_order_mark) out += line_break;
  if (!first) out.append("---").append(line_break);
  return out + with_line_breaks(document, line_break);
}

}  // namespace flatcrm::format
