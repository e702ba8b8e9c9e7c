#include "git/hook_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::git {

namespace {

constexpr const char* first_line = "#!/bin/sh\n";
constexpr const char* begin_mark = "# >>> flatcrm git-setup: ";
constexpr const char* end_mark = "# <<< flatcrm git-setup: ";

/// The block of a book in a hook; empty where there is none.
std::string_view block_of(std::string_view hook, const std::string& book) {
  std::string begin = begin_mark + book + "\n", end = end_mark + book + "\n";
  std::size_t from = hook.find(begin);
  if (from == hook.npos) return {};
  std::size_t to = hook.find(end, from);
  return to == hook.npos ? std::string_view{} : hook.substr(from, to + end.size() - from);
}

}  // namespace

bool is_shell_script(std::string_view hook) {
  if (!hook.starts_with("#!") || hook.find('\n') == hook.npos) return false;
  std::string_view line = core::trim(hook.substr(2, hook.find('\n') - 2));
  auto next_word = [&] {
    std::string_view word = line.substr(0, line.find(' '));
    line = core::trim(line.substr(word.size()));
    return word.substr(word.rfind('/') + 1);
  };
  std::string_view name = next_word();
  if (name == "env") name = next_word();
  constexpr std::string_view shells[] = {"sh", "bash", "dash", "ash", "ksh", "zsh"};
  return std::find(std::begin(shells), std::end(shells), name) != std::end(shells);
}

std::string with_check(std::string_view hook, const std::string& book, const std::string& command) {
  std::string text(hook.empty() ? std::string_view(first_line) : hook);
  if (std::string_view old = block_of(text, book); !old.empty())
    text.erase(static_cast<std::size_t>(old.data() - text.data()), old.size());
  std::string block = fmt::format(
      "{0}{1}\n{3} >&2 || {{\n"
      "  echo 'flatcrm: nothing is committed; mend what is found, or skip this check with --no-verify' >&2\n"
      "  exit 1\n}}\n{2}{1}\n",
      begin_mark, book, end_mark, command);
  return text.insert(text.find('\n') + 1, block);
}

std::string without_check(std::string_view hook, const std::string& book) {
  std::string text(hook);
  if (std::string_view block = block_of(text, book); !block.empty())
    text.erase(static_cast<std::size_t>(block.data() - text.data()), block.size());
  return text == first_line ? "" : text;
}

bool has_check(std::string_view hook) {
  return hook.find(begin_mark) != hook.npos;
}

std::string shell_word(const std::string& text) {
  bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+@").find(c) != std::string_view::npos;
  });
  if (plain) return text;
  std::string out = "'";
  for (char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

}  // namespace flatcrm::git
