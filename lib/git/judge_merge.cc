#include "git/judge_merge.h"

#include <algorithm>
#include <set>

#include "core/path.h"
#include "core/text.h"
#include "git/record_merge.h"

namespace flatcrm::git {

namespace {

std::string value_of(const Fields& fields, const std::string& path) {
  auto found = fields.find(path);
  return found == fields.end() ? "" : found->second;
}

/// "addresses" of "addresses.2.city", "" of what is in no list.
std::string list_of(const std::string& path) {
  std::string_view rest = path;
  core::PathStep step;
  core::next_step(rest, step);
  while (true) {
    std::size_t begin = path.size() - rest.size();
    if (!core::next_step(rest, step)) return "";
    if (step.number != 0) return path.substr(0, begin - 1);
  }
}

class Judge {
 public:
  Judge(model::Paths& paths, const RecordStates& states, std::vector<MergeFinding>& findings)
      : paths_(paths), states_(states), findings_(findings), base_(states.bases.front()) {
    for (const auto& base : states.bases) known_ = known_ && base == base_;
  }

  void run() {
    if (!base_)
      judge_added();
    else if (std::any_of(states_.sides.begin(), states_.sides.end(), [](const auto& side) { return !side; }))
      judge_removed();
    else if (states_.merged)
      judge_fields();
    else
      report("lost-record", "", 0, "", "", "", "both sides have it");
  }

 private:
  void report(const char* code, const std::string& field, std::size_t side, const std::string& before,
              const std::string& edit, const std::string& now, const std::string& note = "") {
    std::string name = side < states_.names.size() ? states_.names[side] : "";
    findings_.push_back({code, "", "", "", field, name, before, edit, now, "", note});
  }
  void judge_added();
  void judge_removed();
  void judge_fields();
  void judge_tombstone(const std::string& into);
  void judge_field(const std::string& path);
  void judge_set(const std::string& path);
  void judge_lists(std::set<std::string>& done);
  void report_edits(std::size_t side, const std::string& note);
  std::set<std::string> all_paths() const;
  std::string base_value(const std::string& path) const { return base_ ? value_of(*base_, path) : ""; }

  model::Paths& paths_;
  const RecordStates& states_;
  std::vector<MergeFinding>& findings_;
  const std::optional<Fields>& base_;
  bool known_ = true;
};

std::set<std::string> Judge::all_paths() const {
  std::set<std::string> paths;
  auto add = [&](const std::optional<Fields>& fields) {
    if (!fields) return;
    for (const auto& [path, text] : *fields) paths.insert(path);
  };
  add(base_);
  for (const auto& side : states_.sides) add(side);
  add(states_.merged);
  return paths;
}

void Judge::judge_added() {
  std::size_t having = 0, last = 0;
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (!states_.sides[i]) continue;
    ++having;
    last = i;
    if (!states_.merged) report("lost-record", "", i, "", "", "");
  }
  if (!states_.merged) return;
  if (having == 0)
    return report("changed-in-merge", "", states_.names.size(), "", "", "", "no side has this record");
  for (const std::string& path : all_paths()) {
    std::string now = value_of(*states_.merged, path);
    bool known = std::any_of(states_.sides.begin(), states_.sides.end(),
                             [&](const auto& side) { return side && value_of(*side, path) == now; });
    if (known) continue;
    std::string had = value_of(*states_.sides[last], path);
    if (having == 1)
      report("lost-edit", path, last, "", had, now);
    else
      report("changed-in-merge", path, states_.names.size(), had, "", now);
  }
}

/// What a side changed in a record that the merge does not have.
void Judge::report_edits(std::size_t side, const std::string& note) {
  const Fields& edited = *states_.sides[side];
  for (const std::string& path : all_paths()) {
    std::string before = base_value(path), edit = value_of(edited, path);
    if (before != edit) report("lost-edit", path, side, before, edit, "", note);
  }
}

void Judge::judge_removed() {
  bool edited = false;
  for (std::size_t i = 0; i < states_.sides.size(); ++i)
    edited = edited || (states_.sides[i] && states_.sides[i] != base_);
  if (states_.merged && edited) return judge_fields();
  if (!states_.merged && !known_) return;
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (states_.merged && !states_.sides[i] && known_) report("lost-deletion", "", i, "", "", "");
    if (!states_.merged && states_.sides[i] && states_.sides[i] != base_)
      report_edits(i, "the other side took the record out");
  }
}

void Judge::judge_fields() {
  std::set<std::string> done;
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (!states_.sides[i] || !base_value("merged_into").empty()) continue;
    std::string into = value_of(*states_.sides[i], "merged_into");
    if (into.empty() || value_of(*states_.merged, "merged_into") == into) continue;
    // Every other field follows from this one.
    return report("lost-edit", "merged_into", i, "", into, value_of(*states_.merged, "merged_into"));
  }
  std::string into = value_of(*states_.merged, "merged_into");
  bool known = std::any_of(states_.sides.begin(), states_.sides.end(),
                           [&](const auto& side) { return side && value_of(*side, "merged_into") == into; });
  if (!into.empty() && !known && base_value("merged_into") != into)
    return report("changed-in-merge", "merged_into", states_.names.size(), base_value("merged_into"), "",
                  into);
  bool edited = std::any_of(states_.sides.begin(), states_.sides.end(),
                            [](const auto& side) { return side && value_of(*side, "merged_into").empty(); });
  if (!into.empty() && edited && base_value("merged_into").empty()) return judge_tombstone(into);
  judge_lists(done);
  for (const std::string& path : all_paths())
    if (done.count(list_of(path)) == 0) judge_field(path);
}

/// What the others changed must be found in the record that took this one in; who sees all records looks there.
void Judge::judge_tombstone(const std::string& into) {
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (!states_.sides[i]) continue;
    if (!value_of(*states_.sides[i], "merged_into").empty()) {
      // Nothing but the tombstone as this side has it.
      for (const std::string& path : all_paths()) {
        std::string edit = value_of(*states_.sides[i], path), now = value_of(*states_.merged, path);
        if (edit != now) report("lost-edit", path, i, base_value(path), edit, now);
      }
      continue;
    }
    std::size_t first = findings_.size();
    report_edits(i, "the record was merged into '" + into + "' on the other side");
    for (std::size_t j = first; j < findings_.size(); ++j) findings_[j].other = into;
  }
}

/// Lists of maps that several sides changed: their numbers mean nothing, so that the elements are compared with those of a merge.
void Judge::judge_lists(std::set<std::string>& done) {
  std::set<std::string> lists;
  for (const std::string& path : all_paths())
    if (std::string list = list_of(path); !list.empty()) lists.insert(list);
  auto part = [](const std::optional<Fields>& fields, const std::string& list) {
    Fields found;
    if (fields)
      for (const auto& [path, text] : *fields)
        if (list_of(path) == list) found[path] = text;
    return found;
  };
  for (const std::string& list : lists) {
    std::vector<Fields> changed;
    for (const auto& side : states_.sides)
      if (side && part(side, list) != part(base_, list)) changed.push_back(part(side, list));
    if (changed.size() < 2 || changed[0] == changed[1]) continue;
    done.insert(list);
    RecordMerge expected = merge_record(paths_, {part(base_, list)}, changed[0], changed[1]);
    Fields now = part(states_.merged, list);
    bool as_merged = now == expected.ours || now == expected.theirs;
    bool decided = !expected.clashes.empty() && now != part(base_, list);
    RecordMerge turned = merge_record(paths_, {part(base_, list)}, changed[1], changed[0]);
    if (as_merged || decided || changed.size() > 2 || now == turned.ours || now == turned.theirs) continue;
    report("lost-edit", list, states_.names.size(), "", "", "",
           "the edits of both sides are not all in the list");
  }
}

void Judge::judge_field(const std::string& path) {
  std::string before = base_value(path), now = value_of(*states_.merged, path);
  std::set<std::string> edits;
  bool held = false;
  for (const auto& side : states_.sides) {
    if (!side) continue;
    std::string value = value_of(*side, path);
    held = held || value == now;
    if (value != before) edits.insert(value);
  }
  if (!known_ && edits.size() > 1) return;  // the ancestors disagree
  if (edits.empty()) {
    if (now != before) report("changed-in-merge", path, states_.names.size(), before, "", now);
    return;
  }
  if (edits.size() > 1) {
    if (paths_[paths_.intern(path)].list) return judge_set(path);
    if (now != before) return;  // a person decided
  } else if (*edits.begin() == now || (!known_ && held)) {
    return;
  }
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (!states_.sides[i]) continue;
    std::string edit = value_of(*states_.sides[i], path);
    if (edit != before) report("lost-edit", path, i, before, edit, now);
  }
}

/// Each element that a side added or took out.
void Judge::judge_set(const std::string& path) {
  auto elements = [&](const Fields& fields) {
    std::vector<std::string> split = core::split_list(value_of(fields, path));
    return std::set<std::string>(split.begin(), split.end());
  };
  std::set<std::string> before = elements(*base_), now = elements(*states_.merged);
  for (std::size_t i = 0; i < states_.sides.size(); ++i) {
    if (!states_.sides[i]) continue;
    std::set<std::string> side = elements(*states_.sides[i]);
    for (const std::string& element : side)
      if (before.count(element) == 0 && now.count(element) == 0)
        report("lost-edit", path, i, "", element, value_of(*states_.merged, path));
    for (const std::string& element : before)
      if (side.count(element) == 0 && now.count(element) != 0)
        report("lost-edit", path, i, element, "", value_of(*states_.merged, path));
  }
}

}  // namespace

void judge(model::Paths& paths, const RecordStates& states, std::vector<MergeFinding>& findings) {
  Judge(paths, states, findings).run();
}

}  // namespace flatcrm::git
