#include "git/record_merge.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/path.h"
#include "core/text.h"
#include "model/contradiction.h"

namespace flatcrm::git {

namespace {

using Elements = std::vector<Fields>;

std::string value_of(const Fields& fields, const std::string& path) {
  auto found = fields.find(path);
  return found == fields.end() ? "" : found->second;
}

void put(Fields& fields, const std::string& path, const std::string& text) {
  if (!text.empty()) fields[path] = text;
}

/// "addresses.2.city" is the field "city" of the second element of "addresses".
struct ElementPath {
  std::string list, field;
  std::size_t number = 0;  // 0: the path leads into no list
};

ElementPath element_path(const std::string& path) {
  std::string_view rest = path;
  core::PathStep step;
  core::next_step(rest, step);  // at the root a number is a key
  while (true) {
    std::size_t begin = path.size() - rest.size();
    if (!core::next_step(rest, step)) return {};
    if (step.number != 0) return {path.substr(0, begin - 1), std::string(rest), step.number};
  }
}

/// A record with its lists of maps apart.
struct Parts {
  Fields values;
  std::map<std::string, std::map<std::size_t, Fields>> lists;  // elements by their number

  explicit Parts(const Fields& fields) {
    for (const auto& [path, text] : fields) {
      ElementPath element = element_path(path);
      if (element.number == 0)
        put(values, path, text);
      else
        put(lists[element.list][element.number], element.field, text);
    }
  }
  /// Numbers that are no list's but keys of a person's own, such as years.
  bool has_gaps(const std::string& list) const {
    auto found = lists.find(list);
    return found != lists.end() && !found->second.empty() &&
           found->second.rbegin()->first != found->second.size();
  }
  Elements elements(const std::string& list) const {
    Elements elements;
    if (auto found = lists.find(list); found != lists.end())
      for (const auto& [number, fields] : found->second) elements.push_back(fields);
    return elements;
  }
  void flatten(const std::string& list) {
    for (const auto& [number, fields] : lists[list])
      for (const auto& [field, text] : fields) {
        std::string path = list;
        core::append_number(path, number);
        if (!field.empty()) path += "." + field;
        values[path] = text;
      }
    lists.erase(list);
  }
};

/// Which elements of a side are which of the base.
struct Alignment {
  std::vector<Pairing> to;  // by element of the base
  std::vector<int> from;    // by element of the side; -1 for a new one

  Alignment(const Elements& base, const Elements& side)
      : to(pair_elements(base, side)), from(side.size(), -1) {
    for (std::size_t i = 0; i < to.size(); ++i)
      if (to[i].to >= 0) from[static_cast<std::size_t>(to[i].to)] = static_cast<int>(i);
  }
};

class Merger {
 public:
  Merger(model::Paths& paths, const std::vector<Fields>& bases, const Fields& ours, const Fields& theirs)
      : paths_(paths), bases_whole_(bases), ours_whole_(ours), theirs_whole_(theirs) {}

  RecordMerge run() {
    if (decide_whole()) return std::move(result_);
    std::vector<Parts> bases;
    for (const Fields& base : bases_whole_) bases.emplace_back(base);
    Parts ours(ours_whole_), theirs(theirs_whole_);
    for (const std::string& list : lists_with_gaps(bases, ours, theirs)) {
      for (Parts& base : bases) base.flatten(list);
      ours.flatten(list);
      theirs.flatten(list);
    }
    std::vector<Fields> values;
    for (const Parts& base : bases) values.push_back(base.values);
    merge_values("", values, ours.values, theirs.values, result_.ours, result_.theirs);
    merge_lists(bases, ours, theirs);
    refuse_mixed_money();
    if (contradictory(result_.ours) || contradictory(result_.theirs)) clash_whole("its fields contradict");
    return std::move(result_);
  }

 private:
  void clash_whole(const std::string& why) { result_ = {ours_whole_, theirs_whole_, {{"", "", "", why}}}; }
  bool decide_whole();
  static std::set<std::string> list_names(const std::vector<Parts>& bases, const Parts& ours,
                                          const Parts& theirs);
  static std::vector<std::string> lists_with_gaps(const std::vector<Parts>& bases, const Parts& ours,
                                                  const Parts& theirs);
  void merge_values(const std::string& prefix, const std::vector<Fields>& bases, const Fields& ours,
                    const Fields& theirs, Fields& to_ours, Fields& to_theirs);
  void merge_value(const std::string& path, const std::string& whole_path,
                   const std::optional<std::string>& base, const std::string& ours, const std::string& theirs,
                   Fields& to_ours, Fields& to_theirs);
  void merge_lists(const std::vector<Parts>& bases, const Parts& ours, const Parts& theirs);
  void merge_list(const std::string& list, const Elements& base, const Elements& ours,
                  const Elements& theirs);
  /// A list on its way, with clashes decided as each side has it.
  struct ListMerge {
    const std::string& list;
    Elements ours, theirs;
  };
  void merge_element(ListMerge& merge, const Fields& base, const Fields& ours, const Fields& theirs,
                     bool loosely);
  void clash_in(ListMerge& merge, const Fields* ours, const Fields* theirs);
  void put_list(const std::string& list, const Elements& ours, const Elements& theirs);
  void refuse_mixed_money();
  bool contradictory(const Fields& fields) const;

  model::Paths& paths_;
  const std::vector<Fields>& bases_whole_;
  const Fields& ours_whole_;
  const Fields& theirs_whole_;
  RecordMerge result_;
};

/// What needs no look at single fields.
bool Merger::decide_whole() {
  const Fields& base = bases_whole_.front();
  bool known = bases_whole_.size() == 1;
  if (ours_whole_ == theirs_whole_ || (known && base == theirs_whole_)) {
    result_ = {ours_whole_, ours_whole_, {}};
    return true;
  }
  if (known && base == ours_whole_) {
    result_ = {theirs_whole_, theirs_whole_, {}};
    return true;
  }
  std::string was = value_of(base, "merged_into");
  std::string ours = value_of(ours_whole_, "merged_into"), theirs = value_of(theirs_whole_, "merged_into");
  if (was.empty() && ours.empty() != theirs.empty()) {
    const std::string& into = ours.empty() ? theirs : ours;
    clash_whole(fmt::format("merged into '{}' on one side, changed on the other", core::visible(into)));
    return true;
  }
  return false;
}

std::set<std::string> Merger::list_names(const std::vector<Parts>& bases, const Parts& ours,
                                         const Parts& theirs) {
  std::set<std::string> names;
  auto add = [&](const Parts& parts) {
    for (const auto& [name, elements] : parts.lists) names.insert(name);
  };
  for (const Parts& base : bases) add(base);
  add(ours);
  add(theirs);
  return names;
}

std::vector<std::string> Merger::lists_with_gaps(const std::vector<Parts>& bases, const Parts& ours,
                                                 const Parts& theirs) {
  std::vector<std::string> found;
  for (const std::string& list : list_names(bases, ours, theirs)) {
    bool gaps = ours.has_gaps(list) || theirs.has_gaps(list);
    for (const Parts& base : bases) gaps = gaps || base.has_gaps(list);
    if (gaps) found.push_back(list);
  }
  return found;
}

void Merger::merge_values(const std::string& prefix, const std::vector<Fields>& bases, const Fields& ours,
                          const Fields& theirs, Fields& to_ours, Fields& to_theirs) {
  std::set<std::string> names;
  for (const auto& [path, text] : ours) names.insert(path);
  for (const auto& [path, text] : theirs) names.insert(path);
  for (const std::string& path : names) {
    std::optional<std::string> base = value_of(bases.front(), path);
    if (bases.size() > 1 && value_of(bases.back(), path) != *base) base.reset();
    merge_value(path, prefix + path, base, value_of(ours, path), value_of(theirs, path), to_ours, to_theirs);
  }
}

void Merger::merge_value(const std::string& path, const std::string& whole_path,
                         const std::optional<std::string>& base, const std::string& ours,
                         const std::string& theirs, Fields& to_ours, Fields& to_theirs) {
  std::string merged;
  if (ours == theirs || base == theirs) {
    merged = ours;
  } else if (base == ours) {
    merged = theirs;
  } else if (base && paths_[paths_.intern(whole_path)].list) {
    merged = core::join_list(
        merge_sets(core::split_list(*base), core::split_list(ours), core::split_list(theirs)));
  } else {
    put(to_ours, path, ours);
    put(to_theirs, path, theirs);
    result_.clashes.push_back({whole_path, ours, theirs});
    return;
  }
  put(to_ours, path, merged);
  put(to_theirs, path, merged);
}

void Merger::merge_lists(const std::vector<Parts>& bases, const Parts& ours, const Parts& theirs) {
  for (const std::string& list : list_names(bases, ours, theirs)) {
    Elements one = ours.elements(list), other = theirs.elements(list), base = bases.front().elements(list);
    bool known = bases.size() == 1 || base == bases.back().elements(list);
    if (one == other || (known && base == other)) {
      put_list(list, one, one);
    } else if (known && base == one) {
      put_list(list, other, other);
    } else if (known) {
      merge_list(list, base, one, other);
    } else {
      put_list(list, one, other);
      result_.clashes.push_back({list, "", ""});
    }
  }
}

/// Both sides changed the list: element by element.
void Merger::merge_list(const std::string& list, const Elements& base, const Elements& ours,
                        const Elements& theirs) {
  Alignment here(base, ours), there(base, theirs);
  ListMerge merge{list, {}, {}};
  for (std::size_t j = 0; j < ours.size(); ++j) {
    int i = here.from[j];
    if (i < 0) {
      merge.ours.push_back(ours[j]);
      merge.theirs.push_back(ours[j]);
      continue;
    }
    const Fields& old = base[static_cast<std::size_t>(i)];
    const Pairing& other = there.to[static_cast<std::size_t>(i)];
    bool loosely = here.to[static_cast<std::size_t>(i)].loosely || other.loosely;
    if (other.to >= 0)
      merge_element(merge, old, ours[j], theirs[static_cast<std::size_t>(other.to)], loosely);
    else if (ours[j] != old)
      clash_in(merge, &ours[j], nullptr);  // changed here, taken out there
  }
  for (std::size_t j = 0; j < theirs.size(); ++j) {
    int i = there.from[j];
    if (i < 0) {
      bool twice = std::find(ours.begin(), ours.end(), theirs[j]) != ours.end();
      if (!twice) merge.ours.push_back(theirs[j]);
      if (!twice) merge.theirs.push_back(theirs[j]);
    } else if (here.to[static_cast<std::size_t>(i)].to < 0 &&
               theirs[j] != base[static_cast<std::size_t>(i)]) {
      clash_in(merge, nullptr, &theirs[j]);  // changed there, taken out here
    }
  }
  put_list(list, merge.ours, merge.theirs);
}

void Merger::merge_element(ListMerge& merge, const Fields& base, const Fields& ours, const Fields& theirs,
                           bool loosely) {
  if (loosely && ours != base && theirs != base && ours != theirs) return clash_in(merge, &ours, &theirs);
  std::string prefix = merge.list;
  core::append_number(prefix, merge.ours.size() + 1);
  merge_values(prefix + ".", {base}, ours, theirs, merge.ours.emplace_back(), merge.theirs.emplace_back());
}

/// An element as each side has it, or has it not.
void Merger::clash_in(ListMerge& merge, const Fields* ours, const Fields* theirs) {
  if (ours != nullptr) merge.ours.push_back(*ours);
  if (theirs != nullptr) merge.theirs.push_back(*theirs);
  std::string path = merge.list;
  core::append_number(path, ours != nullptr ? merge.ours.size() : merge.theirs.size());
  result_.clashes.push_back({path, "", ""});
}

void Merger::put_list(const std::string& list, const Elements& ours, const Elements& theirs) {
  auto write = [&](Fields& to, const Elements& elements) {
    std::size_t number = 0;
    for (const Fields& element : elements) {
      std::string path = list;
      core::append_number(path, ++number);
      for (const auto& [field, text] : element) {
        std::string whole = path;
        if (!field.empty()) whole.append(".").append(field);
        put(to, whole, text);
      }
    }
  };
  write(result_.ours, ours);
  write(result_.theirs, theirs);
}

/// 100 EUR that became 120 EUR here and 100 USD there are not 120 USD.
void Merger::refuse_mixed_money() {
  if (bases_whole_.size() != 1) return;
  for (const model::Field& field : paths_.schema().fields()) {
    if (field.currency.empty()) continue;
    auto changed = [&](const Fields& side, const std::string& path) {
      return value_of(side, path) != value_of(bases_whole_.front(), path);
    };
    auto split = [&](const Fields& one, const Fields& other) {
      return changed(one, field.path) && !changed(one, field.currency) && !changed(other, field.path) &&
             changed(other, field.currency);
    };
    if (value_of(bases_whole_.front(), field.path).empty()) continue;
    if (!split(ours_whole_, theirs_whole_) && !split(theirs_whole_, ours_whole_)) continue;
    for (const std::string& path : {field.path, field.currency}) {
      result_.ours.erase(path);
      result_.theirs.erase(path);
      put(result_.ours, path, value_of(ours_whole_, path));
      put(result_.theirs, path, value_of(theirs_whole_, path));
    }
    result_.clashes.push_back(
        {field.path, value_of(ours_whole_, field.path) + " " + value_of(ours_whole_, field.currency),
         value_of(theirs_whole_, field.path) + " " + value_of(theirs_whole_, field.currency), ""});
  }
}

bool Merger::contradictory(const Fields& fields) const {
  std::vector<model::PathId> known;
  for (const auto& [path, text] : fields) known.push_back(paths_.intern(path));
  std::sort(known.begin(), known.end(),
            [&](model::PathId one, model::PathId other) { return paths_.before(one, other); });
  for (std::size_t i = 1; i < known.size(); ++i)
    if (model::contradict(paths_[known[i - 1]].text, paths_[known[i]].text)) return true;
  return false;
}

}  // namespace

RecordMerge merge_record(model::Paths& paths, const std::vector<Fields>& bases, const Fields& ours,
                         const Fields& theirs) {
  return Merger(paths, bases, ours, theirs).run();
}

}  // namespace flatcrm::git
