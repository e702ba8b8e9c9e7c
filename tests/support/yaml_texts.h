// YAML as people write it, and random changes to it.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::testing {

inline const std::vector<std::string>& yaml_texts() {
  static const std::vector<std::string> texts = {
      "id: acme-1f9x2k\nkind: organization\nname: Acme Ltd\nemails:\n  - a@b.c\n  - d@e.f\nphones: [+49 30 "
      "1, \"+49 30 2\"]\n"
      "addresses:\n  - label: office\n    city: Köln\n    postcode: \"01234\"\n  - label: home\n    city: "
      "Bonn\n"
      "consent:\n  email: granted\n  phone: denied\nnotes: |\n  first\n\n    second\n  third\n",
      "# head\n\nid: x-1   # trailing\nname: 'it''s'\ntags:\n- a\n- \"b: c\"\n# between\n- d # "
      "last\nempty:\nnull_one: ~\nother: null\n",
      "---\na: 1\n---\n# only a comment\n---\nb: \"x\\ty\\u00e9\"\n",
      "\xEF\xBB\xBF"
      "a: 1\r\nb:\r\n  - x\r\n  - y: z\r\n    w: |-\r\n      l1\r\n      l2\r\nc: end\r\n",
      "a:\n  b:\n    c:\n      - - 1\n        - 2\n      -\n        d: e\n      -\nf: {g: h, i: [j, {k: "
      "l}]}\n",
      "text: |+\n  keep\n\n\nfolded: >-\n  one\n  two\n\n  three\nanchor: &x [1, 2]\nalias: *x\n",
      "multi: one\n  two\n  three\nquoted: \"a\n  b\"\n? explicit\n: value\n",
      "a: b: c\n",
      "- a\n- b: c\n  d: e\n- [f, g]\n-   h: i\n    j: k\n",
      "url: http://x.y/z#f\ntime: 10:30\nhash: a#b\nneg: -5\n",
      "a : b\n\"q k\": v\n'r''s' : w\nx: \"y\" # z\n",
      "%YAML 1.2\n--- # c\na: |2\n    x\n...\n# end\n"};
  return texts;
}

using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t count) {
  return random() % count;
}

/// One small change: pieces that YAML gives a meaning are put in, taken out, doubled or moved.
inline void change_yaml(std::string& text, Random& random) {
  static const std::vector<std::string> pieces = {
      "\n",   "\n",    " ",     "  ",  "    ", "- ",    "-",      ": ",   ":",  "#",
      " # c", "\t",    "\"",    "'",   "[",    "]",     "{",      "}",    ", ", "|",
      ">",    "|-",    "|+",    "&a ", "*a",   "!",     "!!str ", "?",    "? ", "~",
      "null", "---\n", "...\n", "\\",  "\\n",  "\\x41", "%",      "@",    "`",  "a",
      "b: c", "é",     "\r\n",  "\r",  "-1",   "\n  ",  "\n- ",   "<<: ", "=",  "\xEF\xBB\xBF"};
  std::size_t at = below(random, text.size() + 1);
  switch (below(random, 5)) {
    case 0:
      text.erase(at, 1 + below(random, 4));
      break;
    case 1: {  // a line again somewhere else
      std::size_t begin = text.rfind('\n', at) == text.npos ? 0 : text.rfind('\n', at) + 1;
      std::string line = text.substr(begin, text.find('\n', begin) - begin) + "\n";
      std::size_t other = below(random, text.size() + 1);
      std::size_t place = text.rfind('\n', other) == text.npos ? 0 : text.rfind('\n', other) + 1;
      text.insert(place, line);
      break;
    }
    default:
      text.insert(at, pieces[below(random, pieces.size())]);
      break;
  }
}

}  // namespace flatcrm::testing
