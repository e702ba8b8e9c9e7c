#include "shared/card_folder.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "core/error.h"
#include "io/bytes.h"
#include "io/file_system.h"
#include "shared/output_file.h"
#include "shared/session.h"

namespace flatcrm {

namespace fs = std::filesystem;

bool names_folder(const std::string& path) {
  std::error_code error;
  return !path.empty() && (path.back() == '/' || fs::is_directory(path, error));
}

CardFolder::CardFolder(std::string path) : path_(std::move(path)) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  io::posix().make_folder(path_);
}

void CardFolder::write(const std::string& name, const std::string& card) {
  const std::string file = path_ + '/' + name;
  names_.insert(name);
  std::error_code error;
  if (fs::is_regular_file(file, error) && io::read_file(file).view() == card) {
    ++unchanged_;
    return;
  }
  write_file(file, card);
  ++written_;
}

std::string CardFolder::summary() const {
  std::set<std::string> others;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(".vcf") && !names_.contains(name)) others.insert(name);
  }
  std::string out = fmt::format("{}/: {} written, {} as they were\n", path_, written_, unchanged_);
  if (!others.empty())
    out += fmt::format("{}/: {} more cards are of no record and left alone, the first is {}\n", path_,
                       others.size(), *others.begin());
  return out;
}

}  // namespace flatcrm
