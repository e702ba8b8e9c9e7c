// The profile for a file without one: columns matched by name, title and synonym in several languages.
//
//   Inferred inferred = infer_profile(*source, schemas, {.collection = "customers", .key = {"Nr"}});
//   inferred.profile.main.fields
//   // Name -> name, Ort -> addresses.1.city, Telefon -> phones, Hobby -> hobby (custom)
//   print(inferred)      // YAML with a comment on each line that says why, ready to be saved and edited
//
// Shape   each column goes to one field: one whose path, title or synonym it is (case, accents, blanks and
//         punctuation aside), else to a custom text field named after it in snake_case. A list takes several
//         columns, another field the first one. Without a collection, the one that most columns fit is taken,
//         customers where several fit as well. The key is a column that is named as a number or id and has
//         another value in every row, unless it holds ids of records of a book ("acme-1f9x2k"), which name
//         the record itself. Where a column of e-mail addresses repeats none, customers are matched by them.
//         A column whose name says nothing is taken by what nearly all of its values are.
// Errors  Code::usage for a key that is no column or a collection that does not exist.
#pragma once

#include <string>
#include <vector>

#include "import/profile.h"
#include "import/source.h"
#include "model/schema.h"

namespace flatcrm::import {

struct InferOptions {
  std::string collection;        // "": the one that fits best
  std::string source;            // "": the file's name without its ending
  std::vector<std::string> key;  // columns; empty: the row's content
  std::string region;
};

struct Inferred {
  struct Reason {
    std::string column, field, why;
  };
  Profile profile;
  std::vector<Reason> reasons;     // one a column
  std::string key_why, match_why;  // "" where given or none
};

Inferred infer_profile(const Source& source, const model::Schemas& schemas, const InferOptions& options);

std::string print(const Inferred& inferred);

}  // namespace flatcrm::import
