#include "dedupe/name_likeness.h"

#include <algorithm>
#include <string>
#include <vector>

#include "dedupe/form_words.h"
#include "dedupe/forms.h"
#include "dedupe/kernels.h"
#include "dedupe/nicknames.h"
#include "dedupe/word_likeness.h"
#include "text/name.h"

namespace flatcrm::dedupe {

namespace {

std::string without(std::string_view form, char sign) {
  std::string kept;
  for (char c : form)
    if (c != sign) kept += c;
  return kept;
}

bool is_particle(std::string_view word) {
  return std::find(particles.begin(), particles.end(), word) != particles.end() ||
         std::find(titles.begin(), titles.end(), word) != titles.end();
}

std::vector<std::string_view> name_parts(std::string_view form) {
  std::vector<std::string_view> parts, all = words_of(form);
  for (std::string_view word : all)
    if (!is_particle(word)) parts.push_back(word);
  return parts.empty() ? all : parts;
}

/// 1 the same; what is below 0.6 counts as another word.
double part_likeness(std::string_view left, std::string_view right) {
  if (left == right) return 1;
  if (left.size() > right.size()) std::swap(left, right);
  if (left.size() == 1) return right.front() == left.front() ? 0.85 : 0;
  if (share_nickname(left, right)) return 0.95;
  if (left.size() >= 4 && edit_distance(left, right, 1) <= 1) return 0.9;
  std::string heard = sound(left);
  double likeness = jaro_winkler(left, right);
  if (heard.size() >= 2 && heard == sound(right) && likeness >= 0.75) return 0.9;
  if (left.size() >= 6 && edit_distance(left, right, 2) <= 2) return 0.8;
  if (likeness >= 0.9 && left.size() >= 5) return 0.75;
  return 0;
}

struct Alignment {
  double matched = 0;
  double worst = 1;
  std::size_t pairs = 0, left_over = 0, right_over = 0;
  std::string rest_left, rest_right;
};

Alignment align(const std::vector<std::string_view>& left, const std::vector<std::string_view>& right) {
  struct Match {
    double likeness;
    std::size_t i, j;
  };
  std::vector<Match> matches;
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t j = 0; j < right.size(); ++j)
      if (double likeness = part_likeness(left[i], right[j]); likeness > 0)
        matches.push_back({likeness, i, j});
  std::stable_sort(matches.begin(), matches.end(),
                   [](const Match& a, const Match& b) { return a.likeness > b.likeness; });
  std::vector<bool> used_left(left.size(), false), used_right(right.size(), false);
  Alignment found;
  for (const Match& match : matches) {
    if (used_left[match.i] || used_right[match.j]) continue;
    used_left[match.i] = used_right[match.j] = true;
    found.matched += match.likeness;
    found.worst = std::min(found.worst, match.likeness);
    ++found.pairs;
  }
  for (std::size_t i = 0; i < left.size(); ++i)
    if (!used_left[i]) ++found.left_over, found.rest_left += left[i];
  for (std::size_t j = 0; j < right.size(); ++j)
    if (!used_right[j]) ++found.right_over, found.rest_right += right[j];
  return found;
}

}  // namespace

double person_words_likeness(std::string_view left, std::string_view right) {
  std::string joined_left = without(left, ' '), joined_right = without(right, ' ');
  if (joined_left == joined_right) return 1;
  std::vector<std::string_view> a = name_parts(left), b = name_parts(right);
  if (a.empty() || b.empty()) return 0;
  Alignment found = align(a, b);
  // What was written as one word here and as several there: "haji asad" and "hajiasad".
  if (found.left_over > 0 && found.right_over > 0 &&
      edit_distance(found.rest_left, found.rest_right, 1) <= 1 && found.rest_left.size() >= 4)
    found.matched += 0.9, ++found.pairs, found.left_over = found.right_over = 0;
  if (found.pairs == 0) return jaro_winkler(joined_left, joined_right) >= 0.95 ? 0.85 : 0;
  auto contradicting = static_cast<double>(std::min(found.left_over, found.right_over));
  auto missing = static_cast<double>(std::max(found.left_over, found.right_over)) - contradicting;
  auto pairs = static_cast<double>(found.pairs);
  double weight = found.pairs >= 2 ? 0.1 : 0.6;  // one word in common is little
  return found.matched / (pairs + 1.2 * contradicting + weight * missing);
}

double person_likeness(std::string_view left, std::string_view right) {
  auto plain = [](std::string_view raw) {
    text::PersonName name = text::split_name(raw);
    return name_words(name.given).words + ' ' + name_words(name.family).words;
  };
  return person_words_likeness(plain(left), plain(right));
}

double organization_likeness(std::string_view left, std::string_view right) {
  std::string a = organization_words(left), b = organization_words(right);
  std::string joined_a = without(a, ' '), joined_b = without(b, ' ');
  if (joined_a == joined_b || is_acronym(a, b)) return 1;
  std::size_t shorter = std::min(joined_a.size(), joined_b.size());
  if (shorter >= 6 && edit_distance(joined_a, joined_b, 2) <= (shorter >= 16 ? 2 : 1)) return 0.9;
  std::vector<WeightedWord> words_a, words_b;
  for (std::string_view word : words_of(a))
    words_a.push_back({word, 1.0 + static_cast<double>(word.size()) / 8});
  for (std::string_view word : words_of(b))
    words_b.push_back({word, 1.0 + static_cast<double>(word.size()) / 8});
  return word_likeness(words_a, words_b).both;
}

}  // namespace flatcrm::dedupe
