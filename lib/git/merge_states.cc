#include "git/merge_states.h"

#include "git/book_diff.h"

namespace flatcrm::git {

MergeStates::MergeStates(const Repository& repository, const model::Schemas& schemas,
                         const std::vector<std::string>& commits)
    : schemas_(schemas), commits_(commits.size()) {
  // By path, the blob in each commit; one that does not differ from the first is that of the first.
  std::map<std::string, std::vector<std::string>> blobs;
  std::vector<std::vector<ChangedFile>> changed(commits.size());
  for (std::size_t i = 1; i < commits.size(); ++i) {
    changed[i] = repository.changed_files(commits[0], commits[i]);
    for (const ChangedFile& file : changed[i])
      if (!collection_of(schemas, file.path).empty()) blobs[file.path].assign(commits_, file.before);
  }
  for (std::size_t i = 1; i < commits.size(); ++i)
    for (const ChangedFile& file : changed[i])
      if (auto found = blobs.find(file.path); found != blobs.end()) found->second[i] = file.after;
  for (const auto& [path, ids] : blobs)
    for (std::size_t i = 0; i < commits.size(); ++i)
      if (!ids[i].empty()) add(repository, i, path, ids[i]);
}

void MergeStates::add(const Repository& repository, std::size_t commit, const std::string& path,
                      const std::string& blob) {
  std::string collection = collection_of(schemas_, path);
  std::unique_ptr<model::Paths>& paths = paths_[collection];
  if (paths == nullptr) paths = std::make_unique<model::Paths>(schemas_.of(collection));
  std::unique_ptr<KeyedRecords>& file = files_[{blob, path}];
  try {
    if (file == nullptr) {
      book::FileKind kind = path.ends_with(".csv") ? book::FileKind::csv : book::FileKind::yaml;
      file = std::make_unique<KeyedRecords>(
          read_keyed(std::string(repository.read(blob, path).view()), kind, path, *paths));
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
