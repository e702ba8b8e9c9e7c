// Dotted field paths of one collection as small numbers, each resolved against the schema once.
//
//   Paths paths(schemas.of("customers"));
//   PathId city = paths.intern("addresses.1.city");
//   paths[city].field->type == Type::text       paths.before(paths.intern("name"), city) == true
//
// Shape   segments are joined by '.', list elements are 1-based numbers; '.' and '\' in a key are written "\." and "\\", a map key of
//         digits only as "\7". "hobbies[]" is a custom list of scalars: no schema says so, the header does.
// Threads intern() may be called from several at once; numbers depend on the order of calls and must not reach any output.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/schema.h"

namespace flatcrm::model {

using PathId = std::uint32_t;

struct Path {
  std::string text;             // without "[]"
  const Field* field = nullptr; // null: custom text
  bool list = false;            // of scalars
  std::string header() const;   // as a CSV column is named: "hobbies[]" for a custom list
  Type type() const { return field != nullptr ? field->type : Type::text; }
};

class Paths {
 public:
  explicit Paths(const Schema& schema);
  Paths(const Paths&) = delete;
  Paths& operator=(const Paths&) = delete;

  const Schema& schema() const { return schema_; }
  PathId intern(std::string_view path);
  const Path& operator[](PathId id) const;
  bool before(PathId first, PathId second) const;
  /// The number of paths so far: every PathId is below it.
  std::size_t size() const;

  static constexpr PathId id = 0;  // "id" is always the first

 private:
  const Schema& schema_;
  mutable std::mutex mutex_;
  std::deque<Path> paths_;
  std::unordered_map<std::string, PathId> numbers_;
};

}  // namespace flatcrm::model
