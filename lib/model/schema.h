// What a collection's records look like: JSON Schema 2020-12 in YAML, limited to documented keywords.
//
//   Schemas schemas = Schemas::built_in();                // compiled in, parsed when first asked for
//   const Schema& deals = schemas.of("deals");            // Error usage for a collection without a schema
//   deals.find("amount")->type == Type::money             // also "addresses.2.city", "consent.email"
//   deals.find("colour") == nullptr                       // null: custom text
//   schemas.extend(yaml_text, "schemas/customers.yaml")   // a book's own: adds fields and collections
//
// Keywords of a schema:
//   $schema $id title description examples type (object) properties required additionalProperties (true)
//   x-collection   the folder of the records; without it, the name of the file
//   x-label        the field that names a record for people, and gives an id its slug
//   x-log          the date field that orders a log's table and gives its month
//   x-key          the fields that name a record which has no id of its own (see key_of in record_set.h)
//   x-rules        conditions on the records, checked by query/rules.h; whatever stands there is taken here
// Keywords of a field:
//   title description examples
//   type           string integer number boolean, array (of scalars or of maps of scalars), object
//   items          of an array
//   properties, additionalProperties (a scalar: any key)   of an object
//   format         of a string: date, date-or-time (a day, or an instant with its offset), email, phone
//                  (E.164), country (ISO 3166-1), currency (ISO 4217), uri, language (BCP 47), period (2026,
//                  2026-Q3, 2026-07)
//   enum           the permitted strings
//   minLength maxLength   in code points
//   maxItems       of an array
//   minimum maximum   of a number
//   x-reference    the collection that a string refers to
//   x-money        of a number: the field that holds its currency, or true for that of the book
//   x-merge        how an import merges it where the profile says nothing: fill newer overwrite keep union
//   x-compare      as what dedupe compares it: given_name family_name full_name organization email phone date
//                  street city region postcode country identifier category text
//   x-personal     true: `forget` erases it
//   x-synonyms     names that headers use, in lower case, joined as a list in a cell is: "last name; surname"
// Another one, or one that does not fit the type, is an Error(Code::book) with file, line, column and the
// nearest name. A book's own schema adds fields (into built-in maps too), and may ask for any field by
// `required`; to declare a built-in field anew is an error. Call extend before references to a schema or its
// fields are kept.
// Threads of() and find() may be called from several at once.
// Source  https://json-schema.org/draft/2020-12, the vocabularies core, applicator, validation, format
//         and meta-data.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::model {

enum class Type : std::uint8_t {
  text,
  integer,
  decimal,
  money,
  date,
  date_time,  // a day, or an instant with its offset
  boolean,
  reference
};
enum class Format : std::uint8_t { none, email, phone, country, currency, url, language, period };

struct Field {
  std::string path;  // "name", "emails", "addresses.*.city" (elements of a list), "consent.*" (any key)
  Type type = Type::text;
  Format format = Format::none;
  bool list = false;  // a list of such values: a YAML list, or one CSV cell joined with "; "
  bool required = false;
  bool personal = false;  // erased by `forget`
  bool built_in = true;
  std::string reference;            // the collection that it refers to
  std::string currency;             // path of the field with a money field's currency, "" for the book's
  std::vector<std::string> values;  // the permitted ones; empty: any
  std::string merge;                // "" for the profile's default
  std::string compare;              // the kind of comparison in dedupe, "" for none
  std::string title, description;
  std::string synonym_list;  // other names that headers use, joined as in a cell
  std::optional<core::Decimal> minimum, maximum;
  std::size_t minimum_length = 0, maximum_length = 0;  // in code points; 0: no bound
  std::size_t maximum_items = 0;                       // of a list; 0: no bound
  std::uint32_t rank = 0;                              // place in the schema's order

  std::vector<std::string> synonyms() const;
};

class Schema {
 public:
  const std::string& collection() const { return collection_; }
  const std::string& title() const { return title_; }
  const std::string& description() const { return description_; }
  /// The field that names a record for people: "name", "kind", ...; also an id's slug. "" for none.
  const std::string& label() const { return label_; }
  /// The date that orders a log's table and gives its month, "" for no log.
  const std::string& log_date() const { return log_date_; }
  /// The fields that name a record without an id; empty where every record needs its id.
  const std::vector<std::string>& key() const { return key_; }
  const std::vector<Field>& fields() const { return fields_; }
  /// The indices of those that every record needs.
  const std::vector<std::uint32_t>& required() const { return required_; }
  /// The field of a concrete path, or null where none is declared (then it is custom text).
  const Field* find(std::string_view path) const;
  /// Is it a declared list of maps, or map: "addresses", "consent", "addresses.2"?
  bool is_container(std::string_view path) const;
  /// Schema order of two concrete paths: declared fields by rank, list elements by number, custom ones behind
  /// by name; id first.
  bool before(std::string_view first, std::string_view second) const;

 private:
  friend class Schemas;
  friend class SchemaReader;
  std::string collection_, title_, description_, label_, log_date_;
  std::vector<std::string> key_;
  std::vector<Field> fields_;
  std::vector<std::uint32_t> required_;
};

class Schemas {
 public:
  static Schemas built_in();
  Schemas(Schemas&&) noexcept;
  Schemas& operator=(Schemas&&) noexcept;
  ~Schemas();

  const Schema& of(const std::string& collection) const;
  const Schema* find(const std::string& collection) const;
  /// The eleven of the design, in its order, then those that the book adds.
  std::vector<std::string> collections() const;
  void extend(std::string_view yaml, const std::string& file);
  /// Error book when an added field refers to a collection that no schema names: to be called behind the
  /// last extend.
  void check_references() const;
  /// The text of a built-in schema, as it is installed for editors; "" for another collection.
  static std::string_view text_of(std::string_view collection);

 private:
  Schemas();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::model
