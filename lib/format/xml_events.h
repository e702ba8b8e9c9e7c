// Reads XML bit by bit and tells what it meets; names come without their namespace's prefix.
//
//   XmlEvents events{[&](std::string_view name, const XmlAttributes& attributes) {...},
//                    [&](std::string_view name) {...},
//                    [&](std::string_view text) {...}};
//   XmlReader reader(events);
//   reader.feed("<a x='1'>te");  reader.feed("xt</a>");  reader.finish();
//
// Errors  Code::bad_input for what is no XML, and for a document type: it could name entities within entities
//         and other files, and no workbook has one. Code::limit for more than 256 levels.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <string_view>

namespace flatcrm::format {

class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// Its value, "" without one.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;  // name, value, ..., null
};

struct XmlEvents {
  std::function<void(std::string_view name, const XmlAttributes& attributes)> begin;
  std::function<void(std::string_view name)> end;
  std::function<void(std::string_view text)> text;
};

class XmlReader {
 public:
  /// The events must outlive the reader.
  explicit XmlReader(const XmlEvents& events);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  void feed(std::string_view xml);
  void finish();

 private:
  struct Calls;
  void check(int status);

  const XmlEvents& events_;
  void* parser_;
  int depth_ = 0;
  std::string refused_;        // why the reading was stopped
  std::exception_ptr thrown_;  // by an event: it must not pass through the parser, which is C
};

}  // namespace flatcrm::format
