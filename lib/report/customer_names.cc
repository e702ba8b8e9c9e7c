#include "report/customer_names.h"

namespace flatcrm::report {

model::TableRequest customers_request() {
  return {"customers", {{"id", model::As::texts}, {"name", model::As::texts}}};
}

Reference customer_reference(const Input& input, std::size_t row) {
  const model::Table& customers = input.data.table("customers");
  return {std::string(customers.texts("id").texts[row]), std::string(customers.texts("name").texts[row])};
}

}  // namespace flatcrm::report
