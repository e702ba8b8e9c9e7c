// The contents of git's objects, read by several threads at once: for the files of this layer only.
//
//   ObjectStore store(objects_folder);
//   store.read(blob_id, "customers/a.yaml").view()
//
// libgit2 lets one thread at a time into an object database, inflating included; so each that reads has one of its own,
// of which there are as many as ever read at the same time.
//
// Errors  Code::book where the object is missing or broken, with the path.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "git/handle.h"
#include "io/bytes.h"

namespace flatcrm::git {

class ObjectStore {
 public:
  explicit ObjectStore(std::string folder) : folder_(std::move(folder)) {}
  io::Bytes read(const git_oid& id, const std::string& path) const;
  /// In bytes; of most objects that is known without inflating them.
  std::size_t size(const git_oid& id, const std::string& path) const;

 private:
  Handle<git_odb> take() const;
  void give_back(Handle<git_odb> objects) const;

  std::string folder_;
  mutable std::mutex mutex_;
  mutable std::vector<Handle<git_odb>> free_;
};

}  // namespace flatcrm::git
