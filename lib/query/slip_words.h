// Words that people write where this language has others.
//
//   means_nothing("null")             what `is empty` asks for
//   looks_like_amount("€1000")        looks_like_amount("USD100"): an amount is written 100 USD
#pragma once

#include <string_view>

namespace flatcrm::query {

bool means_nothing(std::string_view word);
bool looks_like_amount(std::string_view word);

}  // namespace flatcrm::query
