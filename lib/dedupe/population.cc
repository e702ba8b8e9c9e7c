#include "dedupe/population.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "book/read.h"
#include "core/id.h"
#include "dedupe/dense_numbers.h"
#include "dedupe/given_names.h"
#include "dedupe/population_builder.h"
#include "io/memory.h"
#include "io/threads.h"
#include "text/name.h"
#include "text/unicode.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* collection = "customers";
constexpr std::array<const char*, 3> source_paths = {"sources.1.source", "sources.2.source",
                                                     "sources.3.source"};

std::vector<model::TableRequest> requests(const std::vector<ComparedField>& fields, bool sources) {
  model::TableRequest request{collection, {{"id", model::As::texts}, {"kind", model::As::codes}}};
  std::set<std::string> asked{"id", "kind"};
  auto ask = [&](const std::string& path) {
    if (asked.insert(path).second) request.columns.push_back({path, model::As::codes});
  };
  for (const ComparedField& field : fields) ask(field.path);
  if (sources)
    for (const char* path : source_paths) ask(path);
  return {request};
}

/// "Anna Berg", "Berg, Anna", "Dr. A. Berg": four words at most, the given name an initial or one that many bear.
bool begins_with_given_name(std::string_view name) {
  constexpr std::ptrdiff_t most_blanks = 3;
  const text::PersonName parts = text::split_name(name);
  if (parts.family.empty() || std::count(name.begin(), name.end(), ' ') > most_blanks) return false;
  const std::string_view first = std::string_view(parts.given).substr(0, parts.given.find(' '));
  const bool initial = first.size() == 2 && first[1] == '.';
  return initial || is_established_name(text::fold(first));
}

/// What a record's own fields say it is; nothing where they leave it open.
enum class Guess : std::uint8_t { people, organizations, open };

class Sorter {
 public:
  Sorter(const model::Table& table, const std::vector<ComparedField>& fields) : table_(table) {
    for (const ComparedField& field : fields) {
      if (field.kind == Kind::given_name || field.kind == Kind::family_name)
        personal_.push_back(&table.codes(field.path));
      if (field.kind == Kind::full_name) names_.push_back(&table.codes(field.path));
    }
    if (table.has("birthday"))
      for (const ComparedField& field : fields)
        if (field.path == "birthday") personal_.push_back(&table.codes(field.path));
    for (const model::Codes* names : names_) {
      like_firms_.emplace_back(names->dictionary.size(), std::int8_t{-1});
      like_people_.emplace_back(names->dictionary.size(), std::int8_t{-1});
    }
  }

  Guess guess(std::uint32_t row) {
    const model::Codes& kinds = table_.codes("kind");
    std::string_view kind = kinds.dictionary.text(kinds.codes[row]);
    if (kind == "person") return Guess::people;
    if (kind == "organization") return Guess::organizations;
    for (const model::Codes* column : personal_)
      if (column->codes[row] != 0) return Guess::people;
    return looks_like(row, like_firms_, text::is_organization_like) ? Guess::organizations : Guess::open;
  }
  bool looks_like_a_person(std::uint32_t row) {
    return looks_like(row, like_people_, begins_with_given_name);
  }

 private:
  /// Of what the names of a row look like, once for each name.
  template <typename Test>
  bool looks_like(std::uint32_t row, std::vector<std::vector<std::int8_t>>& all, Test test) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      std::uint32_t code = names_[i]->codes[row];
      std::int8_t& known = all[i][code];
      if (known < 0) known = test(names_[i]->dictionary.text(code)) ? 1 : 0;
      if (code != 0 && known == 1) return true;
    }
    return false;
  }

  const model::Table& table_;
  std::vector<const model::Codes*> personal_, names_;
  std::vector<std::vector<std::int8_t>> like_firms_, like_people_;
};

/// Where a record does not say what it is, its name tells a person beside others who are known to be people; else the others of its
/// kind decide: a list with many firms in it is one of firms.
std::array<std::vector<std::uint32_t>, 2> sort_rows(const model::Table& table,
                                                    const std::vector<ComparedField>& fields) {
  Sorter sorter(table, fields);
  std::vector<Guess> guesses(table.rows());
  std::size_t open = 0, firms = 0, people = 0;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    guesses[row] = sorter.guess(row);
    open += guesses[row] == Guess::open ? 1 : 0;
    firms += guesses[row] == Guess::organizations ? 1 : 0;
    people += guesses[row] == Guess::people ? 1 : 0;
  }
  Guess others = firms * 8 > open + firms ? Guess::organizations : Guess::people;
  std::array<std::vector<std::uint32_t>, 2> sorted;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    Guess guess = guesses[row];
    if (guess == Guess::open)
      guess = others == Guess::organizations && people > 0 && sorter.looks_like_a_person(row) ? Guess::people
                                                                                              : others;
    sorted[guess == Guess::people ? 0 : 1].push_back(row);
  }
  return sorted;
}

std::vector<std::uint32_t> clean_sources(const model::Table& table, const Settings& settings) {
  std::vector<std::uint32_t> of_row(table.rows(), 0);
  for (std::size_t i = 0; i < settings.clean_sources.size(); ++i)
    for (const char* path : source_paths) {
      const model::Codes& sources = table.codes(path);
      std::uint32_t code = sources.dictionary.find(settings.clean_sources[i]);
      for (std::size_t row = 0; code != 0 && row < of_row.size(); ++row)
        if (sources.codes[row] == code) of_row[row] = static_cast<std::uint32_t>(i) + 1;
    }
  return of_row;
}

/// Work on each number below `size`, on several threads.
template <typename Work>
void each_of(std::size_t size, int threads, Work work) {
  constexpr std::size_t piece = 1 << 16;
  io::parallel_for((size + piece - 1) / piece, threads, [&](std::size_t i) {
    for (std::size_t at = i * piece; at < std::min(size, (i + 1) * piece); ++at) work(at);
  });
}

/// Members that compare alike become one row.
void join_alike(Population& population, const std::vector<bool>& apart, int threads) {
  std::vector<Row> representatives;
  std::size_t members = population.members.size();
  population.row_of.resize(members);
  std::vector<std::uint64_t> signatures(members);
  each_of(members, threads, [&](std::size_t member) {
    signatures[member] = population.comparison.signature(static_cast<Row>(member));
  });
  DenseNumbers known(members);
  constexpr std::size_t ahead = 16;
  for (std::uint32_t member = 0; member < members; ++member) {
    if (member + ahead < members) known.expect(signatures[member + ahead]);
    Row row = apart[member] ? known.next() : known.of(signatures[member]);
    if (row == representatives.size()) representatives.push_back(member);
    population.row_of[member] = row;
  }
  population.rows = representatives.size();
  population.comparison.keep(representatives, threads);
  population.first_member.assign(population.rows + 1, 0);
  for (Row row : population.row_of) ++population.first_member[row + 1];
  for (std::size_t i = 0; i < population.rows; ++i)
    population.first_member[i + 1] += population.first_member[i];
  population.member_list.resize(population.members.size());
  std::vector<std::uint32_t> next(population.first_member.begin(), population.first_member.end() - 1);
  for (std::uint32_t member = 0; member < population.members.size(); ++member)
    population.member_list[next[population.row_of[member]]++] = member;
}

}  // namespace

namespace {

/// The ids, in a text of their own: the table need not stay for them.
void keep_ids(const model::Texts& ids, Populations& populations) {
  std::size_t size = 0;
  for (std::string_view id : ids.texts) size += id.size();
  populations.id_text = std::make_unique<std::string>();
  populations.id_text->reserve(size);
  populations.ids.reserve(ids.texts.size());
  for (std::string_view id : ids.texts) {
    std::size_t at = populations.id_text->size();
    *populations.id_text += id;
    populations.ids.emplace_back(populations.id_text->data() + at, populations.id_text->size() - at);
  }
}

std::vector<std::uint64_t> fingerprints(const model::Table& table, const std::vector<ComparedField>& fields,
                                        int threads) {
  const std::vector<std::string_view>& ids = table.texts("id").texts;
  std::vector<std::uint64_t> all(table.rows());
  each_of(all.size(), threads, [&](std::size_t row) { all[row] = core::stable_hash(ids[row]); });
  std::vector<std::uint64_t> of_code;
  auto add = [&](const std::string& path) {
    const model::Codes& column = table.codes(path);
    if (column.dictionary.size() <= 1) return;
    std::uint64_t seed = core::stable_hash(path);
    of_code.resize(column.dictionary.size());
    each_of(of_code.size(), threads, [&](std::size_t code) {
      of_code[code] =
          mixed(seed, core::stable_hash(column.dictionary.text(static_cast<std::uint32_t>(code))));
    });
    each_of(all.size(), threads, [&](std::size_t row) {
      if (column.codes[row] != 0) all[row] = mixed(all[row], of_code[column.codes[row]]);
    });
  };
  add("kind");
  for (const ComparedField& field : fields) add(field.path);
  for (std::uint64_t& one : all) one = std::max<std::uint64_t>(one, 1);
  return all;
}

/// Tells new records from old ones; those whose decisions or sources speak of them alone stay apart.
void settle_rows(Population& population, const Populations& populations, const ReadOptions& options) {
  std::unordered_set<std::string_view> apart_ids(options.apart.begin(), options.apart.end());
  std::vector<bool> apart(population.members.size());
  for (std::size_t i = 0; i < apart.size(); ++i) {
    std::uint32_t row = population.members[i];
    apart[i] =
        populations.source_of[row] != 0 || (!apart_ids.empty() && apart_ids.count(populations.ids[row]) != 0);
  }
  join_alike(population, apart, options.threads);
}

}  // namespace

Populations read_populations(const book::Book& book, const ReadOptions& options) {
  const model::Schema& schema = book.schemas().of(collection);
  std::vector<ComparedField> fields = compared_fields(schema, options.settings);
  Populations populations;
  populations.table = std::make_shared<model::Table>(
      std::move(book::read_tables(book, requests(fields, !options.settings.clean_sources.empty())).front()));
  io::give_back_memory();
  const model::Table& table = *populations.table;
  keep_ids(table.texts("id"), populations);
  populations.source_of = clean_sources(table, options.settings);
  std::vector<std::uint64_t> of_row = fingerprints(table, fields, options.threads);
  std::array<std::vector<std::uint32_t>, 2> sorted = sort_rows(table, fields);
  for (Who who : {Who::people, Who::organizations}) {
    std::vector<std::uint32_t>& members = sorted[static_cast<std::size_t>(who)];
    if (members.empty()) continue;
    populations.all.push_back(
        build_population(who, std::move(members), table, schema, fields, options.threads));
    Population& population = populations.all.back();
    for (std::uint32_t row : population.members) population.fingerprints.push_back(of_row[row]);
  }
  // What was read is no longer needed, and is as large as what was made of it.
  if (populations.all.size() < 2) populations.table.reset();
  io::give_back_memory();
  for (Population& population : populations.all) settle_rows(population, populations, options);
  return populations;
}

}  // namespace flatcrm::dedupe
