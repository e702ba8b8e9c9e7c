// The records of one text, each found by its key, and the text with other records in their place.
//
//   KeyedRecords table = read_keyed("id,name\na-1,Acme\n", FileKind::csv, "customers/c.csv", paths);
//   table.find("a-1") == 0
//   WantedRecords wanted;  wanted.add("a-1", {{"id", "a-1"}, {"name", "Acme Ltd"}});
//   with_records(table, wanted, paths) == "id,name\na-1,Acme Ltd\n"
//
// Shape   a key is the id, or what the schema's x-key makes of a record without one, or all that it holds. A second record of
//         a key is another one (`twins` says that there are some). What is not wanted is taken out, what is missing added: rows and
//         columns where the order of the table puts them, else at the end. All other bytes stay (book/rewrite_*.h).
// Errors  of model/record_set.h for texts that can't be read; Code::book where an edit can't be made without changing something else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book/read.h"
#include "core/problem.h"
#include "git/list_merge.h"
#include "model/paths.h"

namespace flatcrm::git {

struct KeyedRecords {
  book::LoadedFile file;
  std::vector<std::string> keys;  // by row
  std::unordered_map<std::string_view, std::uint32_t> rows;
  std::vector<std::string> twins;  // keys that more than one record has
  bool damaged = false;  // holds something that no record can hold: a row too long, a document that is no map

  std::size_t size() const { return keys.size(); }
  std::string_view text() const { return file.bytes.view(); }
  std::optional<std::uint32_t> find(std::string_view key) const {
    auto found = rows.find(key);
    return found == rows.end() ? std::nullopt : std::optional(found->second);
  }
};

KeyedRecords read_keyed(std::string text, book::FileKind kind, const std::string& path, model::Paths& paths);

/// Was it the record's name that made the key? Else it is its content.
bool is_named(std::string_view key);
/// The key as a person knows it: without the number of a twin.
std::string_view name_of_key(std::string_view key);

Fields fields_of(const model::Record& record, const model::Paths& paths);
/// Without making fields of records that stand alike.
bool same_record(const model::Record& one, const model::Record& other, const model::Paths& paths);

/// Records by their keys, in an order of their own; each is a row of a text, or made.
class WantedRecords {
 public:
  void add(std::string_view key, const KeyedRecords& from, std::uint32_t row);
  void add(std::string_view key, Fields fields);

  struct Wanted {
    const KeyedRecords* from = nullptr;
    std::uint32_t row = 0;
    Fields made;
  };
  const std::vector<std::string>& keys() const { return keys_; }
  const Wanted* find(std::string_view key) const;
  Fields fields(const Wanted& wanted, const model::Paths& paths) const;
  bool is(const Wanted& wanted, const KeyedRecords& table, std::uint32_t row,
          const model::Paths& paths) const;

 private:
  std::vector<std::string> keys_;
  std::unordered_map<std::string, Wanted> records_;
};

std::string with_records(const KeyedRecords& table, const WantedRecords& wanted, model::Paths& paths);
/// Are these the wanted records, no more and no less?
bool holds_exactly(const KeyedRecords& table, const WantedRecords& wanted, const model::Paths& paths);

}  // namespace flatcrm::git
