// Several files changed together: after a kill at any moment the tree is the old one or the new one.
//
//   Lock lock(disk, "acme", {"import", 10s});                // Error locked, naming who holds it, after 10 s
//   recover(disk, "acme");                // ends what a killed writer began (Lock does not)
//   Transaction change(disk, "acme");
//   change.write("customers/a.yaml", bytes, old.stamp());    // staged at once, not yet to be seen
//   change.write("customers/c.yaml", bytes, std::nullopt);   // a new file
//   change.remove("customers/b.yaml", other.stamp());
//   change.commit();                                         // synced, journal, renames; or nothing at all
//
// Steps   1 stage every new file in .flatcrm/staging/, write and sync
//         2 make new folders, write and sync .flatcrm/journal.new, rename it to .flatcrm/journal
//           (the commit point)
//         3 rename staged files to their paths, remove the removed and the folders that this leaves empty,
//           sync the folders
//         4 rename the journal to .flatcrm/last
// Before 2 recovery empties the staging folder, after it it carries out 3 and 4. Each step may be done twice.
// A file that is written anew keeps its permissions.
// A path that stood in the tree differently from what was read (an editor saved it meanwhile) makes commit()
// fail with Code::book before step 2.
// Errors  Code::book for a path that leads out of the book, through a symbolic link, into .flatcrm or .git,
//         or that holds control characters. Code::system when a disk fails: before the commit point nothing
//         has changed; after it the next writer (and every reader's view) completes the change.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/bytes.h"
#include "io/descriptor.h"
#include "io/file_system.h"

namespace flatcrm::io {

/// One writer at a time: an flock(2) on .flatcrm/lock, which names its owner (user, host, process,
/// command, since).
class Lock {
 public:
  struct Request {
    std::string command;
    std::chrono::milliseconds timeout{10'000};
    std::string now;  // the date-time to write into the lock, as text
  };
  Lock(FileSystem& disk, const std::string& root, const Request& request);
  ~Lock();
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Descriptor file_;
};

/// Written twice, a path has the later content; it is removed when remove() came later.
class Transaction {
 public:
  /// Requires: the caller holds the Lock of `root`, and recover() was called.
  Transaction(FileSystem& disk, std::string root);
  /// Takes back what was staged unless it was committed.
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// May be called from several threads. `read_as` is the stamp of the content that the new one was made
  /// from, or nothing for a path that must not exist yet.
  void write(const std::string& path, std::string_view bytes, std::optional<Stamp> read_as);
  void remove(const std::string& path, Stamp read_as);
  /// Reads a staged file back, to verify it before commit(). Requires: write() was called for the path.
  Bytes staged(const std::string& path) const;
  /// Once. Without any change nothing is done; after a write() that failed it is an Error.
  void commit();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A file that a person wrote while an interrupted change of it waited to be completed.
struct Kept {
  std::string path, kept_as;
};

struct Recovery {
  bool worked = false;  // there was something to do
  std::vector<Kept> kept;
};

/// Carries a journal to its end, or clears what was staged without one.
Recovery recover(FileSystem& disk, const std::string& root);

/// Paths that a journal under way changes: path -> staged file, or "" where the path is removed. Empty
/// without a journal.
std::vector<std::pair<std::string, std::string>> journal_under_way(const std::string& root);

}  // namespace flatcrm::io
