// A blob that stands in a file of its own, as git writes what is new: inflated where it is kept.
//
//   std::optional<std::string> text = read_loose(objects_folder, id, "customers/a.yaml");
//   // nothing: it is packed, or in another store
//
// libgit2 never comes back from a file that was cut short.
//
// Errors  Code::book where the file is no whole blob, with the path.
#pragma once

#include <git2.h>

#include <optional>
#include <string>

namespace flatcrm::git {

std::optional<std::string> read_loose(const std::string& objects, const git_oid& id, const std::string& path);

}  // namespace flatcrm::git
