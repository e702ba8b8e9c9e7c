#include "segment/default_rfm.h"

namespace flatcrm::segment {

namespace {

constexpr std::string_view text = R"(title: RFM
cells:
  champions: [45 5 3-5, 45 4 45, 45 3 5]
  loyal: [45 5 12, 45 4 23, 45 3 34, 45 2 45, 45 1 5, 3 5 2-5, 3 4 3-5, 3 3 45, 3 2 5]
  potential loyalists: [45 4 1, 45 3 12, 45 2 23, 45 1 34]
  new: [5 2 1, 5 1 12]
  promising: [4 2 1, 4 1 12]
  needing attention: [3 5 1, 3 4 12, 3 3 23, 3 2 34, 3 1 45]
  about to sleep: [3 3 1, 3 2 12, 3 1 1-3]
  at risk: [2 45 *, 2 3 2-5, 12 2 3-5, 12 1 45, 1 5 12, 1 4 1-3, 1 3 2-4]
  can't lose them: [1 5 3-5, 1 4 45, 1 3 5]
  hibernating: [2 3 1, 2 2 12, 2 1 1-3]
  lost: [1 3 1, 1 2 12, 1 1 1-3]
)";

}  // namespace

const Saved& default_rfm() {
  static const Saved saved = parse_saved(text, "rfm", "the built-in segment rfm");
  return saved;
}

}  // namespace flatcrm::segment
