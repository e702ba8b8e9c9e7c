#include "book/search.h"

#include <algorithm>
#include <array>

#include "book/read.h"
#include "core/text.h"
#include "io/threads.h"
#include "io/tree.h"
#include "text/unicode.h"

namespace flatcrm::book {

namespace {

using model::Record;
using model::Value;

constexpr std::size_t least_digits = 7;  // shorter numbers end alike by chance

enum Way : std::size_t { by_email, by_phone, by_name, by_words, ways };
constexpr std::array<const char*, ways> way_names{"e-mail", "phone", "name", "words"};

std::string digits_of(std::string_view text) {
  std::string digits;
  for (char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

bool ends_alike(const std::string& a, const std::string& b) {
  std::size_t size = std::min(a.size(), b.size());
  if (size < least_digits) return false;
  // The national form of a number lacks its country code and has a zero instead.
  auto bare = [](const std::string& digits) {
    return digits[0] == '0' ? digits.substr(digits.find_first_not_of('0')) : digits;
  };
  if (digits_of(a).find_first_not_of('0') == std::string::npos ||
      digits_of(b).find_first_not_of('0') == std::string::npos)
    return false;
  std::string left = bare(a), right = bare(b);
  std::size_t common = std::min(left.size(), right.size());
  return common >= least_digits && left.substr(left.size() - common) == right.substr(right.size() - common);
}

/// What is looked for, in the forms in which it is compared.
class Wanted {
 public:
  explicit Wanted(std::string_view words)
      : folded_(text::fold(core::trim(words))), digits_(digits_of(words)) {
    std::string_view rest = folded_;
    while (!rest.empty()) {
      std::size_t end = std::min(rest.find(' '), rest.size());
      if (end > 0) words_.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    email_ = folded_.find('@') != std::string::npos;
    phone_ = digits_.size() >= least_digits &&
             words.find_first_not_of("+0123456789 ()-/.") == std::string_view::npos;
  }

  /// The best way in which a record answers, or `ways`.
  Way answered_by(const Record& record, const model::Paths& paths) const {
    Way best = ways;
    std::string all;
    for (const Value& value : record.values()) {
      const model::Path& path = paths[value.path];
      model::Format format = path.field != nullptr ? path.field->format : model::Format::none;
      if (email_ && format == model::Format::email &&
          has(value.text, [&](const std::string& one) { return text::fold(one) == folded_; }))
        return by_email;
      if (phone_ && format == model::Format::phone &&
          has(value.text, [&](const std::string& one) { return ends_alike(digits_of(one), digits_); }))
        best = std::min(best, by_phone);
      std::string folded = text::fold(value.text);
      if (path.text == paths.schema().label() && folded == folded_) best = std::min(best, by_name);
      all += folded;
      all += '\n';
    }
    if (best == ways && !words_.empty() &&
        std::all_of(words_.begin(), words_.end(),
                    [&](const std::string& word) { return all.find(word) != std::string::npos; }))
      best = by_words;
    return best;
  }

 private:
  template <typename Test>
  static bool has(std::string_view list, const Test& test) {
    std::vector<std::string> elements = core::split_list(list);
    return std::any_of(elements.begin(), elements.end(), test);
  }

  std::string folded_, digits_;
  std::vector<std::string> words_;
  bool email_ = false, phone_ = false;
};

using Found4 = std::array<std::vector<Match>, ways>;

void search_file(const Book& book, const std::string& collection, const BookFile& file, const Wanted& wanted,
                 Found4& found) {
  core::Problems ignored;
  LoadedFile loaded = load_file(book, collection, file, ignored);
  model::Paths& paths = book.paths(collection);
  model::PathId tombstone = paths.intern("merged_into"), label = paths.intern(paths.schema().label());
  for (std::size_t row = 0; row < loaded.records.size(); ++row) {
    Record record = loaded.records[row];
    if (record.id().empty() || !record.value(tombstone).empty()) continue;
    Way way = wanted.answered_by(record, paths);
    if (way != ways) found[way].push_back({std::string(record.id()), std::string(record.value(label))});
  }
}

}  // namespace

namespace {

Matches search_once(const Book& book, const std::string& collection, std::string_view words) {
  if (std::optional<Found> found = find_record(book, collection, core::trim(words))) {
    model::PathId label = book.paths(collection).intern(book.schemas().of(collection).label());
    return {"id", {{std::string(found->record().id()), std::string(found->record().value(label))}}};
  }
  Wanted wanted(words);
  std::vector<BookFile> files = book.files(collection);
  std::vector<Found4> found(files.size());
  io::parallel_for(files.size(), book.threads(),
                   [&](std::size_t i) { search_file(book, collection, files[i], wanted, found[i]); });
  for (std::size_t way = 0; way < ways; ++way) {
    Matches matches{way_names[way], {}};
    for (Found4& one : found) matches.found.insert(matches.found.end(), one[way].begin(), one[way].end());
    if (matches.found.empty()) continue;
    std::sort(matches.found.begin(), matches.found.end(),
              [](const Match& a, const Match& b) { return a.id < b.id; });
    return matches;
  }
  return {};
}

}  // namespace

Matches search(const Book& book, const std::string& collection, std::string_view words) {
  return io::read_in_one_state(book.tree(), [&] { return search_once(book, collection, words); });
}

}  // namespace flatcrm::book
