#include "book/changes.h"

namespace flatcrm::book {

std::uint32_t CollectionChanges::file(const std::string& path, const io::Stamp& stamp) {
  auto [known, added] = file_numbers_.try_emplace(path, static_cast<std::uint32_t>(files.size()));
  if (added) {
    files.push_back(path);
    stamps.push_back(stamp);
  }
  return known->second;
}

void CollectionChanges::update(std::uint32_t file_number, std::uint32_t index, std::string_view id,
                               const std::vector<FieldEdit>& fields) {
  updates.push_back({file_number, index, id, static_cast<std::uint32_t>(edits.size()),
                     static_cast<std::uint32_t>(fields.size()), false});
  edits.insert(edits.end(), fields.begin(), fields.end());
}

void CollectionChanges::remove(std::uint32_t file_number, std::uint32_t index, std::string_view id) {
  updates.push_back({file_number, index, id, 0, 0, true});
}

CollectionChanges& Changes::of(const std::string& collection) {
  for (CollectionChanges& known : collections)
    if (known.collection == collection) return known;
  collections.emplace_back().collection = collection;
  return collections.back();
}

bool Changes::empty() const {
  if (!files.empty()) return false;
  for (const CollectionChanges& one : collections)
    if (!one.empty()) return false;
  return true;
}

}  // namespace flatcrm::book
