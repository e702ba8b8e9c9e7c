#include "git/list_merge.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace flatcrm::git {

namespace {

using Texts = std::vector<std::string>;

bool holds(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// Behind what it stands behind in `theirs`, and behind what ours added there.
std::size_t place_of(std::size_t number, const Texts& base, const Texts& theirs, const Texts& merged) {
  std::size_t place = 0;
  for (std::size_t i = number; i-- > 0;) {
    auto found = std::find(merged.begin(), merged.end(), theirs[i]);
    if (found == merged.end()) continue;
    place = static_cast<std::size_t>(found - merged.begin()) + 1;
    break;
  }
  while (place < merged.size() && !holds(base, merged[place]) && !holds(theirs, merged[place])) ++place;
  return place;
}

std::size_t shared_fields(const Fields& one, const Fields& other) {
  return static_cast<std::size_t>(std::count_if(one.begin(), one.end(), [&](const auto& field) {
    auto found = other.find(field.first);
    return found != other.end() && found->second == field.second;
  }));
}

/// Pairs the elements of two lists in three steps, each with what the one before it left over.
class Pairs {
 public:
  Pairs(const std::vector<Fields>& base, const std::vector<Fields>& side)
      : base_(base), side_(side), pairs_(base.size()), taken_(side.size(), false) {}

  std::vector<Pairing> run() {
    pair_equal();
    pair_similar();
    pair_rest();
    return std::move(pairs_);
  }

 private:
  void take(std::size_t one, std::size_t other, bool loosely) {
    pairs_[one] = {static_cast<int>(other), loosely};
    taken_[other] = true;
  }
  void pair_equal() {
    for (std::size_t i = 0; i < base_.size(); ++i)
      if (i < side_.size() && base_[i] == side_[i]) take(i, i, false);
    for (std::size_t i = 0; i < base_.size(); ++i)
      for (std::size_t j = 0; j < side_.size() && pairs_[i].to < 0; ++j)
        if (!taken_[j] && base_[i] == side_[j]) take(i, j, false);
  }
  void pair_similar() {
    for (std::size_t i = 0; i < base_.size(); ++i) {
      if (pairs_[i].to >= 0) continue;
      std::size_t best = side_.size(), most = 0;
      for (std::size_t j = 0; j < side_.size(); ++j) {
        if (taken_[j]) continue;
        std::size_t shared = shared_fields(base_[i], side_[j]);
        if (shared > most && 2 * shared >= std::min(base_[i].size(), side_[j].size())) {
          best = j;
          most = shared;
        }
      }
      if (best < side_.size()) take(i, best, false);
    }
  }
  void pair_rest() {
    std::vector<std::size_t> ones, others;
    for (std::size_t i = 0; i < base_.size(); ++i)
      if (pairs_[i].to < 0) ones.push_back(i);
    for (std::size_t j = 0; j < side_.size(); ++j)
      if (!taken_[j]) others.push_back(j);
    if (ones.size() != others.size()) return;
    for (std::size_t i = 0; i < ones.size(); ++i) take(ones[i], others[i], true);
  }

  const std::vector<Fields>& base_;
  const std::vector<Fields>& side_;
  std::vector<Pairing> pairs_;
  std::vector<bool> taken_;
};

}  // namespace

std::vector<std::string> merge_sets(const Texts& base, const Texts& ours, const Texts& theirs) {
  Texts merged;
  for (const std::string& text : ours)
    if (holds(theirs, text) || !holds(base, text)) merged.push_back(text);
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (holds(base, theirs[i]) || holds(merged, theirs[i])) continue;
    std::size_t place = place_of(i, base, theirs, merged);
    merged.insert(merged.begin() + static_cast<std::ptrdiff_t>(place), theirs[i]);
  }
  return merged;
}

std::vector<Pairing> pair_elements(const std::vector<Fields>& base, const std::vector<Fields>& side) {
  return Pairs(base, side).run();
}

}  // namespace flatcrm::git
