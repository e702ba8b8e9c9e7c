#include "book/forgotten.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "format/csv.h"
#include "io/sha256.h"

namespace flatcrm::book {

namespace {

constexpr std::size_t mark_digits = 24;
constexpr std::array<std::string_view, 5> columns = {"collection", "id", "date", "salt", "mark"};

std::array<std::string Mark::*, 5> fields() {
  return {&Mark::collection, &Mark::id, &Mark::date, &Mark::salt, &Mark::mark};
}

std::vector<Mark> parse(std::string_view text) {
  std::vector<std::vector<std::string>> rows = format::read_csv(text).rows;
  bool headed = !rows.empty() && std::equal(rows[0].begin(), rows[0].end(), columns.begin(), columns.end());
  if (!headed)
    throw Error(Code::book, "this is no list of marks", {forgotten_file, 1, 0},
                "its columns are collection,id,date,salt,mark; bring it back from git");
  std::vector<Mark> out;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    if (rows[row].size() == 1 && rows[row][0].empty()) continue;
    if (rows[row].size() != columns.size() || rows[row][4].size() != mark_digits)
      throw Error(Code::book, "a mark is cut short, and whom it stands for would come back",
                  {forgotten_file, row + 1, 0}, "bring the line back from git");
    Mark mark;
    for (std::size_t i = 0; i < columns.size(); ++i) mark.*fields()[i] = rows[row][i];
    out.push_back(std::move(mark));
  }
  return out;
}

std::string print(const std::vector<Mark>& marks) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) (text += i == 0 ? "" : ",") += columns[i];
  text += '\n';
  for (const Mark& mark : marks) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) text += ',';
      format::write_cell(text, mark.*fields()[i], {});
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string mark_of(std::string_view salt, std::string_view identifier) {
  std::string text(salt);
  text += '\0';
  text += identifier;
  return io::sha256_hex(text).substr(0, mark_digits);
}

Forgotten Forgotten::read(const Book& book) {
  Forgotten out;
  if (!book.tree().exists(forgotten_file)) return out;
  out.marks_ = parse(book.tree().read(forgotten_file).view());
  for (const Mark& mark : out.marks_) {
    out.ids_[mark.mark] = mark.id;
    out.pseudonyms_.insert(mark.collection + "/" + mark.id);
    if (std::find(out.salts_.begin(), out.salts_.end(), mark.salt) == out.salts_.end())
      out.salts_.push_back(mark.salt);
  }
  return out;
}

std::string_view Forgotten::find(std::string_view identifier) const {
  for (const std::string& salt : salts_)
    if (auto found = ids_.find(mark_of(salt, identifier)); found != ids_.end()) return found->second;
  return {};
}

bool Forgotten::stands_for(std::string_view collection, std::string_view id) const {
  std::string both(collection);
  both += '/';
  return pseudonyms_.count(both += id) != 0;
}

void add_marks(const Book& book, std::vector<Mark> added, Changes& changes) {
  PlainFile file{forgotten_file, {}, {}, false};
  if (book.tree().exists(forgotten_file)) {
    io::Bytes bytes = book.tree().read(forgotten_file);
    file.read_as = bytes.stamp();
    std::vector<Mark> known = parse(bytes.view());
    added.insert(added.end(), known.begin(), known.end());
  }
  std::sort(added.begin(), added.end());
  added.erase(std::unique(added.begin(), added.end()), added.end());
  file.text = print(added);
  changes.files.push_back(std::move(file));
}

}  // namespace flatcrm::book
