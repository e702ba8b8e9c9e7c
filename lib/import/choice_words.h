// What other programs and people call the permitted values of a field, in several languages.
//
//   choice_meant(schemas.of("sales"), *kind, "Gutschrift") == "credit"
//   choice_meant(schemas.of("deals"), *outcome, "Closed Won") == "won"
//   choice_meant(schemas.of("sales"), *kind, "Barter") == ""
//
// Shape   case, accents and signs don't count. A permitted value itself is not looked up here.
// Source  the value lists of HubSpot, Salesforce, Zoho, Pipedrive, Xero and lexoffice, and what a clerk writes.
#pragma once

#include <string_view>

#include "model/schema.h"

namespace flatcrm::import {

/// "" where no value is known to be meant.
std::string_view choice_meant(const model::Schema& schema, const model::Field& field, std::string_view word);

}  // namespace flatcrm::import
