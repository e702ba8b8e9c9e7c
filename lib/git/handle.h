// Objects of libgit2 that free themselves, and its failures as Errors: for the files of this layer only.
//
//   Handle<git_commit> commit;
//   demand(git_commit_lookup(commit.room(), repository, &id), "the commit can't be read", {path});
//
// Errors  Code::book with libgit2's own words behind ours; Code::system where memory or the disk failed.
#pragma once

#include <git2.h>

#include <string>
#include <utility>

#include "core/error.h"

namespace flatcrm::git {

inline void release(git_repository* object) {
  git_repository_free(object);
}
inline void release(git_object* object) {
  git_object_free(object);
}
inline void release(git_commit* object) {
  git_commit_free(object);
}
inline void release(git_tree* object) {
  git_tree_free(object);
}
inline void release(git_tree_entry* object) {
  git_tree_entry_free(object);
}
inline void release(git_odb* object) {
  git_odb_free(object);
}
inline void release(git_odb_object* object) {
  git_odb_object_free(object);
}
inline void release(git_reference* object) {
  git_reference_free(object);
}
inline void release(git_revwalk* object) {
  git_revwalk_free(object);
}
inline void release(git_diff* object) {
  git_diff_free(object);
}
inline void release(git_patch* object) {
  git_patch_free(object);
}
inline void release(git_config* object) {
  git_config_free(object);
}
inline void release(git_index* object) {
  git_index_free(object);
}
inline void release(git_signature* object) {
  git_signature_free(object);
}
inline void release(git_status_list* object) {
  git_status_list_free(object);
}

template <typename Object>
class Handle {
 public:
  Handle() = default;
  Handle(Handle&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Handle() {
    if (object_ != nullptr) release(object_);
  }

  Object* get() const { return object_; }
  /// Where libgit2 puts a new object. Requires: there is none yet.
  Object** room() { return &object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  Object* object_ = nullptr;
};

/// libgit2's words for its last failure, on one line.
std::string last_words();
[[noreturn]] void fail(int result, const std::string& what, core::Place place = {}, std::string hint = {});

inline void demand(int result, const std::string& what, core::Place place = {}, std::string hint = {}) {
  if (result < 0) fail(result, what, std::move(place), std::move(hint));
}

std::string hex(const git_oid& id);
/// Requires: 40 hexadecimal digits.
git_oid oid(const std::string& hex);

}  // namespace flatcrm::git
