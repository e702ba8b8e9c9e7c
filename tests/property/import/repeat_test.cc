// Whatever the parts, the order and the repetitions in which a source comes, the book ends in the same bytes, and every row is accounted for.
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
using Rows = std::vector<std::string>;

std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}

const std::string header = "Id,Name,Mail,Phone,City,Tags,Note,Boss\n";
const std::string profile =
    "source: crm\ncollection: customers\nkey: [Id]\nregion: DE\n"
    "fields:\n  name: Name\n  emails: [Mail]\n  phones: Phone\n  addresses.1.city: City\n  tags: {from: "
    "Tags, split: '|'}\n  notes: Note\n"
    "also:\n"
    "  - {collection: staff, key: [Boss], fields: {name: Boss}}\n"
    "  - {collection: links, fields: {from: {ref: customers}, to: {from: Boss, by: key}, kind: {const: "
    "partner}}}\n";
const std::string without_references = profile.substr(0, profile.find("also:"));

std::string quoted(const std::string& text) {
  std::string out;
  format::write_cell(out, text, {});
  return out;
}

std::string random_text(Random& random) {
  static const std::vector<std::string> words = {
      "Anna",      "B\xc3\xb6hm", "O'Neil",      "a, b",
      "say \"x\"", "two\nlines",  " edge ",      "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e",
      "-",         "; semi",      "back\\slash", "007",
      ""};
  std::string out;
  for (std::size_t i = below(random, 3); i > 0; --i) out += words[below(random, words.size())] + " ";
  return out;
}

/// Rows with keys of their own, each as it stands in a file.
Rows random_rows(Random& random, std::size_t count) {
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    std::string row = std::to_string(i);
    row += "," + quoted("N" + random_text(random));
    row += random() % 2 ? ",p" + std::to_string(i) + "@Example.org" : ",";
    row += random() % 2 ? ",030 " + std::to_string(100000 + i) : random() % 2 ? ",ask her" : ",";
    row += "," + quoted(random_text(random)) + "," + (random() % 2 ? "red|blue; x" : "") + ",";
    row += quoted(random_text(random)) + ",";
    if (random() % 3 == 0) row += std::to_string(below(random, count));
    rows.push_back(row + "\n");
  }
  return rows;
}

std::string file_of(const Rows& rows) {
  std::string out = header;
  for (const std::string& row : rows) out += row;
  return out;
}

void bring(MemoryBook& book, const Rows& rows, const std::string& with, int threads = 2) {
  Profile parsed = parse_profile(with, "p.yaml");
  SourceOptions options;
  options.encoding = "UTF-8";
  options.delimiter = ",";
  options.quote = '"';
  options.header = 1;
  std::shared_ptr<const Source> source = Source::open("list.csv", io::Bytes(file_of(rows)), options);
  book::Book opened = book.open(threads);
  ImportOptions import_options;
  import_options.as_of = "2026-11-22";
  ImportPlan plan = plan_import(opened, {{source, parsed}}, import_options);
  const RowCounts& counts = plan.summary.rows;
  CHECK(counts.read == rows.size());
  CHECK(counts.read == counts.created + counts.updated + counts.unchanged + counts.rejected + counts.skipped);
  book.commit(opened, plan.changes);
}

MemoryBook new_book(const std::string& layout) {
  return MemoryBook({{"flatcrm.yaml",
                      "format: 1\nname: T\nlayouts: {customers: " + layout + ", staff: csv, links: csv}\n"}});
}

/// The rows in parts that may overlap, in any order, every row at least once.
std::vector<Rows> random_parts(Random& random, const Rows& rows) {
  std::vector<Rows> parts(1 + below(random, 4));
  for (const std::string& row : rows)
    for (std::size_t times = 1 + (random() % 4 == 0); times > 0; --times) {
      Rows& part = parts[below(random, parts.size())];
      if (std::find(part.begin(), part.end(), row) == part.end()) part.push_back(row);
    }
  for (Rows& part : parts) std::shuffle(part.begin(), part.end(), random);
  if (random() % 2) parts.push_back(parts[below(random, parts.size())]);
  return parts;
}

/// The first file that differs, for the message.
std::string difference(const Files& left, const Files& right) {
  for (const auto& [path, text] : left)
    if (auto found = right.find(path); found == right.end() || found->second != text)
      return path + "\n" + text + "\n--- other\n" + (found == right.end() ? "missing" : found->second);
  return left.size() == right.size() ? "" : "more files";
}

}  // namespace

TEST_CASE("parts in any order and repetition end in the same book as the whole") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Rows rows = random_rows(random, 1 + below(random, 30));
    std::string layout = std::vector<std::string>{"yaml", "csv"}[seed % 2];
    MemoryBook whole = new_book(layout), parts = new_book(layout);
    bring(whole, rows, without_references);
    for (const Rows& part : random_parts(random, rows)) bring(parts, part, without_references);
    CHECK(difference(whole.files(), parts.files()) == "");
  }
}

TEST_CASE("references across parts find their record whichever comes first") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    Rows rows = random_rows(random, 1 + below(random, 20));
    MemoryBook whole = new_book("csv"), parts = new_book("csv");
    bring(whole, rows, profile);
    for (const Rows& part : random_parts(random, rows)) bring(parts, part, profile);
    CHECK(difference(whole.files(), parts.files()) == "");
  }
}

TEST_CASE("the number of threads changes no byte, and neither does a second time") {
  Random random(7);
  Rows rows = random_rows(random, 120'000);  // several pieces
  MemoryBook one = new_book("csv-sharded"), four = new_book("csv-sharded");
  bring(one, rows, without_references, 1);
  bring(four, rows, without_references, 4);
  CHECK(one.files().size() > 2);
  CHECK((one.files() == four.files()));
  Files before = four.files();
  bring(four, rows, without_references, 3);
  CHECK((four.files() == before));
}
