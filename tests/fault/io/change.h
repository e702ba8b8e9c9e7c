// The change that fault tests interrupt: it writes, makes and removes files, some in folders of their own.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "io/transaction.h"
#include "io/tree.h"
#include "support/temporary_folder.h"

namespace flatcrm::test {

using Content = std::map<std::string, std::string>;

struct Change {
  std::string name;
  Content before, after;
};

inline Change small_change() {
  return {"small",
          {{"customers/a.yaml", "old a"}, {"customers/deep/er/b.yaml", "old b"}, {"untouched", "same"}},
          {{"customers/a.yaml", "new a, longer"}, {"links/far/c.yaml", "new c"}, {"untouched", "same"}}};
}

/// More files than are synced one by one.
inline Change large_change() {
  Change change{"large", {}, {}};
  for (int i = 0; i < 12; ++i) {
    std::string path = "shards/" + std::to_string(i % 3) + "/" + std::to_string(i) + ".csv";
    change.before[path] = "old " + std::to_string(i);
    if (i % 5 != 0) change.after[path] = "new " + std::to_string(i);
  }
  change.after["shards/new/x.csv"] = "new x";
  return change;
}

inline void put(const TemporaryFolder& folder, const Content& content) {
  for (const auto& [path, bytes] : content) folder.put(path, bytes);
}

/// Makes the difference between the change's two contents in one transaction.
inline void apply(io::FileSystem& disk, const TemporaryFolder& folder, const Change& change) {
  io::Transaction transaction(disk, folder.path());
  for (const auto& [path, bytes] : change.after) {
    auto old = change.before.find(path);
    if (old == change.before.end()) {
      transaction.write(path, bytes, std::nullopt);
    } else if (old->second != bytes) {
      transaction.write(path, bytes, io::read_file(folder.at(path)).stamp());
    }
  }
  for (const auto& [path, bytes] : change.before) {
    if (!change.after.contains(path)) transaction.remove(path, io::read_file(folder.at(path)).stamp());
  }
  transaction.commit();
}

/// What a reader sees.
inline Content seen(const TemporaryFolder& folder) {
  io::DiskTree tree(folder.path());
  Content all;
  for (const io::TreeEntry& entry : tree.list(""))
    all[entry.path] = std::string(tree.read(entry.path).view());
  return all;
}

/// Nothing of a transaction is left but an empty staging folder.
inline bool is_tidy(const TemporaryFolder& folder) {
  namespace fs = std::filesystem;
  if (fs::exists(folder.at(".flatcrm/journal")) || fs::exists(folder.at(".flatcrm/journal.new")))
    return false;
  return !fs::exists(folder.at(".flatcrm/staging")) || fs::is_empty(folder.at(".flatcrm/staging"));
}

}  // namespace flatcrm::test
