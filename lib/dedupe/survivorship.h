// The record that comes out of several: which values it has, and from which of them.
//
//   Merged merged = merge_records(book, settings, {anna, anne});
//   merged.survivor == 0        merged.values[3].text        merged.values[3].from == 1
//
// Shape   the survivor is the record with the most values, the one with the smaller id where several have as
//         many. A list is the union; addresses, sources and other lists of maps are those of all, alike ones
//         once. A consent that was denied stays denied, a do_not_contact stays true. Of a single value the
//         rule decides: `complete` (preset) the survivor's own, else the first one that is there; `recent`
//         that of the record changed last; `longest`; `first` that of the source seen first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "core/arena.h"
#include "dedupe/settings.h"
#include "dedupe/whole_records.h"

namespace flatcrm::dedupe {

struct MergedValue {
  model::PathId path = 0;
  std::string_view text;
  std::size_t from = 0;  // of the records given; the survivor where it took from several
  bool several = false;
};

struct Merged {
  std::size_t survivor = 0;
  std::vector<MergedValue> values;  // in schema order, merged_ids included
};

/// Texts that are made new go into the arena.
Merged merge_records(const book::Book& book, const Settings& settings,
                     const std::vector<const WholeRecord*>& records, core::Arena& arena);

}  // namespace flatcrm::dedupe
