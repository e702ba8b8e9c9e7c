#include "core/path.h"

#include <algorithm>

namespace flatcrm::core {
namespace {

constexpr std::size_t most_digits = 9;

/// 0 for what is no list number.
std::uint32_t list_number(std::string_view text) {
  if (text.empty() || text.size() > most_digits || text[0] < '1' || text[0] > '9') return 0;
  std::uint32_t number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

std::size_t end_of_step(std::string_view path) {
  std::size_t at = 0;
  while (at < path.size() && path[at] != '.') at += path[at] == '\\' ? 2 : 1;
  return std::min(at, path.size());
}

bool is_special(std::string_view key, std::size_t at) {
  if (key[at] == '.' || key[at] == '\\') return true;
  return key[at] == '[' && at + 2 == key.size() && key[at + 1] == ']';
}

}  // namespace

bool next_step(std::string_view& rest, PathStep& step) {
  if (rest.empty()) return false;
  std::size_t end = end_of_step(rest);
  step.text = rest.substr(0, end);
  step.number = list_number(step.text);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return true;
}

std::string_view key_of(const PathStep& step, std::string& buffer) {
  if (step.text.find('\\') == step.text.npos) return step.text;
  buffer.clear();
  for (std::size_t i = 0; i < step.text.size(); ++i) {
    bool escape = step.text[i] == '\\';
    if (escape && ++i == step.text.size()) break;
    if (!escape || step.text[i] != '~') buffer += step.text[i];
  }
  return buffer;
}

void append_key(std::string& path, std::string_view key) {
  if (!path.empty()) path += '.';
  if (key.empty()) path += "\\~";
  if (list_number(key) != 0) path += '\\';
  bool plain = !key.ends_with(']');
  for (char c : key) plain = plain && c != '.' && c != '\\';
  if (plain) {
    path += key;
    return;
  }
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (is_special(key, i)) path += '\\';
    path += key[i];
  }
}

void append_number(std::string& path, std::size_t number) {
  if (!path.empty()) path += '.';
  path += std::to_string(number);
}

}  // namespace flatcrm::core
