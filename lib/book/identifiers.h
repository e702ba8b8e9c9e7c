// What tells whose a record is, whatever the source that it comes from: the texts that marks of forgotten people are made of.
//
//   Identifiers identifiers(paths);
//   identifiers.of(record.values(), false)      // {"customers\x1f" "email\x1f" "eva@example.org", ...}
//
// Sure alone  its id, a source and its key, an e-mail address, a social handle, a tax id (what the schema compares as identifier).
// Sure with   the name, in any order of its words: a telephone number, a birthday, a postcode, a street.
// Threads     one object serves one thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/paths.h"
#include "model/record_set.h"

namespace flatcrm::book {

class Identifiers {
 public:
  explicit Identifiers(const model::Paths& paths) : paths_(paths) {}

  /// `with_id`: the id was given, and is no new one that nobody knows.
  std::vector<std::string> of(std::span<const model::Value> record, bool with_id);

 private:
  enum class Role : unsigned char {
    none,
    id,
    ids,
    email,
    identifier,
    phone,
    date,
    place,
    name,
    given,
    family,
    source,
    key
  };
  Role role_of(model::PathId path);
  Role learn(model::PathId path) const;

  const model::Paths& paths_;
  std::vector<signed char> roles_;  // by path, -1: not yet known
};

/// One such text: `kind` is "id", "key", "email", "name", "phone", ...
std::string identifier(std::string_view collection, std::string_view kind, std::string_view value);
std::string key_identifier(std::string_view collection, std::string_view source, std::string_view key);
/// The words of a name without case and accents, in order of the alphabet.
std::string name_key(std::string_view name);
/// A telephone number by its digits alone.
std::string phone_key(std::string_view phone);

}  // namespace flatcrm::book
