// What a collection's records look like: JSON Schema 2020-12 written in YAML, limited to a documented set of keywords.
//
//   Schemas schemas = Schemas::built_in();                       // compiled into the binary, parsed when first asked for
//   const Schema& deals = schemas.of("deals");                   // Error usage for a collection that no schema names
//   deals.find("amount")->type == Type::money                   // also "addresses.2.city", "consent.email"; null: custom text
//   schemas.extend(yaml_text, "schemas/customers.yaml")          // a book's own: adds fields, can't take away or change built-in ones
//
// Keywords  $schema $id title description type properties items required enum format minimum maximum minLength maxLength maxItems
//           additionalProperties examples, and x-collection x-reference (a collection) x-money (the field that holds the currency) x-merge
//           (fill newer overwrite keep union) x-compare x-personal x-label x-log (date field that orders a log) x-synonyms. Another one is an
//           Error(Code::book) with file, line and column, and the nearest name.
// Source    https://json-schema.org/draft/2020-12, sections of the vocabulary named above.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"

namespace flatcrm::model {

enum class Type : std::uint8_t { text, integer, decimal, money, date, date_time, boolean, reference };
enum class Format : std::uint8_t { none, email, phone, country, currency, url, language };

struct Field {
  std::string path;         // "name", "emails", "addresses.*.city" (elements of a list), "consent.*" (any key)
  Type type = Type::text;
  Format format = Format::none;
  bool list = false;        // a list of such values: a YAML list, or one CSV cell joined with "; "
  bool required = false;
  bool personal = false;    // erased by `forget`
  bool built_in = true;
  std::string reference;    // the collection that it refers to
  std::string currency;     // path of the field with a money field's currency, "" for the book's
  std::vector<std::string> values;  // the permitted ones; empty: any
  std::string merge;        // "" for the profile's default
  std::string compare;      // the kind of comparison in dedupe, "" for none
  std::string title, description;
  std::vector<std::string> synonyms;  // other names that headers use
  std::optional<core::Decimal> minimum, maximum;
  std::size_t minimum_length = 0, maximum_length = 0;  // in code points; 0: no bound
  std::uint32_t rank = 0;   // place in the schema's order
};

class Schema {
 public:
  const std::string& collection() const { return collection_; }
  const std::string& title() const { return title_; }
  const std::string& label() const { return label_; }  // the field that names a record for people: "name", "text", ...; also an id's slug
  const std::string& log_date() const { return log_date_; }  // the date that orders a log's table and gives its month, "" for no log
  const std::vector<Field>& fields() const { return fields_; }
  /// The field of a concrete path, or null where none is declared (then it is custom text).
  const Field* find(std::string_view path) const;
  /// Schema order of two concrete paths: declared fields by rank, list elements by number, custom ones behind by name; id first.
  bool before(std::string_view first, std::string_view second) const;

 private:
  friend class Schemas;
  friend class SchemaReader;
  std::string collection_, title_, label_, log_date_;
  std::vector<Field> fields_;
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
  /// The text of a built-in schema, as it is installed for editors.
  static std::string_view text_of(const std::string& collection);

 private:
  Schemas();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::model
