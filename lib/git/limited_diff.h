// What a comparison with the index or the work tree keeps to: some files and folders of the book, new ones among them.
//
//   LimitedDiff limits(state, {"customers", "flatcrm.yaml"});      // {}: the whole book
//   git_diff_index_to_workdir(diff.room(), repository, nullptr, limits.options());
//   limits.path(*git_diff_get_delta(diff.get(), 0)) == "customers/a.yaml"
//
// For the files of this layer only.
#pragma once

#include <git2.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "git/state.h"

namespace flatcrm::git {

class LimitedDiff {
 public:
  LimitedDiff(const Repository::State& state, const std::vector<std::string>& paths,
              std::uint32_t more_flags = 0);
  LimitedDiff(const LimitedDiff&) = delete;
  LimitedDiff& operator=(const LimitedDiff&) = delete;

  const git_diff_options* options() const { return &options_; }
  /// From the book's root; "" of a file outside it.
  std::string path(const git_diff_delta& delta) const;

 private:
  std::string prefix_;
  std::vector<std::string> paths_;
  std::vector<char*> places_;  // of paths_, as libgit2 takes them
  git_diff_options options_{};
};

/// A file or folder that begins with a dot is none of the book's.
bool is_hidden(std::string_view path);

}  // namespace flatcrm::git
