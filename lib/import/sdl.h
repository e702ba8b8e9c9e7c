// Mapping files of Salesforce's Data Loader, read as profiles.
//
//   Profile profile = parse_sdl("NAME=Name\n\"Aerospace\"=Industry\nSTATE=BillingState, ShippingState\n",
//                               "accounts.sdl");
//   profile.main.collection.text == "customers"    // the built-in profile for accounts, over these columns
//
// Shape   a line a column: COLUMN=Field, COLUMN=Field, Field, "constant"=Field; '#' begins a comment, '\'
//         takes the meaning of the next character away; a column that leads nowhere is left out. The object
//         is told by its fields: StageName is an opportunity's, Company and LastName a lead's, LastName a
//         contact's, else it is an account. A field that the built-in profile does not use becomes a custom
//         one: NumberOfEmployees number_of_employees.
// Key     the column of Id, else of the first external id (…Id__c), else of AccountNumber.
// Errors  Code::bad_input with the line for a line without '='.
#pragma once

#include <string>
#include <string_view>

#include "import/profile.h"

namespace flatcrm::import {

Profile parse_sdl(std::string_view text, const std::string& file);

}  // namespace flatcrm::import
