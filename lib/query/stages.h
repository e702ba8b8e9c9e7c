// The stage of a deal in the book's settings, by the names that the deal has.
//
//   find_stage(config, "sales", "offer")->probability      find_stage(config, "", "offer")    // of any pipeline
//
// Shape   of several stages of one name the first counts; null where there is none.
#pragma once

#include <string_view>

#include "book/config.h"

namespace flatcrm::query {

inline const book::Stage* find_stage(const book::Config& config, std::string_view pipeline,
                                     std::string_view name) {
  for (const book::Pipeline& one : config.pipelines) {
    if (!pipeline.empty() && one.name != pipeline) continue;
    for (const book::Stage& stage : one.stages)
      if (stage.name == name) return &stage;
  }
  return nullptr;
}

}  // namespace flatcrm::query
