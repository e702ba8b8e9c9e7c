// Names of organizations and free text: words weighted by how rare they are in the book.
#include <algorithm>
#include <cmath>

#include "core/id.h"
#include "dedupe/forms.h"
#include "dedupe/kernels.h"
#include "dedupe/value_comparator.h"
#include "dedupe/value_comparator_base.h"
#include "dedupe/word_likeness.h"

namespace flatcrm::dedupe {

namespace {

/// The words of each value as codes, with what sharing one is worth in bits.
class Words : public ValueComparator {
 public:
  Words(Values&& values, Dimension dimension) : ValueComparator(std::move(values), std::move(dimension)) {
    words_of_code_.resize(dictionary_.size() + 1, 0);
    for (std::uint32_t code = 1; code < dictionary_.size(); ++code) {
      words_of_code_[code] = static_cast<std::uint32_t>(words_.size());
      std::vector<std::string_view> words = words_of(text(code));
      words.resize(std::min<std::size_t>(words.size(), most_words));
      for (std::string_view word : words) words_.push_back(vocabulary_.code(word));
    }
    words_of_code_[dictionary_.size()] = static_cast<std::uint32_t>(words_.size());
    Entities rows = each_for_itself(column_.rows());
    count(EntityRows(rows));
  }

  void count(const EntityRows& entities) override {
    ValueComparator::count(entities);
    std::vector<std::uint32_t> documents(vocabulary_.size(), 0), last(vocabulary_.size(), ~0U);
    for (Row row = 0; row < column_.rows(); ++row)
      for (std::uint32_t slot = 0; slot < column_.slots; ++slot)
        for (std::uint32_t word : words(column_.code(row, slot))) {
          if (last[word] == entities.entities.of_row[row]) continue;
          last[word] = entities.entities.of_row[row];
          ++documents[word];
        }
    worth_.assign(vocabulary_.size(), 0);
    double total = std::max(entities.entities.count, 2U) + 1.0;
    for (std::size_t word = 1; word < worth_.size(); ++word)
      worth_[word] = static_cast<float>(std::max(0.5, std::log2(total / std::max(documents[word], 1U))));
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    keys.push_back(key(name_, 12, first, [](std::uint32_t code) { return code; }));
    keys.push_back(rare_words(first));
    keys.push_back(key(name_ + " by sound", 30, first, [this](std::uint32_t code) {
      std::string sounds;
      for (std::string_view word :
           words_of(text(code)).empty() ? std::vector<std::string_view>() : words_of(text(code))) {
        sounds += sound(word).substr(0, 4);
        if (sounds.size() >= 6) break;
      }
      return sounds.empty() ? 0U : key_of(core::stable_hash(sounds));
    }));
  }

 protected:
  std::span<const std::uint32_t> words(std::uint32_t code) const {
    return std::span(words_).subspan(words_of_code_[code], words_of_code_[code + 1] - words_of_code_[code]);
  }
  Likeness likeness(std::uint32_t left, std::uint32_t right) const {
    return word_likeness(weighted(left), weighted(right));
  }
  std::vector<WeightedWord> weighted(std::uint32_t code) const {
    std::vector<WeightedWord> weighted;
    for (std::uint32_t word : words(code))
      weighted.push_back({vocabulary_.text(word), static_cast<double>(worth_[word])});
    return weighted;
  }

 private:
  static constexpr std::size_t most_words = 32;
  static constexpr std::uint32_t rare_words_a_value = 3;

  /// The rarest words of the first value; those that stand in one record only find nothing.
  Key rare_words(std::size_t first) const {
    Key key{"rare word of " + name_, 15, 1U << first, rare_words_a_value, {}};
    key.values.assign(column_.rows() * rare_words_a_value, 0);
    float unique = std::log2(static_cast<float>(column_.rows()) + 1) - 0.5F;
    for (Row row = 0; row < column_.rows(); ++row) {
      std::vector<std::uint32_t> found;
      for (std::uint32_t word : words(column_.code(row, 0)))
        if (worth_[word] < unique && vocabulary_.text(word).size() > 1) found.push_back(word);
      std::stable_sort(found.begin(), found.end(), [&](auto a, auto b) { return worth_[a] > worth_[b]; });
      found.resize(std::min<std::size_t>(found.size(), rare_words_a_value));
      std::copy(found.begin(), found.end(),
                key.values.begin() + std::ptrdiff_t{row} * std::ptrdiff_t{rare_words_a_value});
    }
    return key;
  }

  model::Dictionary vocabulary_;
  std::vector<std::uint32_t> words_, words_of_code_;
  std::vector<float> worth_;
};

class Organizations : public Words {
 public:
  explicit Organizations(Values&& values)
      : Words(std::move(values), {values.name,
                                  {{"missing", 0, 0},
                                   {"the same", .55, 1e-4},
                                   {"nearly the same", .15, 1e-4},
                                   {"one within the other", .10, 5e-4},
                                   {"alike", .08, 2e-3},
                                   {"partly alike", .04, .01},
                                   {"alike, each with a word of its own", .03, .01, 1e-7, {.15, .15}},
                                   {"different", .05, .975}},
                                  {.85, values.who == Who::people ? .9 : .03}}) {}

 protected:
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    Likeness found = likeness(left, right);
    if (found.both >= 0.9 || is_acronym(text(left), text(right))) return 2;
    // The cafe and the dining room of one hotel: what both have in common is the house.
    bool apart = found.own >= 0.12;
    if (found.smaller >= 0.85) return apart ? 6 : 3;
    if (found.both < 0.4) return 7;
    if (apart) return 6;
    return found.both >= 0.6 ? 4 : 5;
  }
};

class FreeTexts : public Words {
 public:
  explicit FreeTexts(Values&& values)
      : Words(std::move(values), {values.name,
                                  {{"missing", 0, 0},
                                   {"the same", .45, 1e-3},
                                   {"nearly the same", .2, 1e-3},
                                   {"alike", .15, 3e-3},
                                   {"partly alike", .1, .02},
                                   {"different", .1, .975}},
                                  {.3, .3}}) {}

 protected:
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    Likeness found = likeness(left, right);
    if (found.both >= 0.85) return 2;
    if (found.both >= 0.6 || found.smaller >= 0.9) return 3;
    return found.both >= 0.3 ? 4 : 5;
  }
};

}  // namespace

std::unique_ptr<Comparator> compare_organizations(Values values) {
  return std::make_unique<Organizations>(std::move(values));
}
std::unique_ptr<Comparator> compare_texts(Values values) {
  return std::make_unique<FreeTexts>(std::move(values));
}

}  // namespace flatcrm::dedupe
