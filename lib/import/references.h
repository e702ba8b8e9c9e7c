// Finds the records that reference fields name, in the book and among the rows of the same import.
//
//   References references(runs);
//   references.bind();               // who could be meant; adds a row for each record that is to be created
//   ...match(collection)...
//   references.write(collection);    // the text becomes an id: "Isdom" -> "isdom-5k2m9x"
//
// By       a field of the record ("name"), "key" (the key of this source) or "id". Without a word: id, then
//          key, then the collection's label. Exactly first, then without case, accents and form of letters.
// Outcome  one record: its id. None: with `create: true` the record that is made, else the text stays as it
//          came, to be counted here and found by `check`. Several: the one of this import where it is only
//          one, else the text stays.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "book/forgotten.h"
#include "import/match.h"

namespace flatcrm::import {

/// How the references of one field fared.
struct ReferenceCount {
  std::uint64_t found = 0, created = 0, unresolved = 0;
  std::map<std::string, std::uint64_t> examples;  // unresolved texts, as often as they stand
  std::string collection;                         // that is asked
  std::string other_source;                       // of which most unresolved texts are keys; "": of none
  std::uint64_t other_keys = 0;                   // how many of the unresolved are
};

/// All collections of one import, in the order in which they were first named.
class Runs {
 public:
  explicit Runs(const book::Book& book) : book_(book) {}
  CollectionRun& of(const std::string& collection);
  CollectionRun* find(const std::string& collection);
  std::deque<CollectionRun>& all() { return runs_; }
  const book::Book& book() const { return book_; }
  /// Collections that others refer to first; `cycles` of them can't be.
  std::vector<CollectionRun*> in_order();
  /// Which collections the rows of one refer to.
  static std::vector<std::string> referenced(const CollectionRun& run);

 private:
  void visit(CollectionRun& run, std::vector<CollectionRun*>& out, std::vector<const CollectionRun*>& seen);
  const book::Book& book_;
  std::deque<CollectionRun> runs_;
};

class References {
 public:
  using Counts = std::map<std::pair<std::string, std::string>, ReferenceCount>;  // by collection and field

  References(Runs& runs, std::string first_seen, const book::Forgotten& forgotten)
      : runs_(runs), first_seen_(std::move(first_seen)), forgotten_(forgotten) {}

  void bind();
  /// Requires: every collection that this one refers to is matched, and its ids settled.
  void write(CollectionRun& run);
  /// Whether what leads nowhere would lead somewhere by the keys of another source. A key belongs to its source, as two systems number
  /// different customers alike: so it is only told.
  void look_elsewhere();
  /// By collection and field.
  const std::map<std::pair<std::string, std::string>, ReferenceCount>& counts() const { return counts_; }

 private:
  /// One way to ask: the collection, by what, and for which source.
  struct Way {
    std::string collection, by, source;
    auto operator<=>(const Way&) const = default;
  };
  struct Wanted {
    std::vector<std::string> ids;     // of the book
    std::vector<std::uint32_t> rows;  // of the import
    bool create = false;
    std::string id;  // the outcome, "" for none
    bool settled = false;
    bool open() const { return ids.empty() && rows.empty(); }
  };
  using Answers = std::unordered_map<std::string, Wanted, TextHash, std::equal_to<>>;
  using Asked = std::unordered_map<std::string, std::vector<Wanted*>, TextHash, std::equal_to<>>;

  void gather();
  void look(const Way& way, Answers& answers);
  void look_by(const Way& way, const std::string& by, Answers& answers);
  void create(const Way& way, Answers& answers);
  void settle(const Way& way, Wanted& wanted);
  const Batch* own_batch(const Batch& batch, std::size_t record);
  std::string_view own_record(const Batch& batch, const Batch* other, std::uint32_t at);
  struct WrittenField {
    const FieldMap* map = nullptr;
    const Batch* own = nullptr;         // of a `ref`: where the row's other record is
    std::vector<std::string_view> ids;  // by number of the text, "" for none
    ReferenceCount count;
  };
  class Search;
  void write(const Batch& batch, Counts& counts);
  void write(const Batch& batch, std::uint32_t row, WrittenField& field, model::Value& value);
  std::vector<WrittenField> written_fields(const Batch& batch);
  static Way way_of(const Batch& batch, const FieldMap& field);

  Runs& runs_;
  std::string first_seen_;
  const book::Forgotten& forgotten_;
  std::map<Way, Answers> ways_;
  std::deque<Mapping> mappings_;  // of created records
  std::deque<MappedPiece> pieces_;
  Counts counts_;
};

}  // namespace flatcrm::import
