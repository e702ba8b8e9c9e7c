#include "core/text.h"

#include <doctest/doctest.h>

using namespace flatcrm::core;

namespace {

using Strings = std::vector<std::string>;

std::string place(std::string_view bytes, std::size_t offset) {
  Position position = position_of(bytes, offset);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

}  // namespace

TEST_CASE("white space at both ends is trimmed, inside it stays") {
  CHECK(trim("  a b ") == "a b");
  CHECK(trim("\xEF\xBB\xBF\xC2\xA0\t\r\na\xC2\xA0 \n") == "a");
  CHECK(trim("\xC2\xA0").empty());
  CHECK(trim("").empty());
  CHECK(trim("\xC3\xA0") == "\xC3\xA0");
}

TEST_CASE("only ASCII letters change case") {
  CHECK(lower_ascii("ÄBC@[`") == "Äbc@[`");
  CHECK(equal_ignoring_ascii_case("E-Mail", "e-mAIL"));
  CHECK_FALSE(equal_ignoring_ascii_case("Ä", "ä"));
  CHECK_FALSE(equal_ignoring_ascii_case("a", "ab"));
  CHECK(is_ascii(std::string(100, 'a')));
  CHECK(is_ascii(""));
  for (std::size_t i = 0; i < 100; ++i) {
    std::string text(100, 'a');
    text[i] = '\x80';
    CHECK_FALSE(is_ascii(text));
  }
}

TEST_CASE("the first invalid byte of UTF-8 is found at its sequence's start") {
  constexpr auto none = std::string_view::npos;
  CHECK(find_invalid_utf8("") == none);
  CHECK(find_invalid_utf8("a\xff") == 1);
  CHECK(find_invalid_utf8("grüße 世界 \U0001F600") == none);
  CHECK(find_invalid_utf8("ab\xE4\xB8") == 2);
  CHECK(find_invalid_utf8("ab\xE4\xB8z") == 2);
  CHECK(find_invalid_utf8("\xC0\x80") == 0);
  CHECK(find_invalid_utf8("\xED\xA0\x80") == 0);
  CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0);
}

TEST_CASE("a code point is read with its length") {
  CHECK(first_code_point("\U0001F600x").value == 0x1F600);
  CHECK(first_code_point("\U0001F600x").length == 4);
  CHECK(first_code_point("é").value == 0xE9);
  CHECK(first_code_point("世").value == 0x4E16);
  CHECK(first_code_point("\x80").length == 0);
  CHECK(first_code_point("").length == 0);
}

TEST_CASE("nothing that a terminal would obey stays") {
  CHECK(visible("a\x1b[0m") == "a\\x1b[0m");
  CHECK(visible("a\tb\n", true) == "a\tb\n");
  CHECK(visible("a\tb\n\r") == "a\\x09b\\x0a\\x0d");
  CHECK(visible("\x7f") == "\\x7f");
  CHECK(visible("\u0085\u202E\u2066") == "\\u{0085}\\u{202e}\\u{2066}");
  CHECK(visible("a\xff\xE4\xB8") == "a\\xff\\xe4\\xb8");
  CHECK(visible("grüße 世界\u00A0") == "grüße 世界\u00A0");
  CHECK(visible(std::string_view("\0", 1)) == "\\x00");
}

TEST_CASE("the nearest name is suggested only when it is near") {
  CHECK(nearest("contry", {"city", "country", "company"}) == "country");
  CHECK(nearest("cuontry", {"country"}) == "country");
  CHECK(nearest("mail", {"name", "emails"}).empty());
  CHECK(nearest("email", {"emails", "e-mail"}) == "emails");
  CHECK(nearest("email", {"emails", "email"}) == "email");
  CHECK(nearest("ab", {"ac"}).empty());
  CHECK(nearest("abc", {}).empty());
  CHECK(nearest("", {"a"}).empty());
}

TEST_CASE("a list is split at its semicolons") {
  CHECK(split_list("a; b\\; c") == Strings{"a", "b; c"});
  CHECK(split_list("a;b ;  c") == Strings{"a", "b", "c"});
  CHECK(split_list("").empty());
  CHECK(split_list(" ; ;").empty());
  CHECK(split_list("C:\\Users\\x; y") == Strings{"C:\\Users\\x", "y"});
  CHECK(split_list("a\\\\; b") == Strings{"a\\", "b"});
  CHECK(split_list("a b\\ c\\") == Strings{"a b\\ c\\"});
  CHECK(split_list("\\ a ; b\\ ") == Strings{" a", "b "});
}

TEST_CASE("a list is joined so that it splits again") {
  CHECK(join_list(Strings{"a", "b; c"}) == "a; b\\; c");
  CHECK(join_list(Strings{"C:\\Users", "x\\"}) == "C:\\Users; x\\\\");
  CHECK(join_list(std::vector<std::string_view>{"a", "", "b"}) == "a; b");
  CHECK(join_list(Strings{}).empty());
  CHECK(join_list(Strings{" a "}) == "\\ a\\ ");
}

TEST_CASE("a position counts LF, CRLF and a lone CR as one line end each") {
  std::string_view text = "a\nbc\r\nd\re";
  CHECK(place(text, 0) == "1:1");
  CHECK(place(text, 1) == "1:2");
  CHECK(place(text, 2) == "2:1");
  CHECK(place(text, 5) == "2:4");
  CHECK(place(text, 6) == "3:1");
  CHECK(place(text, 8) == "4:1");
  CHECK(place(text, 99) == "4:2");
  CHECK(place("", 0) == "1:1");
}
