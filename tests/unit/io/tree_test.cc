#include "io/tree.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "io/inside.h"
#include "support/temporary_folder.h"

using namespace flatcrm;
using namespace flatcrm::io;
using flatcrm::test::TemporaryFolder;

namespace {

std::string listed(const Tree& tree, const std::string& folder) {
  std::string names;
  for (const TreeEntry& entry : tree.list(folder)) names += entry.path + " ";
  return names;
}

template <typename Work>
bool is_book_error(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code() == Code::book;
  }
  return false;
}

}  // namespace

TEST_CASE("a listing is recursive, sorted by bytes, and leaves out what is hidden") {
  TemporaryFolder folder;
  for (const char* name : {"customers/b.yaml", "customers/a.yaml", "customers/a/z.yaml", "customers/a-b.yaml",
                           "customers/B.yaml", "customers/.hidden", "customers/.git/config", "staff/x.yaml",
                           ".flatcrm/cache", "flatcrm.yaml", "customers/\xC3\xA4.yaml"}) {
    folder.put(name, "text");
  }
  std::filesystem::create_directories(folder.at("customers/empty"));
  DiskTree tree(folder.path());
  CHECK(listed(tree, "customers") ==
        "customers/B.yaml customers/a-b.yaml customers/a.yaml customers/a/z.yaml customers/b.yaml "
        "customers/\xC3\xA4.yaml ");
  CHECK(listed(tree, "customers/a") == "customers/a/z.yaml ");
  CHECK(listed(tree, "").starts_with("customers/B.yaml "));
  CHECK(listed(tree, "").ends_with("flatcrm.yaml staff/x.yaml "));
  CHECK(listed(tree, "none").empty());
  CHECK(listed(tree, "flatcrm.yaml").empty());
}

TEST_CASE("files are read and asked for by path") {
  TemporaryFolder folder;
  folder.put("customers/a.yaml", "id: a\n");
  DiskTree tree(folder.path());
  CHECK(tree.read("customers/a.yaml").view() == "id: a\n");
  CHECK(tree.exists("customers/a.yaml"));
  CHECK_FALSE(tree.exists("customers/b.yaml"));
  CHECK_FALSE(tree.exists("customers"));
  CHECK_FALSE(tree.exists("customers/a.yaml/b"));
  CHECK(is_book_error([&] { tree.read("customers/b.yaml"); }));
  CHECK(is_book_error([&] { DiskTree none(folder.at("none")); }));
  CHECK(is_book_error([&] { DiskTree none(folder.at("customers/a.yaml")); }));
}

TEST_CASE("no path and no link leads out of the tree") {
  TemporaryFolder folder;
  folder.put("outside/secret", "secret");
  folder.put("book/customers/a.yaml", "id: a\n");
  std::filesystem::create_symlink("../outside", folder.at("book/linked"));
  std::filesystem::create_symlink("../../outside/secret", folder.at("book/customers/link.yaml"));
  std::filesystem::create_symlink("customers/a.yaml", folder.at("book/inner.yaml"));
  DiskTree tree(folder.at("book"));
  for (const char* path :
       {"../outside/secret", "/etc/passwd", "linked/secret", "customers/link.yaml", "inner.yaml", "linked",
        "customers/../customers/a.yaml", "./customers/a.yaml", "customers//a.yaml", "", "."}) {
    CAPTURE(path);
    CHECK(is_book_error([&] { tree.read(path); }));
    CHECK(is_book_error([&] { tree.exists(path); }));
  }
  CHECK(is_book_error([&] { tree.list("customers"); }));
  CHECK(is_book_error([&] { tree.list("linked"); }));
  CHECK(is_book_error([&] { tree.list(".."); }));
  std::filesystem::create_symlink("book", folder.at("by-link"));
  CHECK(DiskTree(folder.at("by-link")).read("customers/a.yaml").view() == "id: a\n");
}

TEST_CASE("opening by steps has the outcome of the kernel's own way") {
  TemporaryFolder folder;
  folder.put("a/b/c", "text");
  folder.put("d", "text");
  std::filesystem::create_symlink("a", folder.at("link"));
  std::filesystem::create_symlink("none", folder.at("dangling"));
  std::filesystem::create_symlink("../d", folder.at("a/up"));
  Descriptor root = open_root(folder.path());
  for (const char* path : {"a", "a/b", "a/b/c", "d", "d/e", "none", "none/x", "link", "link/b", "link/b/c",
                           "dangling", "dangling/x", "a/up", "a/up/x", "a/../d", "../x", "/", "a/b/c/d"}) {
    for (int flags : {O_RDONLY, O_RDONLY | O_DIRECTORY}) {
      auto outcome = [&](auto open) -> std::string {
        try {
          return open(root.number(), path, flags) ? "opened" : "nothing";
        } catch (const Error& error) {
          return error.what();
        }
      };
      CAPTURE(path);
      CHECK(outcome(open_inside) == outcome(open_inside_by_steps));
    }
  }
}

TEST_CASE("a read-only book without .flatcrm is readable and unchanged") {
  TemporaryFolder folder;
  folder.put("customers/a.yaml", "id: a\n");
  ::chmod(folder.path().c_str(), 0500);
  DiskTree tree(folder.path());
  CHECK(tree.read("customers/a.yaml").view() == "id: a\n");
  CHECK(tree.unchanged());
  ::chmod(folder.path().c_str(), 0700);
}

TEST_CASE("work is repeated until it has seen one state, and its own errors come through") {
  TemporaryFolder folder;
  folder.put("customers/a.yaml", "id: a\n");
  DiskTree tree(folder.path());
  int calls = 0;
  int result = read_in_one_state(tree, [&] {
    if (++calls < 3) folder.put(".flatcrm/last", "flatcrm journal 1 " + std::to_string(calls) + "\n");
    if (calls == 2) throw Error(Code::book, "torn");
    return calls;
  });
  CHECK(result == 3);
  CHECK(is_book_error([&] { read_in_one_state(tree, [&]() -> int { throw Error(Code::book, "broken"); }); }));
}
