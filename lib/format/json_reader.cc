#include "format/json_reader.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace flatcrm::format {
namespace {

constexpr int most_levels = 64;

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_code_point(std::string& out, char32_t code) {
  auto add = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | code >> 6);
    return add(0x80 | (code & 0x3F));
  }
  if (code < 0x10000) {
    add(0xE0 | code >> 12);
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
  }
  add(0x80 | (code >> 6 & 0x3F));
  add(0x80 | (code & 0x3F));
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t at, JsonEvents& events) : text_(text), at_(at), events_(events) {}

  std::size_t run() {
    value(0);
    return at_;
  }

 private:
  [[noreturn]] void fail(const std::string& what) { throw_json(text_, at_, what); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() { at_ = skip_json_space(text_, at_); }
  void expect(char wanted, const char* where) {
    if (at_ < text_.size() && text_[at_] == wanted) {
      ++at_;
      return;
    }
    if (at_ >= text_.size()) fail("the text ends in the middle of a value");
    while (is_space(text_[at_ - 1]))
      --at_;  // where it has to be mended, rather than where the next line begins
    fail(fmt::format("'{}' is missing {}", wanted, where));
  }
  void value(int level);
  void object(int level);
  void array(int level);
  void word(std::string_view wanted, JsonKind kind);
  void number();
  std::string_view string();
  void escape();
  char32_t hexadecimal();

  std::string_view text_;
  std::size_t at_;
  JsonEvents& events_;
  std::string decoded_;
};

void Reader::value(int level) {
  skip();
  if (level > most_levels)
    throw Error(Code::limit, fmt::format("values nested more than {} deep", most_levels),
                {"", core::position_of(text_, at_).line, core::position_of(text_, at_).column},
                "no record is that deep");
  switch (peek()) {
    case '{':
      return object(level);
    case '[':
      return array(level);
    case '"': {
      const std::size_t begin = at_;
      const std::string_view text = string();
      return events_.scalar(JsonKind::text, text, begin);
    }
    case 't':
      return word("true", JsonKind::boolean);
    case 'f':
      return word("false", JsonKind::boolean);
    case 'n':
      return word("null", JsonKind::null);
    default:
      return number();
  }
}

void Reader::object(int level) {
  events_.object_begins(at_++);
  skip();
  if (peek() == '}') {
    ++at_;
    return events_.object_ends();
  }
  while (true) {
    skip();
    const std::size_t begin = at_;
    if (peek() != '"') fail(at_ < text_.size() ? "a name in quotes is missing" : "the object is not closed");
    events_.key(string(), begin);
    skip();
    expect(':', "behind the name");
    value(level + 1);
    skip();
    if (peek() != ',') break;
    ++at_;
  }
  expect('}', "or a comma");
  events_.object_ends();
}

void Reader::array(int level) {
  events_.array_begins(at_++);
  skip();
  if (peek() == ']') {
    ++at_;
    return events_.array_ends();
  }
  while (true) {
    value(level + 1);
    skip();
    if (peek() != ',') break;
    ++at_;
  }
  expect(']', "or a comma");
  events_.array_ends();
}

void Reader::word(std::string_view wanted, JsonKind kind) {
  if (text_.substr(at_, wanted.size()) != wanted) fail("no value");
  const std::size_t begin = at_;
  at_ += wanted.size();
  events_.scalar(kind, kind == JsonKind::null ? std::string_view() : wanted, begin);
}

void Reader::number() {
  const std::size_t begin = at_;
  auto digits = [&] {
    const std::size_t first = at_;
    while (is_digit(peek())) ++at_;
    if (at_ == first) {
      if (at_ == begin) fail(at_ < text_.size() ? "no value" : "the text ends in the middle of a value");
      fail("a digit is missing");
    }
    return first;
  };
  if (peek() == '-') ++at_;
  const std::size_t first = digits();
  if (text_[first] == '0' && at_ > first + 1) {
    at_ = first;
    fail("a number may not begin with 0");
  }
  if (peek() == '.') {
    ++at_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    digits();
  }
  events_.scalar(JsonKind::number, text_.substr(begin, at_ - begin), begin);
}

std::string_view Reader::string() {
  const std::size_t begin = ++at_;
  bool plain = true;
  std::size_t from = begin;
  decoded_.clear();
  while (true) {
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
           static_cast<unsigned char>(text_[at_]) >= 0x20)
      ++at_;
    if (at_ >= text_.size()) {
      at_ = begin - 1;
      fail("a text whose quote is never closed");
    }
    if (text_[at_] == '"') break;
    if (text_[at_] != '\\') fail("a control character in a text: it must be written as an escape");
    decoded_.append(text_, from, at_ - from);
    plain = false;
    escape();
    from = at_;
  }
  const std::size_t end = at_++;
  if (plain) return text_.substr(begin, end - begin);
  return decoded_.append(text_, from, end - from);
}

void Reader::escape() {
  ++at_;
  static constexpr std::string_view letters = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
  const std::size_t known = letters.find(peek());
  if (at_ < text_.size() && known != std::string_view::npos) {
    decoded_ += values[known];
    ++at_;
    return;
  }
  if (peek() != 'u') fail("no escape that JSON knows");
  ++at_;
  char32_t code = hexadecimal();
  if (code >= 0xDC00 && code < 0xE000) fail("half a surrogate pair");
  if (code >= 0xD800 && code < 0xDC00) {
    if (text_.substr(at_, 2) != "\\u") fail("half a surrogate pair");
    at_ += 2;
    const char32_t low = hexadecimal();
    if (low < 0xDC00 || low >= 0xE000) fail("half a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  }
  append_code_point(decoded_, code);
}

char32_t Reader::hexadecimal() {
  char32_t code = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = peek();
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c))
      code = code * 16 + static_cast<char32_t>(c - '0');
    else if (lower >= 'a' && lower <= 'f')
      code = code * 16 + static_cast<char32_t>(lower - 'a' + 10);
    else
      fail("four hexadecimal digits are missing");
  }
  return code;
}

}  // namespace

std::size_t skip_json_space(std::string_view text, std::size_t begin) {
  while (begin < text.size() && is_space(text[begin])) ++begin;
  return begin;
}

void throw_json(std::string_view text, std::size_t offset, const std::string& what) {
  const core::Position position = core::position_of(text, offset);
  throw Error(Code::bad_input, fmt::format("this is not JSON: {}", what),
              {"", position.line, position.column}, "mend the file at this place");
}

std::size_t read_json(std::string_view text, std::size_t begin, JsonEvents& events) {
  return Reader(text, begin, events).run();
}

}  // namespace flatcrm::format
