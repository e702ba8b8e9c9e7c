// Runs a command line with sh and collects what it prints.
//
//   run_shell("echo a; echo b >&2; exit 3", folder, {"PATH=/bin"})   // output "a\nb\n", status 3
//
// Standard input is empty. What is still running after the limit is killed with everything that it started,
// and its status is 124; a command that a signal ended has 128 + the signal's number.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace flatcrm::tests {

struct ShellResult {
  std::string output{};  // standard output and standard error, in the order in which they were written
  int status = 0;
};

ShellResult run_shell(const std::string& command, const std::filesystem::path& folder,
                      const std::vector<std::string>& environment,
                      std::chrono::seconds limit = std::chrono::seconds(120));

/// A new folder that is removed, with all in it, when this goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace flatcrm::tests
