#include "import/merge.h"

#include <doctest/doctest.h>

#include <map>

#include "model/schema.h"

using namespace flatcrm;
using namespace flatcrm::import;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One record and what rows of sources do to it.
class Bench {
 public:
  Bench()
      : schemas_(model::Schemas::built_in()),
        paths_(schemas_.of("customers")),
        words_(paths_),
        merger_(paths_, arena_) {}

  /// `said`: an entry of `sources` and what it said.
  void begin(Fields record, const std::vector<std::pair<int, Fields>>& said = {}) {
    RecordMap map;
    remembers_ = !said.empty();
    for (const auto& [entry, fields] : said) {
      std::string path = "sources." + std::to_string(entry) + ".said";
      record.emplace_back(path, std::string(words_.of(values(fields), map, arena_)));
    }
    before_ = values(record);
    merger_.begin(before_);
  }
  struct Row {
    Fields fields;
    std::string source = "crm", key = "7", updated = {};
    std::string rules = {};
    bool gives_id = false;
  };
  bool apply(const Row& row) {
    std::string yaml = "source: x\ncollection: customers\nfields: {name: N}\n" + row.rules;
    RecordMap& map = maps_.emplace_back();
    map.rules = Rules(parse_profile(yaml, "p.yaml"));
    RowParts parts;
    std::vector<model::Value>& fields = kept_.emplace_back(values(row.fields));
    parts.fields = fields;
    parts.context.map = &map;
    parts.context.source = arena_.keep(row.source);
    parts.context.key = arena_.keep(row.key);
    parts.context.first_seen = "2026-11-22";
    if (!row.updated.empty()) parts.context.updated = arena_.keep(row.updated);
    parts.context.gives_id = row.gives_id;
    if (remembers_) map.said_path = paths_.intern("sources.1.said");
    if (remembers_ && !row.gives_id) parts.context.said = words_.of(fields, map, arena_);
    return merger_.apply(parts);
  }
  std::string value(std::string_view path) {
    for (const model::Value& value : merger_.values())
      if (paths_[value.path].text == path) return std::string(value.text);
    return "absent";
  }
  /// "phones: a -> b", in the order of the record; without `said`, which has tests of its own.
  std::vector<std::string> edits() {
    std::vector<book::FieldEdit> edits;
    merger_.edits(before_, edits);
    std::vector<std::string> out;
    auto show = [](std::string_view text) {
      return text.data() == nullptr ? std::string("absent") : std::string(text);
    };
    for (const book::FieldEdit& edit : edits)
      if (!paths_[edit.path].text.ends_with(".said"))
        out.push_back(paths_[edit.path].text + ": " + show(edit.before) + " -> " + show(edit.after));
    return out;
  }
  std::size_t conflicts() { return merger_.conflicts().size(); }

 private:
  std::vector<model::Value> values(const Fields& fields) {
    std::vector<model::Value> out;
    for (const auto& [path, text] : fields) out.push_back({arena_.keep(text), paths_.intern(path), 0});
    return out;
  }

  core::Arena arena_;
  model::Schemas schemas_;
  model::Paths paths_;
  SaidWords words_;
  bool remembers_ = false;
  Merger merger_;
  std::vector<model::Value> before_;
  std::deque<RecordMap> maps_;
  std::deque<std::vector<model::Value>> kept_;
};

const Fields owned = {{"name", "Acme"},
                      {"sources.1.source", "crm"},
                      {"sources.1.key", "7"},
                      {"sources.1.first_seen", "2026-01-01"}};
const Fields shared = {{"name", "Acme"},
                       {"sources.1.source", "crm"},
                       {"sources.1.key", "7"},
                       {"sources.1.first_seen", "2026-01-01"},
                       {"sources.2.source", "shop"},
                       {"sources.2.key", "A"},
                       {"sources.2.first_seen", "2026-02-01"}};
const Fields by_hand = {{"name", "Acme"}, {"notes", "met at the fair"}};
using Edits = std::vector<std::string>;

}  // namespace

TEST_CASE("what stands there already changes nothing") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acme"}}}});
  CHECK_FALSE(bench.apply({{{"name", "Acme"}}}));
  CHECK(bench.edits().empty());
  CHECK(bench.conflicts() == 0);
}

TEST_CASE("a given value fills what is absent, under every rule") {
  for (std::string rule : {"fill", "newer", "overwrite", "keep", "union"}) {
    CAPTURE(rule);
    Bench bench;
    bench.begin(shared);
    Bench::Row row{{{"notes", "new"}}};
    row.rules = "rules: {default: " + rule + "}\n";
    CHECK(bench.apply(row));
    CHECK(bench.edits() == Edits{"notes: absent -> new"});
  }
}

TEST_CASE("fill takes a changed value from the source that said the old one, and only its one line") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acme"}}}});
  CHECK(bench.apply({{{"name", "Acme Ltd"}}}));
  CHECK(bench.edits() == Edits{"name: Acme -> Acme Ltd"});
  CHECK(bench.conflicts() == 0);
}

TEST_CASE("a person's edit is not undone, neither by the same word again nor by another one") {
  for (std::string rule : {"fill", "newer"}) {
    CAPTURE(rule);
    Bench bench;
    bench.begin(owned, {{1, {{"name", "Acne"}}}});  // the source said Acne, someone wrote Acme
    std::string rules = "rules: {default: " + rule + "}\n";
    CHECK_FALSE(bench.apply({{{"name", "Acne"}}, "crm", "7", "", rules}));
    CHECK(bench.value("name") == "Acme");
    CHECK(bench.conflicts() == 1);
    bench.begin(owned, {{1, {{"name", "Acne"}}}});
    bench.apply({{{"name", "Acne Ltd"}}, "crm", "7", "", rules});
    CHECK(bench.value("name") == "Acme");
    CHECK(bench.edits().empty());
    CHECK(bench.conflicts() == 2);
  }
}

TEST_CASE("the other fields of a record that a person edited still follow the source") {
  Bench bench;
  Fields edited = owned;
  edited.push_back({"notes", "as before"});
  bench.begin(edited, {{1, {{"name", "Acne"}, {"notes", "as before"}}}});
  CHECK(bench.apply({{{"name", "Acne"}, {"notes", "new"}}}));
  CHECK(bench.edits() == Edits{"notes: as before -> new"});
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("once a source says what a person wrote, it is its own word again") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acne"}}}});
  CHECK(bench.apply({{{"name", "Acme"}}}));  // only what it said changes
  CHECK(bench.edits().empty());
  bench.begin(owned, {{1, {{"name", "Acme"}}}});
  CHECK(bench.apply({{{"name", "Acme Ltd"}}}));
  CHECK(bench.value("name") == "Acme Ltd");
}

TEST_CASE("a row that is silent about a field leaves the memory of it") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acme"}}}});
  CHECK(bench.apply({{{"notes", "new"}}}));
  CHECK(bench.apply({{{"name", "Acme Ltd"}}}));
  CHECK(bench.value("name") == "Acme Ltd");
}

TEST_CASE(
    "without a memory the one source of a record changes its values, unless its row is the one that it was") {
  Bench bench;
  bench.begin(owned);
  CHECK(bench.apply({{{"name", "Acme Ltd"}}}));
  CHECK(bench.edits() == Edits{"name: Acme -> Acme Ltd"});
  CHECK(bench.conflicts() == 0);
  Fields dated = owned;
  dated.emplace_back("sources.1.updated", "2026-11-03T10:00:00Z");
  Bench::Row row{{{"name", "Acme Ltd"}}};
  row.updated = "2026-11-03T10:00:00Z";
  bench.begin(dated);
  CHECK_FALSE(bench.apply(row));  // someone edited the record since
  CHECK(bench.value("name") == "Acme");
  row.updated = "2026-11-03T10:00:01Z";
  CHECK(bench.apply(row));
  CHECK(bench.value("name") == "Acme Ltd");
}

TEST_CASE("each of several sources may change its own word, but not what two of them say") {
  Bench bench;
  Fields record = shared;
  record.push_back({"notes", "from the shop"});
  bench.begin(record, {{1, {{"name", "Acme"}}}, {2, {{"name", "Acme"}, {"notes", "from the shop"}}}});
  Bench::Row row{{{"name", "Acme Ltd"}, {"notes", "new"}}};
  row.source = "shop";
  row.key = "A";
  CHECK(bench.apply(row));
  CHECK(bench.edits() == Edits{"notes: from the shop -> new"});
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("where lists remember, the one whose name comes first counts, whichever was imported first") {
  Fields record = {{"title", "Director"}, {"sources.1.source", "linkedin"}, {"sources.1.key", "7"}};
  Bench::Row row{{{"title", "Chief"}}, "google", "g"};
  SUBCASE("it takes the place of a later name's word, and stands before it") {
    Bench bench;
    bench.begin(record, {{1, {{"title", "Director"}}}});
    CHECK(bench.apply(row));
    CHECK(bench.value("title") == "Chief");
    CHECK(bench.value("sources.1.source") == "google");
    CHECK(bench.value("sources.2.source") == "linkedin");
    CHECK(bench.value("sources.2.key") == "7");
    CHECK(bench.conflicts() == 1);  // which says that it gave way
  }
  SUBCASE("not of a name that comes before it") {
    Bench bench;
    bench.begin(record, {{1, {{"title", "Director"}}}});
    row.source = "outlook";
    CHECK(bench.apply(row));
    CHECK(bench.value("title") == "Director");
    CHECK(bench.value("sources.2.source") == "outlook");
  }
  SUBCASE("not of what a person wrote") {
    Bench bench;
    bench.begin(record, {{1, {{"title", "Dir."}}}});
    bench.apply(row);
    CHECK(bench.value("title") == "Director");
  }
  SUBCASE("not where a person chose another list's word than the one that counted") {
    Bench bench;
    record.insert(record.end(), {{"sources.2.source", "rolodex"}, {"sources.2.key", "8"}});
    bench.begin(record, {{1, {{"title", "Head"}}}, {2, {{"title", "Director"}}}});
    bench.apply(row);
    CHECK(bench.value("title") == "Director");
  }
  SUBCASE("not where it said something else of the field before") {
    Bench bench;
    record.insert(record.end(), {{"sources.2.source", "google"}, {"sources.2.key", "g"}});
    bench.begin(record, {{1, {{"title", "Director"}}}, {2, {{"title", "Boss"}}}});
    bench.apply(row);
    CHECK(bench.value("title") == "Director");
  }
  SUBCASE("not where an entry has no memory, since no one knows whose word it is") {
    Bench bench;
    record.insert(record.end(), {{"sources.2.source", "shop"}, {"sources.2.key", "8"}});
    bench.begin(record, {{1, {{"title", "Director"}}}});
    bench.apply(row);
    CHECK(bench.value("title") == "Director");
  }
}

TEST_CASE("what a person took away comes back only with another word of the source") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acme"}, {"title", "Director"}, {"phones", "+491; +492"}}}});
  bench.apply({{{"title", "Director"}}});
  CHECK(bench.value("title") == "absent");
  CHECK(bench.conflicts() == 1);
  bench.apply({{{"title", "Chief"}}});
  CHECK(bench.value("title") == "Chief");
}

TEST_CASE("a no is taken from any source that brings it anew, and gives way only to a newer yes") {
  Fields record = shared;
  record.insert(record.end(), {{"consent.email", "granted"}, {"sources.1.updated", "2026-03-01"}});
  Bench::Row row{{{"consent.email", "denied"}}};
  row.source = "shop";
  row.key = "A";
  SUBCASE("a no without a time") {
    Bench bench;
    bench.begin(record);
    CHECK(bench.apply(row));
    CHECK(bench.value("consent.email") == "denied");
  }
  SUBCASE("a no that is older than another source's yes") {
    Bench bench;
    bench.begin(record);
    row.updated = "2026-02-01";
    bench.apply(row);
    CHECK(bench.value("consent.email") == "granted");
    CHECK(bench.conflicts() == 1);
  }
  for (auto& [path, text] : record)
    if (path == "consent.email") text = "denied";
  row.fields = {{"consent.email", "granted"}};
  SUBCASE("a yes without a time, even under overwrite") {
    Bench bench;
    bench.begin(record);
    row.rules = "rules: {default: overwrite}\n";
    bench.apply(row);
    CHECK(bench.value("consent.email") == "denied");
    CHECK(bench.conflicts() == 1);
  }
  SUBCASE("a yes of an older source") {
    Bench bench;
    bench.begin(record);
    row.updated = "2026-02-01";
    bench.apply(row);
    CHECK(bench.value("consent.email") == "denied");
  }
  SUBCASE("a yes that is newer than all others") {
    Bench bench;
    bench.begin(record);
    row.updated = "2026-04-01";
    CHECK(bench.apply(row));
    CHECK(bench.value("consent.email") == "granted");
  }
  SUBCASE("the source that said no says yes") {
    Bench bench;
    bench.begin(record, {{2, {{"consent.email", "denied"}}}});
    CHECK(bench.apply(row));
    CHECK(bench.value("consent.email") == "granted");
  }
  SUBCASE("unknown takes nothing, and gives way to anything") {
    Bench bench;
    row.fields = {{"consent.email", "unknown"}};
    bench.begin(record, {{2, {{"consent.email", "denied"}}}});
    bench.apply(row);
    CHECK(bench.value("consent.email") == "denied");
    for (auto& [path, text] : record)
      if (path == "consent.email") text = "unknown";
    bench.begin(record);
    row.fields = {{"consent.email", "granted"}};
    CHECK(bench.apply(row));
    CHECK(bench.value("consent.email") == "granted");
  }
}

TEST_CASE("fill keeps the value of a record that several sources feed, and counts the difference") {
  Bench bench;
  bench.begin(shared);
  bench.apply({{{"name", "Acme Ltd"}}});
  CHECK(bench.edits().empty());
  CHECK(bench.edits().empty());
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("fill keeps what people wrote, and the record gets its first source") {
  Bench bench;
  bench.begin(by_hand);
  CHECK(bench.apply({{{"name", "Acme Ltd"}}}));
  CHECK(bench.value("name") == "Acme");
  CHECK(bench.conflicts() == 1);
  CHECK(bench.edits() == Edits{"sources.1.source: absent -> crm", "sources.1.key: absent -> 7",
                               "sources.1.first_seen: absent -> 2026-11-22"});
}

TEST_CASE("a second source gets an entry of its own and the first one's day never moves") {
  Bench bench;
  bench.begin(owned);
  Bench::Row row{{{"name", "Acme"}}};
  row.source = "shop";
  CHECK(bench.apply(row));
  CHECK(bench.value("sources.1.first_seen") == "2026-01-01");
  CHECK(bench.value("sources.2.source") == "shop");
  CHECK(bench.value("sources.2.first_seen") == "2026-11-22");
}

TEST_CASE("two keys of one source in a merged record don't take turns in overwriting each other") {
  Bench bench;
  Fields twins = owned;
  twins.insert(twins.end(), {{"sources.2.source", "crm"}, {"sources.2.key", "8"}});
  bench.begin(twins);
  Bench::Row row{{{"name", "Acne"}}};
  row.key = "8";
  bench.apply(row);
  CHECK(bench.edits().empty());
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("keep never changes a value, not even the owner's") {
  Bench bench;
  bench.begin(owned);
  bench.apply({{{"name", "Acme Ltd"}}, "crm", "7", "", "rules: {name: keep}\n"});
  CHECK(bench.edits().empty());
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("overwrite takes the value whoever said the other one") {
  Bench bench;
  bench.begin(shared);
  CHECK(bench.apply({{{"name", "Acme Ltd"}}, "crm", "7", "", "rules: {default: overwrite}\n"}));
  CHECK(bench.edits() == Edits{"name: Acme -> Acme Ltd"});
}

TEST_CASE("newer compares the sources' own times") {
  Fields timed = shared;
  timed.push_back({"sources.1.updated", "2026-03-01"});
  timed.push_back({"sources.2.updated", "2026-05-01T10:00:00+02:00"});
  const std::string rules = "rules: {default: newer}\n";
  SUBCASE("later than every other source: taken, and the time moves") {
    Bench bench;
    bench.begin(timed);
    CHECK(bench.apply({{{"name", "Acme Ltd"}}, "crm", "7", "2026-06-01", rules}));
    CHECK(bench.edits() == Edits{"name: Acme -> Acme Ltd", "sources.1.updated: 2026-03-01 -> 2026-06-01"});
  }
  SUBCASE("earlier than another source: a conflict") {
    Bench bench;
    bench.begin(timed);
    bench.apply({{{"name", "Acme Ltd"}}, "crm", "7", "2026-04-01", rules});
    CHECK(bench.value("name") == "Acme");
    CHECK(bench.conflicts() == 1);
  }
  SUBCASE("an instant on the same day counts by its hour") {
    Bench bench;
    bench.begin(timed);
    CHECK(bench.apply({{{"name", "Acme Ltd"}}, "crm", "7", "2026-05-01T08:00:01Z", rules}));
    CHECK(bench.value("name") == "Acme Ltd");
  }
}

TEST_CASE("an older export takes nothing back, and its time does not either") {
  Fields timed = owned;
  timed.push_back({"sources.1.updated", "2026-03-01"});
  Bench bench;
  bench.begin(timed);
  CHECK_FALSE(bench.apply({{{"name", "Acme AG"}}, "crm", "7", "2026-02-01"}));
  CHECK(bench.edits().empty());
  CHECK(bench.conflicts() == 1);
}

TEST_CASE("union adds the elements that a list lacks and never takes one out") {
  Bench bench;
  Fields record = shared;
  record.push_back({"tags", "a; b\\; c"});
  bench.begin(record);
  CHECK(bench.apply({{{"tags", "b\\; c; d"}}}));
  CHECK(bench.value("tags") == "a; b\\; c; d");
  CHECK_FALSE(bench.apply({{{"tags", "d"}}}));
  CHECK(bench.conflicts() == 0);
}

TEST_CASE("empty clears only under a rule that may take the value") {
  Bench bench;
  bench.begin(owned, {{1, {{"name", "Acme"}}}});
  CHECK(bench.apply({{{"name", ""}}}));
  CHECK(bench.edits() == Edits{"name: Acme -> absent"});
  bench.begin(shared);
  bench.apply({{{"name", ""}}});
  CHECK(bench.value("name") == "Acme");
  CHECK(bench.conflicts() == 1);
  CHECK_FALSE(bench.apply({{{"notes", ""}}}));
}

TEST_CASE("an address is never mixed from two") {
  const Fields berlin = {{"addresses.1.street", "Ring 1"}, {"addresses.1.city", "Berlin"}};
  SUBCASE("another address of another source is added, as the schema says union") {
    Bench bench;
    Fields record = shared;
    record.insert(record.end(), berlin.begin(), berlin.end());
    bench.begin(record);
    CHECK(bench.apply({{{"addresses.1.city", "Munich"}, {"addresses.1.postcode", "80331"}}}));
    CHECK(bench.edits() ==
          Edits{"addresses.2.city: absent -> Munich", "addresses.2.postcode: absent -> 80331"});
  }
  SUBCASE("one that agrees fills the gaps") {
    Bench bench;
    Fields record = shared;
    record.insert(record.end(), berlin.begin(), berlin.end());
    bench.begin(record);
    CHECK(bench.apply({{{"addresses.1.city", "berlin"}, {"addresses.1.postcode", "10115"}}}));
    CHECK(bench.edits() == Edits{"addresses.1.postcode: absent -> 10115"});
  }
  SUBCASE("under fill it is a conflict") {
    Bench bench;
    Fields record = shared;
    record.insert(record.end(), berlin.begin(), berlin.end());
    bench.begin(record);
    bench.apply({{{"addresses.1.city", "Munich"}}, "crm", "7", "", "rules: {addresses: fill}\n"});
    CHECK(bench.edits().empty());
    CHECK(bench.conflicts() == 1);
  }
  SUBCASE("the owner moves house in one line") {
    Bench bench;
    Fields record = owned;
    record.insert(record.end(), berlin.begin(), berlin.end());
    bench.begin(record, {{1, berlin}});
    CHECK(bench.apply({{{"addresses.1.street", "Ring 1"}, {"addresses.1.city", "Munich"}}}));
    CHECK(bench.edits() == Edits{"addresses.1.city: Berlin -> Munich"});
  }
}

TEST_CASE("a row that gives the id speaks for a record that no source feeds") {
  Bench bench;
  bench.begin(by_hand);
  Bench::Row row{{{"name", "Acme Ltd"}}};
  row.gives_id = true;
  CHECK(bench.apply(row));
  CHECK(bench.edits() == Edits{"name: Acme -> Acme Ltd"});
  bench.begin(owned);
  CHECK_FALSE(bench.apply(row));
}

TEST_CASE("rules are found by the field, by the list that it belongs to, then by the schema") {
  Rules rules(parse_profile(
      "source: x\ncollection: customers\nfields: {name: N}\nrules: {default: keep, addresses: overwrite}\n",
      "p"));
  model::Schemas schemas = model::Schemas::built_in();
  const model::Schema& customers = schemas.of("customers");
  CHECK(rules.of("addresses.2.city", customers.find("addresses.2.city")) == Rule::overwrite);
  CHECK(rules.of("phones", customers.find("phones")) == Rule::union_of_both);
  CHECK(rules.of("name", customers.find("name")) == Rule::keep);
  CHECK(rules.of("anything", nullptr) == Rule::keep);
}
