#include "model/contradiction.h"

#include "core/path.h"

namespace flatcrm::model {

bool contradict(std::string_view first, std::string_view second) {
  core::PathStep left, right;
  while (true) {
    bool has_left = core::next_step(first, left);
    bool has_right = core::next_step(second, right);
    if (!has_left || !has_right) return true;
    if (left.text != right.text) return (left.number == 0) != (right.number == 0);
  }
}

}  // namespace flatcrm::model
