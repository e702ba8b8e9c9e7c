// Merges what a row says into the record that it belongs to, field by field.
//
//   Merger merger(paths);
//   merger.begin(record.values());
//   bool changed = merger.apply(row, context);    // again for every further row of the same record, in order
//   merger.edits(record.values(), edits);         // what that comes to
//
// Absent, empty and given are three things. Absent changes nothing. Empty changes nothing either, unless the
// profile says `empty: clears`: then it is given as nothing. A given value fills a field that has none,
// whatever the rule. Where the record has another value already:
//
//   fill       the value is taken from the source that owns the record: the only one in `sources`, under this
//              very key, unless the row is the one that it was (its `updated`, to the second, is the one that
//              the book has). So a changed cell of a source changes the book by its line. Where several
//              sources feed a record, or people made it, the difference stays and is a conflict.
//              With `remember: true` the source's own word is known by `sources[].said` (said.h): then each
//              source changes what it said itself and no other source says too, and what a person wrote, or
//              took away, stays so and is a conflict. Where sources that remember differ, the one whose name
//              comes first counts, as it does within one import, so that the order of imports does not show: a
//              value that a later name said gives way to the first word of an earlier one, if it still is
//              what the sources alone would have made of it.
//   newer      the value is also taken when the row's `updated` is later than that of every other source, not
//              earlier than this source's own, and the value is news from it; without times it is as fill.
//   overwrite  the value is taken.
//   keep       the value stays, and the difference is a conflict.
//   union      a list gets the elements that it lacks (list_union.h); a single value is as fill.
//
// A row whose `updated` is earlier than what the book has of the same source is stale, and takes nothing but
// gaps (overwrite takes all the same). The elements of a list of maps (addresses) are filled as a whole,
// never mixed from two: an element that agrees with one that is there fills its gaps, another one is added
// under union, taken in place by the owner, and else a conflict. A list whose union comes from the schema
// rather than the profile is a union for the owner too, so that no telephone number goes. `sources` gets an
// entry for a source and key that it has not, sorted by source with `remember`; `first_seen` never moves,
// `updated` only forward.
//
// Consent (`consent.*`, `do_not_contact`) goes by its own law under every rule: a "no" gives way to a "yes" only of a
// row that is newer than all other sources and says so for the first time since, or of the source that said the "no"; a
// "no" is taken that is news or newer than all other sources, unless the row is older; "unknown" takes nothing.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "book/changes.h"
#include "core/arena.h"
#include "import/list_union.h"
#include "import/mapping.h"
#include "import/path_roles.h"
#include "import/said.h"
#include "model/record_set.h"

namespace flatcrm::import {

/// Who says it.
struct RowContext {
  const RecordMap* map = nullptr;
  std::string_view source, key, first_seen;
  std::string_view updated;  // null data() when the row has none
  std::string_view said;     // as SaidWords has it; null data() when nothing is to be kept
  bool gives_id = false;     // the row names its record itself: it is no source
  bool partial = false;      // the row gives only some of the fields that its source gives otherwise
  bool joins = true;         // the record gets an entry in `sources` where it has none of this key
};

/// The fields of a mapped record, and what its last values say of its source.
struct RowParts {
  std::span<const model::Value> fields;  // without id and sources
  RowContext context;
};
RowParts parts_of(const model::Record& row, const RecordMap& map, bool gives_id);

struct Conflict {
  model::PathId path = 0;
  std::string_view present, given;
  bool gave_way = false;  // what was there, said by a source whose name comes later
};

/// An instant or a day as a number that orders; the lowest where the text is neither.
std::int64_t time_of(std::string_view text);

class Merger {
 public:
  Merger(model::Paths& paths, core::Arena& arena) : roles_(paths), words_(paths), arena_(arena) {}

  /// `made_now`: by an earlier row of the same import.
  void begin(std::span<const model::Value> record, bool made_now = false);
  bool apply(const RowParts& row);
  std::span<const model::Value> values() const { return values_; }
  void edits(std::span<const model::Value> before, std::vector<book::FieldEdit>& out) const;

  /// Since the last clear.
  std::vector<Conflict>& conflicts() { return conflicts_; }
  PathRoles& roles() { return roles_; }

 private:
  struct Element {
    std::uint32_t list = 0, number = 0;
    std::vector<model::Value> values;
  };
  void find_entries(const RowContext& context);
  void find_said();
  void find_sources(const RowContext& context);
  bool is_own(model::PathId path, std::string_view value);
  bool is_others(model::PathId path, std::string_view value);
  bool precedes(Rule rule, model::PathId path, std::string_view present);
  bool was_taken_away(const model::Value& given);
  bool was_taken_away(const Element& element);
  std::vector<std::string_view> origins_of(std::uint32_t list, std::uint32_t last);
  std::uint32_t make_room(std::uint32_t list, std::uint32_t number, std::uint32_t last);
  bool takes(Rule rule, model::PathId path, std::string_view present, std::string_view given);
  bool takes_consent(model::PathId path, std::string_view present, std::string_view given);
  bool takes_element(const Element& element, Rule rule);
  bool add_said(const RowParts& row);
  void keep_said(const model::Value& value, const RowParts& row);
  void rules_of(const RecordMap& map);
  Rule rule_of(model::PathId path, const RowContext& context);
  bool apply_value(const model::Value& value, const RowContext& context);
  bool apply_list(model::Value& present, const model::Value& given, Rule rule);
  bool apply_element(const Element& element, const RowContext& context);
  bool fill_element(const Element& element, std::uint32_t number);
  bool add_source(const RowParts& row);
  std::uint32_t make_room_for_entry(const RowContext& context);
  bool agrees(const Element& element, std::uint32_t number);
  bool take_or_report(model::Value& present, const model::Value& given, Rule rule);
  model::Value* find(model::PathId path);
  bool set(model::PathId path, std::string_view text);
  void remove(model::PathId path);

  PathRoles roles_;
  SaidWords words_;
  core::Arena& arena_;
  std::vector<model::Value> values_;
  std::vector<Conflict> conflicts_;
  const RecordMap* rules_of_ = nullptr;
  std::vector<signed char> rules_;  // by path, -1: not yet known

  std::uint32_t entries_ = 0;     // of sources
  std::uint32_t last_entry_ = 0;  // the highest number
  std::uint32_t own_entry_ = 0;   // 0: none
  bool has_source_ = false;       // an entry of this source, under any key
  std::uint32_t said_entry_ = 0;  // whose `said` tells what this source said; 0: none
  std::string_view source_, own_said_;
  std::vector<SourceSaid> others_said_;
  bool all_said_ = false;  // every other entry of sources has its words
  std::vector<model::Value> silent_;
  bool log_ = false;        // one code for the whole record
  bool untouched_ = false;  // of a log: nobody edited the record since its last import
  bool remembers_ = false;  // own_said_ counts
  bool owns_ = false;       // else: the record has no other source, and the row is not the one that it had
  bool made_now_ = false, speaks_ = false, stale_ = false, newest_ = false, oldest_ = false;
};

}  // namespace flatcrm::import
