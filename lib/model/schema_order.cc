#include "model/schema_order.h"

#include <algorithm>

#include "core/path.h"

namespace flatcrm::model {
namespace {

/// A '*' with something behind it stands for the elements of a list, one at the end for the keys of a map.
bool step_matches(const core::PathStep& declared, bool last, const core::PathStep& step) {
  if (declared.text == "*") return last ? step.number == 0 : step.number != 0;
  return declared.text == step.text;
}

/// How many bytes of `declared` the whole of `path` matches; npos when it does not.
std::size_t match_start(std::string_view declared, std::string_view path) {
  std::string_view left = declared;
  core::PathStep wanted, step;
  while (core::next_step(path, step)) {
    if (!core::next_step(left, wanted) || !step_matches(wanted, left.empty(), step)) return declared.npos;
  }
  return declared.size() - left.size();
}

std::uint32_t rank_of(const Schema& schema, std::string_view prefix) {
  for (const Field& field : schema.fields()) {
    if (match_start(field.path, prefix) != field.path.npos) return field.rank;
  }
  return custom_rank;
}

}  // namespace

std::vector<OrderStep> order_of(const Schema& schema, std::string_view path) {
  std::vector<OrderStep> steps;
  std::string_view rest = path;
  core::PathStep step;
  bool declared = true;
  while (core::next_step(rest, step)) {
    if (step.number != 0 && !steps.empty()) {
      steps.push_back({false, step.number, {}});
      continue;
    }
    auto end = static_cast<std::size_t>(step.text.data() + step.text.size() - path.data());
    std::uint32_t rank = declared ? rank_of(schema, path.substr(0, end)) : custom_rank;
    declared = rank != custom_rank;
    steps.push_back({true, rank, step.text});
  }
  return steps;
}

bool matches(std::string_view declared, std::string_view path) {
  return match_start(declared, path) == declared.size();
}

const Field* Schema::find(std::string_view path) const {
  auto found = std::find_if(fields_.begin(), fields_.end(),
                            [path](const Field& field) { return matches(field.path, path); });
  return found == fields_.end() ? nullptr : &*found;
}

bool Schema::is_container(std::string_view path) const {
  return std::any_of(fields_.begin(), fields_.end(), [path](const Field& field) {
    std::size_t matched = match_start(field.path, path);
    return matched != field.path.npos && matched < field.path.size();
  });
}

bool Schema::before(std::string_view first, std::string_view second) const {
  return order_of(*this, first) < order_of(*this, second);
}

}  // namespace flatcrm::model
