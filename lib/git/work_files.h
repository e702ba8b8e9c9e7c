// Files of the work tree that stand in for blobs of the same content: reading one is no inflating.
//
//   WorkFiles files(repository);
//   files.read(blob, "crm/customers/3f.csv", store)->view();       // or nothing: then the blob is to be read
//
// Shape   as git itself does for its diffs: the index names the blob and the stamp of the file that had its
//         content, and the file has that stamp still. Only large files, and only where the index is small, so
//         that asking costs less than it saves; none in a bare repository, none that has another form there
//         than in git (line ends, `filter`, `working-tree-encoding`), none that the index was told to take
//         for unchanged, none written at the time of the index or later, when a stamp says nothing.
// Errors  none: whatever is in doubt is nothing.
// Threads read() may be called from several at once.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "git/handle.h"
#include "git/object_store.h"
#include "io/bytes.h"
#include "io/descriptor.h"

namespace flatcrm::git {

class WorkFiles {
 public:
  /// The index is read when it is first needed.
  explicit WorkFiles(git_repository* repository) : repository_(repository) {}
  /// `path` is one in the repository.
  std::optional<io::Bytes> read(const git_oid& blob, const std::string& path, const ObjectStore& store) const;

 private:
  struct Stood {
    git_oid blob{};
    io::Stamp stamp;  // without the device
    std::int64_t changed_ns = 0;
  };
  void read_index() const;
  bool takes_another_form(const std::string& path) const;

  git_repository* repository_;
  mutable std::once_flag once_;
  mutable io::Descriptor top_;
  mutable std::unordered_map<std::string, Stood> files_;
  mutable std::mutex attributes_;  // libgit2 lets one thread at a time ask for them
};

}  // namespace flatcrm::git
