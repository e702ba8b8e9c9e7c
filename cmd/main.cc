// Where flatcrm meets the system: descriptors, signals, and the one place that catches an Error.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <vector>

#include "cli/run.h"
#include "core/error.h"
#include "program.h"

namespace {

using flatcrm::Error;

/// A file of the book must never get the number of a standard stream that the caller has closed. The wrong
/// mode makes a write to it fail, as it would have failed on the closed one.
void occupy_standard_descriptors() {
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) == -1) open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY);
  }
}

int terminal_columns() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

class Caller {
 public:
  int run(const std::vector<std::string>& words) {
    int status = guarded([&] {
      int result = flatcrm::cli::run(flatcrm::program(), words, surroundings_);
      out_.flush();
      return result;
    });
    int told = guarded([&] {
      err_.flush();
      return 0;
    });
    if (out_.broken()) die_of_broken_pipe();
    return status != 0 ? status : told;
  }

 private:
  template <typename Work>
  int guarded(Work work) {
    try {
      return work();
    } catch (const Error& error) {
      return complain(error.what(), flatcrm::core::exit_status(error.code()));
    } catch (const std::bad_alloc&) {
      return complain("out of memory", flatcrm::core::exit_status(flatcrm::Code::system));
    } catch (const std::exception& error) {
      return complain(std::string("a mistake in flatcrm itself: ") + error.what() + "; please report it",
                      flatcrm::core::exit_status(flatcrm::Code::system));
    }
  }
  int complain(const std::string& message, int status) {
    try {
      err_.write("flatcrm: " + message + "\n");
    } catch (const std::exception&) {
      return status;  // nowhere left to say it
    }
    return status;
  }
  /// The caller sees what it sees of any program whose reader went away.
  static void die_of_broken_pipe() {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }

  flatcrm::cli::DescriptorSink out_{STDOUT_FILENO, "standard output"};
  flatcrm::cli::DescriptorSink err_{STDERR_FILENO, "standard error"};
  flatcrm::cli::Surroundings surroundings_{.program = "flatcrm",
                                           .out = out_,
                                           .err = err_,
                                           .variable = variable,
                                           .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                                           .err_is_terminal = isatty(STDERR_FILENO) == 1,
                                           .columns = terminal_columns()};
};

}  // namespace

int main(int count, char** words) {
  occupy_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  Caller caller;
  return caller.run({words + std::min(count, 1), words + count});
}
