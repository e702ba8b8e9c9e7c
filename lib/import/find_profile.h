// Finds a profile by what a person calls it.
//
//   read_profile(book, "shop")               // imports/shop.yaml of the book, else the built-in of that name
//   read_profile(book, "maps/accounts.sdl")  // a mapping file of Salesforce's Data Loader
//   read_profile(book, "profile.yaml")       // a path: with a slash or a dot
//
// Errors  Code::usage for a name that is none, with the nearest one; those of parse_profile.
#pragma once

#include <string>

#include "book/book.h"
#include "import/built_in.h"
#include "import/profile.h"

namespace flatcrm::import {

Profile read_profile(const book::Book& book, const std::string& name);

/// A built-in profile as YAML to save and edit, with a first line that says why it was chosen.
std::string suggestion_of(const BuiltIn& profile, const Source& source);

}  // namespace flatcrm::import
