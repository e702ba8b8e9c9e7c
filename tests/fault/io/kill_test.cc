#include <doctest/doctest.h>

#include "fault/io/change.h"
#include "support/faulty_disk.h"

using namespace flatcrm;
using namespace flatcrm::test;

namespace {

enum class Outcome { done, killed, failed };

template <typename Work>
Outcome outcome_of(Work work) {
  try {
    work();
  } catch (const Killed&) {
    return Outcome::killed;
  } catch (const Error&) {
    return Outcome::failed;
  }
  return Outcome::done;
}

void recover_and_check(const TemporaryFolder& folder, const Content& expected) {
  FaultyDisk disk;
  io::recover(disk, folder.path());
  CHECK(folder.content() == expected);
  CHECK(seen(folder) == expected);
  CHECK(is_tidy(folder));
  CHECK_FALSE(io::recover(disk, folder.path()).worked);
}

/// Interrupts the change at each of its operations in turn; `check` gets the place, its outcome and what a reader sees.
template <typename Check>
void at_every_operation(const Change& change, Fault fault, Check check) {
  bool was_new = false;
  std::size_t at = 1;
  for (bool failed = true; failed; ++at) {
    CAPTURE(change.name);
    CAPTURE(at);
    TemporaryFolder folder;
    put(folder, change.before);
    FaultyDisk disk({at, fault});
    Outcome outcome = outcome_of([&] { apply(disk, folder, change); });
    failed = disk.failed();
    Content view = seen(folder);
    bool is_new = view == change.after;
    CHECK((is_new || view == change.before));
    if (outcome == Outcome::done) CHECK(is_new);
    if (was_new) CHECK(is_new);  // there is one commit point
    was_new = is_new;
    check(folder, outcome, is_new);
    recover_and_check(folder, view);
  }
  CHECK(was_new);
  CHECK(at > 20);
}

}  // namespace

TEST_CASE("killed at any operation, readers and recovery see the old tree or the new one") {
  for (const Change& change : {small_change(), large_change()}) {
    for (Fault fault : {Fault::kill, Fault::torn_kill}) at_every_operation(change, fault, [](auto&...) {});
  }
}

TEST_CASE(
    "an error before the commit point leaves the tree and its folders as they were, one after it the new "
    "tree") {
  for (const Change& change : {small_change(), large_change()}) {
    for (Fault fault : {Fault::error, Fault::torn_error, Fault::full_disk}) {
      at_every_operation(change, fault, [&](const TemporaryFolder& folder, Outcome, bool is_new) {
        if (is_new) return;
        CHECK(folder.content() == change.before);
        CHECK_FALSE(std::filesystem::exists(folder.at("links")));
        CHECK_FALSE(std::filesystem::exists(folder.at("shards/new")));
      });
    }
  }
}

TEST_CASE("a recovery that is killed at any operation is ended by the next one") {
  Change change = small_change();
  for (Fault fault : {Fault::kill, Fault::torn_kill, Fault::error, Fault::full_disk}) {
    at_every_operation(change, Fault::kill, [&](const TemporaryFolder& folder, Outcome, bool is_new) {
      TemporaryFolder copy;
      for (std::size_t at = 1;; ++at) {
        std::filesystem::remove_all(copy.path());
        std::filesystem::copy(folder.path(), copy.path(), std::filesystem::copy_options::recursive);
        FaultyDisk disk({at, fault});
        outcome_of([&] { io::recover(disk, copy.path()); });
        const Content& expected = is_new ? change.after : change.before;
        CHECK(seen(copy) == expected);
        recover_and_check(copy, expected);
        if (!disk.failed()) break;
      }
    });
  }
}

TEST_CASE("after a failed write a transaction refuses to commit") {
  TemporaryFolder folder;
  FaultyDisk disk({4, Fault::torn_error});
  io::Transaction transaction(disk, folder.path());
  transaction.write("a", "whole", std::nullopt);
  CHECK(outcome_of([&] { transaction.write("b", "torn", std::nullopt); }) == Outcome::failed);
  CHECK(outcome_of([&] { transaction.commit(); }) == Outcome::failed);
  CHECK(folder.content().empty());
}
