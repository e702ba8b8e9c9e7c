#include "git/merge_states.h"

#include "git/book_diff.h"

namespace flatcrm::git {

MergeStates::MergeStates(const Repository& repository, const model::Schemas& schemas,
                         const std::vector<std::string>& commits, const io::Tree* work_tree)
    : schemas_(schemas), commits_(commits.size() + (work_tree == nullptr ? 0 : 1)) {
  // By path, the blob in each commit; one that does not differ from the first is that of the first.
  Blobs blobs;
  std::vector<std::vector<ChangedFile>> changed(commits_);
  for (std::size_t i = 1; i < commits_; ++i) {
    changed[i] = i < commits.size() ? repository.changed_files(commits[0], commits[i])
                                    : repository.changed_since(commits[0]);
    for (const ChangedFile& file : changed[i])
      if (!collection_of(schemas, file.path).empty()) blobs[file.path].assign(commits_, file.before);
  }
  for (std::size_t i = 1; i < commits_; ++i)
    for (ChangedFile& file : changed[i]) {
      auto found = blobs.find(file.path);
      if (found == blobs.end()) continue;
      bool on_disk = i == commits.size() && !file.after.empty();
      found->second[i] = on_disk ? "work tree" : file.after;
    }
  read_all(repository, blobs, work_tree);
}

void MergeStates::read_all(const Repository& repository, const Blobs& blobs, const io::Tree* work_tree) {
  for (const auto& [path, ids] : blobs)
    for (std::size_t i = 0; i < commits_; ++i) {
      if (ids[i].empty()) continue;
      bool on_disk = ids[i] == "work tree";
      add(i, path, ids[i], [&, &name = path, &id = ids[i]] {
        return on_disk ? work_tree->read(name) : repository.read(id, name);
      });
    }
}

void MergeStates::add(std::size_t commit, const std::string& path, const std::string& content_name,
                      const std::function<io::Bytes()>& read) {
  present_.emplace(commit, path);
  std::string collection = collection_of(schemas_, path);
  std::unique_ptr<model::Paths>& paths = paths_[collection];
  if (paths == nullptr) paths = std::make_unique<model::Paths>(schemas_.of(collection));
  std::unique_ptr<KeyedRecords>& file = files_[{content_name, path}];
  try {
    if (file == nullptr) {
      book::FileKind kind = path.ends_with(".csv") ? book::FileKind::csv : book::FileKind::yaml;
      file = std::make_unique<KeyedRecords>(read_keyed(std::string(read().view()), kind, path, *paths));
    }
  } catch (const Error& error) {
    unreadable_.push_back({commit, path, error.what()});
    return;
  }
  if (file->damaged)
    damaged_.push_back({commit, path, "it holds what no record can hold, such as a row that is too long"});
  for (std::uint32_t row = 0; row < file->size(); ++row) {
    std::string key = is_named(file->keys[row]) ? std::string(name_of_key(file->keys[row])) : file->keys[row];
    std::vector<Copies>& copies = records_[{collection, std::move(key)}];
    copies.resize(commits_);
    copies[commit].push_back({file.get(), row});
  }
}

}  // namespace flatcrm::git
