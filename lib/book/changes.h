// What is to be changed in a book, as data: planned once, then printed or written.
//
//   Changes changes;
//   CollectionChanges& customers = changes.of("customers");
//   customers.created.begin(); ...add id and values...; customers.created.end(0, 0);
//   std::uint32_t file = customers.file("customers/a-1f9x2k.yaml", loaded.bytes.stamp());
//   customers.update(file, 0, "a-1f9x2k", {{name, "Acme", "Acme Ltd"}});
//
// Shape   values of created records in any order, lists joined; an edit whose `after` is absent (null data())
//         takes the field away. The texts that the views point into must outlive the changes (`keep` holds
//         sources and loaded files).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book/config.h"
#include "core/arena.h"
#include "io/bytes.h"
#include "model/record_set.h"

namespace flatcrm::book {

struct FieldEdit {
  model::PathId path = 0;
  std::string_view before;  // absent: the field is new
  std::string_view after;   // absent: the field goes
};

/// One record of a file: `file` numbers CollectionChanges::files, `index` is Record::index().
struct RecordUpdate {
  std::uint32_t file = 0;
  std::uint32_t index = 0;
  std::string_view id;
  std::uint32_t first = 0, count = 0;  // its edits
  bool remove = false;
};

struct CollectionChanges {
  std::string collection;
  std::optional<Layout> layout;  // for new records, instead of the settings' one
  model::RecordSet created;
  std::vector<std::string> files;  // that hold updated records
  std::vector<io::Stamp> stamps;   // what they were read as
  std::vector<RecordUpdate> updates;
  std::vector<FieldEdit> edits;

  /// The number of a file, added when new. Files must be named through it.
  std::uint32_t file(const std::string& path, const io::Stamp& stamp);
  void update(std::uint32_t file, std::uint32_t index, std::string_view id,
              const std::vector<FieldEdit>& fields);
  void remove(std::uint32_t file, std::uint32_t index, std::string_view id);
  bool empty() const { return created.size() == 0 && updates.empty(); }

 private:
  std::unordered_map<std::string, std::uint32_t> file_numbers_;
};

/// A file that is no record: flatcrm.yaml, a profile, decisions.
struct PlainFile {
  std::string path;
  std::string text;
  std::optional<io::Stamp> read_as;  // of the file as it was read; nothing: it must not exist yet
  bool remove = false;
};

struct Changes {
  std::deque<CollectionChanges> collections;  // in the order in which they were first asked for
  std::vector<PlainFile> files;
  std::vector<std::shared_ptr<const void>> keep;
  core::Arena arena;

  CollectionChanges& of(const std::string& collection);
  bool empty() const;
};

}  // namespace flatcrm::book
