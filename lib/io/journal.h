// The list of changes that a transaction has bound itself to, as a small text file.
//
//   flatcrm journal 1 5f0c2b7d90a1e384
//   write 5f0c2b7d90a1e384-1 8c1d0a77f2b3e945 customers/a.yaml
//   remove 03be5512c9d7aa60 customers/b.yaml
//   sum 9d3a0f5be2c47716
//
// Shape   the token is new in each journal and starts the name of each staged file, so that a reader of one
//         change never takes up a file of the next. Before each path stands the stable_hash of what it held,
//         or "-" where there was no such file: who completes the change days later must not overwrite what a
//         person wrote there meanwhile. The sum is the stable_hash of all bytes before its line.
// A journal whose sum is wrong or that names a path outside of the book counts as none: it comes complete by
// a rename after a sync, so that what looks torn was written by no transaction.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/file_system.h"
#include "io/transaction.h"

namespace flatcrm::io {

namespace control {
inline constexpr const char* folder = ".flatcrm";
inline constexpr const char* staging = ".flatcrm/staging";
inline constexpr const char* journal = ".flatcrm/journal";
inline constexpr const char* next_journal = ".flatcrm/journal.new";
inline constexpr const char* last = ".flatcrm/last";
inline constexpr const char* lock = ".flatcrm/lock";
}  // namespace control

struct Journal {
  struct Change {
    std::string path;
    std::string staged;  // a name in the staging folder, or "" where the path is removed
    std::string before;  // content_sum() of what stood there
  };
  std::string token;
  std::vector<Change> changes;
};

std::string print(const Journal& journal);
std::optional<Journal> parse_journal(std::string_view text);

/// Whether a transaction may change the path: inside, printable, and neither flatcrm's own nor git's.
bool may_change(std::string_view path);

/// Where the change's content is staged, as a path in the book, or "" where the path is removed.
std::string staged_path(const Journal::Change& change);

/// What stands in .flatcrm/journal.
struct JournalState {
  std::string token;               // as read_token() gives it
  std::optional<Journal> journal;  // nothing when it is missing or torn
};
/// `root` is an open directory.
JournalState read_journal(int root);

/// What tells one journal from another: its first line; "" when the file is missing.
std::string read_token(int root, const char* path);

/// What a journal says of a file's content: "-" when there is no such file.
std::string content_sum(int root, const std::string& path);

/// Carries a journal to its end and makes it the last. Requires: nobody else does so at the same time.
void carry_out(FileSystem& disk, const std::string& root, const Journal& journal);

/// Before a change is carried out that was interrupted: files that a person wrote since then get another
/// name, "a.yaml.edited".
std::vector<Kept> keep_edited(FileSystem& disk, const std::string& root, const Journal& journal);

}  // namespace flatcrm::io
