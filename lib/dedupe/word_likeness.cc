#include "dedupe/word_likeness.h"

#include <algorithm>

#include "dedupe/forms.h"
#include "dedupe/kernels.h"

namespace flatcrm::dedupe {

namespace {

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Match {
  double likeness = 0;
  std::size_t left = 0, right = 0;
};

std::vector<Match> possible_matches(const std::vector<WeightedWord>& left,
                                    const std::vector<WeightedWord>& right) {
  std::vector<Match> matches;
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t j = 0; j < right.size(); ++j)
      if (double likeness = one_word_likeness(left[i].text, right[j].text); likeness > 0)
        matches.push_back({likeness, i, j});
  std::stable_sort(matches.begin(), matches.end(),
                   [](const Match& a, const Match& b) { return a.likeness > b.likeness; });
  return matches;
}

/// Words that only one side writes apart: marks both halves and the whole as used.
double join_halves(const std::vector<WeightedWord>& parts, std::vector<bool>& used_parts,
                   const std::vector<WeightedWord>& wholes, std::vector<bool>& used_wholes) {
  double shared = 0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (used_parts[i] || used_parts[i + 1]) continue;
    std::string joined = std::string(parts[i].text) + std::string(parts[i + 1].text);
    for (std::size_t j = 0; j < wholes.size(); ++j) {
      if (used_wholes[j] || wholes[j].text != joined) continue;
      used_parts[i] = used_parts[i + 1] = used_wholes[j] = true;
      shared += (parts[i].weight + parts[i + 1].weight + wholes[j].weight) / 2;
      break;
    }
  }
  return shared;
}

double total_weight(const std::vector<WeightedWord>& words) {
  double total = 0;
  for (const WeightedWord& word : words) total += word.weight;
  return total;
}

/// Of the words that nothing on the other side answers to.
double largest_own(const std::vector<WeightedWord>& words, const std::vector<bool>& used) {
  double largest = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!used[i]) largest = std::max(largest, words[i].weight);
  return largest;
}

}  // namespace

double one_word_likeness(std::string_view left, std::string_view right) {
  if (left == right) return 1;
  if (has_digit(left) || has_digit(right)) return 0;
  if (left.size() > right.size()) std::swap(left, right);
  if (left.size() >= 3 && right.starts_with(left)) return left.size() >= 4 || right.size() <= 6 ? 0.9 : 0.8;
  if (left.size() == 1) return right.front() == left.front() ? 0.4 : 0;
  if (left.size() < 4) return 0;
  int most = left.size() >= 8 ? 2 : 1;
  int distance = edit_distance(left, right, most);
  if (distance <= most) return distance == 1 ? 0.9 : 0.8;
  return left.size() >= 5 && jaro_winkler(left, right) >= 0.93 ? 0.75 : 0;
}

Likeness word_likeness(const std::vector<WeightedWord>& left, const std::vector<WeightedWord>& right) {
  double all_left = total_weight(left), all_right = total_weight(right);
  if (all_left <= 0 || all_right <= 0) return {};
  std::vector<bool> used_left(left.size(), false), used_right(right.size(), false);
  double shared_left = 0, shared_right = 0;
  double halves =
      join_halves(left, used_left, right, used_right) + join_halves(right, used_right, left, used_left);
  for (const Match& match : possible_matches(left, right)) {
    if (used_left[match.left] || used_right[match.right]) continue;
    used_left[match.left] = used_right[match.right] = true;
    shared_left += match.likeness * left[match.left].weight;
    shared_right += match.likeness * right[match.right].weight;
  }
  double shared = (shared_left + shared_right) / 2 + halves;
  double smaller = all_left <= all_right ? shared_left : shared_right;
  double own = std::min(largest_own(left, used_left) / all_left, largest_own(right, used_right) / all_right);
  return {2 * shared / (all_left + all_right), (smaller + halves) / std::min(all_left, all_right), own};
}

bool is_acronym(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (left.size() < 3 || left.find(' ') != left.npos) return false;
  std::string initials;
  for (std::string_view word : words_of(right)) initials += word.front();
  return initials == left;
}

}  // namespace flatcrm::dedupe
