#include "io/bytes.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "core/error.h"
#include "support/temporary_folder.h"

using namespace flatcrm;
using namespace flatcrm::io;
using flatcrm::test::TemporaryFolder;

namespace {

template <typename Work>
std::string code_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code() == Code::bad_input ? "bad_input" : error.code() == Code::system ? "system" : "other";
  }
  return "none";
}

}  // namespace

TEST_CASE("a file is read whole, whether copied or mapped") {
  TemporaryFolder folder;
  for (std::size_t size : {0U, 1U, 4096U, 65535U, 65536U, 65537U, 1'000'000U}) {
    std::string text(size, ' ');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + i * 7 % 26);
    folder.put("a", text);
    Bytes bytes = read_file(folder.at("a"));
    CHECK(bytes.view() == text);
    CHECK(bytes.view().data() != nullptr);
  }
}

TEST_CASE("a view stays valid when its bytes are moved, and old content when the file is replaced") {
  TemporaryFolder folder;
  for (std::size_t size : {10U, 100'000U}) {
    folder.put("a", std::string(size, 'x'));
    Bytes first = read_file(folder.at("a"));
    std::string_view view = first.view();
    Bytes second = std::move(first);
    first = Bytes("other");
    folder.put("b", std::string(size, 'y'));
    std::filesystem::rename(folder.at("b"), folder.at("a"));
    CHECK(view == std::string(size, 'x'));
    CHECK(second.view().data() == view.data());
    second = Bytes("short");
    CHECK(second.view() == "short");
  }
  Bytes small(std::string("abc"));
  std::string_view view = small.view();
  Bytes moved = std::move(small);
  CHECK(moved.view().data() == view.data());
  CHECK(small.view().empty());
}

TEST_CASE("what is no regular file, or missing, is an error that says so") {
  TemporaryFolder folder;
  folder.put("a", "text");
  std::filesystem::create_symlink("a", folder.at("link"));
  CHECK(code_of([&] { read_file(folder.at("none")); }) == "bad_input");
  CHECK(code_of([&] { read_file(folder.at("a/b")); }) == "bad_input");
  CHECK(code_of([&] { read_file(folder.path()); }) == "bad_input");
  CHECK(code_of([&] { read_at(AT_FDCWD, folder.at("link")); }) == "bad_input");
  CHECK(read_file(folder.at("link")).view() == "text");
  CHECK(read_at(AT_FDCWD, folder.at("a")).view() == "text");
  ::mkfifo(folder.at("pipe").c_str(), 0600);
  CHECK(code_of([&] { read_at(AT_FDCWD, folder.at("pipe")); }) == "bad_input");
}

TEST_CASE("a pipe is read to its end") {
  TemporaryFolder folder;
  ::mkfifo(folder.at("pipe").c_str(), 0600);
  std::string text(300'000, 'p');
  std::jthread writer([&] { folder.put("pipe", text); });
  CHECK(read_file(folder.at("pipe")).view() == text);
}

TEST_CASE("files of /proc, which call themselves empty, are read") {
  CHECK_FALSE(read_file("/proc/self/status").view().empty());
}

TEST_CASE("standard input is read to its end") {
  TemporaryFolder folder;
  folder.put("a", std::string(200'000, 'i'));
  int before = ::dup(STDIN_FILENO);
  int file = ::open(folder.at("a").c_str(), O_RDONLY);
  ::dup2(file, STDIN_FILENO);
  Bytes bytes = read_standard_input();
  ::dup2(before, STDIN_FILENO);
  ::close(before);
  ::close(file);
  CHECK(bytes.view() == std::string(200'000, 'i'));
}

TEST_CASE("a stamp tells a changed file from an unchanged one") {
  TemporaryFolder folder;
  folder.put("a", "one");
  Stamp stamp = read_file(folder.at("a")).stamp();
  CHECK(stamp == *stamp_at(AT_FDCWD, folder.at("a")));
  CHECK(stamp.size == 3);
  folder.put("b", "two");
  std::filesystem::rename(folder.at("b"), folder.at("a"));
  CHECK_FALSE(stamp == *stamp_at(AT_FDCWD, folder.at("a")));
  CHECK_FALSE(stamp_at(AT_FDCWD, folder.at("none")));
}
