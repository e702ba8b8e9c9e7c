#include "report/listing.h"

#include <fmt/format.h>

#include "report/cells.h"

namespace flatcrm::report {

Cell cell_of(const segment::Listing& listing, const segment::ListColumn& column, std::size_t row,
             const std::string& currency) {
  if (column.original != 0) {
    auto original = listing.engine->original(column.original - 1, listing.records[row]);
    if (!original) return {};
    return Money{original->amount, original->currency.empty() ? currency : std::string(original->currency)};
  }
  return cell_of(column.type, column.values, row, currency);
}

Document listing_document(const segment::Listing& listing, const book::Config& config,
                          const std::string& title) {
  Document document{.name = "segment", .title = title};
  Section& section = document.add("");
  bool groups = listing.records.empty() && listing.rows > 0;
  Table table{.name = groups ? "groups" : "records"};
  for (const segment::ListColumn& column : listing.columns) {
    Column heading{column.name, column.name, kind_of(column.type)};
    if (heading.kind == Kind::money && column.original == 0) heading.currency = config.currency;
    table.columns.push_back(std::move(heading));
  }
  for (std::size_t row = 0; row < listing.rows; ++row) {
    Row cells;
    for (const segment::ListColumn& column : listing.columns)
      cells.push_back(cell_of(listing, column, row, config.currency));
    table.rows.push_back(std::move(cells));
  }
  if (listing.rows < listing.selected && !groups)
    table.note = fmt::format("{} of {} records", listing.rows, listing.selected);
  section.tables.push_back(std::move(table));
  return document;
}

}  // namespace flatcrm::report
