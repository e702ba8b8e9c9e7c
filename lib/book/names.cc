#include "book/names.h"

#include <unordered_set>

namespace flatcrm::book {

const std::string_view* Names::in_table(const std::string& collection, std::string_view id) {
  const std::string& label = book_.schemas().of(collection).label();
  LayoutKind layout = book_.config().layout(collection).kind;
  if (label.empty() || layout == LayoutKind::yaml) return nullptr;
  // To find one record a shard is read, or all there is.
  std::size_t few = layout == LayoutKind::csv_sharded ? 64 : 1;
  Collection& all = collections_[collection];
  if (++all.asked <= few) return nullptr;
  if (all.tables.empty()) {
    all.tables = read_tables(book_, {{collection, {{"id", model::As::texts}, {label, model::As::texts}}}});
    const std::vector<std::string_view>& ids = all.tables[0].texts("id").texts;
    all.rows.reserve(ids.size());
    for (std::uint32_t row = 0; row < ids.size(); ++row) all.rows.emplace(ids[row], row);
  }
  auto found = all.rows.find(id);
  return found == all.rows.end() ? nullptr : &all.tables[0].texts(label).texts[found->second];
}

const std::string& Names::of(std::string_view collection, std::string_view id) {
  auto [known, added] = known_.try_emplace({std::string(collection), std::string(id)});
  if (!added) return known->second;
  const std::string& where = known->first.first;
  if (const std::string_view* name = in_table(where, id)) return known->second = std::string(*name);
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
