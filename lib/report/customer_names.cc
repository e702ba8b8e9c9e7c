#include "report/customer_names.h"

#include <algorithm>

namespace flatcrm::report {

model::TableRequest customers_request() {
  return {"customers", {{"id", model::As::texts}, {"name", model::As::texts}}};
}

Reference customer_reference(const Input& input, std::size_t row) {
  const model::Table& customers = input.data.table("customers");
  return {std::string(customers.texts("id").texts[row]), std::string(customers.texts("name").texts[row])};
}

std::string_view NamesOfCustomers::of(std::string_view id) {
  constexpr std::size_t few = 32;
  const std::vector<std::string_view>& ids = data_.ids("customers");
  const std::vector<std::string_view>& names = data_.table("customers").texts("name").texts;
  if (++asked_ <= few) {
    auto found = std::find(ids.begin(), ids.end(), id);
    return found == ids.end() ? std::string_view() : names[static_cast<std::size_t>(found - ids.begin())];
  }
  if (rows_.empty())
    for (std::uint32_t row = 0; row < ids.size(); ++row) rows_.emplace(ids[row], row);
  auto found = rows_.find(id);
  return found == rows_.end() ? std::string_view() : names[found->second];
}

}  // namespace flatcrm::report
