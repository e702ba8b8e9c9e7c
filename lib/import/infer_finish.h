// What follows for a profile from all of its columns together: whose name is made of which, and what rows are.
//
//   finish_profile(inferred, {source, schema, looks});
//   // given_name and family_name  ->  name: "{Vorname} {Nachname}"
//   // "Name" beside "Vorname"     ->  family_name        "Account Name" beside them  ->  org
//   // stages of deals             ->  outcome            "Rechnungsnr" of sales      ->  kind: invoice
//
// Shape  each change has its reason in `inferred`.
#pragma once

#include <string>
#include <vector>

#include "import/column_look.h"
#include "import/infer.h"

namespace flatcrm::import {

struct InferFacts {
  const Source& source;
  const model::Schema& schema;
  const std::vector<ColumnLook>& looks;  // by column
};

/// The path itself, or with "_2" behind it where a field of the schema or another column has it.
std::string free_path(std::string path, const std::vector<FieldSpec>& fields, const model::Schema& schema);

void finish_profile(Inferred& inferred, const InferFacts& facts);

}  // namespace flatcrm::import
