// Patterns over text: wildcards, and regular expressions in linear time.
//
//   Pattern name = Pattern::like("Mar_*");           name.holds("Maria") == true
//   Pattern mail = Pattern::regular("@acme\\.(com|de)$");    mail.holds("jane@acme.de") == true
//   Pattern::fault_of("(") == "missing ): ("
//
// Shape   like: % and * stand for any text, _ and ? for one character, a backslash takes the next one as it
//         is; the whole text is meant. A regular expression is looked for anywhere in the text. Bytes that
//         are no UTF-8 match nothing but a wildcard of like.
// Source  the syntax of regular expressions is that of RE2.
// Threads holds() may be called from several at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace flatcrm::query {

class Pattern {
 public:
  static Pattern like(std::string_view pattern);
  /// Requires: fault_of(pattern) is "".
  static Pattern regular(const std::string& pattern);
  /// What is wrong with a regular expression, or "".
  static std::string fault_of(const std::string& pattern);

  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();
  bool holds(std::string_view text) const;

 private:
  struct State;
  explicit Pattern(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::query
