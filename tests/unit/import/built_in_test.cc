#include "import/built_in.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/decimal.h"
#include "import/infer.h"
#include "import/plan.h"
#include "import/sdl.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

const std::string data = FLATCRM_SOURCE "/../shared/data/";

bool has_data(const std::string& path) {
  if (std::filesystem::exists(data + path)) return true;
  MESSAGE("skipped: " << path << " is not here");
  return false;
}

std::shared_ptr<const Source> source_of(const std::string& text, const std::string& name = "list.csv") {
  return Source::open(name, io::Bytes(text), {});
}

std::string chosen(const std::string& header) {
  const BuiltIn* found = built_in_profile_for(*source_of(header + "\n" + std::string("x\n")));
  return found == nullptr ? "none" : std::string(found->name);
}

Summary bring(MemoryBook& book, const std::vector<std::shared_ptr<const Source>>& files) {
  book::Book opened = book.open();
  std::vector<ImportSource> sources;
  for (const auto& file : files) {
    const BuiltIn* known = built_in_profile_for(*file);
    sources.push_back({file, known != nullptr ? parse_built_in(*known)
                                              : infer_profile(*file, opened.schemas(), {}).profile});
  }
  ImportOptions options;
  options.as_of = "2026-11-22";
  ImportPlan plan = plan_import(opened, sources, options);
  book.commit(opened, plan.changes);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  return plan.summary;
}

Files csv_book(const std::string& currency = "EUR") {
  return {{"flatcrm.yaml", "format: 1\nname: T\ncurrency: " + currency + "\nlayouts: {customers: csv}\n"}};
}

bool holds(const MemoryBook& book, const std::string& path, const std::string& text) {
  auto found = book.files().find(path);
  return found != book.files().end() && found->second.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("the manual page names every built-in profile") {
  std::ifstream page(FLATCRM_SOURCE "/man/flatcrm-import.md");
  const std::string text{std::istreambuf_iterator<char>(page), {}};
  for (std::size_t i = 0; i < built_in_profile_count; ++i) {
    CAPTURE(built_in_profiles[i].name);
    CHECK(text.find(built_in_profiles[i].name) != std::string::npos);
  }
}

TEST_CASE("every built-in profile is one that can be read, and is known by its own columns") {
  CHECK(built_in_profile_count >= 19);
  for (std::size_t i = 0; i < built_in_profile_count; ++i) {
    const BuiltIn& one = built_in_profiles[i];
    CAPTURE(one.name);
    Profile profile = parse_built_in(one);
    REQUIRE_FALSE(profile.detect.empty());
    for (const std::vector<Word>& columns : profile.detect) {
      std::string header;
      for (const Word& column : columns) header += (header.empty() ? "" : ",") + column.text;
      CHECK(chosen(header) == one.name);
    }
  }
}

TEST_CASE("a profile is chosen by its header, whatever its language or version") {
  CHECK(chosen("Name,Given Name,Family Name,Group Membership,E-mail 1 - Value") == "google-contacts");
  CHECK(chosen("First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value") == "google-contacts");
  CHECK(chosen("Vorname,Nachname,Firma,Telefon gesch\xc3\xa4"
               "ftlich,E-Mail-Adresse") == "outlook-contacts");
  CHECK(chosen("Pr\xc3\xa9nom,Nom,T\xc3\xa9l. mobile,Adresse de messagerie") == "outlook-contacts");
  CHECK(chosen("Record ID,First Name,Last Name,Email,Lifecycle Stage") == "hubspot-contacts");
  CHECK(chosen("Name,City,Hobby") == "none");
}

TEST_CASE("an optional profile does with the columns that there are") {
  MemoryBook book(csv_book());
  bring(book, {source_of("Vorname,Nachname,E-Mail-Adresse,Mobiltelefon,Ort gesch\xc3\xa4"
                         "ftlich\n"
                         "Eva,Lang,eva@example.org,,Ulm\n")});
  CHECK(holds(book, "customers/customers.csv", "Eva Lang,Eva,Lang,eva@example.org,work,Ulm"));
}

TEST_CASE("values between ::: are values of their own, and numbered columns any number") {
  MemoryBook book(csv_book());
  bring(
      book,
      {source_of(
          "First Name,Last Name,Labels,E-mail 1 - Value,E-mail 2 - Value,Address 1 - City,Address 2 - City\n"
          "Eva,Lang,* myContacts ::: Fair,a@example.org ::: b@example.org,c@example.org,Ulm,Bonn\n")});
  CHECK(holds(book, "customers/customers.csv", "a@example.org; b@example.org; c@example.org"));
  CHECK(holds(book, "customers/customers.csv", ",Ulm,Bonn,"));
  CHECK(holds(book, "customers/customers.csv", ",Fair,"));
}

TEST_CASE("a wide table of rates is read long, and only into a book of its currency") {
  const std::string rates =
      "Date, USD, JPY, GBP, \n13 April 2026, 1.1684, 186.75, N/A, \n14 April 2026, 1.17, 187, 0.87, \n";
  MemoryBook book(csv_book());
  Summary summary = bring(book, {source_of(rates)});
  CHECK(summary.rows.read == 2);
  CHECK(summary.rows.created == 2);
  CHECK(summary.collections[0].created == 5);
  CHECK(holds(book, "rates/rates.csv", ",2026-04-13,USD,1.1684,"));
  CHECK_FALSE(holds(book, "rates/rates.csv", "2026-04-13,GBP"));
  Files before = book.files();
  CHECK(bring(book, {source_of(rates)}).rows.unchanged == 2);
  CHECK((book.files() == before));
  MemoryBook dollars(csv_book("USD"));
  CHECK_THROWS_WITH_AS(bring(dollars, {source_of(rates)}), doctest::Contains("these rates are for EUR"),
                       Error);
}

TEST_CASE("an order line makes a customer, a product and a sale, and a credit points at what it takes back") {
  MemoryBook book(csv_book("GBP"));
  const std::string lines =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
      "536365,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
      "536366,85123A,HEART,8,2010-12-02 08:26:00,2.55,17850.0,United Kingdom\n"
      "C536379,85123A,HEART,-6,2010-12-03 09:41:00,2.55,17850.0,United Kingdom\n"
      "C536380,85123A,HEART,-2,2010-12-03 09:41:00,2.55,17850.0,United Kingdom\n"
      "C536381,71053,LANTERN,-1,2010-12-03 09:41:00,3.39,17850.0,United Kingdom\n"
      "536370,71053,LANTERN,1,2010-12-04 09:41:00,3.39,,United Kingdom\n";
  Summary summary = bring(book, {source_of(lines)});
  CHECK(summary.rows.created == 6);
  CHECK(book.files()["customers/customers.csv"].find("17850.0") == std::string::npos);
  const std::string& sales = book.files()["sales/2010-12.csv"];
  CHECK(sales.find(",15.30,") != std::string::npos);
  std::size_t line = sales.find(",-6,-15.30,");
  REQUIRE(line != std::string::npos);
  std::string ref = sales.substr(line + 11, sales.find(',', line + 11) - line - 11);
  std::size_t at = sales.find("\n" + ref + ",invoice,2010-12-01");
  CHECK(at != std::string::npos);                         // the one of just that quantity
  CHECK(sales.find(",-2,-5.10,,") != std::string::npos);  // two fit: nothing is guessed
  CHECK(sales.find(",-1,-3.39,,") != std::string::npos);  // sold later, to nobody known
}

TEST_CASE("the online shop's twenty days in one import give its published facts") {
  if (!has_data("sales/online-retail-2010-12")) return;
  std::vector<std::shared_ptr<const Source>> files;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::directory_iterator(data + "sales/online-retail-2010-12"))
    if (entry.path().extension() == ".csv") paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) files.push_back(Source::open(path, io::read_file(path), {}));
  MemoryBook book(csv_book("GBP"));
  Summary summary = bring(book, files);
  CHECK(summary.rows.read == 42'481);
  CHECK(summary.rows.created == 42'481);
  core::Sum net, sold;
  std::set<std::string> customers, invoices;
  std::size_t without_customer = 0;
  format::CsvTable sales = format::read_csv(book.files()["sales/2010-12.csv"]);
  const std::vector<std::string>& header = sales.rows.at(0);
  auto column = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  for (std::size_t number = 1; number < sales.rows.size(); ++number) {
    const std::vector<std::string>& row = sales.rows[number];
    auto cell = [&](const std::string& name) { return row.at(column(name)); };
    core::Decimal amount = *core::parse_decimal(cell("amount"));
    net.add(amount);
    without_customer += cell("customer").empty() ? 1 : 0;
    bool counts = cell("kind") != "credit" && core::parse_decimal(cell("quantity"))->mantissa > 0 &&
                  amount.mantissa > 0;
    if (cell("customer").empty() || !counts) continue;
    sold.add(amount);
    customers.insert(cell("customer"));
    invoices.insert(cell("invoice"));
  }
  CHECK(core::print(core::round(net.total(), 2)) == "748957.02");
  CHECK(core::print(core::round(sold.total(), 2)) == "572713.89");
  CHECK(without_customer == 15'631);
  CHECK(customers.size() == 885);
  CHECK(invoices.size() == 1400);
}

TEST_CASE(
    "four lists of the same people end in the same bytes in whatever order they are named or imported one by one") {
  if (!has_data("contacts/rolomind")) return;
  std::vector<std::string> names = {"custom", "google", "linkedin", "rolodex"};
  auto open = [](const std::string& name) {
    std::string path = data + "contacts/rolomind/tests/fixtures/" + name + ".csv";
    return Source::open(name + ".csv", io::read_file(path), {});
  };
  for (const std::string& name : names) {
    CAPTURE(name);
    MemoryBook book(csv_book());
    CHECK(bring(book, {open(name)}).rows.created == (name == "linkedin" ? 5 : 4));
    for (const char* family : {"Doe", "Smith", "Wilson", "Brown"})
      CHECK(holds(book, "customers/customers.csv", family));
  }
  Files first;
  do {
    MemoryBook book(csv_book());
    std::vector<std::shared_ptr<const Source>> files;
    for (const std::string& name : names) files.push_back(open(name));
    bring(book, files);
    if (first.empty()) first = book.files();
    CHECK((book.files() == first));
    MemoryBook one_by_one(csv_book());
    for (const std::shared_ptr<const Source>& file : files) bring(one_by_one, {file});
    CHECK((one_by_one.files() == first));
  } while (std::next_permutation(names.begin(), names.end()));
}

TEST_CASE("a mapping file of Salesforce's Data Loader is a profile") {
  Profile profile = parse_sdl(
      "#Mapping values\nID=Id\nNAME=Name\nCITY=BillingCity, "
      "ShippingCity\n\"Aerospace\"=Industry\nSYSTEMMODSTAMP=\n"
      "NumEmployees = NumberOfEmployees\n",
      "a.sdl");
  CHECK(profile.main.collection.text == "customers");
  CHECK(profile.main.key[0].text == "ID");
  MemoryBook book(csv_book());
  book::Book opened = book.open();
  ImportOptions options;
  options.as_of = "2026-11-22";
  ImportPlan plan =
      plan_import(opened, {{source_of("ID,NAME,CITY,NumEmployees\n7,Acme,Ulm,5\n"), profile}}, options);
  book.commit(opened, plan.changes);
  CHECK(holds(book, "customers/customers.csv", "Acme"));
  CHECK(holds(book, "customers/customers.csv", "Aerospace"));
  CHECK(holds(book, "customers/customers.csv", "number_of_employees"));
  CHECK(book.files().count("links/links.csv") == 0);
  CHECK_THROWS_AS(parse_sdl("NAME\n", "a.sdl"), Error);
}
