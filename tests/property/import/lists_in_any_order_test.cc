// Several lists of the same people, each imported whole or in parts, in any order and again: always the same book.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "import/plan.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}

struct List {
  std::string name;
  std::vector<std::string> rows;
};

const std::string fields =
    "collection: customers\nmatch: [emails]\nid_from: emails\nremember: true\nregion: DE\n"
    "fields:\n  name: Name\n  emails: Mail\n  title: Title\n  phones: {from: Phones, split: '|'}\n"
    "  tags: {from: Tags, split: '|'}\n  addresses.1.street: Street\n  notes: Note\n  hobby: Hobby\n";

/// Often the same as another list has, often something else, sometimes nothing.
std::string one_of(Random& random, std::string_view what) {
  std::size_t number = below(random, 4);
  return number == 0 ? "" : std::string(what) + std::to_string(number);
}

std::string several_of(Random& random, std::string_view what) {
  std::string out;
  for (std::size_t i = below(random, 4); i > 0; --i)
    out += (out.empty() ? "" : "|") + std::string(what) + std::to_string(below(random, 5));
  return out;
}

std::vector<List> random_lists(Random& random) {
  std::vector<List> lists;
  std::size_t people = 1 + below(random, 6);
  for (const char* name : {"google", "crm-list", "linkedin", "rolodex"}) {
    List list{name, {}};
    for (std::size_t person = 0; person < people; ++person) {
      if (random() % 4 == 0) continue;
      std::string number = std::to_string(person);
      list.rows.push_back("Person " + number + ",p" + number + "@Example.org," + one_of(random, "Title ") +
                          "," + several_of(random, "030 99999") + "," + several_of(random, "tag") + "," +
                          one_of(random, "Street ") + "," + one_of(random, "Note ") + "," +
                          one_of(random, "Hobby ") + "\n");
    }
    if (!list.rows.empty()) lists.push_back(list);
  }
  return lists;
}

void bring(MemoryBook& book, const std::vector<List>& lists) {
  std::vector<ImportSource> sources;
  for (const List& list : lists) {
    std::string text = "Name,Mail,Title,Phones,Tags,Street,Note,Hobby\n";
    for (const std::string& row : list.rows) text += row;
    SourceOptions options;
    options.encoding = "UTF-8";
    options.delimiter = ",";
    options.header = 1;
    sources.push_back({Source::open(list.name + ".csv", io::Bytes(text), options),
                       parse_profile("source: " + list.name + "\n" + fields, "p.yaml")});
  }
  book::Book opened = book.open(2);
  ImportOptions options;
  options.as_of = "2026-11-22";
  ImportPlan plan = plan_import(opened, sources, options);
  const RowCounts& counts = plan.summary.rows;
  CHECK(counts.rejected == 0);
  CHECK(counts.read == counts.created + counts.updated + counts.unchanged);
  book.commit(opened, plan.changes);
}

MemoryBook new_book(const std::string& layout) {
  return MemoryBook({{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: " + layout + "}\n"}});
}

/// Each list whole or in two parts, all of them in any order, some twice.
std::vector<List> random_order(Random& random, const std::vector<List>& lists) {
  std::vector<List> out;
  for (const List& list : lists) {
    List first{list.name, {}}, second{list.name, {}};
    for (const std::string& row : list.rows) (random() % 2 ? first : second).rows.push_back(row);
    if (random() % 2) first = list;
    for (const List& part : {first, second, random() % 2 ? list : first})
      if (!part.rows.empty()) out.push_back(part);
  }
  std::shuffle(out.begin(), out.end(), random);
  return out;
}

std::string all_of(const Files& files) {
  std::string out;
  for (const auto& [path, text] : files) out += path + "\n" + text;
  return out;
}

}  // namespace

TEST_CASE("lists of the same people end in the same book whichever is imported first, apart or together") {
  for (unsigned seed = 1; seed <= 16; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<List> lists = random_lists(random);
    std::string layout = std::vector<std::string>{"yaml", "csv"}[seed % 2];
    MemoryBook together = new_book(layout);
    bring(together, lists);
    for (int time = 0; time < 3; ++time) {
      MemoryBook apart = new_book(layout);
      for (const List& list : random_order(random, lists)) bring(apart, {list});
      CHECK(all_of(apart.files()) == all_of(together.files()));
    }
    Files before = together.files();
    for (const List& list : random_order(random, lists)) bring(together, {list});
    CHECK(all_of(together.files()) == all_of(before));
  }
}

namespace {

/// The lines of a list in a record's file, "  - 1\n  - 2\n"; empty where it is absent.
std::string& reverse_list(std::string& text, const std::string& field) {
  std::size_t begin = text.find("\n" + field + ":\n");
  if (begin == text.npos) return text;
  begin += field.size() + 3;
  std::vector<std::string> lines;
  std::size_t end = begin;
  while (text.compare(end, 4, "  - ") == 0) {
    std::size_t next = text.find('\n', end) + 1;
    lines.push_back(text.substr(end, next - end));
    end = next;
  }
  std::string reversed;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) reversed += *line;
  return text.replace(begin, end - begin, reversed);
}

void take_away_line(std::string& text, const std::string& field) {
  if (std::size_t at = text.find("\n" + field + ": "); at != text.npos)
    text.erase(at + 1, text.find('\n', at + 1) - at);
}

bool write_title(std::string& text) {
  std::size_t at = text.find("\ntitle: ");
  if (at == text.npos) return false;
  text.replace(at + 1, text.find('\n', at + 1) - at - 1, "title: Mine");
  return true;
}

}  // namespace

TEST_CASE(
    "what a person wrote, took away or put in another order stays when the lists come again, to the byte") {
  for (unsigned seed = 1; seed <= 16; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<List> lists = random_lists(random);
    MemoryBook book = new_book("yaml");
    bring(book, lists);
    for (auto& [path, text] : book.files()) {
      if (path == "flatcrm.yaml") continue;
      if (random() % 2) write_title(text);
      if (random() % 2) take_away_line(text, "notes");
      if (random() % 2) take_away_line(text, "hobby");
      if (random() % 2) reverse_list(text, "phones");
      if (random() % 2) reverse_list(text, "tags");
    }
    std::string before = all_of(book.files());
    for (const List& list : random_order(random, lists)) bring(book, {list});
    CHECK(all_of(book.files()) == before);
    bring(book, lists);
    CHECK(all_of(book.files()) == before);
  }
}

TEST_CASE("what a person wrote stays when lists come that have not been there before") {
  std::size_t written = 0;
  for (unsigned seed = 1; seed <= 16; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<List> lists = random_lists(random);
    std::shuffle(lists.begin(), lists.end(), random);
    MemoryBook book = new_book("yaml");
    if (lists.empty()) continue;
    bring(book, {lists[0]});
    std::vector<std::string> edited;
    for (auto& [path, text] : book.files())
      if (path != "flatcrm.yaml" && write_title(text)) edited.push_back(path);
    for (std::size_t i = 1; i < lists.size(); ++i) bring(book, {lists[i]});
    for (const std::string& path : edited)
      CHECK(book.files().at(path).find("\ntitle: Mine\n") != std::string::npos);
    written += edited.size();
  }
  CHECK(written > 15);
}
