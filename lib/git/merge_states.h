// The records that a merge could have changed, as each of its commits has them.
//
//   MergeStates states(repository, schemas, {base, ours, theirs, merge});
//   for (const auto& [name, at] : states.records())
//     at[0]                                          // the copies of this record in the first commit
//
// Shape   only files that differ between any two of the commits are read; a record that stands in none of them is the same in all.
//         Records of all files of a collection are one set, so that a record that moved is still itself.
// Errors  none for files that can't be read: `unreadable` names them, and their records are missing from that commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "git/keyed_records.h"
#include "git/repository.h"
#include "io/bytes.h"
#include "io/tree.h"
#include "model/schema.h"

namespace flatcrm::git {

class MergeStates {
 public:
  /// With a work tree that stands behind the commits, as one more of them. Requires: schemas and work tree outlive this.
  MergeStates(const Repository& repository, const model::Schemas& schemas,
              const std::vector<std::string>& commits, const io::Tree* work_tree = nullptr);

  /// One record in one commit: where its copies stand.
  struct Copy {
    const KeyedRecords* file = nullptr;
    std::uint32_t row = 0;
  };
  using Copies = std::vector<Copy>;
  using Name = std::pair<std::string, std::string>;  // collection, key
  /// By commit, in the order in which they were given.
  const std::map<Name, std::vector<Copies>>& records() const { return records_; }
  model::Paths& paths(const std::string& collection) { return *paths_.at(collection); }

  /// Of files that differ between any two of the commits.
  bool has_file(std::size_t commit, const std::string& path) const {
    return present_.count({commit, path}) != 0;
  }

  struct Unreadable {
    std::size_t commit;
    std::string path, why;
  };
  const std::vector<Unreadable>& unreadable() const { return unreadable_; }
  /// Files that are read, but hold something that no record can hold.
  const std::vector<Unreadable>& damaged() const { return damaged_; }

 private:
  using Blobs = std::map<std::string, std::vector<std::string>>;
  void read_all(const Repository& repository, const Blobs& blobs, const io::Tree* work_tree);
  void add(std::size_t commit, const std::string& path, const std::string& content_name,
           const std::function<io::Bytes()>& read);

  const model::Schemas& schemas_;
  std::size_t commits_;
  std::map<std::string, std::unique_ptr<model::Paths>> paths_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<KeyedRecords>> files_;  // by blob and path
  std::set<std::pair<std::size_t, std::string>> present_;
  std::map<Name, std::vector<Copies>> records_;
  std::vector<Unreadable> unreadable_, damaged_;
};

}  // namespace flatcrm::git
