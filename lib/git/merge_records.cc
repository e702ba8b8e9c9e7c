#include "git/merge_records.h"

#include <algorithm>
#include <optional>
#include <set>

namespace flatcrm::git {

namespace {

using model::Record;
using Row = std::optional<std::uint32_t>;

class Merger {
 public:
  Merger(model::Paths& paths, const std::vector<const KeyedRecords*>& bases, const KeyedRecords& ours,
         const KeyedRecords& theirs, const std::vector<std::string>& attribution)
      : paths_(paths), bases_(bases), ours_(ours), theirs_(theirs), attribution_(attribution) {
    for (const KeyedRecords* table : {bases_.front(), bases_.back(), &ours_, &theirs_})
      twins_.insert(table->twins.begin(), table->twins.end());
    nameless_clash_ = nameless_clash();
  }

  MergedRecords run() {
    for (std::uint32_t row = 0; row < ours_.size(); ++row)
      decide(ours_.keys[row], row, theirs_.find(ours_.keys[row]));
    for (std::uint32_t row = 0; row < theirs_.size(); ++row)
      if (!ours_.find(theirs_.keys[row])) decide(theirs_.keys[row], std::nullopt, row);
    return std::move(merged_);
  }

 private:
  Record record(const KeyedRecords& table, std::uint32_t row) const { return table.file.records[row]; }
  bool same(const KeyedRecords& one, std::uint32_t row, const KeyedRecords& other,
            std::uint32_t other_row) const {
    return same_record(record(one, row), record(other, other_row), paths_);
  }
  /// The base's record where it is known, and whether it is known.
  struct Ancestor {
    bool known = true;
    Row row;
  };
  Ancestor ancestor(const std::string& key) const;
  bool nameless_clash() const;
  const KeyedRecords* said_first(std::uint32_t ours, std::uint32_t theirs) const;
  void decide(const std::string& key, Row ours, Row theirs);
  void decide_both(const std::string& key, std::uint32_t ours, std::uint32_t theirs);
  void decide_one(const std::string& key, const KeyedRecords& side, std::uint32_t row);
  void keep(const std::string& key, const KeyedRecords& side, std::uint32_t row);
  void clash(const std::string& key, std::uint32_t ours, std::uint32_t theirs, std::string why);
  void clash_one(const std::string& key, const KeyedRecords& side, std::uint32_t row, std::string why);

  model::Paths& paths_;
  const std::vector<const KeyedRecords*>& bases_;
  const KeyedRecords& ours_;
  const KeyedRecords& theirs_;
  const std::vector<std::string>& attribution_;
  std::set<std::string, std::less<>> twins_;
  bool nameless_clash_ = false;
  MergedRecords merged_;
};

Merger::Ancestor Merger::ancestor(const std::string& key) const {
  Row first = bases_.front()->find(key);
  if (bases_.size() == 1) return {true, first};
  Row second = bases_.back()->find(key);
  if (!first && !second) return {true, std::nullopt};
  bool agree = first && second && same(*bases_.front(), *first, *bases_.back(), *second);
  return {agree, first};
}

/// A record without a name is known by its content only: when both sides took one out and put another in, nobody can tell
/// whether they edited the same one.
bool Merger::nameless_clash() const {
  auto any = [](const KeyedRecords& in, const auto& wanted) {
    return std::any_of(in.keys.begin(), in.keys.end(),
                       [&](const std::string& key) { return !is_named(key) && wanted(key); });
  };
  const KeyedRecords& base = *bases_.front();
  return any(base, [&](const std::string& key) { return !ours_.find(key) && !theirs_.find(key); }) &&
         any(ours_, [&](const std::string& key) { return !base.find(key) && !theirs_.find(key); }) &&
         any(theirs_, [&](const std::string& key) { return !base.find(key) && !ours_.find(key); });
}

void Merger::keep(const std::string& key, const KeyedRecords& side, std::uint32_t row) {
  merged_.ours.add(key, side, row);
  merged_.theirs.add(key, side, row);
}

void Merger::clash(const std::string& key, std::uint32_t ours, std::uint32_t theirs, std::string why) {
  merged_.ours.add(key, ours_, ours);
  merged_.theirs.add(key, theirs_, theirs);
  merged_.clashes.push_back({std::string(name_of_key(key)), {"", "", "", std::move(why)}});
}

void Merger::clash_one(const std::string& key, const KeyedRecords& side, std::uint32_t row, std::string why) {
  (&side == &ours_ ? merged_.ours : merged_.theirs).add(key, side, row);
  merged_.clashes.push_back({std::string(name_of_key(key)), {"", "", "", std::move(why)}});
}

void Merger::decide(const std::string& key, Row ours, Row theirs) {
  if (ours && theirs)
    decide_both(key, *ours, *theirs);
  else if (ours)
    decide_one(key, ours_, *ours);
  else
    decide_one(key, theirs_, *theirs);
}

/// The side that said first what both say, or null where they say different things. What has no date was said last.
const KeyedRecords* Merger::said_first(std::uint32_t ours, std::uint32_t theirs) const {
  if (attribution_.empty()) return nullptr;
  Fields one = fields_of(record(ours_, ours), paths_), other = fields_of(record(theirs_, theirs), paths_);
  std::vector<std::pair<bool, std::string>> our_turn, their_turn;
  for (const std::string& field : attribution_) {
    our_turn.emplace_back(one[field].empty(), one[field]);
    their_turn.emplace_back(other[field].empty(), other[field]);
    one.erase(field);
    other.erase(field);
  }
  if (one != other) return nullptr;
  return their_turn < our_turn ? &theirs_ : &ours_;
}

void Merger::decide_both(const std::string& key, std::uint32_t ours, std::uint32_t theirs) {
  if (same(ours_, ours, theirs_, theirs)) return keep(key, ours_, ours);
  Ancestor base = ancestor(key);
  if (base.known && base.row) {
    if (same(*bases_.front(), *base.row, theirs_, theirs)) return keep(key, ours_, ours);
    if (same(*bases_.front(), *base.row, ours_, ours)) return keep(key, theirs_, theirs);
  }
  if (const KeyedRecords* side = said_first(ours, theirs))
    return keep(key, *side, side == &ours_ ? ours : theirs);
  if (base.known && !base.row) return clash(key, ours, theirs, "added on both sides, with different values");
  if (twins_.count(name_of_key(key)) != 0)
    return clash(key, ours, theirs, "stands more than once in the file");
  std::vector<Fields> bases;
  for (const KeyedRecords* table : bases_) {
    Row row = table->find(key);
    bases.push_back(row ? fields_of(record(*table, *row), paths_) : Fields{});
  }
  RecordMerge merge = merge_record(paths_, bases, fields_of(record(ours_, ours), paths_),
                                   fields_of(record(theirs_, theirs), paths_));
  merged_.ours.add(key, std::move(merge.ours));
  merged_.theirs.add(key, std::move(merge.theirs));
  for (FieldClash& one : merge.clashes)
    merged_.clashes.push_back({std::string(name_of_key(key)), std::move(one)});
}

/// The other side does not have it.
void Merger::decide_one(const std::string& key, const KeyedRecords& side, std::uint32_t row) {
  Ancestor base = ancestor(key);
  if (base.known && !base.row) {
    if (!is_named(key) && nameless_clash_)
      return clash_one(key, side, row, "records without an id were changed on both sides");
    return keep(key, side, row);
  }
  bool unchanged = base.known && same(*bases_.front(), *base.row, side, row);
  if (unchanged && twins_.count(name_of_key(key)) == 0) return;  // taken out, and rightly so
  clash_one(key, side, row,
            unchanged ? "stands more than once in the file" : "taken out on one side, changed on the other");
}

}  // namespace

MergedRecords merge_records(model::Paths& paths, const std::vector<const KeyedRecords*>& bases,
                            const KeyedRecords& ours, const KeyedRecords& theirs,
                            const std::vector<std::string>& attribution) {
  return Merger(paths, bases, ours, theirs, attribution).run();
}

}  // namespace flatcrm::git
