#include <dirent.h>
#include <fcntl.h>

#include <fmt/core.h>

#include <cerrno>
#include <memory>

#include "io/inside.h"
#include "io/journal.h"
#include "io/system_error.h"
#include "io/transaction.h"

namespace flatcrm::io {
namespace {

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> names;
  std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
  if (!folder && errno == ENOENT) return names;
  if (!folder) throw_system(path, errno);
  while (const dirent* entry = ::readdir(folder.get())) {
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
  }
  return names;
}

/// Whether the folder is there; Error book when it is reached through a symbolic link.
bool has_folder(int root, const char* path) {
  return bool{open_inside(root, path, O_RDONLY | O_DIRECTORY)};
}

bool remove_if_there(FileSystem& disk, int root_folder, const std::string& root, const char* path) {
  if (!stamp_at(root_folder, path)) return false;
  disk.remove(root + "/" + path);
  return true;
}

}  // namespace

Recovery recover(FileSystem& disk, const std::string& root) {
  Descriptor folder = open_root(root);
  Recovery recovery;
  bool& worked = recovery.worked;
  if (!has_folder(folder.number(), control::folder)) return recovery;
  bool has_staging = has_folder(folder.number(), control::staging);
  if (std::optional<Journal> journal = read_journal(folder.number()).journal) {
    // Its writer may have been killed before the journal's name was on the disk.
    disk.sync_folder(root + "/" + control::folder);
    recovery.kept = keep_edited(disk, root, *journal);
    carry_out(disk, root, *journal);
    worked = true;
  }
  worked = remove_if_there(disk, folder.number(), root, control::journal) || worked;  // a torn one
  worked = remove_if_there(disk, folder.number(), root, control::next_journal) || worked;
  if (!has_staging) return recovery;
  const std::string staging = root + "/" + control::staging;
  for (const std::string& name : names_in(staging)) {
    disk.remove(fmt::format("{}/{}", staging, name));
    worked = true;
  }
  return recovery;
}

std::vector<std::pair<std::string, std::string>> journal_under_way(const std::string& root) {
  std::vector<std::pair<std::string, std::string>> changes;
  Descriptor folder = open_root(root);
  std::optional<Journal> journal = read_journal(folder.number()).journal;
  if (!journal) return changes;
  for (const Journal::Change& change : journal->changes)
    changes.emplace_back(change.path, staged_path(change));
  return changes;
}

}  // namespace flatcrm::io
