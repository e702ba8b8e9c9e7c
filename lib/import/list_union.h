// Joins the elements that a source brings with those of a list, so that the order of imports does not show.
//
//   SourceSaid own{"google", ""}, others[] = {{"linkedin", said_of_x}};
//   join_in_order(words, emails, {"x"}, {"y", "x"}, own, others)       -> {"y", "x"}: google before linkedin
//   join_in_order(words, emails, {"p", "x"}, {"y"}, own, others)       -> {"p", "y", "x"}: a person put p there
//
// Shape   the elements of the source whose name comes first stand first, in its own order; one that several
//         sources say is the first one's. What a person added stays behind what it stood behind. Where a
//         person moved elements, new ones go to the end.
// Where case does not count, a spelling gives way only to that of a source whose name comes before.
// A value that the source said before and that the list lacks was taken out by a person, and stays out.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/said.h"

namespace flatcrm::import {

struct SourceSaid {
  std::string_view source, said;
};

std::vector<std::string> join_in_order(SaidWords& words, model::PathId path, std::vector<std::string> present,
                                       const std::vector<std::string>& given, const SourceSaid& own,
                                       std::span<const SourceSaid> others, bool caseless = false);

}  // namespace flatcrm::import
