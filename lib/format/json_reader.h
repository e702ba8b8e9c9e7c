// Reads JSON value by value and tells what it meets, keeping nothing.
//
//   struct Names : JsonEvents { ... };
//   std::size_t end = read_json("{\"a\": [1, \"x\"]} ", 0, events);     // 15: behind the value
//   // object_begins, key("a"), array_begins, scalar(number, "1"), scalar(text, "x"), array_ends, object_ends
//
// Shape   strings come decoded, numbers with the digits that they have, "true", "false" and "" for null.
//         Views live until the next event.
// Errors  Code::bad_input with line and column for what RFC 8259 does not allow, half a surrogate pair
//         included; Code::limit for more than 64 levels.
// Requires  the text is UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::format {

enum class JsonKind : std::uint8_t { null, boolean, number, text };

class JsonEvents {
 public:
  virtual ~JsonEvents() = default;
  virtual void object_begins(std::size_t offset) = 0;
  virtual void key(std::string_view name, std::size_t offset) = 0;
  virtual void object_ends() = 0;
  virtual void array_begins(std::size_t offset) = 0;
  virtual void array_ends() = 0;
  virtual void scalar(JsonKind kind, std::string_view text, std::size_t offset) = 0;
};

/// Reads the value at `begin` or behind the white space there; where it ends.
std::size_t read_json(std::string_view text, std::size_t begin, JsonEvents& events);

/// Behind the white space at `begin`.
std::size_t skip_json_space(std::string_view text, std::size_t begin);

/// Error bad_input with the line and column of an offset.
[[noreturn]] void throw_json(std::string_view text, std::size_t offset, const std::string& what);

}  // namespace flatcrm::format
