// What the settings say of a stage that deals stand in.
//
//   find_stage(config, "", "won")->outcome == "won"      find_stage(config, "retail", "negotiation") == nullptr
//
// Shape  the first stage of that name, in that pipeline or, where none is given, in any.
#pragma once

#include <string_view>

#include "book/config.h"

namespace flatcrm::book {

const Stage* find_stage(const Config& config, std::string_view pipeline, std::string_view name);

}  // namespace flatcrm::book
