// What the name of a column says: the field that it means, whether it numbers the rows, and what a custom field is called
// after it.
//
//   ColumnNames names(schemas.of("customers"));
//   names.find("Vorname").field->path == "given_name"          names.find("properties.firstname")  -> the same
//   names.find("Created (UTC)").field->path == "acquired"      names.find("Hobby").field == nullptr
//   names_a_key("*InvoiceNumber") == true
//   custom_name("ContactName", 0) == "contact_name"
//
// Shape  case, accents, signs and how words are joined ("first name", "FirstName", "first_name") don't count.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "model/schema.h"

namespace flatcrm::import {

class ColumnNames {
 public:
  /// `field` is null where no field is meant.
  struct Meaning {
    const model::Field* field = nullptr;
    std::string why;  // "its name", "'vorname' means it"
  };

  explicit ColumnNames(const model::Schema& schema);
  Meaning find(const std::string& column) const;
  /// The second field that the name means in other lists or languages.
  Meaning find_other(const std::string& column) const;

 private:
  void add(const model::Field& field, const std::string& name, const std::string& why);

  const model::Schema& schema_;
  std::map<std::string, Meaning> names_, others_;
};

/// Words of a name without case, accents and signs: "E-Mail_2" is "e mail 2", "POCity" is "po city".
std::string words_of(std::string_view name);

/// What counts of a name: "E-Mail" and "e_mail" are "email".
std::string letters_of(std::string_view name);

/// Is a column of this name one that numbers things?
bool names_a_key(const std::string& column);

/// In snake_case; "column_7" for the seventh where the name has no letter.
std::string custom_name(const std::string& column, std::size_t number);

}  // namespace flatcrm::import
