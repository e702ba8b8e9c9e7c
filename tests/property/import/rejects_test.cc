// A rejected row, mended where it stands in the rejects file, imports with the same profile, and the book is as if it had never been wrong.
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
using Cells = std::vector<std::string>;

const std::string profile =
    "source: crm\ncollection: customers\nkey: [Id]\nregion: DE\nfields: {name: Name, emails: Mail, phones: "
    "Phone, notes: Note}\n";

struct Form {
  std::string delimiter, end, encoding;
};

const std::vector<Form> forms = {{",", "\n", "UTF-8"},
                                 {";", "\r\n", "windows-1252"},
                                 {"\t", "\n", "UTF-16LE"},
                                 {"|", "\r\n", "UTF-8"},
                                 {";", "\n", "ISO-8859-15"}};

std::string pick(Random& random, const std::vector<std::string>& words) {
  return words[random() % words.size()];
}

Cells random_row(Random& random, std::size_t number) {
  const std::string n = std::to_string(number);
  return {n, pick(random, {"Anna Lang", "B\xc3\xb6hm, Otto", "say \"x\"", "=1+2", "two\nlines"}) + " " + n,
          pick(random, {"", "p" + n + "@example.org"}), pick(random, {"", "030 90182" + n, "ask her"}),
          pick(random, {"", "a;b,c|d", "\xc3\xa9t\xc3\xa9", "-", "'tis"})};
}

std::string line_of(const Cells& cells, const Form& form) {
  format::CsvDialect dialect;
  dialect.delimiter = form.delimiter[0];
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += form.delimiter;
    format::write_cell(out, cells[i], dialect);
  }
  return out + form.end;
}

/// Text of at most two bytes a letter, in the encoding of a form.
std::string encoded(const std::string& text, const Form& form) {
  if (form.encoding == "UTF-8") return text;
  std::string out = form.encoding == "UTF-16LE" ? "\xff\xfe" : "";
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    unsigned code = byte;
    if (byte >= 0x80) code = (byte & 0x1fU) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fU);
    out += static_cast<char>(code & 0xff);
    if (form.encoding == "UTF-16LE") out += static_cast<char>(code >> 8);
  }
  return out;
}

ImportPlan bring(MemoryBook& book, const std::string& bytes, const std::string& encoding) {
  SourceOptions options;
  Profile parsed = parse_profile(profile + "encoding: " + encoding + "\n", "p.yaml");
  options = source_options(options, parsed);
  book::Book opened = book.open();
  ImportOptions import_options;
  import_options.as_of = "2026-11-22";
  ImportPlan plan =
      plan_import(opened, {{Source::open("list.csv", io::Bytes(bytes), options), parsed}}, import_options);
  const RowCounts& rows = plan.summary.rows;
  CHECK(rows.read == rows.created + rows.updated + rows.unchanged + rows.rejected + rows.skipped);
  book.commit(opened, plan.changes);
  return plan;
}

MemoryBook new_book() {
  return MemoryBook(Files{{"flatcrm.yaml", "format: 1\nname: T\nlayouts: {customers: csv}\n"}});
}

/// A row that no import takes.
Cells broken(Random& random, Cells cells) {
  switch (random() % 3) {
    case 0:
      cells[0] = "";
      break;  // no key
    case 1:
      cells.push_back("too much");
      break;  // a cell too many
    default:
      cells[1] += "\x01";
      break;  // a control character
  }
  return cells;
}

}  // namespace

TEST_CASE("rejected rows, mended, import from the rejects file as it stands") {
  std::size_t mended = 0;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Form& form = forms[seed % forms.size()];
    CAPTURE(form.encoding);
    const Cells header = {"Id", "Name", "Mail", "Phone", "Note"};
    std::string right = line_of(header, form), wrong = right;
    std::vector<Cells> rows;
    std::map<std::size_t, Cells> at_line;  // of the file with wrong rows
    std::size_t line = 2;
    for (std::size_t i = 0; i < 1 + random() % 12; ++i) {
      rows.push_back(random_row(random, 100 + i));
      right += line_of(rows.back(), form);
      bool breaks = random() % 3 == 0;
      std::string written = line_of(breaks ? broken(random, rows.back()) : rows.back(), form);
      if (breaks) at_line[line] = rows.back();
      wrong += written;
      line += static_cast<std::size_t>(std::count(written.begin(), written.end(), '\n'));
    }
    MemoryBook whole = new_book(), book = new_book();
    bring(whole, encoded(right, form), form.encoding);
    ImportPlan plan = bring(book, encoded(wrong, form), form.encoding);
    REQUIRE(plan.rejects.size() == at_line.size());
    std::string rejects = print_rejects(plan, 0);
    CHECK(rejects.empty() == at_line.empty());
    if (rejects.empty()) continue;
    // As it is, it says the same again.
    Files before = book.files();
    ImportPlan again = bring(book, rejects, form.encoding);
    CHECK(again.rejects.size() == at_line.size());
    CHECK((book.files() == before));
    CHECK(print_rejects(again, 0) == rejects);
    // Each row with its cells mended, and all else of the file as it stands.
    std::string text = rejects.substr(0, rejects.find('\n') + 1);
    for (const Reject& reject : plan.rejects) {
      Cells cells = at_line.at(reject.line);
      cells.push_back(std::to_string(reject.line));
      cells.push_back(reject.reason);
      text += line_of(cells, form);
    }
    ImportPlan third = bring(book, text, form.encoding);
    CHECK(third.rejects.empty());
    CHECK(third.summary.rows.created == at_line.size());
    CHECK((book.files() == whole.files()));
    mended += at_line.size();
  }
  CHECK(mended > 100);
}
