// A folder with one vCard a file, as readers of a vdir expect it.
//
//   CardFolder folder("cards/");
//   folder.write("ann-lee-1f9x2k.vcf", card);
//   // beside the old one and renamed; not touched where it says the same
//   folder.summary() == "cards/: 1 written, 0 as they were\n"
#pragma once

#include <set>
#include <string>

namespace flatcrm {

/// Does a path end in a slash, or lead to a folder?
bool names_folder(const std::string& path);

class CardFolder {
 public:
  /// Makes the folder where it is missing.
  explicit CardFolder(std::string path);
  void write(const std::string& name, const std::string& card);
  /// What was done, and which other cards lie there.
  std::string summary() const;

 private:
  std::string path_;
  std::size_t written_ = 0, unchanged_ = 0;
  std::set<std::string> names_;
};

}  // namespace flatcrm
