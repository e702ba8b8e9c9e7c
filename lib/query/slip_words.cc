#include "query/slip_words.h"

#include <algorithm>
#include <iterator>

#include "core/text.h"
#include "model/iso_codes.h"

namespace flatcrm::query {

bool means_nothing(std::string_view word) {
  constexpr std::string_view nothings[] = {"null", "none", "nil", "empty", "missing", "nothing"};
  return std::any_of(std::begin(nothings), std::end(nothings),
                     [&](std::string_view one) { return core::equal_ignoring_ascii_case(one, word); });
}

bool looks_like_amount(std::string_view word) {
  if (word.starts_with("€") || word.starts_with("£") || word.starts_with("¥")) return true;
  constexpr std::size_t code = 3;
  return word.size() > code && model::is_currency_code(word.substr(0, code)) &&
         word.find_first_not_of("0123456789._", code) == std::string_view::npos;
}

}  // namespace flatcrm::query
