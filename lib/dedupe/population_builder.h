// Turns the columns of a table into the comparisons of one population.
//
//   Population people = build_population(Who::people, rows, table, schema, fields, threads);
//
// Fields of one kind that belong together become one comparison: given and family names, the parts of an
// address. What says nothing (no value at all, one value for all, a category with as many values as records)
// is left out and named.
#pragma once

#include <vector>

#include "dedupe/population.h"
#include "model/schema.h"

namespace flatcrm::dedupe {

Population build_population(Who who, std::vector<std::uint32_t> members, const model::Table& table,
                            const model::Schema& schema, const std::vector<ComparedField>& fields,
                            int threads);

}  // namespace flatcrm::dedupe
