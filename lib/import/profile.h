// A mapping profile: how the columns of one source become fields of records.
//
//   Profile profile = parse_profile(
//       "source: crm\ncollection: customers\nkey: [Id]\nfields: {name: Company}\n", "crm.yaml");
//   profile.main.fields[0].field.text == "name"
//   profile.main.fields[0].from[0][0].text.text == "Company"
//   parse_profile("sorce: crm\n", "crm.yaml")
//   // Error crm.yaml:1:1: unknown key 'sorce'; did you mean 'source'?
//
// Keys     source, collection, key, match, region, updated, fields, also, rules, empty, date_order, decimal,
//          encoding, delimiter, quote, header, title, detect, columns, optional, unpivot, base, where (a
//          condition on the rows: row_condition.h), apostrophes.
// A field  a column | "{template} of {columns}" | [column, column] | {from: one of these, or const: text, or
//          ref: collection; and order, decimal, by, create, map, else, split, take, part, times, same, network,
//          cancels, currency, optional}.
//          "E-mail * - Value" is every column with a number in the place of the star, in the order of the
//          numbers; with "addresses.*.city" each number is an element of its own. In `map`, "C*" stands for
//          all that begins with C. Several columns make a list where the field is one, else the first that is
//          not empty counts.
// also     further records from the same row: {collection, key, match, fields, id_from}.
// id_from  a field such as emails: a new record's id is made of its first value there rather than of source and
//          key, so that several lists of the same people make the same record whichever comes first.
// remember true: what the source says is noted in `sources[].said`. A person's edit outlives the imports that
//          follow, and where lists differ the one whose name comes first counts, whichever was imported first.
// rules    field: fill | newer | overwrite | keep | union, and `default` for the fields that neither profile
//          nor schema names.
// Errors   Code::bad_input with file, line and column: a key that is not known, given in a wrong kind,
//          missing, or that contradicts another.
// Source   DESIGN section 4; what each rule does stands in merge.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "text/amount.h"
#include "text/date_order.h"
#include "text/name.h"

namespace flatcrm::import {

/// A word of the profile together with where it stands, for errors that come up later.
struct Word {
  std::string text;
  Place place;
};

enum class Rule : unsigned char { fill, newer, overwrite, keep, union_of_both };

/// "fill", "newer", "overwrite", "keep", "union", or nothing.
std::optional<Rule> parse_rule(std::string_view name);
std::string_view print(Rule rule);

/// Literal text and columns in turn: "{First} {Last}" is column First, text " ", column Last. "{{" and "}}"
/// stand for braces.
struct TemplatePart {
  Word text;
  bool column = false;
};
using Template = std::vector<TemplatePart>;

/// Requires: every '{' is closed, else Error bad_input at `place`.
Template parse_template(std::string_view text, const Place& place);

/// How one field gets its value: from exactly one of `from`, constant and ref.
struct FieldSpec {
  Word field;                  // the path in the record: "name", "addresses.1.city"
  std::vector<Template> from;  // columns and templates; a plain column is a template of one part
  std::optional<Word> constant;
  std::optional<Word> ref;  // the record that the same row makes in this collection
  std::optional<text::DateOrder> order;
  std::optional<text::NameOrder> name_order;  // of a name that `part` takes apart
  std::optional<text::DecimalMark> decimal;
  std::optional<Word> by;  // of a reference: "id", "key" or a field of the referenced collection
  bool create = false;     // a reference to nothing makes the record that it names
  std::vector<std::pair<std::string, std::string>> map;  // values, compared without case
  std::optional<std::string> otherwise;                  // where `map` has no such value
  std::optional<std::string> split;                      // cuts a cell into the elements of a list
  std::optional<int> take;  // of the parts that `split` cuts only this one, from 1, or from the end: -1
  std::optional<Word>
      part;  // of a person's name: given, family, prefix or suffix; of an address: street, ...
  std::optional<Word> times;  // another column that an amount is multiplied by
  std::optional<Word> same;  // a field: where the cell is empty, the value of another row that is alike in it
  std::optional<Word> network;   // of bare handles: "linkedin" makes "linkedin:jane" of "jane"
  std::vector<Word> cancels;     // the document that a credit takes back: the fields in which both are alike
  std::optional<Word> currency;  // the currency of an amount that names none
  bool optional = false;         // no error when the file lacks the column
};

/// Records of one collection made from a row.
struct RecordSpec {
  Word collection;
  std::vector<Word> key;        // columns; none: made from the content (main) or from the row's key (also)
  std::vector<Word> match;      // list or scalar fields whose values identify exactly
  std::optional<Word> id_from;  // the field whose first value a new id is made of; none: source and key
  std::vector<FieldSpec> fields;
};

struct FieldRule {
  Word field;
  Rule rule = Rule::fill;
};

/// A wide table read long: each cell of some columns is a row of its own.
struct Unpivot {
  std::vector<Word> columns;  // none: all that the profile does not name
  Word name, value;           // what the name of such a column, and its cell, are called in the profile
};

struct Profile {
  std::string file;                       // for messages; "" when made from options
  std::string title;                      // for people
  std::vector<std::vector<Word>> detect;  // of a built-in one: headers that hold all of one of these are its
  std::vector<std::pair<std::string, std::vector<std::string>>> columns;  // other names of a column
  bool inferred = false;  // made up from the file: the summary says what its columns were taken for
  bool optional = false;  // no field is an error when the file lacks its columns
  std::optional<Unpivot> unpivot;
  std::optional<Word> where;  // only rows of which this holds are read
  std::optional<Word> base;   // rates of this currency: a book of another one can't use them
  Word source;
  RecordSpec main;
  std::vector<RecordSpec> also;
  std::vector<FieldRule> rules;
  Rule default_rule = Rule::fill;
  bool empty_clears = false;
  bool apostrophes =
      false;              // cells may begin with one, which keeps a spreadsheet from taking them for numbers
  bool remember = false;  // keep what the source said, so that a person's edit outlives its imports (said.h)
  std::optional<Word> region;   // ISO 3166, or "{Column}"
  std::optional<Word> updated;  // the column with the source's own time of change
  std::optional<text::DateOrder> date_order;
  std::optional<text::DecimalMark> decimal;
  std::string encoding;                  // "": sniffed
  std::optional<std::string> delimiter;  // nothing: sniffed
  std::optional<char> quote;             // 0: none
  std::optional<std::size_t>
      header;  // its 1-based line; 0: there is none, and columns are named "1", "2", ...
};

Profile parse_profile(std::string_view yaml, const std::string& file);

}  // namespace flatcrm::import
