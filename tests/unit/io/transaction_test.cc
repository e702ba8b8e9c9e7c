#include "io/transaction.h"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "core/error.h"
#include "core/id.h"
#include "io/journal.h"
#include "io/threads.h"
#include "io/tree.h"
#include "support/temporary_folder.h"

using namespace flatcrm;
using namespace flatcrm::io;
using namespace std::chrono_literals;
using flatcrm::test::TemporaryFolder;

namespace {

Stamp stamp(const TemporaryFolder& folder, const std::string& path) {
  return read_file(folder.at(path)).stamp();
}

template <typename Work>
std::string message_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return std::to_string(core::exit_status(error.code())) + " " + error.what();
  }
  return "none";
}

bool staging_is_empty(const TemporaryFolder& folder) {
  return !std::filesystem::exists(folder.at(".flatcrm/staging")) ||
         std::filesystem::is_empty(folder.at(".flatcrm/staging"));
}

std::string sum_of(std::string_view content) {
  return fmt::format("{:016x}", core::stable_hash(content));
}

std::string sealed(const std::string& text) {
  char sum[32];
  std::snprintf(sum, sizeof sum, "sum %016llx\n", static_cast<unsigned long long>(core::stable_hash(text)));
  return text + sum;
}

}  // namespace

TEST_CASE("a change is not to be seen before commit and whole after it") {
  TemporaryFolder folder;
  folder.put("customers/a.yaml", "old a");
  folder.put("customers/deep/b.yaml", "old b");
  auto before = folder.content();
  Transaction change(posix(), folder.path());
  change.write("customers/a.yaml", "new a", stamp(folder, "customers/a.yaml"));
  change.write("links/new/c.yaml", "new c", std::nullopt);
  change.remove("customers/deep/b.yaml", stamp(folder, "customers/deep/b.yaml"));
  CHECK(change.staged("links/new/c.yaml").view() == "new c");
  CHECK(folder.content() == before);
  change.commit();
  CHECK(folder.content() ==
        std::map<std::string, std::string>{{"customers/a.yaml", "new a"}, {"links/new/c.yaml", "new c"}});
  CHECK_FALSE(std::filesystem::exists(folder.at("customers/deep")));
  CHECK_FALSE(std::filesystem::exists(folder.at(".flatcrm/journal")));
  CHECK(staging_is_empty(folder));
  CHECK_FALSE(recover(posix(), folder.path()).worked);
}

TEST_CASE("a transaction that goes without commit leaves nothing") {
  TemporaryFolder folder;
  folder.put("a.yaml", "old");
  auto before = folder.content();
  {
    Transaction change(posix(), folder.path());
    for (int i = 0; i < 20; ++i) change.write("new/" + std::to_string(i), "x", std::nullopt);
  }
  CHECK(folder.content() == before);
  CHECK(staging_is_empty(folder));
  CHECK_FALSE(std::filesystem::exists(folder.at("new")));
  CHECK_FALSE(recover(posix(), folder.path()).worked);
}

TEST_CASE("many files are written from several threads") {
  TemporaryFolder folder;
  Transaction change(posix(), folder.path());
  parallel_for(200, 4, [&](std::size_t i) {
    change.write("c/" + std::to_string(i % 7) + "/" + std::to_string(i), std::string(i, 'x'), std::nullopt);
  });
  change.commit();
  auto content = folder.content();
  CHECK(content.size() == 200);
  CHECK(content["c/3/10"] == std::string(10, 'x'));
  CHECK(staging_is_empty(folder));
}

TEST_CASE("the last word on a path counts") {
  TemporaryFolder folder;
  folder.put("a", "old");
  folder.put("b", "old");
  Transaction change(posix(), folder.path());
  change.write("a", "first", stamp(folder, "a"));
  change.write("a", "second", stamp(folder, "a"));
  change.write("b", "first", stamp(folder, "b"));
  change.remove("b", stamp(folder, "b"));
  change.commit();
  CHECK(folder.content() == std::map<std::string, std::string>{{"a", "second"}});
  CHECK(staging_is_empty(folder));
}

TEST_CASE("what somebody else changed meanwhile is not overwritten") {
  TemporaryFolder folder;
  folder.put("a", "old");
  folder.put("b", "old");
  Stamp a = stamp(folder, "a"), b = stamp(folder, "b");
  folder.put("b", "edited by hand");
  auto before = folder.content();
  auto attempt = [&](auto work) {
    std::string message = message_of([&] {
      Transaction change(posix(), folder.path());
      change.write("fine/new", "x", std::nullopt);
      work(change);
      change.commit();
    });
    CHECK(folder.content() == before);
    CHECK(staging_is_empty(folder));
    CHECK_FALSE(std::filesystem::exists(folder.at("fine")));
    return message;
  };
  CHECK(attempt([&](Transaction& change) { change.write("b", "new", b); }) ==
        "3 b: was changed by somebody else meanwhile; nothing was written; run the command again");
  CHECK(attempt([&](Transaction& change) { change.remove("b", b); }).starts_with("3 b: was changed"));
  CHECK(attempt([&](Transaction& change) {
          change.write("a", "new", std::nullopt);
        }).starts_with("3 a: exists already"));
  CHECK(attempt([&](Transaction& change) {
          change.write("gone/x", "new", a);
        }).starts_with("3 gone/x: was changed"));
  CHECK(
      attempt([&](Transaction& change) { change.remove("gone/x", a); }).starts_with("3 gone/x: was changed"));
  CHECK(attempt([&](Transaction& change) { change.write("a/x", "new", std::nullopt); }).starts_with("5 "));
}

TEST_CASE("no path leads out of the book, into .flatcrm or into git's folder") {
  TemporaryFolder folder;
  folder.put("outside/x", "old");
  folder.put("book/a", "old");
  std::filesystem::create_directory_symlink("../outside", folder.at("book/linked"));
  Transaction change(posix(), folder.at("book"));
  for (const char* path : {"../x", "/x", "a/../../x", "", ".", "a//b", ".flatcrm/journal",
                           ".git/hooks/pre-commit", "a/.GIT/config", "a\nwrite b", "a\x7f", "."}) {
    CAPTURE(path);
    CHECK(message_of([&] { change.write(path, "x", std::nullopt); }).starts_with("3 "));
    CHECK(message_of([&] { change.remove(path, Stamp{}); }).starts_with("3 "));
  }
  change.write(".gitignore", "x", std::nullopt);
  change.write("linked/new", "x", std::nullopt);
  CHECK(message_of([&] { change.commit(); }).starts_with("3 linked: a symbolic link"));
  CHECK(folder.get("outside/x") == "old");
  CHECK_FALSE(std::filesystem::exists(folder.at("outside/new")));
}

TEST_CASE("a file keeps its permissions, a new one gets the usual ones") {
  TemporaryFolder folder;
  mode_t mask = ::umask(027);
  folder.put("private", "old");
  folder.put("open", "old");
  ::chmod(folder.at("private").c_str(), 0600);
  ::chmod(folder.at("open").c_str(), 0664);
  Transaction change(posix(), folder.path());
  change.write("private", "new", stamp(folder, "private"));
  change.write("open", "new", stamp(folder, "open"));
  change.write("new", "new", std::nullopt);
  change.commit();
  ::umask(mask);
  auto mode = [&](const char* name) {
    struct stat status;
    ::stat(folder.at(name).c_str(), &status);
    return status.st_mode & 07777;
  };
  CHECK(mode("private") == 0600);
  CHECK(mode("open") == 0664);
  CHECK(mode("new") == 0640);
}

TEST_CASE("a folder that can't be written is found before the commit point") {
  if (::geteuid() == 0) {
    MESSAGE("skipped: root may write everywhere");
    return;
  }
  TemporaryFolder folder;
  folder.put("a", "old");
  folder.put("closed/b", "old");
  ::chmod(folder.at("closed").c_str(), 0500);
  Transaction change(posix(), folder.path());
  change.write("a", "new", stamp(folder, "a"));
  change.write("closed/b", "new", stamp(folder, "closed/b"));
  CHECK(message_of([&] { change.commit(); }).starts_with("5 closed: Permission denied"));
  CHECK_FALSE(std::filesystem::exists(folder.at(".flatcrm/journal")));
  ::chmod(folder.at("closed").c_str(), 0700);
  CHECK(folder.get("a") == "old");
}

TEST_CASE("a journal prints and parses to the same, and any torn one is none") {
  Journal journal{"5f0c2b7d90a1e384",
                  {{"customers/a b.yaml", "5f0c2b7d90a1e384-1", "-"},
                   {"sum 1", "", "03be5512c9d7aa60"},
                   {"z", "5f0c2b7d90a1e384-2", "8c1d0a77f2b3e945"}}};
  std::string text = print(journal);
  auto again = parse_journal(text);
  REQUIRE(again);
  CHECK(print(*again) == text);
  CHECK(again->changes[0].path == "customers/a b.yaml");
  CHECK(again->changes[1].staged.empty());
  for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(parse_journal(text.substr(0, size)));
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      CHECK_FALSE(parse_journal(changed));
    }
  }
  CHECK_FALSE(parse_journal(text + "write x y\n"));
}

TEST_CASE("a journal that somebody made up to lead out of the book is none") {
  for (const char* line : {"write x ../a", "write x /a", "write ../x a", "write a/b c", "write  a",
                           "remove - ../a", "remove - .git/config", "write x - .git/hooks/pre-commit",
                           "write x - .flatcrm/lock", "move x - a", "write x", "write x a", "remove a"}) {
    CAPTURE(line);
    CHECK_FALSE(parse_journal(sealed(std::string("flatcrm journal 1 a\n") + line + "\n")));
  }
  CHECK(parse_journal(sealed("flatcrm journal 1 a\nwrite a-1 - a\n")));
  CHECK_FALSE(parse_journal(sealed("flatcrm journal 2 a\nwrite a-1 - a\n")));
}

TEST_CASE("a journal under way is what a reader sees, and recovery carries it out") {
  TemporaryFolder folder;
  folder.put("customers/a", "old a");
  folder.put("customers/b", "old b");
  folder.put("customers/d", "new d");  // was renamed already
  folder.put(".flatcrm/staging/t-1", "new a");
  folder.put(".flatcrm/staging/t-2", "new c");
  folder.put(
      ".flatcrm/journal",
      sealed("flatcrm journal 1 t\nwrite t-1 " + sum_of("old a") + " customers/a\nremove " + sum_of("old b") +
             " customers/b\nwrite t-2 - new/c\nwrite t-3 " + sum_of("old d") + " customers/d\n"));
  DiskTree tree(folder.path());
  auto seen = [&] {
    std::map<std::string, std::string> all;
    for (const TreeEntry& entry : tree.list("")) all[entry.path] = std::string(tree.read(entry.path).view());
    return all;
  };
  std::map<std::string, std::string> expected{
      {"customers/a", "new a"}, {"customers/d", "new d"}, {"new/c", "new c"}};
  CHECK(seen() == expected);
  CHECK(tree.list("new").size() == 1);
  CHECK_FALSE(tree.exists("customers/b"));
  CHECK(tree.exists("new/c"));
  CHECK(tree.unchanged());
  CHECK(journal_under_way(folder.path()).size() == 4);
  CHECK(recover(posix(), folder.path()).worked);
  CHECK(folder.content() == expected);
  CHECK(tree.unchanged());
  CHECK(seen() == expected);
  CHECK(journal_under_way(folder.path()).empty());
  CHECK_FALSE(recover(posix(), folder.path()).worked);
  Transaction change(posix(), folder.path());
  change.write("customers/a", "newer a", stamp(folder, "customers/a"));
  change.commit();
  CHECK_FALSE(tree.unchanged());
  tree.refresh();
  CHECK(tree.unchanged());
  CHECK(tree.read("customers/a").view() == "newer a");
}

TEST_CASE("what a person wrote while an interrupted change waited is kept beside it") {
  TemporaryFolder folder;
  folder.put("a", "mine");
  folder.put("b", "mine too");
  folder.put("c", "new c");  // by chance what the change brings
  folder.put("b.edited", "older");
  for (const char* name : {"1", "3", "4"}) folder.put(std::string(".flatcrm/staging/t-") + name, "new c");
  folder.put(".flatcrm/journal", sealed("flatcrm journal 1 t\nwrite t-1 " + sum_of("old a") + " a\nremove " +
                                        sum_of("old b") + " b\nwrite t-3 - c\nwrite t-4 - d\n"));
  Recovery recovery = recover(posix(), folder.path());
  REQUIRE(recovery.kept.size() == 2);
  CHECK(recovery.kept[0].path == "a");
  CHECK(recovery.kept[0].kept_as == "a.edited");
  CHECK(recovery.kept[1].kept_as == "b.edited-2");
  CHECK(folder.content() == std::map<std::string, std::string>{{"a", "new c"},
                                                               {"a.edited", "mine"},
                                                               {"b.edited", "older"},
                                                               {"b.edited-2", "mine too"},
                                                               {"c", "new c"},
                                                               {"d", "new c"}});
  CHECK_FALSE(recover(posix(), folder.path()).worked);
}

TEST_CASE("a torn journal is cleared away as if it had never been") {
  TemporaryFolder folder;
  folder.put("a", "old");
  folder.put(".flatcrm/staging/t-1", "new");
  folder.put(".flatcrm/journal", "flatcrm journal 1 t\nwrite t-1 a\nsum 0123");
  DiskTree tree(folder.path());
  CHECK(tree.read("a").view() == "old");
  CHECK(tree.unchanged());
  CHECK(recover(posix(), folder.path()).worked);
  CHECK(folder.get("a") == "old");
  CHECK(staging_is_empty(folder));
  CHECK_FALSE(std::filesystem::exists(folder.at(".flatcrm/journal")));
}

TEST_CASE("a link in place of .flatcrm is refused by readers and writers") {
  TemporaryFolder folder;
  folder.put("outside/x", "old");
  folder.put("book/a", "old");
  std::filesystem::create_directory_symlink("../outside", folder.at("book/.flatcrm"));
  CHECK(message_of([&] { DiskTree tree(folder.at("book")); }).starts_with("3 "));
  CHECK(message_of([&] { recover(posix(), folder.at("book")); }).starts_with("3 "));
  CHECK(message_of([&] { Lock lock(posix(), folder.at("book"), {"import", 0ms, ""}); }).starts_with("3 "));
  CHECK(folder.files() == std::vector<std::string>{"book/.flatcrm", "book/a", "outside/x"});
}

TEST_CASE("one writer at a time, and the other is told who it is") {
  TemporaryFolder folder;
  {
    Lock lock(posix(), folder.path(), {"import", 0ms, "2026-11-22T09:30:00+01:00"});
    auto start = std::chrono::steady_clock::now();
    std::string message = message_of([&] { Lock other(posix(), folder.path(), {"dedupe", 60ms, ""}); });
    CHECK(std::chrono::steady_clock::now() - start >= 60ms);
    CHECK(message.starts_with("4 " + folder.path() + ": the book is locked by "));
    CHECK(message.find("process " + std::to_string(::getpid()) +
                       ", 'import', since 2026-11-22T09:30:00+01:00") != std::string::npos);
    CHECK(message_of([&] { Lock other(posix(), folder.path(), {"dedupe", 0ms, ""}); }).starts_with("4 "));
  }
  CHECK(message_of([&] { Lock lock(posix(), folder.path(), {"import", 0ms, ""}); }) == "none");
  folder.put(".flatcrm/lock", "killed on old-host, process 1, 'import'\n");
  CHECK(message_of([&] { Lock lock(posix(), folder.path(), {"import", 0ms, ""}); }) == "none");
}

TEST_CASE("what a hostile lock file says never reaches a terminal as it is") {
  TemporaryFolder folder;
  Lock lock(posix(), folder.path(), {"import", 0ms, ""});
  folder.put(".flatcrm/lock", "\x1b[2Jevil\n");
  CHECK(message_of([&] {
          Lock other(posix(), folder.path(), {"x", 0ms, ""});
        }).find("\\x1b[2Jevil") != std::string::npos);
}
