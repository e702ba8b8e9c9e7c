#include "git/held_record.h"

#include <cstring>

#include "core/error.h"
#include "format/csv.h"

namespace flatcrm::git {

namespace {

bool contains(std::string_view text, std::string_view word) {
  return memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

/// The header and the rows that hold the word.
std::string excerpt(std::string_view content, std::string_view word) {
  core::Problems ignored;
  model::TableHeader header = model::read_table_header(content, "", ignored);
  std::string text(content.substr(0, header.body));
  if (!text.empty() && text.back() != '\n' && text.back() != '\r') text += '\n';
  format::CsvScanner scanner(content.substr(header.body), header.dialect);
  format::CsvBlock block;
  while (scanner.next(block))
    for (std::size_t row = 0; row < block.rows(); ++row)
      if (contains(block.line(row), word)) text.append(block.line(row)).append("\n");
  return text;
}

}  // namespace

std::shared_ptr<const HeldRecord> hold_record(std::string_view content, const std::string& path,
                                              const std::string& id, model::Paths& paths) {
  // A key is made of several cells, so that its bytes need not stand together.
  bool keyed = !paths.schema().key().empty();
  if (!keyed && !contains(content, id)) return nullptr;
  auto held = std::make_shared<HeldRecord>();
  core::Problems ignored;
  if (path.ends_with(".csv")) {
    if (std::size_t line = format::find_conflict_marker(content); line != 0)
      throw Error(Code::book, "conflict marker", {path, line, 1}, "resolve the merge first");
    held->text = io::Bytes(keyed ? std::string(content) : excerpt(content, id));
    model::read_table_records(held->text.view(), path, paths, held->records, ignored);
  } else {
    held->text = io::Bytes(std::string(content));
    model::read_yaml_records(held->text.view(), path, paths, held->records, ignored);
  }
  for (held->row = 0; held->row < held->records.size(); ++held->row)
    if (model::key_of(held->record(), paths) == id) return held;
  return nullptr;
}

}  // namespace flatcrm::git
