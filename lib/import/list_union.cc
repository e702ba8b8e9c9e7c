#include "import/list_union.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/text.h"

namespace flatcrm::import {

namespace {

/// Where an element belongs: the first source that says it, and which of its words it is there.
using Origin = std::optional<std::pair<std::string_view, std::size_t>>;

class ListUnion {
 public:
  ListUnion(SaidWords& words, model::PathId path, const SourceSaid& own, std::span<const SourceSaid> others,
            bool caseless)
      : words_(words), path_(path), own_(own), others_(others), caseless_(caseless) {}

  std::vector<std::string> join(std::vector<std::string> present, const std::vector<std::string>& given) {
    std::vector<std::string> added;
    bool in_order = is_in_order(present);
    for (const std::string& element : given) {
      auto is_it = [&](const std::string& other) {
        return caseless_ ? core::equal_ignoring_ascii_case(other, element) : other == element;
      };
      if (std::any_of(added.begin(), added.end(), is_it)) continue;
      auto place = std::find_if(present.begin(), present.end(), is_it);
      if (place == present.end() ? was_said(element) : !in_order || !comes_forward(*place)) continue;
      if (place != present.end()) present.erase(place);
      added.push_back(element);
    }
    std::size_t at = in_order ? place_of_own(present) : present.size();
    present.insert(present.begin() + static_cast<std::ptrdiff_t>(at), added.begin(), added.end());
    return present;
  }

 private:
  Origin origin(std::string_view element) {
    Origin first;
    auto note = [&](const SourceSaid& one) {
      if (first && first->first <= one.source) return;
      if (std::size_t at = words_.find(one.said, path_, element); at != SaidWords::absent)
        first = {one.source, at};
    };
    note(own_);
    for (const SourceSaid& other : others_) note(other);
    return first;
  }

  bool is_in_order(const std::vector<std::string>& present) {
    Origin last;
    for (const std::string& element : present) {
      Origin next = origin(element);
      if (next && last && *next < *last) return false;
      if (next) last = next;
    }
    return true;
  }

  bool was_said(std::string_view element) { return words_.contains(own_.said, path_, element); }

  bool comes_forward(std::string_view element) {
    Origin now = origin(element);
    return now && now->first > own_.source;
  }

  /// Behind the elements of the sources that come before, and what people put behind them.
  std::size_t place_of_own(const std::vector<std::string>& present) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < present.size(); ++i) {
      Origin one = origin(present[i]);
      if (one ? one->first <= own_.source : at == i) at = i + 1;
    }
    return at;
  }

  SaidWords& words_;
  model::PathId path_;
  const SourceSaid& own_;
  std::span<const SourceSaid> others_;
  bool caseless_;
};

}  // namespace

std::vector<std::string> join_in_order(SaidWords& words, model::PathId path, std::vector<std::string> present,
                                       const std::vector<std::string>& given, const SourceSaid& own,
                                       std::span<const SourceSaid> others, bool caseless) {
  return ListUnion(words, path, own, others, caseless).join(std::move(present), given);
}

}  // namespace flatcrm::import
