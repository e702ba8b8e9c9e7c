#include "book/own_file.h"

#include <filesystem>

#include "book/book.h"
#include "model/schema.h"

namespace flatcrm::book {

namespace fs = std::filesystem;

std::string own_file(const std::string& path) {
  std::error_code none;
  fs::path whole = fs::weakly_canonical(fs::absolute(path, none), none);
  fs::path folder = whole.parent_path();
  while (!fs::is_directory(folder, none) && folder.has_relative_path()) folder = folder.parent_path();
  std::string root = Book::find(folder.string());
  if (root.empty()) return "";
  fs::path within = whole.lexically_relative(fs::weakly_canonical(root, none));
  if (within == "flatcrm.yaml") return within.string();
  std::string ending = whole.extension().string();
  if (within.empty() || (ending != ".csv" && ending != ".yaml")) return "";
  std::string collection = within.begin()->string();
  bool in_one = within.has_parent_path() && model::Schemas::built_in().find(collection) != nullptr;
  return in_one ? collection : "";
}

}  // namespace flatcrm::book
