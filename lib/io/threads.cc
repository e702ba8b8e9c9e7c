#include "io/threads.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "core/error.h"

namespace flatcrm::io {
namespace {

constexpr int most_threads = 256;

/// Hands out indices in order and keeps the error of the smallest one. Since every smaller index was handed
/// out before it, that is the first error of all, whatever the timing.
class Round {
 public:
  Round(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {}

  void run() {
    for (std::size_t index; !failed_ && (index = next_.fetch_add(1)) < count_;) {
      try {
        work_(index);
      } catch (...) {
        keep(index, std::current_exception());
      }
    }
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  void keep(std::size_t index, std::exception_ptr error) {
    std::lock_guard<std::mutex> guard(mutex_);
    if (!error_ || index < error_index_) {
      error_ = std::move(error);
      error_index_ = index;
    }
    failed_ = true;
  }

  std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
  std::size_t error_index_ = 0;
};

int parse_threads(std::string_view text) {
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9' || number > most_threads) {
      number = 0;
      break;
    }
    number = number * 10 + (c - '0');
  }
  if (number < 1 || number > most_threads) {
    throw Error(Code::usage, "FLATCRM_THREADS is '" + std::string(text) + "'", {},
                "set it to a number from 1 to 256");
  }
  return number;
}

}  // namespace

int default_threads() {
  const char* wanted = std::getenv("FLATCRM_THREADS");
  if (wanted != nullptr && *wanted != '\0') return parse_threads(wanted);
  // glibc counts the processors of this process's affinity mask, not those of the machine.
  return std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, most_threads);
}

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
  Round round(count, work);
  std::vector<std::jthread> others;
  std::size_t wanted = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
  for (std::size_t i = 1; i < wanted; ++i) {
    try {
      others.emplace_back([&round] { round.run(); });
    } catch (const std::system_error&) {
      break;  // with fewer threads it takes longer, no more
    }
  }
  round.run();
  others.clear();
  round.rethrow();
}

}  // namespace flatcrm::io
