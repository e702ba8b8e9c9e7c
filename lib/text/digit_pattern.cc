#include "text/digit_pattern.h"

#include <algorithm>

namespace flatcrm::text {
namespace {

constexpr std::uint16_t all_digits = 0x3FF;
constexpr std::size_t most_steps = 20000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
std::uint16_t bit(char digit) {
  return static_cast<std::uint16_t>(1u << (digit - '0'));
}

}  // namespace

/// Builds the steps of a pattern (Thompson's construction).
class DigitPatternParser {
 public:
  DigitPatternParser(DigitPattern& pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  bool parse() {
    Piece whole = alternatives();
    if (!good_ || at_ != text_.size()) return false;
    pattern_.steps_[at(whole.last)].accepts = true;
    first_ = whole.first;
    return true;
  }
  std::int32_t first() const { return first_; }

 private:
  using Index = std::int32_t;
  struct Piece {
    Index first;
    Index last;  // has no way out yet
  };

  static std::size_t at(Index index) { return static_cast<std::size_t>(index); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  Index add() {
    if (pattern_.steps_.size() >= most_steps) good_ = false;
    pattern_.steps_.emplace_back();
    return static_cast<Index>(pattern_.steps_.size() - 1);
  }
  void join(Index from, Index to) { pattern_.steps_[at(from)].free.push_back(to); }

  Piece alternatives() {
    Piece whole{add(), add()};
    do {
      Piece one = sequence();
      join(whole.first, one.first);
      join(one.last, whole.last);
    } while (good_ && take('|'));
    return whole;
  }

  Piece sequence() {
    Index first = add();
    Piece whole{first, first};
    while (good_ && at_ < text_.size() && peek() != '|' && peek() != ')') {
      Piece one = repeated();
      join(whole.last, one.first);
      whole.last = one.last;
    }
    return whole;
  }

  /// An atom with its count. A copy of it is made by reading it again.
  Piece repeated() {
    std::size_t begin = at_;
    Piece one = atom();
    if (take('?')) {
      join(one.first, one.last);
      return one;
    }
    if (!take('{')) return one;
    int least = number();
    int most = take(',') ? number() : least;
    std::size_t end = at_ + 1;
    if (!take('}') || most < least || most > 20 || most == 0) good_ = false;
    Piece whole = one;
    Index exit = add();
    if (least == 0) join(whole.first, exit);
    for (int i = 1; good_ && i < most; ++i) {
      if (i >= least) join(whole.last, exit);
      at_ = begin;
      Piece copy = atom();
      join(whole.last, copy.first);
      whole.last = copy.last;
    }
    join(whole.last, exit);
    at_ = end;
    return {whole.first, exit};
  }

  Piece atom() {
    if (take('(')) {
      if (take('?') && !take(':')) good_ = false;
      Piece group = alternatives();
      if (!take(')')) good_ = false;
      return group;
    }
    if (take('$')) {
      Piece end{add(), add()};
      join(end.first, end.last);
      pattern_.steps_[at(end.first)].at_end_only = true;
      return end;
    }
    return taking(take('[') ? rest_of_class() : single());
  }

  Piece taking(std::uint16_t digits) {
    Piece piece{add(), add()};
    pattern_.steps_[at(piece.first)].digits = digits;
    pattern_.steps_[at(piece.first)].next = piece.last;
    return piece;
  }

  std::uint16_t single() {
    char c = peek();
    ++at_;
    if (is_digit(c)) return bit(c);
    if (c == '\\' && take('d')) return all_digits;
    good_ = false;
    return 0;
  }

  std::uint16_t rest_of_class() {
    unsigned digits = 0;
    while (good_ && at_ < text_.size() && peek() != ']') {
      char first = peek();
      digits |= single();
      if (!take('-')) continue;
      char last = peek();
      if (!is_digit(first) || !is_digit(last)) good_ = false;
      for (char c = first; good_ && c <= last; ++c) digits |= bit(c);
      ++at_;
    }
    if (!take(']')) good_ = false;
    return static_cast<std::uint16_t>(digits);
  }

  int number() {
    int value = 0;
    if (!is_digit(peek())) good_ = false;
    while (is_digit(peek()) && value < 1000) value = value * 10 + (text_[at_++] - '0');
    return value;
  }

  DigitPattern& pattern_;
  std::string_view text_;
  std::size_t at_ = 0;
  Index first_ = 0;
  bool good_ = true;
};

DigitPattern::DigitPattern(std::string_view pattern) : empty_(pattern.empty()) {
  DigitPatternParser parser(*this, pattern);
  known_ = parser.parse();
  if (known_) start_ = state_of({parser.first()});
}

/// Adds what can be reached without a digit, and brings the steps into one order.
void DigitPattern::close(std::vector<Index>& steps, bool at_end) const {
  std::vector<bool> seen(steps_.size(), false);
  for (Index step : steps) seen[static_cast<std::size_t>(step)] = true;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps_[static_cast<std::size_t>(steps[i])];
    if (step.at_end_only && !at_end) continue;
    for (Index next : step.free) {
      if (seen[static_cast<std::size_t>(next)]) continue;
      seen[static_cast<std::size_t>(next)] = true;
      steps.push_back(next);
    }
  }
  std::sort(steps.begin(), steps.end());
}

DigitPattern::Index DigitPattern::state_of(std::vector<Index> steps) {
  if (steps.empty()) return none;
  close(steps, false);
  auto [at, added] = found_.try_emplace(steps, static_cast<Index>(states_.size()));
  if (!added) return at->second;
  auto accepts = [&](const std::vector<Index>& all) {
    return std::any_of(all.begin(), all.end(),
                       [&](Index i) { return steps_[static_cast<std::size_t>(i)].accepts; });
  };
  State state;
  state.next.fill(unknown);
  state.accepts = accepts(steps);
  std::vector<Index> at_end = steps;
  close(at_end, true);
  state.accepts_at_end = accepts(at_end);
  state.steps = std::move(steps);
  states_.push_back(std::move(state));
  return at->second;
}

DigitPattern::Index DigitPattern::follow(Index state, char digit) {
  auto at = static_cast<std::size_t>(state);
  auto which = static_cast<std::size_t>(digit - '0');
  Index next = states_[at].next[which];
  if (next != unknown) return next;
  std::vector<Index> steps;
  for (Index i : states_[at].steps) {
    const Step& step = steps_[static_cast<std::size_t>(i)];
    if ((step.digits & bit(digit)) != 0) steps.push_back(step.next);
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  next = state_of(std::move(steps));
  states_[at].next[which] = next;
  return next;
}

bool DigitPattern::matches(std::string_view digits) {
  Index state = start_;
  for (char digit : digits) {
    state = follow(state, digit);
    if (state == none) return false;
  }
  return states_[static_cast<std::size_t>(state)].accepts_at_end;
}

DigitPattern::Prefix DigitPattern::find_prefix(std::string_view digits) {
  Prefix prefix;
  Index state = start_;
  for (std::size_t at = 0;; ++at) {
    const State& here = states_[static_cast<std::size_t>(state)];
    if (here.accepts || (here.accepts_at_end && at == digits.size())) {
      prefix.size = at;
      if (++prefix.ends == 2) return prefix;
    }
    if (at == digits.size()) return prefix;
    state = follow(state, digits[at]);
    if (state == none) return prefix;
  }
}

}  // namespace flatcrm::text
