#include "import/plan.h"

#include <doctest/doctest.h>

#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

ImportSource source_of(const std::string& text, const std::string& profile,
                       const std::string& name = "list.csv") {
  Profile parsed = parse_profile(profile, "p.yaml");
  return {Source::open(name, io::Bytes(text), source_options({}, parsed)), std::move(parsed)};
}

/// Carries one import out and gives its summary.
Summary import_into(MemoryBook& book, const std::vector<ImportSource>& sources, ImportOptions options = {}) {
  if (options.as_of.empty()) options.as_of = "2026-11-22";
  book::Book opened = book.open();
  ImportPlan plan = plan_import(opened, sources, options);
  book.commit(opened, plan.changes);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  return plan.summary;
}

Summary import_into(MemoryBook& book, const std::string& text, const std::string& profile,
                    ImportOptions options = {}) {
  return import_into(book, {source_of(text, profile)}, options);
}

std::string error_of(const std::string& text, const std::string& profile, ImportOptions options = {}) {
  try {
    MemoryBook book({});
    import_into(book, text, profile, options);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

const FieldSummary& field(const Summary& summary, const std::string& name) {
  for (const FieldSummary& one : summary.fields)
    if (one.field == name) return one;
  FAIL("no field " << name);
  throw 0;
}

/// The only file of a folder.
std::string only(const MemoryBook& book, const std::string& folder) {
  std::string found;
  for (const auto& [path, text] : book.files())
    if (path.compare(0, folder.size() + 1, folder + "/") == 0) {
      CHECK(found.empty());
      found = text;
    }
  return found;
}

const std::string people =
    "source: crm\ncollection: customers\nkey: Id\nfields: {name: Name, emails: Mail, phones: Phone, notes: "
    "Note}\nregion: DE\n";
const Files csv_book = {
    {"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: csv, staff: csv, deals: csv}\n"}};

}  // namespace

TEST_CASE("a first import makes records that say where they come from") {
  MemoryBook book({});
  Summary summary =
      import_into(book, "Id,Name,Mail,Phone,Note\n17, Acme  GmbH ,INFO@ACME.example,030 123456,\n", people);
  CHECK(summary.rows.read == 1);
  CHECK(summary.rows.created == 1);
  std::string record = only(book, "customers");
  CHECK(record.find("name: Acme GmbH\n") != std::string::npos);
  CHECK(record.find("INFO@acme.example") != std::string::npos);
  CHECK(record.find("+4930123456") != std::string::npos);
  CHECK(record.find("source: crm") != std::string::npos);
  CHECK(record.find("first_seen: 2026-11-22") != std::string::npos);
  CHECK(record.find("notes") == std::string::npos);
  CHECK(field(summary, "phones").normalized == 1);
}

TEST_CASE("the same again changes no byte, in any layout, and counts unchanged") {
  for (std::string layout : {"yaml", "csv", "csv-sharded"}) {
    CAPTURE(layout);
    MemoryBook book({{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: " + layout + "}\n"}});
    std::string rows = "Id,Name,Mail,Phone,Note\n";
    for (int i = 0; i < 50; ++i)
      rows += std::to_string(i) + ",Name " + std::to_string(i % 7) + ",a" + std::to_string(i) +
              "@b.example,0301234" + std::to_string(10 + i) + ",n\n";
    CHECK(import_into(book, rows, people).rows.created == 50);
    Files before = book.files();
    ImportOptions later;
    later.as_of = "2027-01-01";
    Summary again = import_into(book, rows, people, later);
    CHECK(again.rows.unchanged == 50);
    CHECK(again.collections[0].unchanged == 50);
    CHECK(book.files() == before);
  }
}

TEST_CASE("a changed cell of the source changes one line of the book") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n2,Ben,,,y\n", people);
  std::string before = only(book, "customers");
  Summary summary = import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n2,Ben,,,z\n", people);
  CHECK(summary.rows.updated == 1);
  CHECK(summary.rows.unchanged == 1);
  std::string after = only(book, "customers");
  std::size_t ben = before.find("ben-");
  CHECK(after.substr(0, ben) == before.substr(0, ben));
  CHECK(after.substr(ben).find(",Ben,crm,2,2026-11-22,") != std::string::npos);
  CHECK(after.substr(after.size() - 2) == "z\n");
}

TEST_CASE(
    "where the source's word is remembered, a person's edit outlives the same source again, and the source's "
    "other news arrive") {
  const std::string remembering = people + "remember: true\n";
  for (std::string layout : {"csv", "yaml"}) {
    CAPTURE(layout);
    MemoryBook book(Files{{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: " + layout + "}\n"}});
    import_into(book, "Id,Name,Mail,Phone,Note\n1,Anm,,,x\n", remembering);
    std::string path;
    for (auto& [name, text] : book.files()) {
      if (name.find("customers/") != 0) continue;
      path = name;
      text.replace(text.find("Anm"), 3, "Ann");
    }
    Files edited = book.files();
    Summary same = import_into(book, "Id,Name,Mail,Phone,Note\n1,Anm,,,x\n", remembering);
    CHECK((book.files() == edited));
    CHECK(same.rows.unchanged == 1);
    CHECK(field(same, "name").conflicts == 1);
    Summary news = import_into(book, "Id,Name,Mail,Phone,Note\n1,Anm,,,y\n", remembering);
    CHECK(news.rows.updated == 1);
    CHECK(book.files()[path].find("Ann") != std::string::npos);
    CHECK(book.files()[path].find("y") != std::string::npos);
    CHECK(field(news, "name").conflicts == 1);
  }
}

TEST_CASE(
    "where it is remembered, an edited line of a log stays as it is, and the others follow their source") {
  MemoryBook book({});
  const std::string calls =
      "source: desk\ncollection: interactions\nkey: [No]\nfields: {date: Day, text: Text, channel: Via}\n"
      "remember: true\n";
  import_into(book, "No,Day,Text,Via\n1,2026-01-05,hello,phone\n2,2026-01-06,bye,phone\n", calls);
  std::string& log = book.files()["interactions/2026-01.csv"];
  log.replace(log.find("hello"), 5, "HELLO");
  Summary summary =
      import_into(book, "No,Day,Text,Via\n1,2026-01-05,hello,mail\n2,2026-01-06,bye,mail\n", calls);
  CHECK(summary.rows.updated == 1);
  CHECK(field(summary, "text").conflicts == 1);
  CHECK(field(summary, "channel").conflicts == 1);
  CHECK(book.files()["interactions/2026-01.csv"].find("HELLO") != std::string::npos);
  CHECK(book.files()["interactions/2026-01.csv"].find("mail,bye") != std::string::npos);
}

TEST_CASE("a time without an offset gets that of the book's zone on its day") {
  MemoryBook book(Files{{"flatcrm.yaml", "format: 1\nname: T\ntime_zone: Europe/Berlin\n"}});
  const std::string calls = "source: desk\ncollection: interactions\nkey: [No]\nfields: {date: Day}\n";
  import_into(book,
              "No,Day\n1,2026-01-05 09:30\n2,2026-07-05 09:30\n3,2026-07-06 09:30+00:00\n4,2026-07-07\n",
              calls);
  CHECK(book.files()["interactions/2026-01.csv"].find(",2026-01-05T09:30:00+01:00,") != std::string::npos);
  const std::string& july = book.files()["interactions/2026-07.csv"];
  CHECK(july.find(",2026-07-05T09:30:00+02:00,") != std::string::npos);
  CHECK(july.find(",2026-07-06T09:30:00Z,") != std::string::npos);
  CHECK(july.find(",2026-07-07,") != std::string::npos);
}

TEST_CASE("an empty cell clears only where the profile says so") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n", people);
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,\n", people).rows.unchanged == 1);
  CHECK(only(book, "customers").find(",x") != std::string::npos);
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,\n", people + "empty: clears\n").rows.updated ==
        1);
  CHECK(only(book, "customers").find(",x") == std::string::npos);
}

TEST_CASE("a row that ends early says nothing of the columns that it lacks") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n", people + "empty: clears\n");
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann\n", people + "empty: clears\n").rows.unchanged ==
        1);
}

TEST_CASE("rows that can't be taken are rejected with line and reason, and import once they are mended") {
  MemoryBook book(csv_book);
  ImportSource source = source_of(
      "Id,Name,Mail,Phone,Note\r\n1,Ann,,,x\r\n,\"No\nkey\",,,\r\n3,Cy,,,z,too,many\r\n,,,,\r\n4,Dee\r\n",
      people);
  book::Book opened = book.open();
  ImportPlan plan = plan_import(opened, {source}, {.as_of = "2026-11-22"});
  CHECK(plan.summary.rows.read == 5);
  CHECK(plan.summary.rows.created == 2);
  CHECK(plan.summary.rows.rejected == 2);
  CHECK(plan.summary.rows.skipped == 1);
  REQUIRE(plan.rejects.size() == 2);
  CHECK(plan.rejects[0].line == 3);
  CHECK(plan.rejects[0].reason == "no key");
  CHECK(plan.rejects[1].line == 5);
  std::string rejects = print_rejects(plan, 0);
  CHECK(rejects ==
        "\xef\xbb\xbfId,Name,Mail,Phone,Note,flatcrm_line,flatcrm_reason\r\n"
        ",\"No\nkey\",,,,3,no key\r\n"
        "3,Cy,,,z,too,many,5,7 cells where the header has 5\r\n");
  book.commit(opened, plan.changes);
  std::string mended = rejects;
  mended.replace(mended.find(",\"No"), 1, "2,");
  mended.replace(mended.find(",too,many"), 9, "");
  Summary again = import_into(book, mended, people);
  CHECK(again.rows.created == 2);
  MemoryBook whole(csv_book);
  import_into(whole, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n2,\"No\nkey\",,,\n3,Cy,,,z\n4,Dee\n", people);
  CHECK(book.files() == whole.files());
}

TEST_CASE("strict takes all rows or none") {
  ImportOptions strict;
  strict.strict = true;
  CHECK(error_of("Id,Name,Mail,Phone,Note\n1,Ann,,,\n,Ben,,,\n", people, strict)
            .find("list.csv:3: row rejected: no key") == 0);
}

TEST_CASE("two rows of one key are one record: the later one changes what it says otherwise") {
  MemoryBook book(csv_book);
  Summary summary =
      import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n1,Ann B,,,\n1,Ann B,,,x\n", people);
  CHECK(summary.rows.created == 1);
  CHECK(summary.rows.updated == 1);
  CHECK(summary.rows.unchanged == 1);
  CHECK(summary.collections[0].created == 1);
  std::string one = only(book, "customers");
  CHECK(one.find("Ann B") != std::string::npos);
  CHECK(one.find(",x") != std::string::npos);
}

TEST_CASE("an e-mail address that is the key is one in any case, and no other key is") {
  const std::string shop =
      "source: shop\ncollection: customers\nkey: Mail\nfields: {name: Name, emails: Mail}\n";
  MemoryBook book(csv_book);
  Summary summary = import_into(book, "Mail,Name\nANNA@x.example,Anna\nanna@x.example,Anna\n", shop);
  CHECK(summary.rows.created == 1);
  CHECK(summary.rows.updated + summary.rows.unchanged == 1);
  CHECK(only(book, "customers").find("anna@x.example") != std::string::npos);
  CHECK(import_into(book, "Mail,Name\nAnna@X.example,Anna\n", shop).rows.unchanged == 1);
  MemoryBook other(csv_book);
  CHECK(import_into(other, "Id,Name,Mail,Phone,Note\na,Anna,,,\nA,Anna,,,\n", people).rows.created == 2);
}

TEST_CASE("a record renamed in its source keeps its id") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,\n", people);
  Summary summary = import_into(book, "Id,Name,Mail,Phone,Note\n1,Ben,,,\n", people);
  CHECK(summary.rows.updated == 1);
  CHECK(only(book, "customers").find("\nann-") != std::string::npos);
}

TEST_CASE("an exact identifier finds the record of another source, in the book and in the same import") {
  std::string shop =
      "source: shop\ncollection: customers\nkey: No\nmatch: [emails]\nfields: {name: Name, emails: Mail, "
      "notes: Note}\n";
  std::string crm_rows = "Id,Name,Mail,Phone,Note\n1,Ann Lee,ANN@b.example,,\n2,Ben,ben@b.example,,\n";
  std::string shop_rows = "No,Name,Mail,Note\nA,A. Lee,ann@B.example,likes tea\nB,Cy,cy@b.example,\n";
  MemoryBook one_by_one(csv_book), together(csv_book);
  import_into(one_by_one, crm_rows, people);
  Summary summary = import_into(one_by_one, shop_rows, shop);
  CHECK(summary.rows.updated == 1);
  CHECK(summary.rows.created == 1);
  CHECK(field(summary, "name").conflicts == 1);
  CHECK(field(summary, "name").conflict_examples[0].given == "A. Lee");
  std::string records = only(one_by_one, "customers");
  CHECK(records.find("Ann Lee") != std::string::npos);
  CHECK(records.find("likes tea") != std::string::npos);
  import_into(together, {source_of(crm_rows, people), source_of(shop_rows, shop, "shop.csv")});
  CHECK(together.files() == one_by_one.files());
  Files before = together.files();
  import_into(together, {source_of(crm_rows, people), source_of(shop_rows, shop, "shop.csv")});
  CHECK(together.files() == before);
}

TEST_CASE("two keys of one source are two things even where they share an address") {
  MemoryBook book(csv_book);
  std::string profile = people + "match: [emails]\n";
  Summary summary = import_into(
      book, "Id,Name,Mail,Phone,Note\n1,Ann,us@home.example,,\n2,Ben,us@home.example,,\n", profile);
  CHECK(summary.rows.created == 2);
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n3,Cy,us@home.example,,\n", profile).rows.created == 1);
}

TEST_CASE(
    "references are found by name, by key and forward in the same file; what is not there stays as it came") {
  MemoryBook book(csv_book);
  std::string staff =
      "source: hr\ncollection: staff\nkey: No\nfields: {name: Name, manager: {from: Boss, by: key}}\n";
  Summary summary = import_into(book, "No,Name,Boss\n1,Ann,2\n2,Ben,\n3,Cy,9\n", staff);
  CHECK(field(summary, "manager").unresolved == 1);
  CHECK(field(summary, "manager").unresolved_examples[0].first == "9");
  std::string people_of = only(book, "staff");
  std::size_t ben = people_of.find("\nben-");
  REQUIRE(ben != std::string::npos);
  std::string ben_id = people_of.substr(ben + 1, 10);
  std::string deals =
      "source: crm\ncollection: deals\nkey: Id\nfields: {name: Id, owner: {from: Who, by: name}}\n";
  summary = import_into(book, "Id,Who\na,Ben\nb,BEN \nc,Nobody\nd,\n", deals);
  CHECK(field(summary, "owner").unresolved == 1);
  std::string rows = only(book, "deals");
  std::size_t first = rows.find(ben_id), second = rows.find(ben_id, first + 1);
  CHECK(first != std::string::npos);
  CHECK(second != std::string::npos);
  CHECK(rows.find("Nobody") != std::string::npos);
}

TEST_CASE("a reference to nothing makes the record where the profile says so, once") {
  MemoryBook book(csv_book);
  std::string deals =
      "source: crm\ncollection: deals\nkey: Id\nfields: {name: Id, customer: {from: Firm, by: name, create: "
      "true}}\n";
  Summary summary = import_into(book, "Id,Firm\na,Acme\nb,ACME\nc,Base\n", deals);
  CHECK(summary.rows.created == 3);
  CHECK(field(summary, "customer").unresolved == 0);
  std::string customers = only(book, "customers");
  CHECK(std::count(customers.begin(), customers.end(), '\n') == 3);
  Files before = book.files();
  import_into(book, "Id,Firm\na,Acme\nb,ACME\nc,Base\n", deals);
  CHECK(book.files() == before);
  // Whoever gives the record another name doesn't make it come back.
  for (auto& [path, content] : book.files())
    if (path.compare(0, 10, "customers/") == 0) content.replace(content.find(",Acme,"), 6, ",Acme Ltd,");
  before = book.files();
  import_into(book, "Id,Firm\na,Acme\n", deals);
  CHECK(book.files() == before);
}

TEST_CASE("a row makes further records only where its columns say something") {
  MemoryBook book(csv_book);
  std::string accounts =
      "source: crm\ncollection: customers\nkey: Name\nfields: {name: Name}\n"
      "also:\n  - {collection: links, fields: {from: {from: Parent, by: name}, to: {ref: customers}, kind: "
      "{const: parent}}}\n";
  Summary summary = import_into(book, "Name,Parent\nAcme,\nBase,Acme\nCore,Dune\nDune,\n", accounts);
  CHECK(summary.rows.created == 4);
  REQUIRE(summary.collections.size() == 2);
  CHECK(summary.collections[1].collection == "links");
  CHECK(summary.collections[1].created == 2);
  Files before = book.files();
  CHECK(import_into(book, "Name,Parent\nAcme,\nBase,Acme\nCore,Dune\nDune,\n", accounts).rows.unchanged == 4);
  CHECK(book.files() == before);
  CHECK(import_into(book, "Name,Parent\nAcme,Dune\n", accounts).rows.updated == 1);
}

TEST_CASE("only new records, a part of the rows, a part of the fields") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,x\n", people);
  ImportOptions options;
  options.only_new = true;
  Summary summary = import_into(book, "Id,Name,Mail,Phone,Note\n1,Anna,,,\n2,Ben,,,\n", people, options);
  CHECK(summary.rows.skipped == 1);
  CHECK(summary.rows.created == 1);
  CHECK(only(book, "customers").find("Anna") == std::string::npos);
  options = {};
  options.limit = 1;
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n3,Cy,,,\n4,Dee,,,\n", people, options).rows.read == 1);
  options = {};
  options.fields = {"notes"};
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n1,Anna,,,new\n", people, options).rows.updated == 1);
  CHECK(only(book, "customers").find("Anna") == std::string::npos);
  CHECK(only(book, "customers").find(",new") != std::string::npos);
}

TEST_CASE("an order of dates that is open is asked for, with the column and two values") {
  std::string profile = "source: s\ncollection: deals\nkey: Id\nfields: {name: Id, opened: Start}\n";
  std::string error = error_of("Id,Start\n1,03/04/2026\n2,05/06/2026\n", profile);
  CHECK(error.find("column 'Start' can be read in two ways: '03/04/2026' and '05/06/2026'") !=
        std::string::npos);
  CHECK(error.find("--date-order") != std::string::npos);
  MemoryBook book(csv_book);
  import_into(book, "Id,Start\n1,03/04/2026\n2,25/12/2025\n", profile);
  CHECK(only(book, "deals").find("2026-04-03") != std::string::npos);
}

TEST_CASE("amounts take their decimal mark from the whole column and their currency along") {
  MemoryBook book(csv_book);
  std::string profile = "source: s\ncollection: deals\nkey: Id\nfields: {name: Id, amount: Value}\n";
  import_into(book, "Id;Value\n1;1.234\n2;12,50 €\n3;\n", profile);
  std::string deals = only(book, "deals");
  CHECK(deals.find(",1234,") != std::string::npos);
  CHECK(deals.find(",12.50,EUR,") != std::string::npos);
}

TEST_CASE("values are mapped without regard to case, the rest as the profile says") {
  MemoryBook book(csv_book);
  std::string profile =
      "source: s\ncollection: customers\nkey: Id\nfields: {name: Id, status: {from: S, map: {Customer: "
      "active, Old: former}, else: prospect}}\n";
  import_into(book, "Id,S\n1,CUSTOMER\n2,old\n3,what\n4,\n", profile);
  std::string rows = only(book, "customers");
  CHECK(rows.find(",active,") != std::string::npos);
  CHECK(rows.find(",former,") != std::string::npos);
  CHECK(rows.find(",prospect,") != std::string::npos);
}

TEST_CASE("errors of a profile against a file name the profile's line and the nearest column") {
  CHECK(error_of("Id,Nmae\n1,A\n", "source: s\ncollection: customers\nkey: Id\nfields:\n  name: Name\n") ==
        "p.yaml:5:9: no column 'Name' in list.csv; did you mean 'Nmae'?");
  CHECK(error_of("Id\n1\n", "source: s\ncollection: custmers\nkey: Id\nfields: {name: Id}\n")
            .find("p.yaml:2:13: no collection 'custmers'; did you mean 'customers'?") == 0);
  CHECK(error_of("Id\n1\n", "source: s\ncollection: customers\nkey: Id\nfields: {name: {from: Id, by: x}}\n")
            .find("is no reference") != std::string::npos);
}

TEST_CASE("sources that are no table are refused clearly") {
  CHECK(error_of("", people).find("list.csv: the file is empty") == 0);
  CHECK(
      error_of("Id,Name,Id,Mail,Phone,Note\n", people).find("column 'Id' stands twice, as column 1 and 3") !=
      std::string::npos);
  CHECK(error_of(std::string("\x7f"
                             "ELF\0\0\1\2\3\0\0\0",
                             12),
                 people)
            .find("list.csv") == 0);
  MemoryBook book({});
  CHECK(import_into(book, "Id,Name,Mail,Phone,Note\n", people).rows.read == 0);
}

TEST_CASE("rows without a key of their own are known by their content; equal lines of a log are two events") {
  MemoryBook book({});
  std::string log = "source: calls\ncollection: interactions\nfields: {date: Day, text: What}\n";
  std::string rows = "Day,What\n2026-11-01,called\n2026-11-01,called\n2026-11-02,wrote\n";
  CHECK(import_into(book, rows, log).rows.created == 3);
  Files before = book.files();
  CHECK(import_into(book, rows, log).rows.unchanged == 3);
  CHECK(book.files() == before);
  MemoryBook names(csv_book);
  std::string list = "source: list\ncollection: customers\nfields: {name: Name}\n";
  Summary summary = import_into(names, "Name\nAnn\nAnn\n", list);
  CHECK(summary.rows.created == 1);
  CHECK(summary.rows.unchanged == 1);
}

TEST_CASE("a row may name its record by id") {
  MemoryBook book(csv_book);
  std::string by_id = "source: x\ncollection: customers\nfields: {id: id, name: name}\n";
  CHECK(import_into(book, "id,name\nacme-000001,Acme\n../etc,Evil\n", by_id).rows.rejected == 1);
  Files before = book.files();
  CHECK(import_into(book, "id,name\nacme-000001,Acme\n", by_id).rows.unchanged == 1);
  CHECK(book.files() == before);
  CHECK(import_into(book, "id,name\nacme-000001,Acme Ltd\n", by_id).rows.updated == 1);
  CHECK(only(book, "customers").find("sources") == std::string::npos);
}

TEST_CASE("a record that went into another is found there") {
  MemoryBook book({});
  import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,,,\n2,Anne,,,\n", people);
  std::string ann, anne;
  for (auto& [path, text] : book.files()) {
    if (path.find("customers/ann-") == 0) ann = path;
    if (path.find("customers/anne-") == 0) anne = path;
  }
  std::string ann_id = ann.substr(10, ann.size() - 15), anne_id = anne.substr(10, anne.size() - 15);
  book.files()[anne] = "id: " + anne_id + "\nmerged_into: " + ann_id + "\n";
  SUBCASE("by the entry of its source") {
    book.files()[ann] += "  - source: crm\n    key: 2\n    first_seen: 2026-11-22\n";
  }
  SUBCASE("by the tombstone") {}
  Summary summary = import_into(book, "Id,Name,Mail,Phone,Note\n2,Anne,,,likes tea\n", people);
  CHECK(summary.rows.updated == 1);
  CHECK(book.files()[ann].find("likes tea") != std::string::npos);
  CHECK(book.files()[anne] == "id: " + anne_id + "\nmerged_into: " + ann_id + "\n");
}

TEST_CASE("a birthday whose year is not said is kept without one, in whatever way a program writes that") {
  const std::string profile =
      "source: crm\ncollection: customers\nkey: Id\nfields: {name: Name, birthday: Born}\n";
  for (std::string written : {"--05-17", " --0517", "-5-17", "1604-05-17"}) {
    CAPTURE(written);
    MemoryBook book({});
    Summary summary = import_into(book, "Id,Name,Born\n1,Ann," + written + "\n2,Ben,1970-02-03\n", profile);
    CHECK(field(summary, "birthday").not_normalized == 0);
    std::string all;
    for (const auto& [path, text] : book.files()) all += text;
    CHECK(all.find("birthday_month_day: \"05-17\"\n") != std::string::npos);
    CHECK(all.find("birthday: 1970-02-03\n") != std::string::npos);
    CHECK(all.find(written) == std::string::npos);
  }
  MemoryBook book({});
  CHECK(field(import_into(book, "Id,Name,Born\n1,Ann,--13-40\n", profile), "birthday").not_normalized == 1);
}

TEST_CASE("a cell that says that nothing is known is an empty one") {
  MemoryBook book({});
  Summary summary = import_into(book, "Id,Name,Mail,Phone,Note\n1,Ann,N/A,#N/A,n/a\nN/A,Ben,,,\n", people);
  CHECK(summary.rows.created == 1);
  CHECK(summary.rows.rejected == 1);  // no key
  std::string record = only(book, "customers");
  CHECK(record.find("emails") == std::string::npos);
  CHECK(record.find("phones") == std::string::npos);
  CHECK(record.find("notes") == std::string::npos);
}

TEST_CASE("a reference to nothing says which collection it is looked for in") {
  MemoryBook book(csv_book);
  Summary summary =
      import_into(book, "Id,Name,Boss\n1,Ann,Ida\n",
                  "source: crm\ncollection: customers\nkey: Id\nfields: {name: Name, owner: {from: "
                  "Boss, by: name}}\n");
  CHECK(field(summary, "owner").unresolved == 1);
  CHECK(field(summary, "owner").refers_to == "staff");
  CHECK(field(summary, "owner").other_keys == 0);
}

TEST_CASE("a reference by the key of another source leads nowhere, and is told") {
  MemoryBook book(csv_book);
  import_into(book, "Id,Name\n17,Ann\n18,Ben\n",
              "source: shop\ncollection: customers\nkey: Id\nfields: {name: Name}\n");
  const char* deals = "Nr,Who\n1,17\n2,17\n3,99\n";
  const char* profile = "source: crm\ncollection: deals\nkey: Nr\nfields: {name: Nr, customer: Who}\n";
  Summary summary = import_into(book, deals, profile);
  CHECK(field(summary, "customer").unresolved == 3);
  CHECK(field(summary, "customer").other_source == "shop");
  CHECK(field(summary, "customer").other_keys == 2);
}
