// Changes single values of a YAML document, all other bytes staying as they are; writes new ones canonically.
//
//   edit_yaml("name: Acme  # ours\nemails: [a@b.c]\n", 0, {{"name", YamlEdit::set, "Acme Ltd"}}, order)
//     == "name: Acme Ltd  # ours\nemails: [a@b.c]\n"
//
// Shape   a path is dotted, list elements 1-based: "addresses.1.city"; one past the last element adds one. A
//         list of scalars is edited as a whole (`set_list`): elements that stay keep their lines, new ones
//         take the style of their neighbours (quotes, flow or block, indentation). Edits are made in the
//         order given.
// Style   a changed scalar keeps its kind (plain, single, double, literal, folded) where the new value allows
//         it, else the nearest one that does; the comment behind it, blank lines, key order, indentation,
//         line ends and anchors stay. A new key goes where `order` says, behind the last key that ranks
//         before it. A removed key takes its lines and the comment behind it along, the comment lines above
//         it stay; a map or list that becomes empty goes with its key; an empty list is a removed one. A
//         value behind an alias is written out in place, and so is every alias of an anchored value
//         that changes.
// Errors  Code::book when the path runs through a scalar or past a list's end, the text is no document that
//         parse_yaml reads, or the change can't be made without changing something else (never seen; the text
//         is then left to a person).
// The result is parsed again and compared with what was meant: all other values as before, the edited ones
// as given.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "format/yaml.h"

namespace flatcrm::format {

struct YamlEdit {
  enum Kind { set, set_list, remove };
  std::string path;
  Kind kind = set;
  std::string value;              // for set
  std::vector<std::string> list;  // for set_list
  bool typed = false;  // a number, date or boolean by the schema: plain even where text would need quotes
};

/// Whether the first of two keys of one map goes before the second; the map's own path is given ("" is the
/// root, "addresses.*").
using KeyOrder =
    std::function<bool(std::string_view map_path, std::string_view first, std::string_view second)>;

/// The whole stream with edits to one of its documents.
std::string edit_yaml(std::string_view text, const std::string& name, std::size_t document,
                      const std::vector<YamlEdit>& edits, const KeyOrder& order);

/// Takes out a document with its separator; when the first one had none, the next one loses its own.
std::string remove_document(std::string_view text, const std::string& name, std::size_t document);
/// Adds a document (without separators) behind the last, with the line breaks of the text.
std::string append_document(std::string_view text, std::string_view document);

/// A value of a new document. Paths come in the order in which they are to stand; "a.1.b" after "a.1.a" share
/// their parents. Steps are those of core/path.h: a number is an element of a list but at the root, where it
/// is a key.
struct YamlField {
  std::string_view path;
  std::string_view text;                           // a scalar
  const std::vector<std::string>* list = nullptr;  // or a list of scalars
  bool typed = false;                              // a number, date or boolean by the schema: written plain
};
/// Canonical: two blanks a level, lists indented below their key, plain scalars where YAML 1.1 and 1.2
/// readers both read text back as text (so "007", "no" and "2026-01-02" get quotes unless they are typed),
/// literal blocks for several lines, double quotes else, with escapes for control characters. Appends
/// to `out`.
void write_yaml(std::string& out, const std::vector<YamlField>& fields);

}  // namespace flatcrm::format
