#include "book/convert.h"

#include <algorithm>

#include "book/layout.h"
#include "book/read.h"
#include "core/text.h"

namespace flatcrm::book {

namespace {

void count_comments(const LoadedFile& loaded, Conversion& conversion) {
  std::string_view text = loaded.bytes.view();
  std::size_t line = 0;
  while (!text.empty()) {
    ++line;
    std::string_view one = core::trim(text.substr(0, text.find('\n')));
    if (!one.empty() && one[0] == '#') {
      if (conversion.comments++ == 0) conversion.first_comment = {loaded.file.path, line, 1};
    }
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
}

void refuse(const core::Problems& problems) {
  for (const Problem& problem : problems)
    if (problem.severity == Severity::error)
      throw Error(Code::book, problem.message, problem.place, "mend it first; nothing was moved");
}

/// Already where the new layout would put it: its bytes stay.
bool stays(const LoadedFile& file, std::string_view id, const Layout& to, const std::string& collection) {
  if (to.kind == LayoutKind::yaml)
    return file.records.size() == 1 && file.file.path == file_for(to, collection, id, core::no_date);
  return to.kind == LayoutKind::csv && file.file.path == file_for(to, collection, id, core::no_date);
}

}  // namespace

Conversion plan_conversion(const Book& book, const std::string& collection, const Layout& to,
                           Changes& changes) {
  Conversion conversion;
  core::Problems problems;
  auto loaded = std::make_shared<std::vector<LoadedFile>>(load_collection(book, collection, problems));
  refuse(problems);
  CollectionChanges& moved = changes.of(collection);
  moved.layout = to;
  for (const LoadedFile& file : *loaded) {
    if (file.file.kind == FileKind::yaml) count_comments(file, conversion);
    std::uint32_t number = moved.file(file.file.path, file.bytes.stamp());
    for (std::size_t row = 0; row < file.records.size(); ++row) {
      model::Record record = file.records[row];
      if (stays(file, record.id(), to, collection)) continue;
      if (!core::trim(record.id()).empty()) {
        moved.created.begin();
        for (const model::Value& value : record.values()) moved.created.add(value.path, value.text);
        moved.created.end(0, 0);
      } else {
        core::Position at = core::position_of(file.bytes.view(), record.begin());
        throw Error(Code::book, "a record without an id can't be moved", {file.file.path, at.line, at.column},
                    "give it one");
      }
      moved.remove(number, record.index(), record.id());
      ++conversion.records;
    }
  }
  changes.keep.push_back(loaded);
  if (to.kind == LayoutKind::csv_sharded && to.shard == 0) return conversion;
  io::Bytes config = book.tree().read("flatcrm.yaml");
  changes.files.push_back(
      {"flatcrm.yaml", with_layout(config.view(), "flatcrm.yaml", collection, to), config.stamp(), false});
  return conversion;
}

}  // namespace flatcrm::book
