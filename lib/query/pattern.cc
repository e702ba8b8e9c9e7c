#include "query/pattern.h"

#include <re2/re2.h>

#include <string>
#include <vector>

#include "core/text.h"

namespace flatcrm::query {

namespace {

constexpr std::int64_t most_memory = std::int64_t{8} << 20;  // of a regular expression's automata

re2::RE2::Options options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(most_memory);
  return options;
}

/// A piece of a like pattern between two runs of any text: bytes, or one character.
struct Item {
  char byte = 0;
  bool any_character = false;
};

using Piece = std::vector<Item>;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Where the piece ends that starts at `at`, or npos.
std::size_t match_at(std::string_view text, std::size_t at, const Piece& piece) {
  for (const Item& item : piece) {
    if (at >= text.size()) return std::string_view::npos;
    if (item.any_character) {
      ++at;
      while (at < text.size() && is_continuation(text[at])) ++at;
    } else if (text[at++] != item.byte) {
      return std::string_view::npos;
    }
  }
  return at;
}

}  // namespace

struct Pattern::State {
  std::unique_ptr<re2::RE2> expression;
  std::vector<Piece> pieces;  // of like: one more than there are runs of any text

  bool like(std::string_view text) const;
};

/// The first place that fits each piece in turn is as good as any: what is left for the others is longest then.
bool Pattern::State::like(std::string_view text) const {
  std::size_t at = match_at(text, 0, pieces.front());
  if (at == std::string_view::npos) return false;
  if (pieces.size() == 1) return at == text.size();
  for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
    std::size_t end = std::string_view::npos;
    for (; end == std::string_view::npos; ++at) {
      if (at > text.size()) return false;
      if (at < text.size() && is_continuation(text[at])) continue;
      end = match_at(text, at, pieces[i]);
      if (end != std::string_view::npos) break;
    }
    at = end;
  }
  // The last piece stands at the end: as many characters before it as it has.
  for (std::size_t start = text.size() + 1; start-- > at;) {
    if (start < text.size() && is_continuation(text[start])) continue;
    if (text.size() - start > pieces.back().size() * 4) return false;
    if (match_at(text, start, pieces.back()) == text.size()) return true;
  }
  return false;
}

Pattern::Pattern(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Pattern Pattern::like(std::string_view pattern) {
  auto state = std::make_unique<State>();
  state->pieces.emplace_back();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    char c = pattern[i];
    if (c == '%' || c == '*') {
      state->pieces.emplace_back();
    } else if (c == '_' || c == '?') {
      state->pieces.back().push_back({0, true});
    } else {
      if (c == '\\' && i + 1 < pattern.size()) c = pattern[++i];
      state->pieces.back().push_back({c, false});
    }
  }
  return Pattern(std::move(state));
}

Pattern Pattern::regular(const std::string& pattern) {
  auto state = std::make_unique<State>();
  state->expression = std::make_unique<re2::RE2>(pattern, options());
  return Pattern(std::move(state));
}

std::string Pattern::fault_of(const std::string& pattern) {
  re2::RE2 expression(pattern, options());
  return expression.ok() ? "" : core::visible(expression.error());
}

bool Pattern::holds(std::string_view text) const {
  if (state_->expression == nullptr) return state_->like(text);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *state_->expression);
}

}  // namespace flatcrm::query
