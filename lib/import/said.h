// What a source last said of a record, seven characters a value: so an import knows a person's edit from it.
//
//   SaidWords words(paths);
//   std::string_view said = words.of(row, map, arena);          // "0c3k7f9w...": one code a value, in order
//   words.contains(said, name, "Acme") == true    // the source said so; anyone else's "Acme AG" is not in it
//   words.speaks_of(said, title) == false         // of this field it said nothing
//
// Kept in `sources[].said`. A value of the book that is among the codes is the source's, and the source may
// change it; one that is not was written by a person or by another source, and no import takes it away. A
// list that is merged by union has a code for each of its elements, so that the place of an element tells
// whether a person moved it; a long one has none. A log (sales, interactions) has one code of four characters for
// the whole record as the import left it, so that a million lines stay short: a record that was edited since
// is the editor's as a whole.
//
// Shape   codes of 15 bits of XXH3-64 over the field's declared path ("addresses.*.city") and 20 bits over that
//         and the value, in lower-case Crockford base 32, in the order of the row, each once. Two values of
//         a field share a code once in a million, two fields of a record once in thirty thousand.
// Threads one object serves one thread; the paths may grow meanwhile.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "import/mapping.h"
#include "import/match.h"
#include "import/path_roles.h"
#include "model/record_set.h"

namespace flatcrm::import {

class SaidWords {
 public:
  explicit SaidWords(model::Paths& paths) : roles_(paths) {}

  /// The codes of a mapped row's fields; of a log the one code.
  std::string_view of(std::span<const model::Value> fields, const RecordMap& map, core::Arena& arena);
  /// The one code of a record of a log: all of it but id and sources.
  std::string_view of_whole(std::span<const model::Value> record, core::Arena& arena);
  /// Is the record still as `said` left it?
  bool is_whole(std::string_view said, std::span<const model::Value> record);
  bool contains(std::string_view said, model::PathId path, std::string_view value) {
    return find(said, path, value) != absent;
  }
  /// Which of the codes is the value's, from 0 on; `absent` where none is.
  std::size_t find(std::string_view said, model::PathId path, std::string_view value);
  static constexpr std::size_t absent = static_cast<std::size_t>(-1);
  /// Is there a code of any value of this field?
  bool speaks_of(std::string_view said, model::PathId path);
  /// The codes with that of one value in the place of another's, where that is among them.
  std::string_view replaced(std::string_view said, model::PathId path, std::string_view before,
                            std::string_view after, core::Arena& arena);

 private:
  enum class Codes : signed char { unknown, none, one, one_an_element };
  std::uint64_t path_hash(model::PathId path);
  std::uint32_t whole_code(std::span<const model::Value> record);
  std::uint64_t code(model::PathId path, std::string_view value);
  Codes codes_for(model::PathId path, const RecordMap& map);
  void add(std::uint64_t code);

  PathRoles roles_;
  std::vector<std::uint64_t> path_hashes_;
  const RecordMap* map_ = nullptr;
  std::vector<Codes> needs_;  // by path
  std::vector<std::uint64_t> codes_;
};

/// The codes of the first, and behind them those of the other that it lacks.
std::string_view join_said(std::string_view one, std::string_view other, core::Arena& arena);

/// Writes down what each row of a run says. Requires: its references are written.
void say(CollectionRun& run);

}  // namespace flatcrm::import
