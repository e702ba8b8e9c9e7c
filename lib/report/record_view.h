// One record on one page: what `show ID` prints.
//
//   RecordInput input{"customers", record, paths, "customers/acme-1f9x2k.yaml:1", config, as_of, name_of};
//   Document page = record_view(input);
//   add_related(page, tables, input);     // of a customer: links, touches, deals, sales, tickets
//
// Shape   tables "fields" (field, value: money, dates and references as such) and "sources" (source, key,
//         first_seen, updated); of a customer also "links", "interactions", "deals", "sales", "tickets", the
//         latest first, with figures above them.
#pragma once

#include <string>
#include <vector>

#include "book/config.h"
#include "model/record_set.h"
#include "report/report.h"

namespace flatcrm::report {

struct RecordInput {
  std::string collection;
  const model::Record& record;
  const model::Paths& paths;
  std::string place;  // of the record, for people: "customers/customers.csv:17"
  const book::Config& config;
  core::Date as_of;
  NameOf name_of{};
  std::size_t limit = 10;  // rows of each list; 0: all
};

Document record_view(const RecordInput& input);

/// What add_related needs, in this order. `ids`: all that name the record, those of records that were merged
/// into it too.
std::vector<model::TableRequest> related_requests(const std::vector<std::string>& ids);

/// Adds what other collections say of a customer. Rows of other customers may be in the tables.
void add_related(Document& document, const std::vector<model::Table>& tables, const RecordInput& input);

}  // namespace flatcrm::report
