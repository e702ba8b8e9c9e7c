#include <doctest/doctest.h>

#include "fault/io/change.h"
#include "support/power_cut_disk.h"

using namespace flatcrm;
using namespace flatcrm::test;

namespace {

/// Makes the change up to operation `at` and lets the power go, all but `kept` of the unsure changes of names being lost.
struct Cut {
  TemporaryFolder folder;
  bool committed = false;  // commit() returned before the power went
  bool reached_end = false;
  std::size_t unsure = 0;

  Cut(const Change& change, std::size_t at, std::size_t kept) {
    put(folder, change.before);
    std::filesystem::create_directories(folder.at(".flatcrm"));  // by the Lock
    PowerCutDisk disk(at);
    try {
      apply(disk, folder, change);
      committed = true;
    } catch (const Killed&) {
    }
    reached_end = !disk.failed();
    unsure = disk.unsure();
    disk.cut(kept);
  }
};

}  // namespace

TEST_CASE("when the power goes at any operation, whatever was not synced is not missed") {
  for (const Change& change : {small_change(), large_change()}) {
    bool reached_end = false;
    for (std::size_t at = 1; !reached_end; ++at) {
      std::size_t unsure = 0;
      for (std::size_t kept = 0; kept <= unsure; ++kept) {
        Cut cut(change, at, kept);
        CAPTURE(change.name);
        CAPTURE(at);
        CAPTURE(kept);
        unsure = cut.unsure;
        reached_end = cut.reached_end;
        Content view = seen(cut.folder);
        CHECK((view == change.before || view == change.after));
        if (cut.committed) CHECK(view == change.after);
        FaultyDisk disk;
        io::recover(disk, cut.folder.path());
        CHECK(cut.folder.content() == view);
        CHECK(is_tidy(cut.folder));
      }
    }
  }
}

TEST_CASE("a file put where one was removed outlives a power cut right after") {
  TemporaryFolder folder;
  Change change = small_change();
  put(folder, change.before);
  std::filesystem::create_directories(folder.at(".flatcrm"));
  PowerCutDisk disk(1000);
  apply(disk, folder, change);
  folder.put("customers/deep/er/b.yaml", "put there by hand");
  disk.cut(0);
  FaultyDisk sound;
  io::recover(sound, folder.path());
  CHECK(folder.get("customers/deep/er/b.yaml") == "put there by hand");
}
