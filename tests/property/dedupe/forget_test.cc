// Whoever is forgotten stands nowhere in the book any more, and no import of any source brings a byte of the person back.
#include "book/forget.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "book/forgotten.h"
#include "book/identifiers.h"
#include "core/text.h"
#include "dedupe/decisions.h"
#include "format/csv.h"
#include "import/plan.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

using Random = std::mt19937;

struct Person {
  std::string given, family, email, phone, city;
  std::string name() const { return given + " " + family; }
};

std::vector<Person> random_people(Random& random, int count) {
  static const std::vector<std::string> given = {"Eva", "J\xc3\xbcrg", "Mary-Ann", "Otto", "Wang"};
  static const std::vector<std::string> family = {"Lang", "O'Neil", "van der Berg", "M\xc3\xbcller"};
  std::vector<Person> people;
  for (int i = 0; i < count; ++i)
    people.push_back({given[random() % given.size()], family[random() % family.size()] + std::to_string(i),
                      random() % 3 ? "p" + std::to_string(i) + ".x@Example.org" : "",
                      random() % 3 ? "030 90182" + std::to_string(100 + i) : "", random() % 2 ? "Ulm" : ""});
  return people;
}

/// The same people in a shop's list, in a fair's list, and in what they bought and said.
std::vector<std::pair<std::string, std::string>> sources_of(Random& random,
                                                            const std::vector<Person>& people) {
  std::string shop = "Nr,First,Last,Mail,Phone,City,Note,Hobby\n", fair = "Name,Mail,Tel,Zip\n";
  std::string sales = "No,Date,Customer,Amount,Contact\n", calls = "Day,Who,Text,Caller\n",
              deals = "No,Title,Customer,Worth\n";
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Person& one = people[i];
    std::string number = std::to_string(i);
    shop += number + "," + one.given + "," + one.family + "," + one.email + "," + one.phone + "," + one.city +
            ",likes tea," + (random() % 2 ? "chess" : "") + "\n";
    if (!one.email.empty() || !one.phone.empty())
      fair += (random() % 2 ? one.name() : "\"" + one.family + ", " + one.given + "\"") + "," + one.email +
              "," + one.phone + ",89073\n";
    if (random() % 2)
      sales += "R" + number + ",2026-03-0" + std::to_string(1 + i % 9) + "," + number + ",10.50," +
               one.name() + "\n";
    if (random() % 2)
      calls += "2026-04-01," + (one.email.empty() ? one.name() : one.email) + ",said " + one.name() + "," +
               one.phone + "\n";
    if (random() % 2) deals += "D" + number + "," + one.name() + " bike," + number + ",900\n";
  }
  return {{"source: shop\ncollection: customers\nkey: [Nr]\nregion: DE\nfields: {name: '{First} {Last}', "
           "given_name: First, family_name: "
           "Last, emails: Mail, phones: Phone, addresses.1.city: City, addresses.1.label: {const: home}, "
           "notes: Note, hobby: Hobby}\n",
           shop},
          {"source: fair\ncollection: customers\nmatch: [emails]\nregion: DE\nfields: {name: Name, emails: "
           "Mail, phones: Tel, "
           "addresses.1.postcode: Zip}\n",
           fair},
          {"source: shop\ncollection: sales\nkey: [No]\nfields: {date: Date, kind: {const: invoice}, "
           "customer: {from: Customer, by: key}, "
           "amount: Amount, contact: Contact}\n",
           sales},
          {"source: hotline\ncollection: interactions\nfields: {date: Day, customer: Who, text: Text, "
           "caller: Caller}\n",
           calls},
          {"source: shop\ncollection: deals\nkey: [No]\nfields: {name: Title, customer: {from: Customer, by: "
           "key}, amount: Worth}\n",
           deals}};
}

RowCounts bring(MemoryBook& book, const std::string& profile, const std::string& text) {
  SourceOptions options;
  options.encoding = "UTF-8";
  options.delimiter = ",";
  options.header = 1;
  if (std::count(text.begin(), text.end(), '\n') < 2) return {};
  book::Book opened = book.open();
  ImportOptions import_options;
  import_options.as_of = "2026-11-22";
  ImportPlan plan = plan_import(
      opened, {{Source::open("list.csv", io::Bytes(text), options), parse_profile(profile, "p.yaml")}},
      import_options);
  book.commit(opened, plan.changes);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  return rows;
}

book::Forgot forget(MemoryBook& book, const std::string& id) {
  book::Book opened = book.open();
  book::Changes changes;
  book::Forgot forgot = book::plan_forget(opened, {"customers", id, "2026-11-22", "salt"}, changes);
  dedupe::forget_decisions(opened, forgot.ids, forgot.words, changes);
  book.commit(opened, changes);
  return forgot;
}

/// Where a file holds one of the words, for the message.
std::string where(const Files& files, const std::vector<std::string>& words) {
  for (const auto& [path, text] : files)
    if (book::names_any(path, words) || book::names_any(text, words)) return path + "\n" + text;
  return "";
}

std::string id_of(const Files& files, const std::string& name) {
  for (const auto& [path, text] : files) {
    if (!path.starts_with("customers/")) continue;
    if (path.ends_with(".yaml") && text.find("name: " + name + "\n") != std::string::npos)
      return path.substr(10, path.size() - 15);
    if (!path.ends_with(".csv")) continue;
    std::vector<std::vector<std::string>> rows = format::read_csv(text).rows;
    auto column =
        static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), "name") - rows[0].begin());
    for (const std::vector<std::string>& row : rows)
      if (column < row.size() && row[column] == name) return row[0];
  }
  return "";
}

double sum_of_sales(const Files& files) {
  double count = 0;
  for (const auto& [path, text] : files)
    if (path.starts_with("sales/"))
      for (std::size_t at = text.find("10.50"); at != text.npos; at = text.find("10.50", at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("whoever is forgotten stands nowhere, and no source brings a byte back") {
  int times = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<Person> people = random_people(random, 6);
    auto sources = sources_of(random, people);
    std::string layout = std::vector<std::string>{"yaml", "csv", "csv-sharded"}[seed % 3];
    CAPTURE(layout);
    MemoryBook book(
        Files{{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: " + layout + ", deals: yaml}\n"}});
    for (const auto& [profile, text] : sources) bring(book, profile, text);
    const Person& person = people[seed % people.size()];
    std::string id = id_of(book.files(), person.name());
    REQUIRE(id != "");
    double sales = sum_of_sales(book.files());
    book::Forgot forgot = forget(book, id);
    std::vector<std::string> words = forgot.words;
    words.insert(words.end(), forgot.ids.begin(), forgot.ids.end());
    if (!forgot.mentions.empty()) continue;  // someone else's record says so in words of its own
    ++times;
    CHECK(where(book.files(), words) == "");
    CHECK(sum_of_sales(book.files()) == sales);
    Files after = book.files();
    for (int round = 0; round < 2; ++round) {
      std::shuffle(sources.begin(), sources.end(), random);
      for (const auto& [profile, text] : sources) {
        bring(book, profile, text);
        CHECK(where(book.files(), words) == "");
      }
    }
    CHECK((book.files() == after));
    CHECK_THROWS_AS(forget(book, forgot.id), Error);
  }
  CHECK(times > 20);
}

TEST_CASE("marks hold no text, and one that is cut short is an error") {
  MemoryBook book(Files{{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: yaml}\n"}});
  bring(book, "source: a\ncollection: customers\nkey: [N]\nfields: {name: Name, emails: M}\n",
        "N,Name,M\n1,Eva Lang,eva@example.org\n2,Otto Kurz,otto@example.org\n");
  forget(book, id_of(book.files(), "Eva Lang"));
  std::string marks = book.files()["forgotten.csv"];
  CHECK(marks.find("eva") == std::string::npos);
  std::string first = marks;
  forget(book, id_of(book.files(), "Otto Kurz"));
  marks = book.files()["forgotten.csv"];
  for (std::size_t at = 0, end; (end = first.find('\n', at)) != first.npos; at = end + 1)
    CHECK(marks.find(first.substr(at, end - at + 1)) != std::string::npos);
  book::Book opened = book.open();
  CHECK(book::Forgotten::read(opened).find(book::identifier("customers", "email", "eva@example.org")) != "");
  CHECK(book::Forgotten::read(opened).find(book::identifier("customers", "email", "ida@example.org")) == "");
  MemoryBook broken(
      Files{{"flatcrm.yaml", "format: 1\nname: T\n"}, {"forgotten.csv", marks.substr(0, marks.size() - 5)}});
  book::Book again = broken.open();
  CHECK_THROWS_WITH_AS(book::Forgotten::read(again), doctest::Contains("cut short"), Error);
}
