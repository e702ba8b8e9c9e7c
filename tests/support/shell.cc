#include "shell.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

namespace flatcrm::tests {
namespace {

[[noreturn]] void throw_system(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

[[noreturn]] void become_shell(const std::string& command, const std::filesystem::path& folder,
                               const std::vector<std::string>& environment, int output) {
  std::vector<char*> variables;
  for (const std::string& variable : environment) variables.push_back(const_cast<char*>(variable.c_str()));
  variables.push_back(nullptr);
  setpgid(0, 0);
  int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) _exit(126);
  close(nothing);
  close(output);
  if (chdir(folder.c_str()) != 0) _exit(126);
  execle("/bin/sh", "sh", "-c", command.c_str(), nullptr, variables.data());
  _exit(127);
}

/// Everything that comes out until the other end is closed; false when the time is up first.
bool collect(int input, std::chrono::steady_clock::time_point deadline, std::string& output) {
  std::array<char, 65536> part{};
  while (true) {
    auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd waiting{input, POLLIN, 0};
    int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready < 0 && errno != EINTR) throw_system("poll");
    if (ready <= 0) continue;
    ssize_t size = read(input, part.data(), part.size());
    if (size == 0) return true;
    if (size > 0) output.append(part.data(), static_cast<std::size_t>(size));
  }
}

}  // namespace

ShellResult run_shell(const std::string& command, const std::filesystem::path& folder,
                      const std::vector<std::string>& environment, std::chrono::seconds limit) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw_system("pipe");
  pid_t child = fork();
  if (child < 0) throw_system("fork");
  if (child == 0) become_shell(command, folder, environment, ends[1]);
  setpgid(child, child);
  close(ends[1]);
  ShellResult result;
  bool in_time = collect(ends[0], std::chrono::steady_clock::now() + limit, result.output);
  close(ends[0]);
  if (!in_time) kill(-child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (!in_time) result.status = 124;
  return result;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "flatcrm-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw_system("mkdtemp");
  path_ = std::filesystem::canonical(name);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace flatcrm::tests
