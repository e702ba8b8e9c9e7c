#include "dedupe/value_comparator.h"

#include <algorithm>
#include <array>

#include "core/id.h"
#include "dedupe/forms.h"
#include "dedupe/kernels.h"
#include "dedupe/sketch.h"
#include "dedupe/value_comparator_base.h"

namespace flatcrm::dedupe {

void ValueComparator::compare(std::span<const Pair> pairs, std::span<Pattern> patterns, std::size_t first,
                              Memo& memo) const {
  if (column_.slots > 1) return compare_lists(pairs, patterns, first, memo);
  // All codes first, then what is known by code: many reads wait for memory together.
  constexpr std::size_t piece = 256;
  std::array<std::uint32_t, piece> left{}, right{};
  for (std::size_t begin = 0; begin < pairs.size(); begin += piece) {
    std::size_t count = std::min(piece, pairs.size() - begin);
    for (std::size_t i = 0; i < count; ++i) {
      left[i] = column_.codes[pairs[begin + i].a];
      right[i] = column_.codes[pairs[begin + i].b];
    }
    for (std::size_t i = 0; i < count && !sketches_.empty(); ++i)
      if (left[i] != 0 && right[i] != 0 && left[i] != right[i]) {
        __builtin_prefetch(&sketches_[left[i]]);
        __builtin_prefetch(&sketches_[right[i]]);
      }
    for (std::size_t i = 0; i < count; ++i)
      if (left[i] != 0 && right[i] != 0)
        patterns[begin + i] = with_level(patterns[begin + i], first, level_between(left[i], right[i], memo));
  }
}

void ValueComparator::sketch() {
  if (!sketch_) return;
  sketches_.resize(dictionary_.size());
  for (std::uint32_t code = 1; code < sketches_.size(); ++code) sketches_[code] = sketch_(text(code));
}

void ValueComparator::compare_lists(std::span<const Pair> pairs, std::span<Pattern> patterns,
                                    std::size_t first, Memo& memo) const {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    unsigned best = missing;
    for (std::uint32_t s = 0; s < column_.slots; ++s) {
      std::uint32_t left = column_.code(pairs[i].a, s);
      if (left == 0) break;
      for (std::uint32_t t = 0; t < column_.slots; ++t) {
        std::uint32_t right = column_.code(pairs[i].b, t);
        if (right == 0) break;
        unsigned found = level_between(left, right, memo);
        best = best == missing ? found : std::min(best, found);
      }
    }
    patterns[i] = with_level(patterns[i], first, best);
  }
}

double ValueComparator::rarity(Pair pair, std::size_t, unsigned level, bool joined) const {
  if (level != 1) return 0;
  double least = 0;
  for (std::uint32_t s = 0; s < column_.slots; ++s)
    for (std::uint32_t t = 0; t < column_.slots; ++t) {
      std::uint32_t code = column_.code(pair.a, s);
      if (code != 0 && code == column_.code(pair.b, t))
        least = std::min(least, column_.frequency(code, joined));
    }
  return std::log2(column_.agreement) - least;
}

std::uint64_t ValueComparator::signature(Row row) const {
  std::uint64_t signature = 1;
  for (std::uint32_t slot = 0; slot < column_.slots; ++slot)
    signature = mixed(signature, column_.code(row, slot));
  return signature;
}

std::string ValueComparator::value(Row row, std::size_t) const {
  std::string all;
  for (std::uint32_t slot = 0; slot < column_.slots; ++slot) {
    std::uint32_t code = column_.code(row, slot);
    if (code != 0) (all += all.empty() ? "" : "; ") += text(code);
  }
  return all;
}

namespace {

std::array<double, 2> shared(Who who, std::array<double, 2> people, std::array<double, 2> organizations) {
  return who == Who::people ? people : organizations;
}

Dimension dimension(const std::string& name, std::vector<Level> levels, std::array<double, 2> shared) {
  return {name, std::move(levels), shared};
}

std::string_view local_part(std::string_view email) {
  return email.substr(0, email.rfind('@'));
}
std::string_view domain_part(std::string_view email) {
  std::size_t at = email.rfind('@');
  return at == email.npos ? std::string_view() : email.substr(at + 1);
}
std::string digits_of(std::string_view text) {
  std::string digits;
  for (char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}
std::string letters_of(std::string_view text) {
  std::string letters;
  for (char c : text)
    if (c < '0' || c > '9') letters += c;
  return letters;
}
bool is_personal_mailbox(std::string_view local) {
  return local.size() >= 5 && !is_role_mailbox(local);
}

class Emails : public ValueComparator {
 public:
  explicit Emails(Values values)
      : ValueComparator(std::move(values), dimension("e-mail",
                                                     {{"missing", 0, 0},
                                                      {"the same", .70, 1e-6},
                                                      {"nearly the same", .08, 2e-4, 2e-4},
                                                      {"the same mailbox elsewhere", .06, 5e-3, 5e-3},
                                                      {"the same domain", .04, .002, 1e-7, {.05, .5}},
                                                      {"alike", .04, .04, .04},
                                                      {"different", .08, .95}},
                                                     shared(values.who, {.25, .02}, {.3, .02}))) {
    sketch_by([](std::string_view email) {
      std::string_view local = local_part(email), domain = domain_part(email);
      Letters letters = sketch_letters(local);
      return Sketch{sketch_letters(email),
                    letters.held,
                    key_of(core::stable_hash(local)),
                    key_of(core::stable_hash(domain)),
                    letters.size,
                    domain.empty() || is_free_mail(domain) ? 1U : 0U};
    });
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    keys.push_back(key("e-mail", 10, first, [](std::uint32_t code) { return code; }));
    keys.push_back(key("mailbox", 40, first, [this](std::uint32_t code) {
      std::string_view local = local_part(text(code));
      return is_personal_mailbox(local) ? key_of(core::stable_hash(local)) : 0U;
    }));
  }

 protected:
  unsigned level_by_sketch(const Sketch& left, const Sketch& right) const override {
    if (left.part_hash == right.part_hash) return missing;
    if (left.rest_hash == right.rest_hash && left.flags == 0) return missing;
    bool long_enough = std::min(left.part_size, right.part_size) >= 5;
    if (!long_enough) return 6;
    bool near = may_be_within(left.whole, right.whole, 2);
    return near || may_reach(left.part_letters(), right.part_letters(), 0.9) ? unsigned{missing} : 6U;
  }
  /// info@ of one firm is a domain, and no person.
  unsigned same_level(std::uint32_t code) const override {
    return is_role_mailbox(local_part(text(code))) ? 4 : 1;
  }
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    std::string_view a = text(left), b = text(right);
    std::string_view local_a = local_part(a), local_b = local_part(b);
    std::string_view domain = domain_part(a);
    bool same_domain = !domain.empty() && domain == domain_part(b);
    bool long_enough = std::min(local_a.size(), local_b.size()) >= 5;
    // Mailboxes are made of names: of two namesakes only the number tells them apart.
    bool numbers_differ =
        digits_of(local_a) != digits_of(local_b) && letters_of(local_a) == letters_of(local_b);
    if (long_enough && !numbers_differ && edit_distance(a, b, 2) <= 2) return 2;
    if (local_a == local_b && is_personal_mailbox(local_a)) return 3;
    double likeness = jaro_winkler(local_a, local_b);
    if (same_domain && !is_free_mail(domain)) return 4;
    return likeness >= 0.9 && long_enough ? 5 : 6;
  }
};

class Phones : public ValueComparator {
 public:
  explicit Phones(Values values)
      : ValueComparator(std::move(values),
                        dimension("phone",
                                  {{"missing", 0, 0},
                                   {"the same", .65, 1e-6},
                                   {"the same but for the area", .05, 1e-6},
                                   {"one digit apart", .05, 1e-5, 1e-7,
                                    values.who == Who::people ? std::array<double, 2>{-1, -1}
                                                              : std::array<double, 2>{.03, .05}},
                                   {"different", .25, 1}},
                                  shared(values.who, {.55, .3}, {.2, .15}))) {
    sketch_by([](std::string_view digits) {
      Sketch sketch{sketch_letters(digits)};
      if (digits.size() < 9) return sketch;
      sketch.part = core::stable_hash(subscriber(digits));
      sketch.part_hash = key_of(core::stable_hash(digits.substr(0, digits.size() - 4)));
      sketch.rest_hash = key_of(core::stable_hash(digits.substr(digits.size() - 3)));
      sketch.flags = static_cast<std::uint32_t>(digits.size());
      return sketch;
    });
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    keys.push_back(key("phone", 11, first, [this](std::uint32_t code) {
      return key_of(core::stable_hash(subscriber(text(code))));
    }));
  }

 protected:
  /// One edit in a number of the same length leaves its head or its tail as it was.
  unsigned level_by_sketch(const Sketch& left, const Sketch& right) const override {
    bool apart = left.flags != 0 && left.flags == right.flags && left.part_hash != right.part_hash &&
                 left.rest_hash != right.rest_hash && left.part != right.part;
    return apart ? 4U : unsigned{missing};
  }
  static std::string_view subscriber(std::string_view digits) {
    return digits.size() > 7 ? digits.substr(digits.size() - 7) : digits;
  }
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    std::string_view a = text(left), b = text(right);
    if (a.size() > b.size()) std::swap(a, b);
    if (a.size() >= 6 && b.ends_with(a)) return 1;
    if (subscriber(a) == subscriber(b)) return 2;
    return edit_distance(a, b, 1) <= 1 ? 3 : 4;
  }
};

/// Year, month and day of eight digits.
struct Day {
  int year = 0, month = 0, day = 0;
  int ordinal() const { return year * 372 + month * 31 + day; }
};
Day day_of(std::string_view digits) {
  auto number = [&](std::size_t at, std::size_t size) {
    int value = 0;
    for (char c : digits.substr(at, size)) value = value * 10 + (c - '0');
    return value;
  };
  return {number(0, 4), number(4, 2), number(6, 2)};
}

class DatesCompared : public ValueComparator {
 public:
  explicit DatesCompared(Values values)
      : ValueComparator(std::move(values), dimension(values.name,
                                                     {{"missing", 0, 0},
                                                      {"the same", .78, 1e-4},
                                                      {"day and month exchanged", .03, 5e-5},
                                                      {"one digit apart", .08, 1e-3},
                                                      {"two parts the same", .04, 3e-3},
                                                      {"within a year", .03, .03},
                                                      {"different", .038, .3},
                                                      {"a generation apart", .002, .665}},
                                                     {.15, .0})) {
    dimensions_[0].decisive = true;
    dimensions_[0].presumed = 200;
    dimensions_[0].clearly_different = 6;  // and what is behind it
    sketch_by([](std::string_view digits) {
      Sketch sketch{sketch_letters(digits)};
      if (!is_day(digits)) return sketch;
      Day day = day_of(digits);
      sketch.part = static_cast<std::uint64_t>(day.year);
      sketch.part_hash = static_cast<std::uint32_t>(day.month);
      sketch.rest_hash = static_cast<std::uint32_t>(day.day);
      sketch.flags = 1;
      return sketch;
    });
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    keys.push_back(key(name_, 20, first, [](std::uint32_t code) { return code; }));
    keys.push_back(key(name_ + " without year", 45, first, [this](std::uint32_t code) {
      std::string_view digits = text(code);
      if (!is_day(digits)) return 0U;
      Day day = day_of(digits);
      auto [low, high] = std::minmax(day.month, day.day);
      return key_of(static_cast<std::uint64_t>(low) * 100 + static_cast<std::uint64_t>(high));
    }));
    keys.push_back(key(name_ + " without day", 50, first, [this](std::uint32_t code) {
      std::string_view digits = text(code);
      return is_day(digits) ? key_of(core::stable_hash(digits.substr(0, 6))) : 0U;
    }));
  }

 protected:
  static bool is_day(std::string_view form) {
    return form.size() == 8 &&
           std::all_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
  }
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    std::string_view a = text(left), b = text(right);
    if (!is_day(a) || !is_day(b)) return edit_distance(a, b, 1) <= 1 ? 3 : 6;
    Day one = day_of(a), other = day_of(b);
    if (one.year == other.year && one.month == other.day && one.day == other.month) return 2;
    if (edit_distance(a, b, 1) <= 1) return 3;
    return level_of_days(one, other);
  }
  /// Days that no typing error lies between.
  static unsigned level_of_days(Day one, Day other) {
    int parts = (one.year == other.year) + (one.month == other.month) + (one.day == other.day);
    if (parts == 2) return 4;
    if (std::abs(one.year - other.year) >= 15) return 7;
    return std::abs(one.ordinal() - other.ordinal()) <= 400 ? 5 : 6;
  }
  unsigned level_by_sketch(const Sketch& left, const Sketch& right) const override {
    if (left.flags == 0 || right.flags == 0) return missing;
    Day one = day_of(left), other = day_of(right);
    // One edit changes neighbouring digits at most: two of the three parts that differ are two edits, but
    // for digits exchanged where two parts meet.
    bool several = (one.year != other.year) + (one.month != other.month) + (one.day != other.day) == 3;
    return several ? level_of_days(one, other) : unsigned{missing};
  }
  static Day day_of(const Sketch& sketch) {
    return {static_cast<int>(sketch.part), static_cast<int>(sketch.part_hash),
            static_cast<int>(sketch.rest_hash)};
  }
  static Day day_of(std::string_view digits) { return dedupe::day_of(digits); }
};

class Identifiers : public ValueComparator {
 public:
  explicit Identifiers(Values values)
      : ValueComparator(std::move(values), dimension(values.name,
                                                     {{"missing", 0, 0},
                                                      {"the same", .88, 1e-6},
                                                      {"one sign apart", .06, 1e-5},
                                                      {"alike", .02, 1e-3},
                                                      {"different", .04, 1}},
                                                     {.0, .0})) {
    dimensions_[0].decisive = true;
    dimensions_[0].presumed = 200;
    dimensions_[0].clearly_different = 4;
    sketch_by([](std::string_view identifier) { return Sketch{sketch_letters(identifier)}; });
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    keys.push_back(key(name_, 5, first, [](std::uint32_t code) { return code; }));
  }

 protected:
  unsigned level_by_sketch(const Sketch& left, const Sketch& right) const override {
    bool long_enough = std::min(left.whole.size, right.whole.size) >= 4;
    return long_enough && may_be_within(left.whole, right.whole, 2) ? unsigned{missing} : 4U;
  }
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    std::string_view a = text(left), b = text(right);
    int distance = std::min(a.size(), b.size()) >= 4 ? edit_distance(a, b, 2) : 3;
    return distance <= 1 ? 2 : distance == 2 ? 3 : 4;
  }
};

class Categories : public ValueComparator {
 public:
  explicit Categories(Values values)
      : ValueComparator(
            std::move(values),
            dimension(
                values.name,
                {{"missing", 0, 0}, {"the same", .85, .1}, {"alike", .04, .02}, {"different", .11, .88}},
                {.3, .3})) {
    sketch_by([](std::string_view category) { return Sketch{sketch_letters(category)}; });
  }

  void add_keys(std::size_t first, std::vector<Key>& keys) const override {
    Key values = key(name_, 80, first, [](std::uint32_t code) { return code; });
    values.narrow = true;
    keys.push_back(std::move(values));
  }

 protected:
  unsigned level_by_sketch(const Sketch& left, const Sketch& right) const override {
    bool near = may_be_within(left.whole, right.whole, 2) || may_hold(left.whole, right.whole);
    bool long_enough = std::min(left.whole.size, right.whole.size) >= 5;
    return long_enough && near ? unsigned{missing} : 3U;
  }
  unsigned level(std::uint32_t left, std::uint32_t right) const override {
    std::string_view a = text(left), b = text(right);
    bool long_enough = std::min(a.size(), b.size()) >= 5;
    return long_enough && (edit_distance(a, b, 2) <= 2 || a.starts_with(b) || b.starts_with(a)) ? 2 : 3;
  }
};

}  // namespace

std::unique_ptr<Comparator> compare_emails(Values values) {
  return std::make_unique<Emails>(std::move(values));
}
std::unique_ptr<Comparator> compare_phones(Values values) {
  return std::make_unique<Phones>(std::move(values));
}
std::unique_ptr<Comparator> compare_dates(Values values) {
  return std::make_unique<DatesCompared>(std::move(values));
}
std::unique_ptr<Comparator> compare_identifiers(Values values) {
  return std::make_unique<Identifiers>(std::move(values));
}
std::unique_ptr<Comparator> compare_categories(Values values) {
  return std::make_unique<Categories>(std::move(values));
}

}  // namespace flatcrm::dedupe
