#include "cli/sink.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "core/error.h"

using namespace flatcrm;
using namespace flatcrm::cli;

TEST_CASE("what is written arrives at the descriptor in order, small and large") {
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  std::string large(60000, 'x');
  DescriptorSink sink(ends[1], "pipe");
  sink.write("a");
  sink.write(large);
  sink.write("b");
  sink.flush();
  close(ends[1]);
  std::string got;
  std::array<char, 4096> part{};
  for (ssize_t size = 0; (size = read(ends[0], part.data(), part.size())) > 0;) {
    got.append(part.data(), static_cast<std::size_t>(size));
  }
  close(ends[0]);
  CHECK(got == "a" + large + "b");
}

TEST_CASE("a reader that goes away is no error, and what comes later is dropped") {
  auto before = std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(pipe(ends.data()) == 0);
  close(ends[0]);
  DescriptorSink sink(ends[1], "pipe");
  sink.write("a");
  CHECK_FALSE(sink.broken());
  sink.flush();
  CHECK(sink.broken());
  sink.write("b");
  sink.flush();
  close(ends[1]);
  std::signal(SIGPIPE, before);
}

TEST_CASE("a full disk is an error of the system") {
  int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  DescriptorSink sink(full, "standard output");
  sink.write("a");
  try {
    sink.flush();
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.code() == Code::system);
    CHECK(std::string(error.what()).starts_with("standard output: "));
  }
  close(full);
}
