#include "book/names.h"

#include <unordered_set>

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

void Names::learn(const std::string& collection, const std::vector<std::string>& ids) {
  constexpr std::size_t few = 64;
  std::string label = book_.schemas().of(collection).label();
  if (ids.size() <= few || label.empty()) return;
  std::unordered_set<std::string_view> wanted(ids.begin(), ids.end());
  Tables tables = read_tables(book_, {{collection, {{"id", model::As::texts}, {label, model::As::texts}}}});
  const std::vector<std::string_view>& found = tables[0].texts("id").texts;
  const std::vector<std::string_view>& names = tables[0].texts(label).texts;
  for (std::size_t row = 0; row < found.size(); ++row)
    if (wanted.count(found[row]) != 0)
      known_.try_emplace({collection, std::string(found[row])}, std::string(names[row]));
}

}  // namespace flatcrm::book
