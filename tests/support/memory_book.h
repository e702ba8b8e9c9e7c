// A book that is no folder: files in a map, changed by the very rewrites that a commit stages.
//
//   MemoryBook book({{"flatcrm.yaml", "format: 1\n"}});
//   book.commit(plan.changes);            book.files()["customers/acme-1f9x2k.yaml"]
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "book/book.h"
#include "book/rewrite.h"
#include "book/write.h"
#include "io/tree.h"

namespace flatcrm::test {

using Files = std::map<std::string, std::string>;

class MemoryTree : public io::Tree {
 public:
  explicit MemoryTree(std::shared_ptr<const Files> files) : files_(std::move(files)) {}
  std::vector<io::TreeEntry> list(const std::string& folder) const override {
    std::vector<io::TreeEntry> out;
    std::string prefix = folder.empty() || folder == "." ? "" : folder + "/";
    for (const auto& [path, text] : *files_)
      if (path.compare(0, prefix.size(), prefix) == 0) out.push_back({path});
    return out;
  }
  io::Bytes read(const std::string& path) const override {
    auto found = files_->find(path);
    if (found == files_->end()) throw Error(Code::book, "no such file", {path, 0, 0});
    return io::Bytes(found->second);
  }
  bool exists(const std::string& path) const override { return files_->count(path) != 0; }
  bool unchanged() const override { return true; }
  void refresh() override {}

 private:
  std::shared_ptr<const Files> files_;
};

class MemoryBook {
 public:
  explicit MemoryBook(Files files) : files_(std::move(files)) {
    files_.try_emplace("flatcrm.yaml", "format: 1\nname: Test\n");
  }
  /// As the files are now.
  book::Book open(int threads = 2) const {
    return book::Book::open(std::make_unique<MemoryTree>(std::make_shared<Files>(files_)), "memory", threads);
  }
  /// Requires: planned on a book opened since the last change.
  void commit(const book::Book& book, book::Changes& changes) {
    book::settle_layouts(book, changes);
    for (const book::FilePlan& plan : book::plan_files(book, changes)) {
      book::Rewrite rewrite = book::rewrite_file(book, plan);
      if (rewrite.remove)
        files_.erase(rewrite.path);
      else
        files_[rewrite.path] = rewrite.after;
    }
  }
  Files& files() { return files_; }
  const Files& files() const { return files_; }

 private:
  Files files_;
};

}  // namespace flatcrm::test
