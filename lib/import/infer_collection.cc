#include "import/infer_collection.h"

#include <algorithm>

#include "import/column_names.h"
#include "import/document_kind.h"
#include "import/plain_names.h"

namespace flatcrm::import {

namespace {

using model::Field;
using model::Schema;

std::size_t fitting(const Source& source, const Schema& schema) {
  ColumnNames names(schema);
  const bool sales = schema.collection() == "sales";
  const std::vector<std::string> columns = plain_names(source);
  return static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [&](const std::string& column) {
        return names.find(column).field != nullptr || (sales && !document_kind(column).empty());
      }));
}

/// A number of an order or invoice, a day and an amount: however much is said of whoever bought.
bool tells_sales(const Source& source, const Schema& sales) {
  ColumnNames names(sales);
  bool number = false, day = false, amount = false;
  for (const std::string& column : plain_names(source)) {
    const Field* field = names.find(column).field;
    number = number || !document_kind(column).empty();
    day = day || (field != nullptr && field->path == "date");
    amount = amount || (field != nullptr && field->path == "amount");
  }
  return number && day && amount;
}

}  // namespace

std::string best_collection(const Source& source, const model::Schemas& schemas) {
  if (tells_sales(source, schemas.of("sales"))) return "sales";
  std::string best = "customers";
  std::size_t most = fitting(source, schemas.of(best));
  for (const std::string& collection : schemas.collections()) {
    std::size_t fits = fitting(source, schemas.of(collection));
    if (fits > most) {
      most = fits;
      best = collection;
    }
  }
  return best;
}

}  // namespace flatcrm::import
