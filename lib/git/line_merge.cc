#include "git/line_merge.h"

#include <git2.h>

#include "format/csv.h"
#include "git/handle.h"
#include "git/state.h"

namespace flatcrm::git {

namespace {

git_merge_file_input input_of(std::string_view text) {
  git_merge_file_input input{};
  input.version = GIT_MERGE_FILE_INPUT_VERSION;
  input.ptr = text.data();
  input.size = text.size();
  return input;
}

std::string_view line_break_of(std::string_view text) {
  std::size_t feed = text.find('\n');
  return feed != std::string_view::npos && feed > 0 && text[feed - 1] == '\r' ? "\r\n" : "\n";
}

/// Seven or more of one sign, then a blank or the line's end.
bool is_marker(std::string_view line, char sign) {
  std::size_t count = 0;
  while (count < line.size() && line[count] == sign) ++count;
  return count >= 7 &&
         (count == line.size() || line[count] == ' ' || line[count] == '\r' || line[count] == '\n');
}

/// libgit2 ends a marker's line with a line feed alone.
void end_markers_with(std::string& text, std::string_view line_break) {
  if (line_break == "\n") return;
  for (const std::string_view marker : {"<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n"})
    for (std::size_t at = 0; (at = text.find(marker, at)) != std::string::npos; at += marker.size())
      if (at == 0 || text[at - 1] == '\n') text.insert(at + marker.size() - 1, 1, '\r');
}

}  // namespace

LineMerge merge_lines(std::string_view base, std::string_view ours, std::string_view theirs, Favor favor) {
  start_library();
  git_merge_file_input ancestor = input_of(base), one = input_of(ours), other = input_of(theirs);
  git_merge_file_options options{};
  options.version = GIT_MERGE_FILE_OPTIONS_VERSION;
  options.our_label = "ours";
  options.their_label = "theirs";
  options.favor = favor == Favor::ours ? GIT_MERGE_FILE_FAVOR_OURS : GIT_MERGE_FILE_FAVOR_NORMAL;
  git_merge_file_result result{};
  demand(git_merge_file(&result, &ancestor, &one, &other, &options), "the texts can't be merged");
  LineMerge merged{result.automergeable == 1,
                   std::string(result.ptr == nullptr ? "" : result.ptr, result.len)};
  // What it takes for binary it does not merge at all.
  if (!merged.clean && result.len == 0) merged.text = mark_wholes(ours, theirs);
  git_merge_file_result_free(&result);
  return merged;
}

std::string mark_differences(std::string_view ours, std::string_view theirs) {
  std::string bom(ours.substr(0, format::bom_size(ours)));
  ours.remove_prefix(bom.size());
  theirs.remove_prefix(format::bom_size(theirs));
  if (ours.empty() || theirs.empty()) return bom + mark_wholes(ours, theirs);
  std::string marked = merge_lines("", ours, theirs).text;
  end_markers_with(marked, line_break_of(ours));
  return bom + marked;
}

std::string mark_wholes(std::string_view ours, std::string_view theirs) {
  std::string_view line_break = line_break_of(ours);
  std::string out(ours.substr(0, format::bom_size(ours)));
  auto add = [&](std::string_view marker, std::string_view text) {
    out.append(marker).append(line_break).append(text.substr(format::bom_size(text)));
    if (out.back() != '\n') out += line_break;
  };
  add("<<<<<<< ours", ours);
  add("=======", theirs);
  out.append(">>>>>>> theirs").append(line_break);
  return out;
}

std::optional<std::pair<std::string, std::string>> sides_of_conflict(std::string_view text) {
  std::pair<std::string, std::string> sides;
  enum class Part { both, ours, base, theirs } part = Part::both;
  bool found = false;
  while (!text.empty()) {
    std::size_t feed = text.find('\n');
    std::string_view line = text.substr(0, feed == std::string_view::npos ? text.size() : feed + 1);
    text.remove_prefix(line.size());
    if (part == Part::both && is_marker(line, '<')) {
      part = Part::ours;
      found = true;
    } else if (part == Part::ours && is_marker(line, '|')) {
      part = Part::base;
    } else if ((part == Part::ours || part == Part::base) && is_marker(line, '=')) {
      part = Part::theirs;
    } else if (part == Part::theirs && is_marker(line, '>')) {
      part = Part::both;
    } else {
      if (part == Part::both || part == Part::ours) sides.first += line;
      if (part == Part::both || part == Part::theirs) sides.second += line;
    }
  }
  if (!found || part != Part::both) return std::nullopt;
  return sides;
}

}  // namespace flatcrm::git
