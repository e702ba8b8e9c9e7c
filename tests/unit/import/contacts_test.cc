// Address books that other projects test with: every file imports, and with the values that its own expectation states.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "core/text.h"
#include "import/built_in.h"
#include "import/infer.h"
#include "import/plan.h"
#include "io/file_system.h"
#include "support/memory_book.h"

using namespace flatcrm;
using namespace flatcrm::import;
using test::Files;
using test::MemoryBook;

namespace {

const std::string contacts = FLATCRM_SOURCE "/../shared/data/contacts/";
using Row = std::map<std::string, std::string>;
using Cells = std::vector<std::string>;

bool has_data() {
  if (std::filesystem::exists(contacts)) return true;
  MESSAGE("skipped: no ../shared/data");
  return false;
}

std::vector<Row> rows_of(const Cells& names, const std::vector<Cells>& rows) {
  std::vector<Row> out;
  for (const Cells& cells : rows) {
    Row row;
    for (std::size_t c = 0; c < cells.size() && c < names.size(); ++c)
      if (!cells[c].empty()) row[names[c]] = cells[c];
    if (!row.empty()) out.push_back(std::move(row));
  }
  return out;
}

std::shared_ptr<const Source> open(const std::string& file) {
  return Source::open(file, io::read_file(contacts + file), {});
}

/// The customers that a file alone makes of an empty book.
std::vector<Row> customers_of(const std::string& file) {
  MemoryBook book(Files{{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: csv}\n"}});
  book::Book opened = book.open();
  std::shared_ptr<const Source> source = open(file);
  const BuiltIn* known = built_in_profile_for(*source);
  Profile profile =
      known != nullptr ? parse_built_in(*known) : infer_profile(*source, opened.schemas(), {}).profile;
  ImportOptions options;
  options.as_of = "2026-11-22";
  ImportPlan plan = plan_import(opened, {{source, profile}}, options);
  book.commit(opened, plan.changes);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  // A card of an old telephone whose bytes are of no encoding: it goes back with its line, and nothing is guessed.
  CHECK(rows.rejected == (file.ends_with("John_Doe_ANDROID.vcf") ? 1 : 0));
  std::vector<Cells> table = format::read_csv(book.files()["customers/customers.csv"]).rows;
  return rows_of(table.at(0), {table.begin() + 1, table.end()});
}

/// The cards of a file as columns, read without any profile.
std::vector<Row> cards_of(const std::string& file) {
  std::shared_ptr<const Source> source = open(file);
  return rows_of(source->columns(), format::read_csv(source->rows()).rows);
}

std::set<std::string> set_of(const std::string& list) {
  std::vector<std::string> all = core::split_list(list);
  return {all.begin(), all.end()};
}

std::string at(const Row& row, const std::string& name) {
  auto found = row.find(name);
  return found == row.end() ? "" : found->second;
}

/// The address of a label, its parts in one text.
std::string address_of(const Row& customer, const std::string& label) {
  for (int i = 1; i <= 3; ++i) {
    std::string prefix = "addresses." + std::to_string(i) + ".";
    if (at(customer, prefix + "label") != label) continue;
    std::string out;
    for (const char* part : {"street", "city", "region", "postcode", "country"})
      out += at(customer, prefix + part) + "|";
    return out;
  }
  return "";
}

void check_addresses(const Row& customer, const Row& card) {
  for (int i = 1; i <= 3; ++i) {
    std::string prefix = "ADR." + std::to_string(i) + ".";
    std::string wanted;
    for (const char* part : {"street", "city", "region", "postcode", "country"})
      wanted += at(card, prefix + part) + "|";
    if (wanted == "|||||") continue;
    std::string label = at(card, prefix + "label");
    std::string found = address_of(customer, label.empty() ? "other" : label);
    // The book has countries as codes.
    auto country = [](std::string text) {
      for (auto [name, code] : {std::pair{"|USA|", "|US|"}, std::pair{"|Poland|", "|PL|"}})
        if (std::size_t place = text.find(name); place != text.npos)
          text.replace(place, std::string(name).size(), code);
      return text;
    };
    CHECK(found == country(wanted));
  }
}

void check_same(const Row& customer, const Row& card) {
  CAPTURE(at(card, "FN"));
  for (const auto& pair : std::vector<std::pair<std::string, std::string>>{{"family_name", "N.family"},
                                                                           {"name_prefix", "N.prefix"},
                                                                           {"name_suffix", "N.suffix"},
                                                                           {"nickname", "NICKNAME"},
                                                                           {"org", "ORG"},
                                                                           {"title", "TITLE"},
                                                                           {"department", "X-DEPARTMENT"},
                                                                           {"birthday", "BDAY"},
                                                                           {"gender", "X-GENDER"},
                                                                           {"maiden_name", "X-MAIDENNAME"},
                                                                           {"manager", "X-MANAGER"},
                                                                           {"assistant", "X-ASSISTANT"},
                                                                           {"notes", "NOTE"}}) {
    CAPTURE(pair.first);
    CHECK(at(customer, pair.first) == at(card, pair.second));
  }
  std::string given = at(card, "N.given") + " " + at(card, "N.additional");
  CHECK(at(customer, "given_name") == core::trim(given));
  CHECK(at(customer, "name") == at(card, "FN"));
  CHECK(set_of(at(customer, "emails")) == set_of(at(card, "EMAIL")));
  CHECK(set_of(at(customer, "phones")) == set_of(at(card, "TEL")));
  CHECK(set_of(at(customer, "fax[]")) == set_of(at(card, "TEL;FAX")));
  CHECK(set_of(at(customer, "pager")) == set_of(at(card, "TEL;PAGER")));
  CHECK(set_of(at(customer, "social")) == set_of(at(card, "SOCIAL")));
  check_addresses(customer, card);
}

}  // namespace

TEST_CASE("tables that Roundcube turns into cards give the values of those cards") {
  if (!has_data()) return;
  for (std::string name : {"all", "tb_plain", "outlook"}) {
    CAPTURE(name);
    std::string path = "roundcube/tests/src/Csv2vcard/" + name;
    std::vector<Row> customers = customers_of(path + ".csv"), cards = cards_of(path + ".vcf");
    REQUIRE(customers.size() == cards.size());
    REQUIRE_FALSE(cards.empty());
    for (std::size_t i = 0; i < cards.size(); ++i) check_same(customers[i], cards[i]);
  }
}

TEST_CASE("the card of every contact in an export of Google has what the table says") {
  if (!has_data()) return;
  std::vector<Row> customers = customers_of("roundcube/tests/src/Csv2vcard/gmail.csv"),
                   cards = cards_of("roundcube/tests/src/Csv2vcard/gmail.vcf");
  REQUIRE(customers.size() == 1);
  REQUIRE(cards.size() == 1);
  Row customer = customers[0], card = cards[0];
  CHECK(at(customer, "name") == "Firstname Middle Lastname");
  CHECK(at(card, "FN") == "Prefix Firstname Middle Lastname Suffix");
  customer["name"] = at(card, "FN");  // the table has both; the book's name goes without title and suffix
  // A type is one of the columns' values there, and the word for a fax or a pager with it.
  std::set<std::string> numbers = set_of(at(card, "TEL"));
  for (const char* other : {"TEL;FAX", "TEL;PAGER"}) numbers.merge(set_of(at(card, other)));
  CHECK(set_of(at(customer, "phones")) == numbers);
  customer["phones"] = at(card, "TEL");
  for (const char* other : {"TEL;FAX", "TEL;PAGER"}) card.erase(other);
  check_same(customer, card);
  CHECK(at(customer, "tags") == "Test");
  CHECK(at(customer, "relations[]").find("spouse") != std::string::npos);
  CHECK(set_of(at(customer, "websites[]")).size() == 2);
}

TEST_CASE("a list of addresses alone makes a customer of each") {
  if (!has_data()) return;
  std::vector<Row> customers = customers_of("roundcube/tests/src/Csv2vcard/email.csv"),
                   cards = cards_of("roundcube/tests/src/Csv2vcard/email.vcf");
  REQUIRE(customers.size() == 4);
  std::set<std::string> found, wanted;
  for (const Row& one : customers) found.insert(at(one, "emails"));
  for (const Row& one : cards) wanted.insert(at(one, "EMAIL"));
  CHECK((found == wanted));
}

TEST_CASE("every file of contacts imports, with a customer a card") {
  if (!has_data()) return;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(contacts)) {
    std::string path = entry.path().string(), extension = entry.path().extension();
    if (!entry.is_regular_file() || (extension != ".vcf" && extension != ".csv")) continue;
    std::string file = path.substr(contacts.size());
    CAPTURE(file);
    if (file.ends_with("khard/test/fixture/vcards/unparsable.vcf")) continue;
    ++files;
    std::vector<Row> customers = customers_of(file);
    std::size_t cards = cards_of(file).size();
    if (file.ends_with("John_Doe_ANDROID.vcf")) --cards;
    if (extension == ".vcf") CHECK(customers.size() == cards);
    if (extension == ".csv") CHECK_FALSE(customers.empty());
  }
  CHECK(files >= 50);
}
