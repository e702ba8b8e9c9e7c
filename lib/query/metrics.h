// The named figures of a record, each a query of its own.
//
//   const Metric* value = find_metric("customers", "value");
//   expand(*value, "in 12m")
//     == "sum(if(kind = credit, ...) of sales where kind in (invoice, credit) and date in 12m)"
//
// Every metric is documented in flatcrm-query(7) from this table. Those of the collection `of_book` are figures of the whole book.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace flatcrm::query {

struct Metric {
  std::string_view collection, name;
  std::string_view query;    // `$` stands for what the span of days says: "<= today", or "in 12m"
  std::string_view unit;     // "money", "days", "count", ...
  std::string_view meaning;  // a phrase
  bool spans() const { return query.find('$') != std::string_view::npos; }
};

std::span<const Metric> metrics();
const Metric* find_metric(std::string_view collection, std::string_view name);
std::string expand(const Metric& metric, std::string_view span);

/// The collection of metrics that are no record's.
inline constexpr std::string_view of_book = "book";
/// The query of network_value: what each linked customer adds.
inline constexpr std::string_view network_metric = "network_value";

}  // namespace flatcrm::query
