#include "book/diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace flatcrm::book {

namespace {

using Lines = std::vector<std::string_view>;

constexpr int context_lines = 3;
constexpr int most_edits = 2'000;  // Myers' D, per stretch: memory is its square

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

/// Old lines [old_begin, old_end) become new lines [new_begin, new_end).
struct Change {
  int old_begin, old_end, new_begin, new_end;
};

/// Myers' greedy algorithm on one stretch; the changes are appended in order.
class Myers {
 public:
  Myers(const Lines& old_lines, const Lines& new_lines, int old_begin, int old_end, int new_begin,
        int new_end)
      : old_(old_lines),
        new_(new_lines),
        x0_(old_begin),
        y0_(new_begin),
        n_(old_end - old_begin),
        m_(new_end - new_begin) {}

  void run(std::vector<Change>& changes) {
    int bound = std::min(n_ + m_, most_edits);
    std::vector<int> furthest(static_cast<std::size_t>(2 * bound + 3), 0);
    for (int d = 0; d <= bound; ++d) {
      trace_.emplace_back(furthest);
      if (!advance(furthest, d, bound)) continue;
      walk_back(d, bound, changes);
      return;
    }
    changes.push_back({x0_, x0_ + n_, y0_, y0_ + m_});
  }

 private:
  static std::size_t slot(int k, int bound) {
    return static_cast<std::size_t>(k) + static_cast<std::size_t>(bound) + 1;
  }
  static bool from_above(const std::vector<int>& v, int k, int d, int bound) {
    return k == -d || (k != d && v[slot(k - 1, bound)] < v[slot(k + 1, bound)]);
  }
  bool advance(std::vector<int>& v, int d, int bound) {
    for (int k = -d; k <= d; k += 2) {
      int x = from_above(v, k, d, bound) ? v[slot(k + 1, bound)] : v[slot(k - 1, bound)] + 1;
      while (x < n_ && x - k < m_ && same(x, x - k)) ++x;
      v[slot(k, bound)] = x;
      if (x >= n_ && x - k >= m_) return true;
    }
    return false;
  }
  bool same(int x, int y) const {
    return y >= 0 && old_[static_cast<std::size_t>(x0_) + static_cast<std::size_t>(x)] ==
                         new_[static_cast<std::size_t>(y0_) + static_cast<std::size_t>(y)];
  }
  void walk_back(int d, int bound, std::vector<Change>& changes) {
    std::vector<Change> steps;
    int x = n_, y = m_;
    for (; d > 0; --d) {
      const std::vector<int>& v = trace_[static_cast<std::size_t>(d)];
      int k = x - y;
      bool down = from_above(v, k, d, bound);
      int before_k = down ? k + 1 : k - 1;
      int before_x = v[slot(before_k, bound)], before_y = before_x - before_k;
      if (down)
        steps.push_back({x0_ + before_x, x0_ + before_x, y0_ + before_y, y0_ + before_y + 1});
      else
        steps.push_back({x0_ + before_x, x0_ + before_x + 1, y0_ + before_y, y0_ + before_y});
      x = before_x;
      y = before_y;
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      if (!changes.empty() && changes.back().old_end == step->old_begin &&
          changes.back().new_end == step->new_begin) {
        changes.back().old_end = step->old_end;
        changes.back().new_end = step->new_end;
      } else {
        changes.push_back(*step);
      }
    }
  }

  const Lines& old_;
  const Lines& new_;
  int x0_, y0_, n_, m_;
  std::vector<std::vector<int>> trace_;
};

std::vector<Change> changes_between(const Lines& old_lines, const Lines& new_lines) {
  int old_end = static_cast<int>(old_lines.size()), new_end = static_cast<int>(new_lines.size());
  int begin = 0;
  auto at = [](const Lines& lines, int i) { return lines[static_cast<std::size_t>(i)]; };
  while (begin < old_end && begin < new_end && at(old_lines, begin) == at(new_lines, begin)) ++begin;
  while (old_end > begin && new_end > begin && at(old_lines, old_end - 1) == at(new_lines, new_end - 1)) {
    --old_end;
    --new_end;
  }
  std::vector<Change> changes;
  if (begin == old_end || begin == new_end) {
    if (begin != old_end || begin != new_end) changes.push_back({begin, old_end, begin, new_end});
    return changes;
  }
  Myers(old_lines, new_lines, begin, old_end, begin, new_end).run(changes);
  return changes;
}

void write_lines(std::string& out, char mark, const Lines& lines, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    std::string_view line = lines[static_cast<std::size_t>(i)];
    out += mark;
    out.append(line);
    if (line.back() != '\n') out += "\n\\ No newline at end of file\n";
  }
}

std::string range(int begin, int count) {
  int first = count == 0 ? begin : begin + 1;
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, count);
}

/// Changes that stand closer than their contexts make one hunk.
void write_hunk(std::string& out, const std::vector<Change>& changes, std::size_t first, std::size_t last,
                const Lines& old_lines, const Lines& new_lines) {
  int old_begin = std::max(0, changes[first].old_begin - context_lines);
  int new_begin = changes[first].new_begin - (changes[first].old_begin - old_begin);
  int old_end = std::min(static_cast<int>(old_lines.size()), changes[last].old_end + context_lines);
  int new_end = changes[last].new_end + (old_end - changes[last].old_end);
  out += fmt::format("@@ -{} +{} @@\n", range(old_begin, old_end - old_begin),
                     range(new_begin, new_end - new_begin));
  int at = old_begin;
  for (std::size_t i = first; i <= last; ++i) {
    write_lines(out, ' ', old_lines, at, changes[i].old_begin);
    write_lines(out, '-', old_lines, changes[i].old_begin, changes[i].old_end);
    write_lines(out, '+', new_lines, changes[i].new_begin, changes[i].new_end);
    at = changes[i].old_end;
  }
  write_lines(out, ' ', old_lines, at, old_end);
}

}  // namespace

void write_unified_diff(std::string& out, const std::string& path, std::optional<std::string_view> before,
                        std::optional<std::string_view> after) {
  if (before == after) return;
  out += fmt::format("diff --git a/{0} b/{0}\n", path);
  if (!before) out += "new file mode 100644\n";
  if (!after) out += "deleted file mode 100644\n";
  Lines old_lines = lines_of(before.value_or("")), new_lines = lines_of(after.value_or(""));
  std::vector<Change> changes = changes_between(old_lines, new_lines);
  if (changes.empty()) return;
  out += before ? fmt::format("--- a/{}\n", path) : "--- /dev/null\n";
  out += after ? fmt::format("+++ b/{}\n", path) : "+++ /dev/null\n";
  for (std::size_t first = 0; first < changes.size();) {
    std::size_t last = first;
    while (last + 1 < changes.size() &&
           changes[last + 1].old_begin - changes[last].old_end <= 2 * context_lines)
      ++last;
    write_hunk(out, changes, first, last, old_lines, new_lines);
    first = last + 1;
  }
}

}  // namespace flatcrm::book
