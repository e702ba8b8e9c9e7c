#include <algorithm>

#include "core/text.h"
#include "format/vcard.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t fold_bytes = 75;

bool needs_quotes(std::string_view value) {
  return value.find_first_of(",;:") != std::string_view::npos;
}

/// RFC 6868.
void write_parameter_value(std::string& out, std::string_view value) {
  const bool quoted = needs_quotes(value);
  if (quoted) out += '"';
  for (char c : value) {
    if (c == '\n')
      out += "^n";
    else if (c == '^')
      out += "^^";
    else if (c == '"')
      out += "^'";
    else if (c != '\r')
      out += c;
  }
  if (quoted) out += '"';
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

const std::vector<std::string>* VcardLine::find(std::string_view parameter) const {
  for (const VcardParameter& one : parameters)
    if (one.name == parameter) return &one.values;
  return nullptr;
}

bool VcardLine::has_type(std::string_view type) const {
  const std::vector<std::string>* types = find("TYPE");
  return types != nullptr && std::find(types->begin(), types->end(), type) != types->end();
}

int VcardLine::preference() const {
  constexpr int none = 101;
  const std::vector<std::string>* pref = find("PREF");
  if (pref != nullptr && !pref->empty()) {
    int number = 0;
    for (char c : pref->front()) {
      if (c < '0' || c > '9' || number > 100) return none;
      number = number * 10 + (c - '0');
    }
    return number >= 1 && number <= 100 ? number : none;
  }
  return has_type("pref") ? 1 : none;
}

std::string print(const VcardLine& line) {
  std::string out;
  if (!line.group.empty()) out += line.group + '.';
  out += line.name;
  for (const VcardParameter& one : line.parameters) {
    out += ';';
    out += one.name;
    for (std::size_t i = 0; i < one.values.size(); ++i) {
      out += i == 0 ? '=' : ',';
      write_parameter_value(out, one.values[i]);
    }
  }
  out += ':';
  for (char c : line.value)
    if (c != '\n' && c != '\r') out += c;
  return out;
}

std::string unescape_vcard(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\' || i + 1 == value.size()) {
      out += value[i];
      continue;
    }
    const char next = value[++i];
    if (next == 'n' || next == 'N') {
      out += '\n';
    } else {
      if (next != '\\' && next != ',' && next != ';' && next != ':' && next != '"') out += '\\';
      out += next;
    }
  }
  return out;
}

std::string escape_vcard(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (char c : text) {
    if (c == '\r') continue;
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    out += c;
  }
  return out;
}

std::vector<std::string_view> split_vcard(std::string_view value, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == separator) {
      parts.push_back(value.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(value.substr(begin));
  return parts;
}

void write_folded(std::string& out, std::string_view line) {
  std::size_t room = fold_bytes;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && is_continuation(line[cut])) --cut;
    out.append(line.substr(0, cut));
    out += "\r\n ";
    line.remove_prefix(cut);
    room = fold_bytes - 1;
  }
  out.append(line);
  out += "\r\n";
}

}  // namespace flatcrm::format
