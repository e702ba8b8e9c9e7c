// Random edits of hand-written files through whole transactions: every edited field has its new value, every other field and every line that
// no edit belongs to stays as it was.
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "book/read.h"
#include "book/write.h"
#include "support/temp_book.h"

using namespace flatcrm;
using namespace std::chrono_literals;
using test::TempBook;

namespace {

const std::map<std::string, std::string> hand_written{
    {"customers/plain.yaml",
     "# our oldest customer\nid: plain\n\nname: Acme   # since 1999\nnotes: |\n  first line\n\n  third "
     "line\nemails:\n# the office\n- a@b.example\n"
     "- 'c@d.example'  # private\nstatus: \"active\"\nunknown_key: {x: 1, y: [2, 3]}\n# the end\n"},
    {"customers/flow.yaml",
     "{id: flow, name: 'It''s flow', emails: [a@x.example, \"b@x.example\"], status: prospect}\n"},
    {"customers/windows.yaml",
     "id: windows\r\nname: Über & Söhne\r\nstatus: lead # trailing\r\naddresses:\r\n  - city: Köln\r\n    "
     "country: DE\r\n  - city: Bonn\r\n"},
    {"customers/several.yaml",
     "---\nid: one\nname: Eins\ncity_of_birth: &c Ulm\n---\n# second\nid: two\nname: Zwei\ncity_of_birth: "
     "*c2\n"},
    {"customers/many.yaml",
     "id: m-1\nname: >\n  folded\n  text\nstatus: active\n---\nid: m-2\nname: Second\nphones: [ '+4930123' "
     "]\n...\n---\nid: m-3\nname: Third"},
    {"customers/semicolon.csv",
     "\xEF\xBB\xBFid;name;notes;status;\"odd;column\"\r\ns-1;\"A;B\";\"two\r\nlines\";active;x\r\ns-2;plain;;"
     ";\r\ns-3;\"quoted\";'q';lead;y\r\n"},
    {"customers/tabs.csv", "id\tname\tstatus\nt-1\tAlpha\tactive\nt-2\tBeta \"B\"\tlead\n\nt-3\tGamma\t"},
    {"customers/sorted.csv",
     "id,name,status,emails\na-1,Ann,active,x@y.example\nb-1,\"Bob, "
     "Jr\",lead,\nz-1,Zoe,former,\"p@q.example; r@s.example\"\n"},
};

using Records = std::map<std::string, std::map<std::string, std::string>>;

struct RecordAt {
  std::string file;
  io::Stamp stamp;
  std::uint32_t index;
};

Records read_all(const book::Book& book, std::map<std::string, RecordAt>* places = nullptr) {
  Records all;
  core::Problems problems;
  const model::Paths& paths = book.paths("customers");
  for (const book::LoadedFile& file : book::load_collection(book, "customers", problems))
    for (std::size_t row = 0; row < file.records.size(); ++row) {
      model::Record record = file.records[row];
      std::string id(record.id());
      REQUIRE(all.count(id) == 0);
      for (const model::Value& value : record.values())
        if (!value.text.empty()) all[id][paths[value.path].text] = std::string(value.text);
      if (places != nullptr) (*places)[id] = {file.file.path, file.bytes.stamp(), record.index()};
    }
  return all;
}

std::multiset<std::string> lines_of(const std::string& text) {
  std::multiset<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    lines.insert(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::size_t lines_gone(const std::string& before, const std::string& after) {
  std::multiset<std::string> left = lines_of(after);
  std::size_t gone = 0;
  for (const std::string& line : lines_of(before)) {
    auto same = left.find(line);
    if (same == left.end())
      ++gone;
    else
      left.erase(same);
  }
  return gone;
}

const std::vector<std::string> values{
    "Neu",      "with # hash",  "colon: here", "line\nbreak", " lead", "trail ",   "\"quoted\"", "it's",
    "a;b,c\td", "{not: flow}",  "- dash",      "*star",       "&amp",  "yes",      "null",       "2026-11-22",
    "007",      "Ünïcödé 王伟", "@at",         "%percent",    "[x]",   "> folded", "| literal",  "!tag"};

}  // namespace

TEST_CASE("one changed field changes one line, and nothing else in the book") {
  TempBook folder(hand_written);
  folder.write("customers/several.yaml",
               "---\nid: one\nname: Eins\ncity_of_birth: Ulm\n---\n# second\nid: two\nname: Zwei\n");
  for (const auto& [id, file] : std::map<std::string, std::string>{{"plain", "plain.yaml"},
                                                                   {"flow", "flow.yaml"},
                                                                   {"windows", "windows.yaml"},
                                                                   {"two", "several.yaml"},
                                                                   {"m-2", "many.yaml"},
                                                                   {"s-2", "semicolon.csv"},
                                                                   {"t-3", "tabs.csv"},
                                                                   {"b-1", "sorted.csv"}}) {
    std::map<std::string, std::string> before = folder.files();
    book::WriteSession session(io::posix(), folder.root(), {"test", 1s, ""}, 2);
    std::map<std::string, RecordAt> places;
    read_all(session.book(), &places);
    book::Changes changes;
    book::CollectionChanges& customers = changes.of("customers");
    const RecordAt& place = places.at(id);
    customers.update(customers.file(place.file, place.stamp), place.index, id,
                     {{session.book().paths("customers").intern("name"), "", "Changed"}});
    session.commit(changes);
    std::map<std::string, std::string> after = folder.files();
    for (const auto& one : before) {
      const auto& path = one.first;  // clang 14 captures no structured binding
      const auto& text = one.second;
      CAPTURE(path);
      if (path != "customers/" + file)
        CHECK(after[path] == text);
      else
        CHECK(lines_gone(text, after[path]) == 1);
    }
  }
}

TEST_CASE("random edits, insertions and removals leave every other record and line as it was") {
  std::mt19937 random(11);
  const std::vector<std::string> fields{"name",  "notes",        "status", "emails", "addresses.1.city",
                                        "hobby", "consent.email"};
  for (int round = 0; round < 40; ++round) {
    TempBook folder(hand_written);
    folder.write("customers/several.yaml",
                 "---\nid: one\nname: Eins\ncity_of_birth: Ulm\n---\n# second\nid: two\nname: Zwei\n");
    for (int step = 0; step < 6; ++step) {
      std::map<std::string, std::string> before = folder.files();
      book::WriteSession session(io::posix(), folder.root(), {"test", 1s, ""}, 2);
      model::Paths& paths = session.book().paths("customers");
      std::map<std::string, RecordAt> places;
      Records expected = read_all(session.book(), &places);
      book::Changes changes;
      book::CollectionChanges& customers = changes.of("customers");
      std::set<std::string> touched;
      for (auto& [id, place] : places) {
        if (random() % 4 != 0) continue;
        touched.insert(place.file);
        std::uint32_t file = customers.file(place.file, place.stamp);
        if (random() % 6 == 0) {
          customers.remove(file, place.index, changes.arena.keep(id));
          expected.erase(id);
          continue;
        }
        std::vector<book::FieldEdit> edits;
        std::set<std::string> done;
        for (std::size_t n = 1 + random() % 3; n > 0; --n) {
          const std::string& field = fields[random() % fields.size()];
          if (!done.insert(field).second) continue;
          bool clear = random() % 4 == 0;
          std::string value = field == "emails"
                                  ? "n@o.example; " + std::to_string(random() % 3) + "@p.example"
                                  : values[random() % values.size()];
          if (clear) {
            edits.push_back({paths.intern(field), "", {}});
            expected[id].erase(field);
          } else {
            edits.push_back({paths.intern(field), "", changes.arena.keep(value)});
            expected[id][field] = value;
          }
        }
        customers.update(file, place.index, changes.arena.keep(id), edits);
      }
      if (random() % 2 == 0) {
        std::string id = "new-" + std::to_string(round) + "-" + std::to_string(step);
        customers.created.begin();
        customers.created.add(model::Paths::id, changes.arena.keep(id));
        customers.created.add(paths.intern("name"), "New one");
        customers.created.end(0, 0);
        expected[id] = {{"id", id}, {"name", "New one"}};
      }
      session.commit(changes);
      book::Book again = book::Book::open(folder.root(), 1);
      REQUIRE(read_all(again) == expected);
      std::map<std::string, std::string> after = folder.files();
      for (const auto& [path, text] : before)
        if (touched.count(path) == 0) REQUIRE(after[path] == text);
    }
  }
}
