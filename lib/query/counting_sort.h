// Sorts by small whole numbers (days, counts) in time that grows with the items alone.
//
//   counting_sort(groups, [](const BuyingGroup& one) { return one.age; });
//
// Shape   stable, so that sorting by the least key first sorts by several.
// Requires: keys are not below 0.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace flatcrm::query {

template <typename Item, typename Key>
void counting_sort(std::vector<Item>& items, const Key& key) {
  std::vector<std::size_t> begins(1);
  for (const Item& item : items) {
    auto place = static_cast<std::size_t>(key(item)) + 1;
    if (begins.size() <= place) begins.resize(place + 1);
    ++begins[place];
  }
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<Item> sorted(items.size());
  for (Item& item : items) sorted[begins[static_cast<std::size_t>(key(item))]++] = std::move(item);
  items = std::move(sorted);
}

}  // namespace flatcrm::query
