// Turns changes into the new bytes of files: first which file gets what, then each file by itself.
//
//   for (const FilePlan& plan : plan_files(book, changes)) {
//     Rewrite rewrite = rewrite_file(book, changes, plan);      // may run on several threads, a plan each
//     rewrite.path, rewrite.before.view()
//     rewrite.after      // verified: it reads back as what was meant
//   }
//
// Errors  those of write.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "book/book.h"
#include "book/changes.h"
#include "io/bytes.h"

namespace flatcrm::book {

/// What happens to one file; indices into one CollectionChanges.
struct FilePlan {
  std::string path;
  FileKind kind = FileKind::yaml;
  const CollectionChanges* changes = nullptr;  // null: a plain file
  const PlainFile* plain = nullptr;
  std::vector<std::uint32_t> created;  // rows of changes->created, in the order in which they are to stand
  std::vector<std::uint32_t> updates;  // of changes->updates
  std::optional<std::uint32_t> file;   // of changes->files, when records in it change
};

struct Rewrite {
  std::string path;
  bool remove = false;
  io::Bytes before;     // empty for a new file
  bool exists = false;  // before this
  std::string after;
};

/// Every file once, sorted by path.
std::vector<FilePlan> plan_files(const Book& book, const Changes& changes);

Rewrite rewrite_file(const Book& book, const FilePlan& plan);

/// What the next file can be rewritten in without asking for memory again: kept by whoever rewrites many.
class RewriteBuffers {
 public:
  RewriteBuffers();
  ~RewriteBuffers();
  RewriteBuffers(const RewriteBuffers&) = delete;
  RewriteBuffers& operator=(const RewriteBuffers&) = delete;
  /// Takes the text of a rewrite that is done with.
  void take_back(Rewrite&& rewrite);

 private:
  friend Rewrite rewrite_file(const Book& book, const FilePlan& plan, RewriteBuffers& buffers);
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

Rewrite rewrite_file(const Book& book, const FilePlan& plan, RewriteBuffers& buffers);

}  // namespace flatcrm::book
