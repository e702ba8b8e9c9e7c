// What dedupe writes can be taken back, does not depend on threads, and never overrules a person.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "dedupe/apply.h"
#include "dedupe/proposals.h"
#include "dedupe/run.h"
#include "format/csv.h"
#include "import/plan.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::dedupe;
using test::Files;
using test::MemoryBook;

namespace {

using Random = std::mt19937;

template <typename List>
auto one_of(Random& random, const List& list) {
  return list[random() % list.size()];
}

std::string typo(Random& random, std::string text) {
  if (random() % 3 == 0 && text.size() > 4) std::swap(text[2], text[3]);
  return text;
}

struct Person {
  std::string given, family, street, city, mail, phone, born;
};

Person person(Random& random) {
  static const std::vector<std::string> given = {"Anna",  "Bernd", "Clara", "David", "Elif",
                                                 "Farid", "Greta", "Hugo",  "Irina"};
  static const std::vector<std::string> family = {"Abel",    "Brandt",  "Conti",  "Dubois",
                                                  "Eriksen", "Fischer", "Garcia", "Haller"};
  Person one{one_of(random, given), one_of(random, family), {}, {}, {}, {}, {}};
  one.street = one_of(random, family) + "weg " + std::to_string(random() % 90 + 1);
  one.city = one_of(random, std::vector<std::string>{"Bonn", "Köln", "Mainz"});
  one.mail = one.given + std::to_string(random() % 1000) + "@example.org";
  one.phone = "+4930" + std::to_string(1000000 + random() % 9000000);
  one.born = "19" + std::to_string(50 + random() % 50) + "-0" + std::to_string(1 + random() % 9) + "-1" +
             std::to_string(random() % 9);
  return one;
}

std::string yaml_of(Random& random, const std::string& id, const Person& one) {
  std::string text = random() % 4 == 0 ? "# by hand\n" : "";
  text += "id: " + id + "\nkind: person\n";
  text += random() % 3 == 0 ? "name: '" + one.given + " " + one.family + "'   # as she writes it\n"
                            : "name: " + one.given + " " + one.family + "\n";
  text += "given_name: " + one.given + "\nfamily_name: " + one.family + "\n";
  if (random() % 4 != 0)
    text += random() % 2 ? "emails: [" + one.mail + "]\n" : "emails:\n  - " + one.mail + "\n";
  if (random() % 4 != 0) text += "phones:\n  - \"" + one.phone + "\"\n";
  if (random() % 5 != 0) text += "addresses:\n  - street: " + one.street + "\n    city: " + one.city + "\n";
  if (random() % 3 != 0) text += "birthday: " + one.born + "\n";
  text += "sources:\n  - source: s" + std::to_string(random() % 3) + "\n    key: " + id +
          "\n    first_seen: 2026-01-0" + std::to_string(1 + random() % 9) + "\n";
  if (random() % 5 == 0) text += "hobbies:\n  - chess\n";
  return text;
}

/// Some people, a third of them twice, as YAML files and in a table.
Files random_book(Random& random, std::size_t people) {
  Files files{{"flatcrm.yaml", "format: 1\nname: Test\n"}};
  std::string table = "id,kind,name,given_name,family_name,emails,birthday\n";
  int number = 0;
  for (std::size_t i = 0; i < people; ++i) {
    Person one = person(random);
    std::size_t copies = random() % 3 == 0 ? 2 : 1;
    for (std::size_t copy = 0; copy < copies; ++copy) {
      std::string id = "p-" + std::to_string(100000 + ++number);
      if (random() % 4 == 0) {
        table += id + ",person," + one.given + " " + one.family + "," + one.given + "," + one.family + "," +
                 one.mail + "," + one.born + "\n";
      } else {
        files["customers/" + id + ".yaml"] = yaml_of(random, id, one);
      }
      one.given = typo(random, one.given);
      one.street = typo(random, one.street);
    }
  }
  files["customers/more.csv"] = table;
  return files;
}

/// Cells below those columns that hold something.
std::vector<std::vector<std::string>> filled_columns(const std::string& table) {
  std::vector<std::vector<std::string>> rows = format::read_csv(table).rows, kept(rows.size());
  for (std::size_t column = 0; column < rows[0].size(); ++column) {
    bool filled = false;
    for (std::size_t row = 1; row < rows.size(); ++row)
      filled = filled || (column < rows[row].size() && !rows[row][column].empty());
    for (std::size_t row = 0; filled && row < rows.size(); ++row) kept[row].push_back(rows[row][column]);
  }
  return kept;
}

std::vector<Proposal> proposals_of(const book::Book& book, int threads = 2) {
  Decisions decisions = read_decisions(book);
  RunOptions options;
  options.threads = threads;
  options.distinct = decisions.distinct();
  Run run = run_dedupe(book, options);
  return propose(book, run, decisions);
}

}  // namespace

TEST_CASE("a merge taken back leaves every byte as it was, whatever the order") {
  Random random(3);
  std::size_t merges = 0;
  for (int round = 0; round < 12; ++round) {
    MemoryBook memory(random_book(random, 60));
    Files before = memory.files();
    std::vector<Proposal> proposals;
    {
      book::Book book = memory.open();
      proposals = merges_at(proposals_of(book), 0.5);
      book::Changes changes;
      plan_decisions(book, {}, proposals, {"", "2026-11-22", "", "p.yaml"}, changes);
      memory.commit(book, changes);
    }
    while (true) {
      book::Book book = memory.open();
      std::string last;
      for (const auto& [path, text] : memory.files())
        if (path.starts_with("dedupe/merges/")) {
          std::size_t at = text.find("survivor: ") + 10;
          std::string survivor = text.substr(at, text.find('\n', at) - at);
          if (last.empty() || random() % 2) last = survivor;
        }
      if (last.empty()) break;
      book::Changes changes;
      plan_undo(book, last, changes);
      memory.commit(book, changes);
      ++merges;
    }
    REQUIRE(memory.files().size() == before.size());
    for (const auto& file : before) {
      const std::string &path = file.first, &text = file.second;
      CAPTURE(path);
      // A table that several merges changed keeps the columns that they added, all empty.
      if (path.ends_with(".csv"))
        CHECK(filled_columns(memory.files()[path]) == filled_columns(text));
      else
        CHECK(memory.files()[path] == text);
    }
  }
  CHECK(merges > 50);
}

TEST_CASE("the number of threads changes not a bit of what is proposed") {
  Random random(5);
  for (int round = 0; round < 4; ++round) {
    MemoryBook memory(random_book(random, 120));
    std::string one, four;
    for (int threads : {1, 4}) {
      book::Book book = memory.open(threads);
      Decisions decisions = read_decisions(book);
      RunOptions options;
      options.threads = threads;
      Run run = run_dedupe(book, options);
      (threads == 1 ? one : four) = print_proposals(book, run, propose(book, run, decisions));
    }
    CHECK(one == four);
    CHECK(one.size() > 1000);
  }
}

TEST_CASE("nothing decided is asked again, and a distinct stays apart in every cluster") {
  Random random(9);
  std::size_t asked = 0;
  for (int round = 0; round < 8; ++round) {
    MemoryBook memory(random_book(random, 60));
    std::vector<Proposal> first;
    {
      book::Book book = memory.open();
      first = proposals_of(book);
      for (Proposal& one : first)
        one.decision = random() % 2 ? "distinct" : one.decision == "link" ? "link" : "merge";
      book::Changes changes;
      try {
        plan_decisions(book, {}, first, {"ines", "2026-11-22", "", "p.yaml"}, changes);
      } catch (const Error&) {
        continue;  // what was drawn contradicts itself: refused as a whole
      }
      memory.commit(book, changes);
    }
    book::Book book = memory.open();
    Decisions decisions = read_decisions(book);
    for (const Proposal& again : proposals_of(book))
      for (std::size_t i = 0; i < again.records.size(); ++i)
        for (std::size_t j = i + 1; j < again.records.size(); ++j) {
          ++asked;
          CAPTURE(again.records[i]);
          CAPTURE(again.records[j]);
          CHECK_FALSE(decisions.is_decided(again.records[i], again.records[j]));
        }
  }
  MESSAGE("pairs asked after all decisions: " << asked);
}

TEST_CASE("a source that is imported again finds the one that a merge left, and brings nobody back") {
  Random random(13);
  const std::string list =
      "Id,Name,Mail\n1,Anna Abel,anna.abel7@example.org\n2,Anna Abel,anna.abel7@example.org\n3,Hugo "
      "Conti,h.conti@example.org\n";
  const std::string profile =
      "source: crm\ncollection: customers\nkey: [Id]\nfields:\n  name: Name\n  emails: [Mail]\n  kind: "
      "{const: person}\n";
  MemoryBook memory(Files{});
  auto import_list = [&] {
    book::Book book = memory.open();
    auto source = import::Source::open("list.csv", io::Bytes(list), {});
    const import::ImportSource listed{source, import::parse_profile(profile, "p.yaml")};
    import::ImportPlan plan = import::plan_import(book, {listed}, {.as_of = "2026-11-22"});
    memory.commit(book, plan.changes);
  };
  import_list();
  {
    book::Book book = memory.open();
    std::vector<Proposal> merge = merges_at(proposals_of(book), 0.5);
    REQUIRE(merge.size() == 1);
    book::Changes changes;
    plan_decisions(book, {}, merge, {"", "2026-11-22", "", "p.yaml"}, changes);
    memory.commit(book, changes);
  }
  Files merged = memory.files();
  import_list();
  CHECK(memory.files() == merged);
  book::Book book = memory.open();
  CHECK(proposals_of(book).empty());
}
