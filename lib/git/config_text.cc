#include "git/config_text.h"

#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::git {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string header_of(const SettingName& name) {
  return fmt::format("[{} \"{}\"]", name.section, escaped(name.subsection));
}

std::string printed(std::string_view value) {
  bool plain = core::trim(value) == value && value.find_first_of("\"\\#;") == std::string_view::npos;
  return plain ? std::string(value) : fmt::format("\"{}\"", escaped(value));
}

bool is_header(std::string_view line) {
  return core::trim(line).starts_with('[');
}

bool is_key(std::string_view line, const std::string& key) {
  std::string_view name = core::trim(line.substr(0, line.find('=')));
  return core::equal_ignoring_ascii_case(name, key);
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t size = text.find('\n') == text.npos ? text.size() : text.find('\n') + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// The lines of one section that has them: those behind its header, up to the next header.
struct Section {
  std::size_t header = 0, end = 0;  // equal where there is none
};

Section last_section(const std::vector<std::string>& lines, const std::string& header) {
  Section found;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (core::trim(lines[i]) != header) continue;
    found = {i, i + 1};
    while (found.end < lines.size() && !is_header(lines[found.end])) ++found.end;
  }
  return found;
}

}  // namespace

std::string with_setting(std::string_view text, const SettingName& name, std::string_view value) {
  std::vector<std::string> lines = lines_of(text);
  if (!lines.empty() && lines.back().back() != '\n') lines.back() += '\n';
  std::string line = fmt::format("\t{} = {}\n", name.key, printed(value));
  Section section = last_section(lines, header_of(name));
  if (section.end == section.header) {
    lines.push_back(header_of(name) + "\n");
    lines.push_back(line);
    return joined(lines);
  }
  for (std::size_t i = section.end; i-- > section.header + 1;) {
    if (!is_key(lines[i], name.key)) continue;
    lines[i] = line;
    return joined(lines);
  }
  std::size_t at = section.end;
  while (at > section.header + 1 && core::trim(lines[at - 1]).empty()) --at;
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), line);
  return joined(lines);
}

std::string without_setting(std::string_view text, const SettingName& name) {
  std::vector<std::string> kept;
  std::string header = header_of(name);
  bool inside = false;
  for (std::string& line : lines_of(text)) {
    if (is_header(line)) inside = core::trim(line) == header;
    if (inside && !is_header(line) && is_key(line, name.key)) {
      bool alone = core::trim(kept.back()) == header;
      if (alone) kept.emplace_back();  // marks a header that may have nothing below it now
      continue;
    }
    kept.push_back(std::move(line));
  }
  for (std::size_t i = 1; i < kept.size(); ++i) {
    if (!kept[i].empty()) continue;
    bool nothing_left = i + 1 == kept.size() || is_header(kept[i + 1]);
    if (nothing_left) kept[i - 1].clear();
  }
  return joined(kept);
}

}  // namespace flatcrm::git
