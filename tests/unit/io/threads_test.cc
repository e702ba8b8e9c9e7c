#include "io/threads.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/error.h"

using namespace flatcrm::io;

TEST_CASE("each index is worked on exactly once, with any number of threads") {
  for (int threads : {-1, 0, 1, 2, 8}) {
    for (std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{10'000}}) {
      std::vector<std::atomic<int>> visits(count);
      parallel_for(count, threads, [&](std::size_t i) { ++visits[i]; });
      bool once = true;
      for (const auto& visit : visits) once = once && visit == 1;
      CHECK(once);
    }
  }
}

TEST_CASE("the error of the smallest index is thrown, whichever comes first in time") {
  for (int round = 0; round < 50; ++round) {
    std::string what;
    try {
      parallel_for(100, 4, [&](std::size_t i) {
        if (i == 2) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (i >= 2) throw std::runtime_error(std::to_string(i));
      });
    } catch (const std::runtime_error& error) {
      what = error.what();
    }
    CHECK(what == "2");
  }
}

TEST_CASE("the number of threads comes from the environment when it is given") {
  ::setenv("FLATCRM_THREADS", "3", 1);
  CHECK(default_threads() == 3);
  for (const char* wrong : {"0", "-1", "two", "257", "99999999999999999999", "2 "}) {
    ::setenv("FLATCRM_THREADS", wrong, 1);
    CHECK_THROWS_AS(default_threads(), flatcrm::Error);
  }
  ::setenv("FLATCRM_THREADS", "", 1);
  CHECK(default_threads() >= 1);
  ::unsetenv("FLATCRM_THREADS");
  CHECK(default_threads() >= 1);
}
