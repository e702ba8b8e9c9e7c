// Objects that stand in files of their own, as git writes what is new, read without trust in those files.
//
//   demand(git_odb_open(objects.room(), folder), ...);
//   guard_loose_objects(objects.get(), folder);
//   // from here on a file that was cut short is a failure to every call of libgit2, where it never came back before
//
// Shape   reads before libgit2's own reader of such files and after that of packs, in the folder and in those that
//         its info/alternates names.
// Errors  of libgit2, of class GIT_ERROR_ODB, with the object and what is wrong with its file.
// Source  git's Documentation/gitformat-loose (zlib over "blob 12", a zero byte and the content).
#pragma once

#include <git2.h>

#include <string>

namespace flatcrm::git {

void guard_loose_objects(git_odb* objects, const std::string& folder);

}  // namespace flatcrm::git
