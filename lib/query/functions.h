// The functions of one value: what they take, what they give, what they do.
//
//   find_function("lower")->form == "lower(TEXT)"       find_function("lover") == nullptr
//
// Every function is documented in flatcrm-query(7) from this table; if, coalesce, any, all, tag, segment,
// linked, the ranks and the aggregates are beside it, since they take more than values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/tree.h"

namespace flatcrm::query {

enum class Takes : std::uint8_t { text, day, number, duration, readable, amount };

struct FunctionInfo {
  std::string_view name;
  const char* form;
  Takes takes;
  Op op;
  Kind result;
  bool keeps_kind;  // what comes out is of the kind that went in
  std::size_t least, most;
  std::int64_t seconds;  // of a unit, where a duration is counted
  std::string_view meaning;
};

const std::vector<FunctionInfo>& functions();
const FunctionInfo* find_function(std::string_view name);
/// Of all functions, those beside the table included: for "did you mean".
std::vector<std::string_view> function_names();
bool takes(const FunctionInfo& function, const Type& type);
std::string_view describe_takes(const FunctionInfo& function);

}  // namespace flatcrm::query
