// Writes JSON; numbers that must stay exact are written as strings by the caller.
//
//   JsonWriter json(out);
//   json.begin_object(); json.key("id"); json.text("acme"); json.key("n"); json.number(3); json.end_object();
//   out == R"({"id": "acme", "n": 3})"
//
// Shape   valid UTF-8 as it is, but quotes, backslashes, control characters (C0, DEL, C1), line separators
//         and marks of writing direction escaped; a byte that is no UTF-8 becomes U+FFFD. `indent` 0 is one
//         line, else the blanks a level.
// Source  RFC 8259.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::format {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}
  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void text(std::string_view value);
  void number(std::int64_t value);
  void boolean(bool value);
  void null();

 private:
  void separate();
  void close(char bracket);
  std::string& out_;
  int indent_;
  std::vector<bool> filled_;  // a level: has it an element yet
  bool after_key_ = false;
};

void write_json_text(std::string& out, std::string_view value);

}  // namespace flatcrm::format
