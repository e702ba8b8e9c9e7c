// A tree of files in one state, read-only: a book on disk now, a git revision elsewhere.
//
//   DiskTree tree("acme");
//   for (const TreeEntry& entry : tree.list("customers")) parse(tree.read(entry.path).view());
//   if (!tree.unchanged()) ...   // a writer committed meanwhile: read again
//   auto book = read_in_one_state(tree, [&] { return parse_all(tree); });    // does so by itself
//
// Shape   paths are relative, with '/', never "..": list() is recursive, sorted by bytes, names files only
//         and leaves out names that start with '.'; a folder that is missing lists as empty. list("") is the
//         whole tree.
// Errors  Code::book for a symbolic link (it could lead out of the book); Code::system with errno's text.
// Threads read() may be called from several at once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "io/bytes.h"

namespace flatcrm::io {

struct TreeEntry {
  std::string path;
};

class Tree {
 public:
  virtual ~Tree() = default;
  virtual std::vector<TreeEntry> list(const std::string& folder) const = 0;
  /// Error book when there is no such file.
  virtual Bytes read(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  /// Whether what was read since construction (or refresh) is one state.
  virtual bool unchanged() const = 0;
  /// Takes the state as it is now.
  virtual void refresh() = 0;
};

/// The folder on disk, seen through a journal that is under way: for each path in it the staged file stands
/// in, so that a reader sees the state that the journal leads to.
class DiskTree : public Tree {
 public:
  explicit DiskTree(const std::string& root);
  ~DiskTree() override;
  std::vector<TreeEntry> list(const std::string& folder) const override;
  Bytes read(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  bool unchanged() const override;
  void refresh() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What `work` returns when it has seen one state of the tree, being called again when a writer came between;
/// its error when that was not a writer's doing. Error locked when writers don't leave it the time.
template <typename Work>
auto read_in_one_state(Tree& tree, Work work) {
  constexpr int most_attempts = 100;
  for (int attempt = 0; attempt < most_attempts; ++attempt) {
    try {
      auto result = work();
      if (tree.unchanged()) return result;
    } catch (const Error&) {
      if (tree.unchanged()) throw;
    }
    tree.refresh();
  }
  throw Error(Code::locked, "the book is changed faster than it can be read", {},
              "run the command again later");
}

}  // namespace flatcrm::io
