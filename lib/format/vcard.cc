#include "format/vcard.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "text/charset.h"
#include "text/encoding.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_line_bytes = std::size_t{32} << 20;
constexpr std::size_t most_lines = 100'000;
constexpr std::size_t most_folds = 500'000;
constexpr int most_nested = 8;

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

bool is_line(std::string_view line, std::string_view wanted) {
  return core::equal_ignoring_ascii_case(core::trim(line), wanted);
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// The colon behind name and parameters, or npos.
std::size_t find_colon(std::string_view line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ':' && !quoted) return i;
  }
  return quoted ? line.find(':') : std::string_view::npos;  // a quote that nothing closes is a plain one
}

std::vector<std::string_view> split_unquoted(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] != separator || quoted) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

/// Without quotes, and with what RFC 6868 stands for.
std::string parameter_value(std::string_view text) {
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] != '^' || (next != 'n' && next != '^' && next != '\'')) {
      out += text[i];
      continue;
    }
    out += next == 'n' ? '\n' : next == '^' ? '^' : '"';
    ++i;
  }
  return out;
}

/// What vCard 2.1 writes without "ENCODING=".
bool is_transfer(std::string_view upper) {
  return upper == "QUOTED-PRINTABLE" || upper == "BASE64" || upper == "B" || upper == "8BIT" ||
         upper == "7BIT";
}

int hexadecimal(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '=' && i + 2 < text.size() ? hexadecimal(text[i + 1]) : -1;
    const int low = high >= 0 ? hexadecimal(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

/// Properties whose value commas part into a list, in vCard 2.1 too.
bool has_list(std::string_view name) {
  return name == "N" || name == "CATEGORIES" || name == "NICKNAME";
}

/// What the text of a version is in the escapes of vCard 4. In 2.1 a backslash stands before a semicolon
/// only, by the book; writers put it before others of ours too.
std::string escape_anew(std::string_view text, bool old, bool quoted_printable, bool list) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\r') {
      if (next != '\n') out += "\\n";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' && next == ':') {
      out += ':';
      ++i;
    } else if (c == '\\' &&
               (next == ';' || next == ',' || next == '\\' || (!old && (next == 'n' || next == 'N')))) {
      out += c;
      out += next == 'N' ? 'n' : next;
      ++i;
    } else if (c == '\\' && (old || quoted_printable)) {
      out += "\\\\";
    } else if (c == ',' && old && !list) {
      out += "\\,";
    } else {
      out += c;
    }
  }
  return out;
}

bool looks_like_base64(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=' || c == ' ' || c == '\t';
  });
}

/// Values that are no text: an address or bytes keep what looks like an escape.
bool is_uri(const VcardLine& line) {
  const std::vector<std::string>* value = line.find("VALUE");
  if (value != nullptr && !value->empty())
    return core::equal_ignoring_ascii_case(value->front(), "uri") ||
           core::equal_ignoring_ascii_case(value->front(), "url");
  return line.name == "URL";
}

}  // namespace

void VcardReader::refuse_size(const char* what) const {
  throw Error(Code::limit, what, {"", core::position_of(bytes_, begin_).line, 0}, "is it a vCard?");
}

bool VcardReader::physical(std::string_view& line) {
  if (at_ >= bytes_.size()) return false;
  std::size_t end = bytes_.find(separator_, at_);
  if (end == std::string_view::npos) end = bytes_.size();
  line = bytes_.substr(at_, end - at_);
  at_ = end + 1;
  while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return true;
}

void VcardReader::unfold(std::string_view& line) {
  joined_.assign(line);
  std::size_t folds = 0;
  while (at_ < bytes_.size() && (bytes_[at_] == ' ' || bytes_[at_] == '\t')) {
    std::string_view more;
    physical(more);
    joined_.append(old_ ? more : more.substr(std::min<std::size_t>(1, more.size())));
    if (joined_.size() > most_line_bytes) refuse_size("a line of more than 32 MiB");
    if (++folds > most_folds) refuse_size("a line that is folded more than 500,000 times");
  }
  line = joined_;
}

bool VcardReader::logical(std::string_view& line) {
  do {
    begin_ = at_;
    if (!physical(line)) return false;
    if (line.size() > most_line_bytes) refuse_size("a line of more than 32 MiB");
  } while (line.find_first_not_of(" \t") == std::string_view::npos);
  if (at_ < bytes_.size() && (bytes_[at_] == ' ' || bytes_[at_] == '\t')) unfold(line);
  return true;
}

/// The lines of the card that begins here, as one text.
std::string VcardReader::nested() {
  std::string text = "BEGIN:VCARD";
  std::string_view line;
  int depth = 1;
  while (depth > 0 && logical(line)) {
    if (is_line(line, "BEGIN:VCARD") && ++depth > most_nested)
      refuse_size("cards within cards, more than 8 deep");
    if (is_line(line, "END:VCARD")) --depth;
    text += '\n';
    text += core::trim(line);
    if (text.size() > most_line_bytes) refuse_size("a card within a card of more than 32 MiB");
  }
  std::string out;
  return decode(text, "", out) ? escape_vcard(out) : "";
}

bool VcardReader::next(Vcard& card) {
  card.version.clear();
  card.lines.clear();
  card.problem.clear();
  old_ = false;
  std::string_view line;
  do {
    if (!logical(line)) return false;
  } while (!is_line(line, "BEGIN:VCARD"));
  card.offset = begin_;
  while (true) {
    if (!logical(line)) {
      if (card.problem.empty()) card.problem = "the card is not closed by END:VCARD";
      return true;
    }
    if (is_line(line, "END:VCARD")) return true;
    if (is_line(line, "BEGIN:VCARD")) {
      if (!card.lines.empty() && card.lines.back().name == "AGENT" && card.lines.back().value.empty()) {
        card.lines.back().value = nested();
        if (card.lines.back().value.empty() && card.problem.empty())
          card.problem = "a card within the card that is no text";
        continue;
      }
      at_ = begin_;
      card.problem = "the card is not closed by END:VCARD before the next begins";
      return true;
    }
    if (card.lines.size() == most_lines) refuse_size("a card of more than 100,000 lines");
    add(card, line);
  }
}

bool VcardReader::read_parameter(VcardLine& out, std::string_view part, Header& header) const {
  const std::size_t equals = part.find('=');
  const bool bare = equals == std::string_view::npos;
  const std::string key = bare ? "TYPE" : upper_ascii(core::trim(part.substr(0, equals)));
  if (!is_name(key)) return false;
  const std::string_view values = bare ? part : part.substr(equals + 1);
  if (key == "CHARSET" || key == "ENCODING" || (bare && is_transfer(upper_ascii(part)))) {
    std::string& said = key == "CHARSET" ? header.charset : header.transfer;
    said = upper_ascii(core::trim(parameter_value(values)));
    return true;
  }
  VcardParameter parameter{key, {}};
  for (std::string_view value : split_unquoted(values, ',')) {
    std::string text;
    if (!decode(parameter_value(value), "", text)) return false;
    parameter.values.push_back(std::move(text));
  }
  if (key != "TYPE") {
    out.parameters.push_back(std::move(parameter));
    return true;
  }
  // TYPE="work,voice" is meant as two.
  for (const std::string& value : parameter.values)
    for (std::string_view one : split_unquoted(value, ',')) {
      std::string type = core::lower_ascii(core::trim(one));
      if (!type.empty() && std::find(header.types.begin(), header.types.end(), type) == header.types.end())
        header.types.push_back(std::move(type));
    }
  return true;
}

bool VcardReader::read_header(VcardLine& out, std::string_view head, Header& header) const {
  std::vector<std::string_view> parts = split_unquoted(head, ';');
  std::string_view name = core::trim(parts[0]);
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
    out.group = name.substr(0, dot);
    name.remove_prefix(dot + 1);
    if (!is_name(out.group)) return false;
  }
  if (!is_name(name)) return false;
  out.name = upper_ascii(name);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view part = core::trim(parts[i]);
    if (!part.empty() && !read_parameter(out, part, header)) return false;
  }
  if (!header.types.empty()) out.parameters.insert(out.parameters.begin(), {"TYPE", header.types});
  return true;
}

/// A line that ends in "=" goes on in the next.
void VcardReader::continue_quoted(std::string& value) {
  while (!value.empty() && value.back() == '=') {
    const std::size_t before = at_;
    std::string_view more;
    if (!physical(more)) break;
    if (is_line(more, "END:VCARD")) {
      at_ = before;
      break;
    }
    value.pop_back();
    value.append(more);
    if (value.size() > most_line_bytes) refuse_size("a line of more than 32 MiB");
  }
}

/// Some writers don't indent what follows.
void VcardReader::continue_base64(std::string& value) {
  std::string_view more;
  for (std::size_t before = at_; physical(more); before = at_) {
    if (!looks_like_base64(more)) {
      at_ = before;
      break;
    }
    value.append(more);
    if (value.size() > most_line_bytes) refuse_size("a line of more than 32 MiB");
  }
  value.erase(std::remove_if(value.begin(), value.end(), [](char c) { return c == ' ' || c == '\t'; }),
              value.end());
}

/// Many files were brought to UTF-8 and still name the charset that they had.
bool VcardReader::decode(std::string_view value, const std::string& charset, std::string& out) const {
  const bool ascii = core::is_ascii(value);
  const bool utf8 = ascii || core::find_invalid_utf8(value) == std::string_view::npos;
  std::string encoding = charset.empty() ? encoding_ : charset;
  if (ascii || (utf8 && (charset.empty() || text::is_single_byte(encoding)))) encoding = "UTF-8";
  try {
    out = encoding == "UTF-8" ? std::string(value) : text::to_utf8(value, encoding, "");
    return (utf8 || encoding != "UTF-8") && out.find('\0') == std::string::npos;
  } catch (const Error&) {
    return false;  // the card says so
  }
}

void VcardReader::note_problem(Vcard& card, std::string_view line, const std::string& what) const {
  if (!card.problem.empty()) return;
  std::string shown(line.substr(0, 40));
  for (char& c : shown)
    if (static_cast<unsigned char>(c) >= 0x7F || static_cast<unsigned char>(c) < 0x20) c = '?';
  const std::size_t number = core::position_of(bytes_.substr(card.offset), begin_ - card.offset).line;
  card.problem = fmt::format("{} in line {} of the card: '{}'", what, number, shown);
}

bool VcardReader::read_value(VcardLine& out, std::string value, const Header& header, std::string& reason) {
  if (header.transfer == "BASE64" || header.transfer == "B") {
    continue_base64(value);
    reason = "no base64";
    if (!value.empty() && !looks_like_base64(value)) return false;
    out.parameters.push_back({"ENCODING", {"b"}});
    out.value = std::move(value);
    return true;
  }
  std::string decoded;
  reason = fmt::format("bytes that are not valid in {}", header.charset.empty() ? encoding_ : header.charset);
  if (!decode(value, header.charset, decoded)) return false;
  std::string escaped =
      is_uri(out) ? escape_anew(decoded, false, false, true)
                  : escape_anew(decoded, old_, header.transfer == "QUOTED-PRINTABLE", has_list(out.name));
  out.value = std::string(core::trim(escaped));
  return true;
}

void VcardReader::add(Vcard& card, std::string_view line) {
  const std::size_t colon = find_colon(line);
  VcardLine out;
  Header header;
  if (colon == std::string_view::npos) return note_problem(card, line, "a line without a colon");
  if (!read_header(out, line.substr(0, colon), header)) return note_problem(card, line, "no property");
  std::string value(core::trim(line.substr(colon + 1)));
  if (header.transfer == "QUOTED-PRINTABLE") {
    value.assign(line.substr(colon + 1));
    continue_quoted(value);
    value = decode_quoted_printable(value);
  }
  if (out.name == "VERSION") {
    card.version = value;
    old_ = value == "2.1";
    return;
  }
  if (out.name == "PROFILE" && is_line(value, "VCARD")) return;  // as BEGIN says
  std::string reason;
  if (!read_value(out, std::move(value), header, reason)) return note_problem(card, line, reason);
  card.lines.push_back(std::move(out));
}

bool parse_vcard_line(std::string_view text, VcardLine& line) {
  Vcard card;
  const std::string whole = fmt::format("BEGIN:VCARD\nVERSION:4.0\n{}\nEND:VCARD\n", text);
  VcardReader one(whole, "UTF-8");
  if (text.find('\n') != std::string_view::npos || !one.next(card) || card.lines.size() != 1) return false;
  line = std::move(card.lines[0]);
  return true;
}

}  // namespace flatcrm::format
