#include "dedupe/person_comparator.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/id.h"
#include "dedupe/form_words.h"
#include "dedupe/forms.h"
#include "dedupe/given_names.h"
#include "dedupe/kernels.h"
#include "dedupe/name_likeness.h"
#include "dedupe/nicknames.h"
#include "dedupe/sketch.h"

namespace flatcrm::dedupe {

namespace {

enum Given : unsigned {
  given_same = 1,
  given_form,
  given_nearly,
  given_initial,
  given_alike,
  given_exchanged,
  given_one_exchanged,
  given_different
};
enum Family : unsigned { family_same = 1, family_form, family_nearly, family_alike, family_different };

/// Without what stands behind the words: '~' where they were transliterated, '#' and the generation.
std::string_view without_generation(std::string_view form) {
  return form.substr(0, form.find_first_of("~#"));
}
std::string_view generation_of(std::string_view form) {
  std::size_t at = form.find('#');
  return at == form.npos ? std::string_view() : form.substr(at + 1);
}

std::string without_blanks(std::string_view form) {
  std::string joined;
  for (char c : form)
    if (c != ' ') joined += c;
  return joined;
}

bool is_particle(std::string_view word) {
  return std::find(particles.begin(), particles.end(), word) != particles.end();
}

std::vector<std::string_view> without_particles(std::string_view form) {
  std::vector<std::string_view> words = words_of(form), kept;
  for (std::string_view word : words)
    if (!is_particle(word)) kept.push_back(word);
  return kept.empty() ? words : kept;
}

/// "morris i" is the one before "morris#2".
bool generations_agree(std::string_view left, std::string_view right) {
  std::string_view one = generation_of(left), other = generation_of(right);
  if (one.empty() && left.ends_with(" i")) one = "1";
  if (other.empty() && right.ends_with(" i")) other = "1";
  return one.empty() || other.empty() || one == other;
}

/// mueller and muller, baer and bar: e behind a vowel is how the umlaut is written without one.
bool same_but_for_umlauts(std::string_view left, std::string_view right) {
  auto next = [](std::string_view text, std::size_t& at) {
    while (at < text.size() && at > 0 && text[at] == 'e' &&
           std::string_view("aou").find(text[at - 1]) != std::string_view::npos)
      ++at;
    return at < text.size() ? text[at++] : '\0';
  };
  std::size_t i = 0, j = 0;
  while (i < left.size() || j < right.size())
    if (next(left, i) != next(right, j)) return false;
  return true;
}

bool sounds_the_same(std::string_view left, std::string_view right) {
  if (std::min(left.size(), right.size()) < 3) return false;
  std::string heard = sound(left);
  return heard.size() >= 2 && heard == sound(right) && jaro_winkler(left, right) >= 0.75;
}

bool is_initial_of(std::string_view shorter, std::string_view longer) {
  return shorter.size() == 1 && !longer.empty() && shorter.front() == longer.front();
}

/// "b" and "robert", who is called bob.
bool is_initial_of_form(std::string_view shorter, std::string_view longer) {
  return shorter.size() == 1 && has_form_with_initial(longer, shorter.front());
}

/// Every word of the shorter one stands in the longer one, as a word or as an initial.
bool is_part(const std::vector<std::string_view>& left, const std::vector<std::string_view>& right) {
  const auto& shorter = left.size() <= right.size() ? left : right;
  const auto& longer = left.size() <= right.size() ? right : left;
  bool word = false;
  for (std::string_view one : shorter) {
    auto match = std::find_if(longer.begin(), longer.end(), [&](std::string_view other) {
      return one == other || is_initial_of(one, other) || is_initial_of(other, one);
    });
    if (match == longer.end()) return false;
    word = word || one == *match;
  }
  return word;
}

/// What is like a name and a name of its own is hardly a misspelling: darla and darlene, andy and sandy.
unsigned level_of_two_names(std::string_view left, std::string_view right, unsigned level) {
  if (level < given_nearly || level == given_different) return level;
  if (!is_established_name(left) || !is_established_name(right)) return level;
  return level == given_nearly && left.front() == right.front() ? given_alike : given_different;
}

/// Given names of several words whose later words contradict each other: "anna maria" and "anna luise" may be one, "jo ann"
/// and "jo beth" hardly.
unsigned first_word_level(std::string_view left, std::string_view right) {
  if (left == right) return given_form;
  bool short_forms = false;
  if (share_nickname(left, right)) {
    short_forms = are_two_short_forms(left, right);
    if (!short_forms) return given_form;
  }
  if (is_initial_of(left, right) || is_initial_of(right, left)) return given_initial;
  if (is_initial_of_form(left, right) || is_initial_of_form(right, left)) return given_initial;
  if (sounds_the_same(left, right)) return given_nearly;
  if (short_forms) return given_alike;
  std::size_t shorter = std::min(left.size(), right.size());
  if (shorter >= 4 && edit_distance(left, right, 1) <= 1)
    return level_of_two_names(left, right, given_nearly);
  double likeness = jaro_winkler(left, right);
  if (shorter >= 3 && likeness >= 0.92) return level_of_two_names(left, right, given_nearly);
  if (likeness >= 0.84 || (shorter >= 6 && edit_distance(left, right, 2) <= 2))
    return level_of_two_names(left, right, given_alike);
  return given_different;
}

}  // namespace

unsigned given_name_level(std::string_view left, std::string_view right) {
  if (left == right) return given_same;
  if (!generations_agree(left, right)) return given_different;
  left = without_generation(left), right = without_generation(right);
  if (left == right) return given_form;
  bool single = left.find(' ') == left.npos && right.find(' ') == right.npos;
  if (single) return same_but_for_umlauts(left, right) ? unsigned{given_form} : first_word_level(left, right);
  std::string joined_left = without_blanks(left), joined_right = without_blanks(right);
  if (joined_left == joined_right || same_but_for_umlauts(left, right)) return given_form;
  std::vector<std::string_view> words_left = words_of(left), words_right = words_of(right);
  if (words_left.empty() || words_right.empty()) return given_different;
  if (words_left.size() + words_right.size() > 2 && is_part(words_left, words_right)) return given_form;
  unsigned level = first_word_level(words_left.front(), words_right.front());
  bool several = words_left.size() > 1 && words_right.size() > 1;
  if (several && level == given_form) {
    unsigned second = first_word_level(words_left[1], words_right[1]);
    level = second == given_different ? given_alike : given_form;
  }
  if (level > given_nearly && std::min(joined_left.size(), joined_right.size()) >= 5 &&
      edit_distance(joined_left, joined_right, 1) <= 1)
    return given_nearly;
  return level;
}

namespace {

unsigned single_family_level(std::string_view left, std::string_view right) {
  if (same_but_for_umlauts(left, right)) return family_form;
  std::size_t shorter = std::min(left.size(), right.size());
  if (shorter >= 4 && edit_distance(left, right, 1) <= 1) return family_nearly;
  if (sounds_the_same(left, right)) return family_nearly;
  if (shorter == 1) return left.front() == right.front() ? family_alike : family_different;
  double likeness = jaro_winkler(left, right);
  if (shorter >= 3 && likeness >= 0.93) return family_nearly;
  bool alike = likeness >= 0.85 || (shorter >= 6 && edit_distance(left, right, 2) <= 2);
  return alike ? family_alike : family_different;
}

}  // namespace

unsigned family_name_level(std::string_view left, std::string_view right) {
  if (left == right) return family_same;
  // One name in another script is one of several that read alike.
  left = without_generation(left), right = without_generation(right);
  if (left == right) return family_form;
  if (left.find(' ') == left.npos && right.find(' ') == right.npos) return single_family_level(left, right);
  std::string joined_left = without_blanks(left), joined_right = without_blanks(right);
  if (joined_left == joined_right || same_but_for_umlauts(left, right)) return family_form;
  std::vector<std::string_view> words_left = without_particles(left), words_right = without_particles(right);
  if (words_left.empty() || words_right.empty()) return family_different;
  if (words_left.size() + words_right.size() > 2 && is_part(words_left, words_right)) return family_form;
  if (words_left == words_right) return family_form;
  std::size_t shorter = std::min(joined_left.size(), joined_right.size());
  if (shorter >= 4 && edit_distance(joined_left, joined_right, 1) <= 1) return family_nearly;
  if (words_left.size() == 1 && words_right.size() == 1 && sounds_the_same(left, right)) return family_nearly;
  if (shorter == 1 && joined_left.front() == joined_right.front()) return family_alike;
  double likeness = jaro_winkler(joined_left, joined_right);
  if (shorter >= 3 && likeness >= 0.93) return family_nearly;
  if (likeness >= 0.85 || (shorter >= 6 && edit_distance(joined_left, joined_right, 2) <= 2))
    return family_alike;
  return family_different;
}

namespace {

std::vector<Dimension> name_dimensions() {
  return {{"given name",
           {{"missing", 0, 0},
            {"the same", .791, .01},
            {"a form of the same name", .07, .004},
            {"nearly the same", .07, .004},
            {"an initial of it", .02, .02},
            {"alike", .03, .02},
            {"in each other's place", .01, 2e-5},
            {"in the place of the family name", .005, .001},
            {"different", .004, .94}},
           {.04, .0},
           250},
          {"family name",
           {{"missing", 0, 0},
            {"the same", .83, .002},
            {"a form of the same name", .03, .001},
            {"nearly the same", .06, .003},
            {"alike", .03, .01},
            {"different", .05, .984}},
           {.9, .0}}};
}

/// Enough of a name to be sure that another one is a different one.
struct NameSketch {
  Letters letters;
  std::uint32_t sound = 0;
  bool is_word = true;  // a single one, and nothing that stands behind it
  bool has_nicknames = false;
};

NameSketch sketch_name(std::string_view form) {
  NameSketch sketch;
  sketch.letters = sketch_letters(form);
  sketch.is_word = form.find_first_of(" ~#") == form.npos;
  sketch.has_nicknames = has_nickname(form);
  std::string heard = form.size() >= 3 && sketch.is_word ? sound(form) : std::string();
  if (heard.size() >= 2) sketch.sound = key_of(core::stable_hash(heard));
  return sketch;
}

/// By each of the tests that given_name_level and family_name_level make of single words.
bool surely_different(const NameSketch& left, const NameSketch& right) {
  if (!left.is_word || !right.is_word) return false;
  if (left.has_nicknames && right.has_nicknames) return false;
  if (left.sound == right.sound && left.sound != 0) return false;
  std::uint32_t shorter = std::min(left.letters.size, right.letters.size);
  constexpr std::uint64_t e = std::uint64_t{1} << ('e' - 'a');
  if (shorter <= 1 || ((left.letters.held ^ right.letters.held) & ~e) == 0) return false;
  if (may_be_within(left.letters, right.letters, shorter >= 6 ? 2 : 1)) return false;
  return !may_reach(left.letters, right.letters, 0.84);
}

class PersonNamesCompared : public Comparator {
 public:
  explicit PersonNamesCompared(PersonNames names)
      : names_(std::move(names)), dimensions_(name_dimensions()), sketches_(names_.dictionary.size()) {
    for (std::uint32_t code = 1; code < sketches_.size(); ++code) sketches_[code] = sketch_name(text(code));
  }

  const std::vector<Dimension>& dimensions() const override { return dimensions_; }

  void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
               Memo& memo) const override {
    // All codes first: many reads wait for memory together.
    constexpr std::size_t piece = 256;
    std::array<TwoNames, piece> left{}, right{};
    for (std::size_t begin = 0; begin < pairs.size(); begin += piece) {
      std::size_t count = std::min(piece, pairs.size() - begin);
      for (std::size_t i = 0; i < count; ++i)
        left[i] = names_of(pairs[begin + i].a), right[i] = names_of(pairs[begin + i].b);
      for (std::size_t i = 0; i < count; ++i)
        for (std::uint32_t code : {left[i].given, left[i].family, right[i].given, right[i].family})
          __builtin_prefetch(&sketches_[code]);
      for (std::size_t i = 0; i < count; ++i) {
        unsigned given = same_or(left[i].given, right[i].given, 0, memo);
        unsigned family = same_or(left[i].family, right[i].family, 1, memo);
        bool weak = given == missing || given >= given_initial;
        if (weak && (family == missing || family >= family_alike))
          look_across(left[i], right[i], given, family, memo);
        patterns[begin + i] = with_level(with_level(patterns[begin + i], first, given), first + 1, family);
      }
    }
  }

  double rarity(Pair pair, std::size_t dimension, unsigned level, bool joined) const override {
    if (dimension == 0 && (level == given_exchanged || level == given_one_exchanged))
      return exchanged_rarity(pair, joined);
    if (level == 2 && reads_alike(pair, dimension)) return bits_of_a_reading;
    if (level != 1) return 0;
    const ValueColumn& column = dimension == 0 ? names_.given : names_.family;
    return std::log2(column.agreement) - column.frequency(column.code(pair.a, 0), joined);
  }
  double agreement(std::size_t dimension) const override {
    return dimension == 0 ? names_.given.agreement : names_.family.agreement;
  }
  void count(const EntityRows& entities) override {
    names_.given.count(entities, names_.dictionary.size(), dimensions_[0].levels[1].chance);
    names_.family.count(entities, names_.dictionary.size(), dimensions_[1].levels[1].chance);
  }
  void add_keys(std::size_t first, std::vector<Key>& keys) const override;

  std::uint64_t signature(Row row) const override {
    return mixed(mixed(2, names_.given.code(row, 0)), names_.family.code(row, 0));
  }
  void keep(std::span<const Row> rows) override {
    names_.given.keep(rows);
    names_.family.keep(rows);
  }
  std::string value(Row row, std::size_t dimension) const override {
    std::string_view form = text((dimension == 0 ? names_.given : names_.family).code(row, 0));
    std::string shown(without_generation(form));
    if (std::string_view generation = generation_of(form); generation == "j" || generation == "s")
      shown += generation == "j" ? " jr" : " sr";
    return shown;
  }

 private:
  std::string_view text(std::uint32_t code) const { return names_.dictionary.text(code); }
  struct TwoNames {
    std::uint32_t given = 0, family = 0;
  };
  TwoNames names_of(Row row) const { return {names_.given.codes[row], names_.family.codes[row]}; }

  unsigned level(std::uint32_t left, std::uint32_t right, unsigned family) const {
    std::string_view a = text(left), b = text(right);
    return family != 0 ? family_name_level(a, b) : given_name_level(a, b);
  }
  /// The memo keeps both dimensions: a code's highest bit says which.
  unsigned same_or(std::uint32_t a, std::uint32_t b, unsigned family, Memo& memo) const {
    if (a == 0 || b == 0) return missing;
    if (a == b) return 1;
    if (surely_different(sketches_[a], sketches_[b]))
      return family != 0 ? unsigned{family_different} : unsigned{given_different};
    std::uint32_t bit = family << 31;
    return memo.level(a | bit, b | bit, [&](std::uint32_t one, std::uint32_t other) {
      return level(one & ~bit, other & ~bit, family);
    });
  }
  void look_across(TwoNames left, TwoNames right, unsigned& given, unsigned& family, Memo& memo) const {
    unsigned one = same_or(left.given, right.family, 1, memo);
    unsigned other = same_or(left.family, right.given, 1, memo);
    bool both = one != missing && other != missing && std::min(one, other) <= family_nearly &&
                std::max(one, other) <= family_alike;
    bool single = (one != missing) != (other != missing) && std::min(one - 1, other - 1) < family_nearly;
    if (both || same_words(left, right)) {
      given = given_exchanged;
      family = missing;
    } else if (single && given == missing && family == missing) {
      given = given_one_exchanged;
    } else if (single && (given == missing) != (family == missing)) {
      given = given_one_exchanged;
      family = missing;
    }
  }
  /// Long names that were told apart at different places.
  bool same_words(TwoNames one, TwoNames other) const {
    auto short_name = [&](TwoNames names) {
      return sketches_[names.given].is_word && sketches_[names.family].is_word;
    };
    if (short_name(one) || short_name(other)) return false;
    auto whole = [&](TwoNames names) {
      std::string all(without_generation(text(names.given)));
      (all += ' ') += without_generation(text(names.family));
      return all;
    };
    std::string left = whole(one), right = whole(other);
    std::vector<std::string_view> words_left = without_particles(left),
                                  words_right = without_particles(right);
    if (std::min(words_left.size(), words_right.size()) < 3) return false;
    return person_words_likeness(left, right) >= 0.9;
  }
  /// One of the two was transliterated: about eight names of signs have one reading.
  static constexpr double bits_of_a_reading = -3;
  bool reads_alike(Pair pair, std::size_t dimension) const {
    const ValueColumn& column = dimension == 0 ? names_.given : names_.family;
    std::string_view a = text(column.code(pair.a, 0)), b = text(column.code(pair.b, 0));
    return a != b && without_generation(a) == without_generation(b) &&
           (a.find('~') == a.npos) != (b.find('~') == b.npos);
  }
  double exchanged_rarity(Pair pair, bool joined) const {
    auto bits = [&](const ValueColumn& from, const ValueColumn& to) {
      std::uint32_t code = from.code(pair.a, 0);
      if (code == 0 || code != to.code(pair.b, 0)) return 0.0;
      return std::log2(names_.family.agreement) -
             std::max(from.frequency(code, joined), to.frequency(code, joined));
    };
    return std::max(0.0, bits(names_.given, names_.family) + bits(names_.family, names_.given));
  }

  PersonNames names_;
  std::vector<Dimension> dimensions_;
  std::vector<NameSketch> sketches_;  // by code
};

void PersonNamesCompared::add_keys(std::size_t first, std::vector<Key>& keys) const {
  std::vector<std::uint64_t> sounds(names_.dictionary.size(), 0);
  for (std::uint32_t code = 1; code < sounds.size(); ++code) {
    std::vector<std::string_view> words = without_particles(without_generation(text(code)));
    if (!words.empty()) sounds[code] = core::stable_hash(sound(words.front()));
  }
  std::uint32_t given_bit = 1U << first, family_bit = 1U << (first + 1);
  std::size_t rows = names_.given.rows();
  Key both{"name by sound", 12, given_bit | family_bit, 1, {}},
      family{"family name by sound", 30, family_bit, 1, {}},
      given{"given name by sound", 35, given_bit, 1, {}};
  for (Row row = 0; row < rows; ++row) {
    std::uint32_t g = names_.given.code(row, 0), f = names_.family.code(row, 0);
    // In either order: exchanged names meet too.
    both.values.push_back(g != 0 && f != 0 ? key_of(sounds[g] + sounds[f]) : 0);
    family.values.push_back(f != 0 ? key_of(sounds[f]) : 0);
    given.values.push_back(g != 0 ? key_of(sounds[g]) : 0);
  }
  keys.push_back(std::move(both));
  keys.push_back(std::move(family));
  keys.push_back(std::move(given));
}

}  // namespace

std::unique_ptr<Comparator> compare_person_names(PersonNames names) {
  return std::make_unique<PersonNamesCompared>(std::move(names));
}

}  // namespace flatcrm::dedupe
