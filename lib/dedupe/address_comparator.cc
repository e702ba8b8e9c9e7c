#include "dedupe/address_comparator.h"

#include <algorithm>
#include <cmath>

#include "dedupe/dense_numbers.h"
#include "dedupe/forms.h"
#include "dedupe/kernels.h"
#include "dedupe/sketch.h"
#include "dedupe/word_likeness.h"

namespace flatcrm::dedupe {

namespace {

enum Street : unsigned {
  street_same = 1,
  street_nearly,
  street_without_number,
  street_number_alike,
  street_different
};
enum Place : unsigned {
  place_same = 1,
  place_postcode,
  place_city,
  place_nearly,
  place_city_only,
  place_region,
  place_different
};

std::vector<Dimension> address_dimensions(bool firms) {
  return {{"street",
           {{"missing", 0, 0},
            {"the same", .55, 1e-5},
            {"nearly the same", .13, 1e-5},
            {"the same, one without a number", .04, 5e-5},
            {"the same, nearly the same number", .06, 5e-5},
            {"different", .22, .999}},
           firms ? std::array<double, 2>{.03, .95} : std::array<double, 2>{.85, .6}},
          {"place",
           {{"missing", 0, 0},
            {"the same", .62, .004},
            {"the same postcode", .08, .003},
            {"the same town", .04, .02},
            {"nearly the same", .05, .002},
            {"the same town, another postcode", .05, .01},
            {"the same region", .06, .1},
            {"different", .10, .86}},
           firms ? std::array<double, 2>{.3, .97} : std::array<double, 2>{.9, .75}}};
}

struct Found {
  unsigned street = missing, place = missing;
  std::size_t slot_a = 0, slot_b = 0;
  unsigned worth() const {
    auto rank = [](unsigned level) { return level == missing ? 5U : level; };
    return rank(street) * 2 + rank(place);
  }
};

class AddressesCompared : public Comparator {
 public:
  explicit AddressesCompared(Addresses addresses)
      : addresses_(std::move(addresses)),
        dimensions_(address_dimensions(addresses_.who == Who::organizations)) {
    pack();
  }

  const std::vector<Dimension>& dimensions() const override { return dimensions_; }

  void compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
               Memo& memo) const override {
    // All rows first, then what is known of their streets: many reads wait for memory together.
    constexpr std::size_t piece = 256;
    std::size_t slots = addresses_.slots.size();
    for (std::size_t begin = 0; begin < pairs.size(); begin += piece) {
      std::size_t end = std::min(begin + piece, pairs.size());
      for (std::size_t i = begin; i < end; ++i) {
        __builtin_prefetch(&packed_[pairs[i].a * slots]);
        __builtin_prefetch(&packed_[pairs[i].b * slots]);
      }
      for (std::size_t i = begin; i < end && !streets_.empty(); ++i)
        for (Row row : {pairs[i].a, pairs[i].b}) __builtin_prefetch(&streets_[packed_[row * slots].street]);
      for (std::size_t i = begin; i < end; ++i) {
        Found found = best(pairs[i], memo);
        patterns[i] = with_level(with_level(patterns[i], first, found.street), first + 1, found.place);
      }
    }
  }

  double rarity(Pair pair, std::size_t dimension, unsigned level, bool joined) const override;
  double agreement(std::size_t dimension) const override { return dimension == 0 ? street_agreement_ : 0; }
  void count(const EntityRows& entities) override;
  void add_keys(std::size_t first, std::vector<Key>& keys) const override;
  std::uint64_t signature(Row row) const override {
    std::uint64_t signature = 3;
    for (const AddressParts& slot : addresses_.slots)
      for (const ValueColumn* part : parts(slot)) signature = mixed(signature, part->code(row, 0));
    return signature;
  }
  void keep(std::span<const Row> rows) override {
    for (AddressParts& slot : addresses_.slots)
      for (ValueColumn* part : parts(slot)) part->keep(rows);
    pack();
  }
  void sketch() override;
  std::string value(Row row, std::size_t dimension) const override;

 private:
  static std::array<const ValueColumn*, 6> parts(const AddressParts& slot) {
    return {&slot.number, &slot.street, &slot.postcode, &slot.city, &slot.region, &slot.country};
  }
  static std::array<ValueColumn*, 6> parts(AddressParts& slot) {
    return {&slot.number, &slot.street, &slot.postcode, &slot.city, &slot.region, &slot.country};
  }
  std::string_view text(std::uint32_t code) const { return addresses_.dictionary.text(code); }

  Found best(Pair pair, Memo& memo) const {
    Found best;
    bool first = true;
    for (std::size_t s = 0; s < addresses_.slots.size(); ++s)
      for (std::size_t t = 0; t < addresses_.slots.size(); ++t) {
        const Packed &left = packed_[pair.a * addresses_.slots.size() + s],
                     &right = packed_[pair.b * addresses_.slots.size() + t];
        Found found{street_level(left, right, memo), place_level(left, right, memo), s, t};
        if (found.street == missing && found.place == missing) continue;
        if (first || found.worth() < best.worth()) best = found;
        first = false;
      }
    return best;
  }

  /// One address of a row, its codes side by side.
  struct Packed {
    std::uint32_t number = 0, street = 0, postcode = 0, city = 0, region = 0, country = 0;
  };
  void pack() {
    std::size_t rows = addresses_.slots.front().street.rows();
    packed_.clear();
    packed_.reserve(rows * addresses_.slots.size());
    for (Row row = 0; row < rows; ++row)
      for (const AddressParts& slot : addresses_.slots)
        packed_.push_back({slot.number.code(row, 0), slot.street.code(row, 0), slot.postcode.code(row, 0),
                           slot.city.code(row, 0), slot.region.code(row, 0), slot.country.code(row, 0)});
  }
  /// What is known of the words of a street without reading them.
  struct StreetSketch {
    static constexpr std::size_t most_words = 4;
    Letters whole;
    std::array<std::uint64_t, most_words> held{};
    std::array<std::uint8_t, most_words> sizes{};
    std::uint8_t words = 0;  // 0: more than there is room for
    Letters word(std::size_t i) const { return {held[i], sizes[i]}; }
  };
  static double likely_share(const StreetSketch& one, const StreetSketch& other);
  static bool surely_different(const StreetSketch& left, const StreetSketch& right);
  static bool surely_apart(const Letters& left, const Letters& right);

  unsigned street_level(const Packed& left, const Packed& right, Memo& memo) const;
  /// The codes of one part of two addresses.
  struct Part {
    std::uint32_t left = 0, right = 0;
    bool both = false, same = false;
  };
  static Part part(std::uint32_t left, std::uint32_t right) {
    bool both = left != 0 && right != 0;
    return {left, right, both, both && left == right};
  }
  unsigned place_level(const Packed& left, const Packed& right, Memo& memo) const;
  /// How often any two agree, and the rarest value that these two agree in (in bits, below 0).
  struct Agreement {
    double share = 1, least = 0;
  };
  void add_street(Pair pair, std::size_t s, std::size_t t, bool joined, Agreement& agreement) const;
  void add_place(Pair pair, std::size_t s, std::size_t t, unsigned level, bool joined,
                 Agreement& agreement) const;
  unsigned names_level(std::uint32_t left, std::uint32_t right, Memo& memo) const;
  bool nearly(std::uint32_t left, std::uint32_t right, Memo& memo) const;
  std::uint64_t whole_street(const AddressParts& slot, Row row) const {
    std::uint32_t street = slot.street.code(row, 0);
    return street == 0 ? 0 : (std::uint64_t{slot.number.code(row, 0)} << 32) | street;
  }

  Addresses addresses_;
  std::vector<Dimension> dimensions_;
  std::vector<Packed> packed_;         // by row and slot
  std::vector<Letters> letters_;       // by code, or none
  std::vector<StreetSketch> streets_;  // by code, or none
  void make_street_codes(std::size_t rows);

  double street_agreement_ = 1e-5;
  std::vector<std::uint32_t> street_codes_;  // by row and slot: number and street together
  std::size_t distinct_streets_ = 0;
  std::vector<std::array<float, 2>> street_rarity_;  // by row and slot: of number and street together
};

/// A digit too many or exchanged, or the house next door; another hundred is another house.
bool is_number_alike(std::string_view one, std::string_view other) {
  if (one.starts_with(other) || other.starts_with(one)) return true;
  if (std::min(one.size(), other.size()) < 2 || edit_distance(one, other, 1) > 1) return false;
  if (one.size() != other.size() || one.substr(0, one.size() - 1) == other.substr(0, one.size() - 1))
    return true;
  return std::is_permutation(one.begin(), one.end(), other.begin());
}

/// "northpoint" for "n point".
std::string joined_street(std::string_view words) {
  std::string joined;
  for (std::string_view word : words_of(words))
    joined += word == "n"   ? "north"
              : word == "s" ? "south"
              : word == "e" ? "east"
              : word == "w" ? "west"
                            : word;
  return joined;
}

/// 1 the same, 2 nearly, 3 different.
unsigned AddressesCompared::names_level(std::uint32_t left, std::uint32_t right, Memo& memo) const {
  if (left == right) return 1;
  if (!streets_.empty() && surely_different(streets_[left], streets_[right])) return 3;
  return memo.level(left, right, [&](std::uint32_t one, std::uint32_t other) {
    std::string_view a = text(one), b = text(other);
    if (jaro_winkler(a, b) >= 0.93 || edit_distance(a, b, 2) <= (std::min(a.size(), b.size()) >= 6 ? 2 : 1))
      return 2U;
    if (joined_street(a) == joined_street(b)) return 2U;
    std::vector<WeightedWord> words_a, words_b;
    for (std::string_view word : words_of(a)) words_a.push_back({word, static_cast<double>(word.size())});
    for (std::string_view word : words_of(b)) words_b.push_back({word, static_cast<double>(word.size())});
    return word_likeness(words_a, words_b).smaller >= 0.8 ? 2U : 3U;
  });
}

void AddressesCompared::sketch() {
  letters_.resize(addresses_.dictionary.size());
  streets_.resize(letters_.size());
  for (std::uint32_t code = 1; code < letters_.size(); ++code) {
    letters_[code] = sketch_letters(text(code));
    StreetSketch& street = streets_[code];
    street.whole = letters_[code];
    std::vector<std::string_view> words = words_of(text(code));
    if (words.size() > StreetSketch::most_words) continue;
    street.words = static_cast<std::uint8_t>(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
      Letters word = sketch_letters(words[i]);
      street.held[i] = word.held;
      street.sizes[i] = static_cast<std::uint8_t>(word.size);
    }
  }
}

/// The most that words of the one, or parts of them, could share with words of the other.
double AddressesCompared::likely_share(const StreetSketch& one, const StreetSketch& other) {
  double shared = 0, all = 0;
  for (std::size_t i = 0; i < one.words; ++i) {
    Letters word = one.word(i);
    all += word.size;
    for (std::size_t j = 0; j < other.words; ++j)
      if (may_hold(word, other.word(j)) || may_be_within(word, other.word(j), 2) ||
          may_reach(word, other.word(j), 0.93)) {
        shared += word.size;
        break;
      }
  }
  return shared / std::max(all, 1.0);
}

/// By each of the tests that names_level makes.
bool AddressesCompared::surely_different(const StreetSketch& left, const StreetSketch& right) {
  if (left.words == 0 || right.words == 0) return false;
  // "n point" is "northpoint".
  for (const StreetSketch* one : {&left, &right})
    for (std::size_t i = 0; i < one->words; ++i)
      if (one->sizes[i] == 1) return false;
  if (may_reach(left.whole, right.whole, 0.93) || may_be_within(left.whole, right.whole, 2)) return false;
  return likely_share(left, right) < 0.8 && likely_share(right, left) < 0.8;
}

unsigned AddressesCompared::street_level(const Packed& left, const Packed& right, Memo& memo) const {
  if (left.street == 0 || right.street == 0) return missing;
  std::uint32_t street_a = left.street, street_b = right.street;
  std::uint32_t number_a = left.number, number_b = right.number;
  unsigned names = names_level(street_a, street_b, memo);
  if (names == 3) return street_different;
  if (number_a == number_b && number_a != 0) return names == 1 ? street_same : street_nearly;
  if (number_a == 0 && number_b == 0) return names == 1 ? street_same : street_without_number;
  if (number_a == 0 || number_b == 0) return street_without_number;
  if (names != 1) return street_different;
  std::string_view one = text(number_a), other = text(number_b);
  return is_number_alike(one, other) ? street_number_alike : street_different;
}

/// By each of the tests that nearly() makes.
bool AddressesCompared::surely_apart(const Letters& left, const Letters& right) {
  std::uint32_t shorter = std::min(left.size, right.size);
  return !may_be_within(left, right, shorter >= 6 ? 2 : 1) && (shorter < 4 || !may_hold(left, right)) &&
         (shorter < 5 || !may_reach(left, right, 0.9));
}

/// A typing error, or one is the beginning of the other.
bool AddressesCompared::nearly(std::uint32_t left, std::uint32_t right, Memo& memo) const {
  constexpr std::uint32_t place_bit = 1U << 31;
  if (!letters_.empty() && surely_apart(letters_[left], letters_[right])) return false;
  unsigned level =
      memo.level(left | place_bit, right | place_bit, [&](std::uint32_t one, std::uint32_t other) {
        std::string_view a = text(one & ~place_bit), b = text(other & ~place_bit);
        std::size_t shorter = std::min(a.size(), b.size());
        bool alike = edit_distance(a, b, 2) <= (shorter >= 6 ? 2 : 1) ||
                     (shorter >= 4 && (a.starts_with(b) || b.starts_with(a))) ||
                     (shorter >= 5 && (jaro_winkler(a, b) >= 0.9 || a.ends_with(b) || b.ends_with(a)));
        return alike ? 1U : 2U;
      });
  return level == 1;
}

unsigned AddressesCompared::place_level(const Packed& left, const Packed& right, Memo& memo) const {
  Part postcode = part(left.postcode, right.postcode), city = part(left.city, right.city);
  Part region = part(left.region, right.region), country = part(left.country, right.country);
  unsigned by_region = region.same ? place_region : place_different;
  if (!postcode.both && !city.both) return region.both ? by_region : missing;
  if (country.both && !country.same) return place_different;
  auto near = [&](const Part& one) { return one.both && nearly(one.left, one.right, memo); };
  if (postcode.same) {
    bool city_fits = city.same || !city.both || near(city);
    return city_fits ? place_same : place_postcode;
  }
  bool near_postcode = near(postcode);
  bool postcode_fits = !postcode.both || near_postcode;
  if (city.same) return postcode_fits ? place_city : place_city_only;
  bool alike = near(city) ? postcode_fits : near_postcode && !city.both;
  return alike ? place_nearly : by_region;
}

double AddressesCompared::rarity(Pair pair, std::size_t dimension, unsigned level, bool joined) const {
  bool tells = dimension == 0 ? level == street_same
                              : level == place_same || level == place_postcode || level == place_city ||
                                    level == place_city_only;
  if (!tells) return 0;
  Agreement agreement;
  std::size_t slots = addresses_.slots.size();
  for (std::size_t s = 0; s < slots; ++s)
    for (std::size_t t = 0; t < slots; ++t) {
      if (dimension == 0) {
        add_street(pair, s, t, joined, agreement);
      } else {
        add_place(pair, s, t, level, joined, agreement);
      }
    }
  return agreement.share >= 1 ? 0 : std::log2(agreement.share) - agreement.least;
}

void AddressesCompared::add_street(Pair pair, std::size_t s, std::size_t t, bool joined,
                                   Agreement& agreement) const {
  std::size_t slots = addresses_.slots.size();
  std::uint64_t street = whole_street(addresses_.slots[s], pair.a);
  if (street == 0 || street != whole_street(addresses_.slots[t], pair.b)) return;
  double rare = static_cast<double>(street_rarity_[pair.a * slots + s][joined ? 1 : 0]);
  agreement = {street_agreement_, std::min(agreement.least, rare)};
}

void AddressesCompared::add_place(Pair pair, std::size_t s, std::size_t t, unsigned level, bool joined,
                                  Agreement& agreement) const {
  const AddressParts &left = addresses_.slots[s], &right = addresses_.slots[t];
  bool by_postcode = level == place_same || level == place_postcode;
  const ValueColumn& one = by_postcode ? left.postcode : left.city;
  const ValueColumn& other = by_postcode ? right.postcode : right.city;
  Part equal = part(one.code(pair.a, 0), other.code(pair.b, 0));
  if (!equal.same || one.frequencies.empty()) return;
  agreement = {one.agreement, std::min(agreement.least, one.frequency(equal.left, joined))};
}

void AddressesCompared::make_street_codes(std::size_t rows) {
  DenseNumbers known(rows * addresses_.slots.size() + 1);
  known.of(0);
  street_codes_.clear();
  street_codes_.reserve(rows * addresses_.slots.size());
  constexpr Row ahead = 8;
  for (Row row = 0; row < rows; ++row)
    for (const AddressParts& slot : addresses_.slots) {
      if (row + ahead < rows) known.expect(whole_street(slot, row + ahead));
      street_codes_.push_back(known.of(whole_street(slot, row)));
    }
  distinct_streets_ = known.size();
}

void AddressesCompared::count(const EntityRows& entities) {
  std::size_t slots = addresses_.slots.size();
  for (AddressParts& slot : addresses_.slots) {
    slot.postcode.count(entities, addresses_.dictionary.size(), .004);
    slot.city.count(entities, addresses_.dictionary.size(), .01);
  }
  // Number and street as one value: codes of their own.
  ValueColumn whole;
  whole.slots = static_cast<std::uint32_t>(slots);
  if (street_codes_.size() != entities.rows.size() * slots) make_street_codes(entities.rows.size());
  whole.codes = street_codes_;
  whole.count(entities, distinct_streets_, dimensions_[0].levels[1].chance);
  street_agreement_ = whole.agreement;
  street_rarity_.resize(whole.codes.size());
  for (std::size_t i = 0; i < whole.codes.size(); ++i) street_rarity_[i] = whole.frequencies[whole.codes[i]];
}

void AddressesCompared::add_keys(std::size_t first, std::vector<Key>& keys) const {
  std::uint32_t street_bit = 1U << first, place_bit = 1U << (first + 1);
  auto slots = static_cast<std::uint32_t>(addresses_.slots.size());
  Key house{"street and number", 14, street_bit, slots, {}}, street{"street", 50, street_bit, slots, {}},
      postcode{"postcode", 55, place_bit, slots, {}}, city{"town", 70, place_bit, slots, {}};
  for (Row row = 0; row < addresses_.slots.front().street.rows(); ++row)
    for (const AddressParts& slot : addresses_.slots) {
      bool numbered = slot.number.code(row, 0) != 0;
      house.values.push_back(numbered ? key_of(whole_street(slot, row)) : 0);
      street.values.push_back(slot.street.code(row, 0));
      postcode.values.push_back(slot.postcode.code(row, 0));
      city.values.push_back(slot.city.code(row, 0));
    }
  for (Key* key : {&house, &street, &postcode, &city}) keys.push_back(std::move(*key));
}

std::string AddressesCompared::value(Row row, std::size_t dimension) const {
  std::string all;
  auto add = [&](std::string_view part, const char* between) {
    if (!part.empty()) ((all += all.empty() || all.ends_with("; ") ? "" : between) += part);
  };
  for (const AddressParts& slot : addresses_.slots) {
    if (!all.empty() && !all.ends_with("; ")) all += "; ";
    if (dimension == 0) {
      add(text(slot.street.code(row, 0)), " ");
      add(text(slot.number.code(row, 0)), " ");
    } else {
      for (const ValueColumn* part : {&slot.postcode, &slot.city, &slot.region, &slot.country})
        add(text(part->code(row, 0)), " ");
    }
  }
  while (all.ends_with("; ")) all.resize(all.size() - 2);
  return all;
}

}  // namespace

std::unique_ptr<Comparator> compare_addresses(Addresses addresses) {
  return std::make_unique<AddressesCompared>(std::move(addresses));
}

}  // namespace flatcrm::dedupe
