#include "book/names.h"

#include "book/read.h"

namespace flatcrm::book {

const std::string& Names::of(std::string_view collection, std::string_view id) {
  auto [known, added] = known_.try_emplace({std::string(collection), std::string(id)});
  if (!added) return known->second;
  const std::string& where = known->first.first;
  if (std::optional<Found> found = find_record(book_, where, id)) {
    model::PathId label = book_.paths(where).intern(book_.schemas().of(where).label());
    known->second = std::string(found->record().value(label));
  }
  return known->second;
}

}  // namespace flatcrm::book
