#include "git/limited_diff.h"

namespace flatcrm::git {

LimitedDiff::LimitedDiff(const Repository::State& state, const std::vector<std::string>& paths,
                         std::uint32_t more_flags)
    : prefix_(state.prefix) {
  for (const std::string& path : paths) paths_.push_back(state.whole(path));
  if (paths.empty() && !prefix_.empty()) paths_.push_back(prefix_);
  for (std::string& path : paths_) places_.push_back(path.data());
  git_diff_options_init(&options_, GIT_DIFF_OPTIONS_VERSION);
  options_.flags = GIT_DIFF_SKIP_BINARY_CHECK | GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
                   GIT_DIFF_DISABLE_PATHSPEC_MATCH | more_flags;
  options_.pathspec = {places_.data(), places_.size()};
}

std::string LimitedDiff::path(const git_diff_delta& delta) const {
  std::string path = delta.new_file.path != nullptr ? delta.new_file.path : delta.old_file.path;
  if (prefix_.empty()) return path;
  return path.starts_with(prefix_ + "/") ? path.substr(prefix_.size() + 1) : "";
}

bool is_hidden(std::string_view path) {
  return path.starts_with('.') || path.find("/.") != std::string_view::npos;
}

}  // namespace flatcrm::git
