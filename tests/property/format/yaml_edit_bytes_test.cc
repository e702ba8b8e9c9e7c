#include <doctest/doctest.h>

#include <algorithm>

#include "format/yaml_edit.h"
#include "support/yaml_random.h"

using namespace flatcrm::format;
using namespace flatcrm::testing;

// The oracle: a document is kept as its lines, so that what an edit is to give can be written down without editing YAML.
namespace {

enum class Style { plain, single, doubled, literal };

struct Line {  // a value with all that a person puts around it
  std::vector<std::string> above;
  std::string lead;  // "  - ", "    name:   "
  Style style = Style::plain;
  std::string value, comment, path;
};

struct Document {
  std::string mark, line_break = "\n";
  bool ends = true;
  std::vector<Line> lines;
};

std::string print(const Line& line, const std::string& line_break) {
  std::string out;
  for (const std::string& above : line.above) out += above + line_break;
  out += line.lead;
  switch (line.style) {
    case Style::plain:
      return out + line.value + line.comment + line_break;
    case Style::single:
      return out + "'" + line.value + "'" + line.comment + line_break;
    case Style::doubled:
      return out + "\"" + line.value + "\"" + line.comment + line_break;
    case Style::literal:
      break;
  }
  std::size_t deep = std::min(line.lead.find_first_not_of(" -"), line.lead.size()) + 3;
  return out + "|-" + line.comment + line_break + std::string(deep, ' ') + line.value + line_break;
}

std::string print(const Document& document) {
  std::string out = document.mark;
  for (const Line& line : document.lines) out += print(line, document.line_break);
  if (!document.ends) out.resize(out.size() - document.line_break.size());
  return out;
}

std::string word(Random& random) {
  static const std::vector<std::string> words = {
      "Acme", "Köln am Rhein", "a@b.c", "x y", "http://x.y/z#f", "GmbH & Co", "wählt, was", "42 Main St"};
  return words[below(random, words.size())] + " " + std::to_string(below(random, 1000)) + "z";
}

std::vector<std::string> random_above(Random& random, std::size_t indent) {
  std::vector<std::string> above;
  if (below(random, 4) == 0) above.push_back("");
  if (below(random, 3) == 0) above.push_back(std::string(indent, ' ') + "# about\twhat follows: 'it'");
  if (below(random, 6) == 0) above.push_back("# at the margin");
  return above;
}

Line random_line(Random& random, std::size_t indent, const std::string& lead, const std::string& path) {
  static const std::vector<std::string> comments = {
      "", "", "", "  ", " # c", "\t# tabbed", "    # it's \"c\": [x]"};
  Line line;
  line.above = random_above(random, indent);
  line.lead = lead;
  line.style = static_cast<Style>(below(random, 4));
  line.value = word(random);
  line.comment = comments[below(random, comments.size())];
  line.path = path;
  return line;
}

/// A person's record: keys, a map, a list of scalars and a list of maps, in one of several layouts.
Document random_document(Random& random) {
  Document document;
  document.mark = below(random, 4) == 0 ? "\xEF\xBB\xBF" : "";
  document.line_break = below(random, 3) == 0 ? "\r\n" : "\n";
  std::size_t step = 2 + 2 * below(random, 2), list = below(random, 2) * 2;
  auto add = [&](std::size_t indent, const std::string& lead, const std::string& path) {
    document.lines.push_back(random_line(random, indent, std::string(indent, ' ') + lead, path));
  };
  auto head = [&](const std::string& key) {
    document.lines.back().above.push_back(key + ":" + (below(random, 3) == 0 ? "  # group" : ""));
    std::rotate(document.lines.back().above.begin(), document.lines.back().above.end() - 1,
                document.lines.back().above.end());
  };
  add(0, "id: ", "id");
  add(0, "\"name\" :   ", "name");
  add(step, "a: ", "group.a");
  head("group");
  add(step, "b: ", "group.b");
  add(list, "- ", "tags.1");
  head("tags");
  add(list, "- ", "tags.2");
  add(list, "-   ", "tags.3");
  add(list, "- city: ", "addresses.1.city");
  head("addresses");
  add(list + 2, "street: ", "addresses.1.street");
  add(list, "- city: ", "addresses.2.city");
  add(0, "last: ", "last");
  document.ends = below(random, 4) != 0;
  return document;
}

std::string edit(const std::string& text, const YamlEdit& change) {
  auto last = [](std::string_view, std::string_view, std::string_view) { return true; };
  return edit_yaml(text, "t.yaml", 0, {change}, last);
}

/// How many lines of one text are not in the other at their place, when one line is changed, put in or taken out.
std::size_t count_differing_lines(const std::string& left, const std::string& right) {
  std::size_t front = 0, back = 0, size = std::min(left.size(), right.size());
  while (front < size && left[front] == right[front]) ++front;
  while (back < size - front && left[left.size() - 1 - back] == right[right.size() - 1 - back]) ++back;
  std::string_view changed = std::string_view(right).substr(front, right.size() - front - back);
  return 1 + static_cast<std::size_t>(std::count(changed.begin(), changed.end(), '\n'));
}

}  // namespace

TEST_CASE("a changed scalar is one changed line, to the byte") {
  Random random(31);
  for (int round = 0; round < 1'500; ++round) {
    Document document = random_document(random);
    std::string before = print(document);
    CAPTURE(before);
    Line& line = document.lines[below(random, document.lines.size())];
    CAPTURE(line.path);
    CHECK(edit(before, {line.path, YamlEdit::set, line.value, {}}) == before);
    std::string old = line.value;
    line.value = word(random);
    std::string after = print(document);
    CHECK(edit(before, {line.path, YamlEdit::set, line.value, {}}) == after);
    CHECK(count_differing_lines(before, after) == 1);
    CHECK(edit(after, {line.path, YamlEdit::set, old, {}}) == before);
  }
}

TEST_CASE("a removed key or element is its own lines, what stands above it stays") {
  Random random(32);
  for (int round = 0; round < 1'500; ++round) {
    Document document = random_document(random);
    document.ends = true;
    std::string before = print(document);
    CAPTURE(before);
    static const std::vector<std::string> paths = {
        "id", "name", "group.b", "tags.2", "tags.3", "addresses.1.street", "last"};
    const std::string& path = paths[below(random, paths.size())];
    CAPTURE(path);
    std::string after = document.mark;
    for (const Line& line : document.lines) {
      std::string lines = print(line, document.line_break);
      std::size_t above = 0;
      for (const std::string& comment : line.above) above += comment.size() + document.line_break.size();
      after += line.path == path ? lines.substr(0, above) : lines;
    }
    CHECK(edit(before, {path, YamlEdit::remove, "", {}}) == after);
  }
}

TEST_CASE("a list keeps the lines of its elements; new ones stand behind, in the style of their neighbour") {
  Random random(33);
  for (int round = 0; round < 1'500; ++round) {
    Document document = random_document(random);
    document.ends = true;
    std::string before = print(document);
    CAPTURE(before);
    std::vector<std::string> values;
    auto third = document.lines.begin();
    for (auto line = document.lines.begin(); line != document.lines.end(); ++line) {
      if (line->path.starts_with("tags.")) values.push_back(line->value), third = line;
    }
    Line added;
    added.lead = std::string(third->lead.find('-'), ' ') + "- ";
    added.style = third->style == Style::literal ? Style::plain : third->style;
    added.value = word(random);
    values.push_back(added.value);
    document.lines.insert(third + 1, added);
    std::string longer = print(document);
    CHECK(edit(before, {"tags", YamlEdit::set_list, "", values}) == longer);
    values.pop_back();
    CHECK(edit(longer, {"tags", YamlEdit::set_list, "", values}) == before);
  }
}

TEST_CASE("a new key is its own line behind its place") {
  Random random(34);
  for (int round = 0; round < 1'500; ++round) {
    Document document = random_document(random);
    std::string before = print(document);
    CAPTURE(before);
    std::string value = word(random);
    Line added;
    bool nested = below(random, 2) == 0;
    auto place = document.lines.end();
    if (nested) {
      place = std::find_if(document.lines.begin(), document.lines.end(),
                           [](const Line& line) { return line.path == "group.b"; }) +
              1;
      added.lead = (place - 1)->lead.substr(0, (place - 1)->lead.find('b')) + "new: ";
    } else {
      added.lead = "new: ";
    }
    added.value = value;
    document.lines.insert(place, added);
    CHECK(edit(before, {nested ? "group.new" : "new", YamlEdit::set, value, {}}) == print(document));
  }
}
