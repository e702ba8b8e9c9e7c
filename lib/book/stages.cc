#include "book/stages.h"

namespace flatcrm::book {

const Stage* find_stage(const Config& config, std::string_view pipeline, std::string_view name) {
  for (const Pipeline& one : config.pipelines) {
    if (!pipeline.empty() && one.name != pipeline) continue;
    for (const Stage& stage : one.stages)
      if (stage.name == name) return &stage;
  }
  return nullptr;
}

}  // namespace flatcrm::book
