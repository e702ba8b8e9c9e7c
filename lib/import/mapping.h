// A profile compiled against a source's columns and a book's schemas: what is done to each row, settled once.
//
//   Mapping mapping = compile(profile, *source, book, options);
//   mapping.records[0].fields[0].inputs[0].column == 3    // records: the main one, then the further ones
//
// Errors  Code::bad_input at the profile's line: a column that the file lacks (with the nearest one), a
//         collection, field to match by or referenced field that does not exist, `ref` to a collection that
//         the row makes no record of. Code::usage for a region that the phone library does not know.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "book/book.h"
#include "core/date.h"
#include "import/profile.h"
#include "import/row_condition.h"
#include "import/source.h"
#include "model/paths.h"
#include "text/amount.h"
#include "text/date_order.h"
#include "text/name.h"
#include "text/zone.h"

namespace flatcrm::import {

/// How a value is brought to its form.
enum class Kind : std::uint8_t {
  text,  // trimmed, NFC
  name,  // also white space and invisible characters
  email,
  phone,
  country,
  currency,
  date,
  month_day,  // of a birthday whose year is not said
  date_time,
  amount,
  integer,
  boolean,
  choice,  // one of the schema's values
  url,
  social,     // network:handle, out of the address of a profile too
  reference,  // found after all rows are mapped
};

enum class Origin : std::uint8_t { row, constant, ref, cancels };

/// The part of a template that is a column, or else literal text.
struct PatternPart {
  int column = -1;
  std::string literal;
};

/// One thing that a field is made from: a column, or a template.
struct Input {
  int column = -1;
  std::vector<PatternPart> pattern;  // where it is no plain column
};

/// Finds text in a map by a view.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using TextMap = std::unordered_map<std::string, std::string, TextHash, std::equal_to<>>;

struct FieldMap {
  model::PathId path = 0;
  std::string name;  // as the profile writes it, for the summary
  Kind kind = Kind::text;
  Origin origin = Origin::row;
  bool list = false;
  std::vector<Input> inputs;
  std::string constant;
  std::size_t ref = 0;  // Origin::ref: the record of the row, an index of Mapping::records
  TextMap map;          // keys in lower case
  std::vector<std::pair<std::string, std::string>> prefixes;  // of `map`: what begins so
  std::string split;                                          // "": as flatcrm joins lists
  bool maps = false;                                          // `map` or `else`
  bool takes_part = false;                                    // `take` or `part`
  text::NameOrder name_order = text::NameOrder::unknown;
  bool person = false;               // a given or family name: not left in capitals
  std::vector<Input> country_from;   // of a part of a name or an address: where the row says its country
  std::string country;               // or the country of all rows, ""
  model::PathId same = 0;            // rows alike in this field share the value; 0: none
  int factor = -1;                   // the column that an amount is multiplied by
  std::vector<model::PathId> alike;  // Origin::cancels: what both documents have in common
  std::vector<std::string> values;   // Kind::choice: the permitted ones
  std::string collection;            // Kind::reference
  std::string by;                    // "": id, then key, then label
  bool create = false;
  text::DateFormat date;  // decided from all values of the column
  text::AmountFormat amount;
  std::shared_ptr<const text::Zone> zone;  // gives a date-time its offset where it has none of its own
  bool has_month_day = false;              // a date without a year goes to a field of its own
  bool has_currency = false;               // the amount's own currency goes to:
  model::PathId currency = 0;
  std::string default_currency;  // where the amount names none, ""
  FieldSpec spec;                // what it was made from

  bool needs_decision() const {
    return kind == Kind::date || kind == Kind::date_time || kind == Kind::amount || kind == Kind::integer;
  }
};

/// The rule of each field of a collection, by path and by the list that it is an element of.
class Rules {
 public:
  Rules() = default;
  explicit Rules(const Profile& profile);
  explicit Rules(Rule for_all) : default_(for_all) {}
  Rule of(const std::string& path, const model::Field* field) const;

 private:
  std::unordered_map<std::string, Rule> by_field_;
  Rule default_ = Rule::fill;
};

struct RecordMap {
  std::string collection;
  model::Paths* paths = nullptr;
  std::vector<FieldMap> fields;  // in the schema's order
  std::vector<std::uint32_t>
      key;                     // columns; empty: the row's content, or of a further record the row's key and:
  std::vector<bool> caseless;  // of each column of the key: e-mail addresses, which are one in any case
  std::string key_suffix;
  bool has_caseless_key() const {
    return std::find(caseless.begin(), caseless.end(), true) != caseless.end();
  }
  std::vector<model::PathId> match;
  int id = -1;                          // the field that gives the record's id, or -1
  int id_from = -1;                     // the field whose first value a new id is made of, or -1
  std::vector<std::size_t> label;       // the fields that its id is made of
  int country = -1;                     // the field that gives the region of phones, or -1
  int person_name = -1;                 // the field with a person's whole name, or -1
  std::vector<std::size_t> name_parts;  // given and family name: where both are empty it is no person's
  model::PathId log_date = 0;           // of a log, for its table; 0: no log
  bool conditional = false;             // made only where one of its columns has a value
  Rules rules;
  // sources.1.*
  model::PathId source_path = 0, key_path = 0, first_seen_path = 0, updated_path = 0;
  model::PathId said_path = 0;  // 0: what the source says is not remembered
};

/// Cells of a wide table, each a row of its own: the columns, and where their name and cell are found.
struct WideColumns {
  std::vector<std::uint32_t> columns;
  std::uint32_t name = 0, value = 0;  // columns behind the last one
};

struct Mapping {
  std::string source;
  std::optional<WideColumns> wide;
  std::vector<std::string> names;     // of the columns
  std::vector<bool> whole_numbers;    // columns of "17850.0", which is 17850; empty: none
  std::vector<std::string> left_out;  // columns that no field uses
  std::vector<RecordMap> records;
  std::optional<FieldMap> updated;  // gives sources.1.updated
  std::string region;               // of phones, ""
  std::vector<PatternPart> region_pattern;
  std::string first_seen;  // the day of this import
  bool empty_clears = false;
  bool apostrophes = false;  // one at the front of a cell is no part of it
  bool verbatim = false;     // cards, which are given away again: "N/A" is a word
  std::optional<core::Date> since;
  std::shared_ptr<const RowCondition> condition;  // null: every row is read
  bool partial = false;  // only some fields: no further records, and a row without any of them is no mistake
  std::size_t columns = 0;       // of the source
  std::vector<bool> own_column;  // flatcrm's, in a rejects file
};

struct MappingOptions {
  std::string as_of;                          // YYYY-MM-DD
  std::optional<text::DateOrder> date_order;  // for columns that leave it open
  std::optional<text::DecimalMark> decimal;
  std::vector<std::string> fields;  // only these, empty: all
  std::optional<core::Date> since;  // rows that the source changed before are skipped
  std::string where = {};           // a condition on the rows, beside that of the profile
};

Mapping compile(const Profile& profile, const Source& source, const book::Book& book,
                const MappingOptions& options);

}  // namespace flatcrm::import
