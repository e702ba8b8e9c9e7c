// Dotted field paths of one collection as small numbers, each resolved against the schema once.
//
//   Paths paths(schemas.of("customers"));
//   PathId city = paths.intern("addresses.1.city");
//   paths[city].field->type == Type::text       paths.before(paths.intern("name"), city) == true
//
// Shape   steps as core/path.h has them: joined by '.', list elements are 1-based numbers; '.' and '\' in a
//         key are written "\." and "\\", a map key of digits only as "\7". "hobbies[]" is a custom list of
//         scalars: no schema says so, the header does. "emails[]" is "emails", which is a list by its schema.
// Threads all calls may be made from several at once; numbers depend on the order of calls and must not reach
//         any output.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "model/schema.h"
#include "model/schema_order.h"

namespace flatcrm::model {

using PathId = std::uint32_t;

struct Path {
  std::string text;              // without "[]"
  const Field* field = nullptr;  // null: custom text
  bool list = false;             // of scalars
  /// As a CSV column is named: "hobbies[]" for a custom list.
  std::string header() const;
  Type type() const { return field != nullptr ? field->type : Type::text; }
  /// Should it be a list of scalars, or a single value, as the schema has it? Custom paths are what they are.
  bool has_declared_shape() const { return field == nullptr || field->list == list; }

  /// A custom path where the schema has a map or a list of maps, or below one where it has a value.
  bool misplaced = false;
  std::uint64_t order = 0;       // most of the place in the schema's order
  std::vector<OrderStep> steps;  // all of it
};

class Paths {
 public:
  explicit Paths(const Schema& schema);
  ~Paths();
  Paths(const Paths&) = delete;
  Paths& operator=(const Paths&) = delete;

  const Schema& schema() const { return schema_; }
  PathId intern(std::string_view path);
  const Path& operator[](PathId path) const {
    Place place(path);
    return blocks_[place.block].load(std::memory_order_acquire)[place.at];
  }
  bool before(PathId first, PathId second) const;
  /// The number of paths so far: every PathId is below it.
  std::size_t size() const { return size_.load(std::memory_order_acquire); }

  static constexpr PathId id = 0;  // "id" is always the first

 private:
  // Reading takes no lock: paths stay where they are, in blocks of which each is twice as large as the one
  // before, and names are found in a table that is replaced by a larger one and kept until the end.
  static constexpr std::uint32_t first_block = 64;
  struct Place {
    explicit Place(PathId path);
    std::uint32_t block, at;
  };
  struct Name {
    std::string text;
    std::uint64_t hash = 0;
    PathId path = 0;
  };
  struct NameTable {
    explicit NameTable(std::size_t size) : slots(size) {}
    std::vector<std::atomic<const Name*>> slots;  // a power of two
  };

  const Name* find(std::string_view text, std::uint64_t hash) const;
  PathId add(std::string_view path, std::uint64_t hash);
  PathId add_path(const std::string& text, bool list);
  void add_name(std::string_view text, std::uint64_t hash, PathId path);
  static void insert(NameTable& table, const Name& name);

  const Schema& schema_;
  std::mutex mutex_;
  std::array<std::atomic<Path*>, 27> blocks_{};
  std::vector<std::unique_ptr<Path[]>> owned_blocks_;
  std::atomic<std::size_t> size_ = 0;
  std::deque<Name> names_;
  std::vector<std::unique_ptr<NameTable>> tables_;
  std::atomic<const NameTable*> table_ = nullptr;
};

}  // namespace flatcrm::model
