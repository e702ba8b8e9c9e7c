// Of what collection a list's records are, by the names of its columns.
//
//   best_collection(source, schemas) == "sales"       // Rechnungsnr, Datum, Betrag, E-Mail, Name, ...
//
// Shape  the collection of which most columns are known, customers where two know as many.
#pragma once

#include <string>

#include "import/source.h"
#include "model/schema.h"

namespace flatcrm::import {

std::string best_collection(const Source& source, const model::Schemas& schemas);

}  // namespace flatcrm::import
