#include "git/merge_states.h"

#include <set>

#include "git/book_diff.h"

namespace flatcrm::git {

MergeStates::MergeStates(const Repository& repository, const model::Schemas& schemas,
                         const std::vector<std::string>& commits)
    : schemas_(schemas), commits_(commits.size()) {
  std::set<std::string> paths;
  for (std::size_t i = 1; i < commits.size(); ++i)
    for (const ChangedFile& file : repository.changed_files(commits[0], commits[i]))
      if (!collection_of(schemas, file.path).empty()) paths.insert(file.path);
  for (const std::string& path : paths)
    for (std::size_t i = 0; i < commits.size(); ++i) {
      if (commits[i].empty()) continue;  // no common ancestor: nothing
      if (std::string blob = repository.file_id(commits[i], path); !blob.empty())
        add(repository, i, path, blob);
    }
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
