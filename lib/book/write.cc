#include "book/write.h"

#include <fmt/format.h>

#include "book/diff.h"
#include "book/rewrite.h"
#include "io/pool.h"
#include "io/threads.h"

namespace flatcrm::book {

namespace {

void stage(io::Transaction& transaction, const Rewrite& rewrite) {
  if (rewrite.remove) {
    if (rewrite.exists) transaction.remove(rewrite.path, rewrite.before.stamp());
    return;
  }
  std::optional<io::Stamp> read_as;
  if (rewrite.exists) read_as = rewrite.before.stamp();
  transaction.write(rewrite.path, rewrite.after, read_as);
  if (transaction.staged(rewrite.path).view() != rewrite.after)
    throw Error(Code::system, "the disk does not give back what was written", {rewrite.path, 0, 0},
                "nothing was changed; check the disk");
}

bool changes_nothing(const Rewrite& rewrite) {
  if (rewrite.remove) return !rewrite.exists;
  return rewrite.exists && rewrite.before.view() == rewrite.after;
}

}  // namespace

WriteSession::WriteSession(io::FileSystem& disk, const std::string& root, const io::Lock::Request& request,
                           int threads)
    : disk_(disk),
      root_(root),
      lock_(disk, root, request),
      kept_(io::recover(disk, root).kept),  // what a killed writer left is completed before the book is read
      book_(Book::open(root, threads)) {}

Written WriteSession::commit(Changes& changes) {
  settle_layouts(book_, changes);
  std::vector<FilePlan> plans = plan_files(book_, changes);
  std::vector<char> written(plans.size(), 0);
  io::Transaction transaction(disk_, root_);
  io::Pool<RewriteBuffers> pool;
  io::parallel_for(plans.size(), book_.threads(), [&](std::size_t i) {
    io::Pool<RewriteBuffers>::Lease buffers = pool.take();
    Rewrite rewrite = rewrite_file(book_, plans[i], *buffers);
    if (!changes_nothing(rewrite)) {
      stage(transaction, rewrite);
      written[i] = 1;
    }
    buffers->take_back(std::move(rewrite));
  });
  Written result;
  for (std::size_t i = 0; i < plans.size(); ++i)
    if (written[i] != 0) result.files.push_back(plans[i].path);
  if (result.files.empty()) return result;
  transaction.commit();
  book_.tree().refresh();
  return result;
}

void print_diff(const Book& book, Changes& changes, const std::function<void(std::string_view)>& out) {
  settle_layouts(book, changes);
  for (const FilePlan& plan : plan_files(book, changes)) {
    Rewrite rewrite = rewrite_file(book, plan);
    std::string text;
    std::optional<std::string_view> before, after;
    if (rewrite.exists) before = rewrite.before.view();
    if (!rewrite.remove) after = rewrite.after;
    write_unified_diff(text, rewrite.path, before, after);
    if (!text.empty()) out(text);
  }
}

}  // namespace flatcrm::book
