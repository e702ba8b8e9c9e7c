// Paths that stay inside a tree, and files opened through them.
//
//   is_inside("customers/a.yaml") == true
//   is_inside("../etc") == is_inside("/etc") == is_inside("a//b") == false
//   Descriptor file = open_inside(root, "customers/a.yaml", O_RDONLY);    // empty when there is nothing
//
// Errors  Code::book for a symbolic link on the way or at its end, and for a path that is not inside;
//         Code::system with errno's text for anything else but a missing file.
#pragma once

#include <string>
#include <string_view>

#include "io/descriptor.h"

namespace flatcrm::io {

/// Whether the path is relative and of plain components (not empty, "." or "..").
bool is_inside(std::string_view path);

/// "a/b" of "a/b/c", "" of "c".
std::string_view folder_of(std::string_view path);

Descriptor open_inside(int root, const std::string& path, int flags);
/// The same with the same outcome, for kernels that can't keep a path inside by themselves: slower.
Descriptor open_inside_by_steps(int root, const std::string& path, int flags);

/// The folder that the path names, itself reached through any link; Error book when it is missing.
Descriptor open_root(const std::string& path);

}  // namespace flatcrm::io
