// Carries changes into a book's files, or shows what that would be.
//
//   WriteSession session(disk, root, {"import", 10s, now}, threads);
//   // lock, recovery, the book as it is then
//   Changes changes = plan(session.book());
//   Written written = session.commit(changes);    // {files written, created, updated}
//
//   // --dry-run: the same rewrites, no lock
//   print_diff(book, changes, [&](std::string_view text) { out += text; });
//
// Each file's new bytes come from its old ones by edits of cells and lines; they are parsed again and every
// record in them compared with what was meant (edited ones as given, all others as before) before anything is
// staged. New records go where the collection's layout says; a sharded collection that outgrows its shards is
// dealt out anew in the same transaction (with the new number in flatcrm.yaml).
// Errors  Code::book when a file changed since it was read, when an id would stand twice, when a rewrite does
//         not read back as meant.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "io/file_system.h"
#include "io/transaction.h"

namespace flatcrm::book {

struct Written {
  std::vector<std::string> files;  // sorted; removed ones included
};

class WriteSession {
 public:
  WriteSession(io::FileSystem& disk, const std::string& root, const io::Lock::Request& request, int threads);
  const Book& book() const { return book_; }
  /// Files that a person wrote while an interrupted change waited to be completed, which has been done now.
  const std::vector<io::Kept>& kept() const { return kept_; }
  Written commit(Changes& changes);

 private:
  io::FileSystem& disk_;
  std::string root_;
  io::Lock lock_;
  std::vector<io::Kept> kept_;
  Book book_;
};

/// A unified diff (a/PATH, b/PATH, three lines of context) of every file that would change, in the order
/// of paths.
void print_diff(const Book& book, Changes& changes, const std::function<void(std::string_view)>& out);

/// Chooses the number of shards of sharded collections that have none yet, and deals out anew those that
/// outgrow theirs: adds to `changes` what that takes. commit and print_diff call it; a second call
/// does nothing.
void settle_layouts(const Book& book, Changes& changes);

}  // namespace flatcrm::book
