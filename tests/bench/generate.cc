// Makes the inputs of the benches: the same bytes for the same seed, on any machine.
//
//   bench_generate customers 1000000 > customers.csv       a source: about 160 bytes a row
//   bench_generate interactions 5000000 FOLDER CUSTOMERS   a collection by month, customers being those of the source
//   bench_generate yaml 20000 FOLDER                       one record a file
#include <sys/stat.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace {

/// splitmix64: a published generator small enough to be the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <std::size_t N>
  std::string_view of(const std::string_view (&list)[N]) {
    return list[below(N)];
  }

 private:
  std::uint64_t state_;
};

constexpr std::string_view given_names[] = {
    "Anna",  "Ben",  "Clara", "David", "Émilie", "Felix", "Greta", "Hans", "Irène", "Jakob", "Katrin", "Lars",
    "María", "Nils", "Olga",  "Peter", "Quinn",  "Rosa",  "Søren", "Théo", "Ulla",  "Vera",  "Wang",   "Zoë"};
constexpr std::string_view family_starts[] = {"Ber", "Dor", "Falk", "Gruen", "Hart",  "Kel",  "Lind", "Mar",
                                              "Neu", "Ost", "Pet",  "Ros",   "Stein", "Thal", "Wal",  "Zim"};
constexpr std::string_view family_ends[] = {"mann", "ner",   "berg", "sen",  "ström",
                                            "ski",  "hofer", "ley",  "feld", "müller"};
constexpr std::string_view streets[] = {"Hauptstraße", "Rue du Lac", "High Street",
                                        "Am Markt",    "Ringweg",    "Via Roma"};
constexpr std::string_view cities[] = {"Berlin", "München", "Zürich", "Wien",   "London",
                                       "Lyon",   "Milano",  "Oslo",   "Gdańsk", "Porto"};
constexpr std::string_view countries[] = {"DE", "DE", "CH", "AT", "GB", "FR", "IT", "NO", "PL", "PT"};
constexpr std::string_view notes[] = {
    "", "", "", "", "", "prefers mail", "met at the fair", "asks for, and pays, late"};

class Output {
 public:
  explicit Output(std::FILE* file) : file_(file) {}
  ~Output() { flush(); }
  template <typename... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    if (text_.size() > (1u << 20)) flush();
  }
  void flush() {
    std::fwrite(text_.data(), 1, text_.size(), file_);
    text_.clear();
  }

 private:
  std::FILE* file_;
  std::string text_;
};

std::string phone(Random& random, std::string_view country) {
  if (country == "DE")
    return fmt::format("0{} {}", 30 + random.below(60), 1'000'000 + random.below(9'000'000));
  if (country == "CH")
    return fmt::format("+41 {} {:03} {:02} {:02}", 21 + random.below(70), random.below(1000),
                       random.below(100), random.below(100));
  if (country == "GB") return fmt::format("020 {:04} {:04}", 7000 + random.below(1000), random.below(10000));
  if (country == "FR")
    return fmt::format("0{} {:02} {:02} {:02} {:02}", 1 + random.below(5), random.below(100),
                       random.below(100), random.below(100), random.below(100));
  return fmt::format("+49 (0) {}/{}", 151 + random.below(20), 1'000'000 + random.below(9'000'000));
}

void customers(std::uint64_t rows) {
  Random random(1);
  Output out(stdout);
  out.add(
      "Customer No,Name,First Name,Last "
      "Name,Email,Phone,Street,Postcode,City,Country,Company,Status,Since,Note\n");
  constexpr std::string_view states[] = {"active", "active", "lapsed", "prospect"};
  for (std::uint64_t i = 0; i < rows; ++i) {
    std::string_view given = random.of(given_names);
    std::string family = fmt::format("{}{}", random.of(family_starts), random.of(family_ends));
    std::size_t place = random.below(10);
    std::string note(random.of(notes));
    if (i % 50 == 0) note = fmt::format("called twice,\nasked for \"{}\"", i);
    bool quote = note.find_first_of(",\n\"") != std::string::npos;
    std::string quoted;
    for (char c : note) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    std::string name =
        i % 10 == 0 ? fmt::format("\"{}, {}\"", family, given) : fmt::format("{} {}", given, family);
    out.add("{},{},{},{},", 1'000'000 + i, name, given, family);
    out.add("{}.{}{}@example.{},", static_cast<char>('a' + i % 26), random.below(100'000), i,
            countries[place] == "GB" ? "co.uk" : "com");
    out.add("{},{} {},{:05},", phone(random, countries[place]), random.of(streets), 1 + random.below(200),
            10'000 + random.below(90'000));
    out.add("{},{},{}{} & Partner,", cities[place], countries[place], random.of(family_starts),
            random.of(family_ends));
    out.add("{},20{:02}-{:02}-{:02},{}\n", random.of(states), 5 + random.below(20), 1 + random.below(12),
            1 + random.below(28), quote ? "\"" + quoted + "\"" : note);
  }
}

void interactions(std::uint64_t rows, const std::string& folder, std::uint64_t customer_count) {
  constexpr std::string_view channels[] = {"phone", "phone", "email", "email", "email", "shop", "chat"};
  constexpr std::string_view kinds[] = {"call", "message", "message", "visit", "complaint", "meeting"};
  constexpr std::string_view texts[] = {"asked for a quote", "wants to be called back", "order status", "",
                                        "invoice sent again, with the new address"};
  constexpr std::uint64_t months = 36;
  mkdir(folder.c_str(), 0777);
  for (std::uint64_t month = 0; month < months; ++month) {
    std::uint64_t year = 2024 + month / 12;
    std::FILE* file = std::fopen(fmt::format("{}/{}-{:02}.csv", folder, year, month % 12 + 1).c_str(), "w");
    if (file == nullptr) std::exit(1);
    Random random(100 + month);
    {
      Output out(file);
      out.add("id,date,customer,staff,channel,direction,kind,text\n");
      std::uint64_t count = rows / months + (month < rows % months ? 1 : 0);
      for (std::uint64_t i = 0; i < count; ++i) {
        std::uint64_t day = 1 + i * 28 / count;
        out.add("{}-{:02}-{:02}-{:06x},{}-{:02}-{:02},customer-{:07},agent-{:03},{},{},{},{}\n", year,
                month % 12 + 1, day, i, year, month % 12 + 1, day, random.below(customer_count),
                random.below(60), random.of(channels), random.below(3) == 0 ? "in" : "out", random.of(kinds),
                [&] {
                  std::string_view text = random.of(texts);
                  return text.find(',') == std::string_view::npos ? std::string(text)
                                                                  : fmt::format("\"{}\"", text);
                }());
      }
    }
    std::fclose(file);
  }
}

void yaml(std::uint64_t rows, const std::string& folder) {
  mkdir(folder.c_str(), 0777);
  Random random(7);
  for (std::uint64_t i = 0; i < rows; ++i) {
    std::string id = fmt::format("customer-{:06}", i);
    std::FILE* file = std::fopen(fmt::format("{}/{}.yaml", folder, id).c_str(), "w");
    if (file == nullptr) std::exit(1);
    {
      std::string_view given = random.of(given_names);
      std::size_t place = random.below(10);
      Output out(file);
      out.add(
          "id: {}\nkind: person\nname: {} {}{}\ngiven_name: {}\nemails:\n  - {}{}@example.com\nphones:\n  - "
          "\"+4930{}\"\n",
          id, given, random.of(family_starts), random.of(family_ends), given, i, random.below(1000),
          1'000'000 + i);
      out.add(
          "addresses:\n  - street: {} {}\n    city: {}\n    country: {}\nstatus: active\nsources:\n  - "
          "source: shop\n    key: \"{}\"\n    first_seen: 2026-11-22\n",
          random.of(streets), random.below(100), cities[place], countries[place], i);
    }
    std::fclose(file);
  }
}

}  // namespace

int main(int count, char** words) {
  std::string_view what = count > 1 ? words[1] : "";
  std::uint64_t rows = count > 2 ? std::strtoull(words[2], nullptr, 10) : 0;
  if (what == "customers" && count == 3)
    customers(rows);
  else if (what == "interactions" && count == 5)
    interactions(rows, words[3], std::strtoull(words[4], nullptr, 10));
  else if (what == "yaml" && count == 4)
    yaml(rows, words[3]);
  else
    return std::fputs(
               "bench_generate customers ROWS | interactions ROWS FOLDER CUSTOMERS | yaml ROWS FOLDER\n",
               stderr),
           2;
  return 0;
}
