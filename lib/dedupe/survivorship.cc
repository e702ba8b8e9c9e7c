#include "dedupe/survivorship.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "core/path.h"
#include "core/text.h"
#include "dedupe/forms.h"
#include "model/list_text.h"

namespace flatcrm::dedupe {

namespace {

using model::PathId;

class Merger {
 public:
  Merger(const book::Book& book, const Settings& settings, const std::vector<const WholeRecord*>& records,
         core::Arena& arena)
      : paths_(book.paths("customers")), settings_(settings), records_(records), arena_(arena) {}

  Merged merge() {
    choose_survivor();
    for (PathId path : single_paths()) merge_single(path);
    for (const std::string& list : list_prefixes()) merge_elements(list);
    add_merged_ids();
    std::sort(merged_.values.begin(), merged_.values.end(),
              [&](const MergedValue& a, const MergedValue& b) { return paths_.before(a.path, b.path); });
    return std::move(merged_);
  }

 private:
  void choose_survivor() {
    for (std::size_t i = 1; i < records_.size(); ++i) {
      const WholeRecord &best = *records_[merged_.survivor], &other = *records_[i];
      bool more = other.values.size() > best.values.size();
      if (more || (other.values.size() == best.values.size() && other.id < best.id)) merged_.survivor = i;
    }
    order_.push_back(merged_.survivor);
    for (std::size_t i = 0; i < records_.size(); ++i)
      if (i != merged_.survivor) order_.push_back(i);
  }

  /// "addresses.2" of "addresses.2.city"; "" for what is no element of a list of maps.
  static std::string element_of(std::string_view path) {
    std::string_view rest = path;
    core::PathStep step;
    while (core::next_step(rest, step))
      if (step.number != 0)
        return std::string(
            path.substr(0, static_cast<std::size_t>(step.text.data() + step.text.size() - path.data())));
    return {};
  }

  std::vector<PathId> single_paths() const {
    std::vector<PathId> found;
    std::set<PathId> seen;
    for (std::size_t i : order_)
      for (const model::Value& value : records_[i]->values)
        if (element_of(paths_[value.path].text).empty() && seen.insert(value.path).second)
          found.push_back(value.path);
    return found;
  }

  void merge_single(PathId path) {
    const std::string& name = paths_[path].text;
    if (name == "merged_ids") return;
    if (path == model::Paths::id) return put(path, records_[merged_.survivor]->id, merged_.survivor);
    if (paths_[path].list && rule_of(name, Survival::all) == Survival::all) return merge_list(path);
    if (name.starts_with("consent.")) return put_first_of(path, {"denied", "granted", "unknown"});
    if (name == "do_not_contact") return put_first_of(path, {"true", "false"});
    std::size_t from = chosen(path, rule_of(name, Survival::complete));
    put(path, records_[from]->value(path), from);
  }

  Survival rule_of(const std::string& name, Survival preset) const {
    if (auto found = settings_.survivorship.find(name); found != settings_.survivorship.end())
      return found->second;
    if (preset == Survival::all) return preset;
    auto found = settings_.survivorship.find("default");
    return found != settings_.survivorship.end() && found->second != Survival::all ? found->second : preset;
  }

  std::size_t chosen(PathId path, Survival rule) const {
    std::size_t best = records_.size();
    auto better = [&](std::size_t i) {
      if (rule == Survival::longest)
        return records_[i]->value(path).size() > records_[best]->value(path).size();
      if (rule == Survival::recent) return time_of(*records_[i], true) > time_of(*records_[best], true);
      if (rule == Survival::first) return time_of(*records_[i], false) < time_of(*records_[best], false);
      return false;
    };
    for (std::size_t i : order_)
      if (!records_[i]->value(path).empty() && (best == records_.size() || better(i))) best = i;
    return best;
  }

  /// The last change that a source names, or the first day on which one was seen.
  std::string_view time_of(const WholeRecord& record, bool last) const {
    std::string_view found;
    for (const model::Value& value : record.values) {
      const std::string& path = paths_[value.path].text;
      if (!path.starts_with("sources.")) continue;
      bool counts = path.ends_with(".first_seen") || (last && path.ends_with(".updated"));
      if (counts && (found.empty() || (last ? value.text > found : value.text < found))) found = value.text;
    }
    return found;
  }

  void put(PathId path, std::string_view text, std::size_t from, bool several = false) {
    if (!text.empty()) merged_.values.push_back({path, text, from, several});
  }

  void put_first_of(PathId path, const std::vector<std::string_view>& wanted) {
    for (std::string_view one : wanted)
      for (std::size_t i : order_)
        if (records_[i]->value(path) == one) return put(path, one, i);
    std::size_t from = chosen(path, Survival::complete);
    put(path, records_[from]->value(path), from);
  }

  void merge_list(PathId path) {
    std::vector<std::string> elements;
    std::set<std::string> seen;
    std::size_t givers = 0;
    for (std::size_t i : order_) {
      bool gave = false;
      model::for_each_element(records_[i]->value(path), [&](std::string_view element) {
        if (!seen.insert(core::lower_ascii(element)).second) return;
        elements.emplace_back(element);
        gave = true;
      });
      givers += gave ? 1 : 0;
    }
    std::size_t from = chosen(path, Survival::complete);
    if (givers == 1) return put(path, records_[from]->value(path), from);
    put(path, arena_.keep(core::join_list(elements)), from, true);
  }

  // ---- lists of maps

  std::vector<std::string> list_prefixes() const {
    std::vector<std::string> lists;
    for (std::size_t i : order_)
      for (const model::Value& value : records_[i]->values) {
        std::string element = element_of(paths_[value.path].text);
        if (element.empty()) continue;
        std::string list = element.substr(0, element.rfind('.'));
        if (std::find(lists.begin(), lists.end(), list) == lists.end()) lists.push_back(list);
      }
    return lists;
  }

  struct Element {
    std::size_t from = 0;
    std::vector<std::pair<std::string, std::string_view>> fields;  // behind the number
    std::string key;
  };

  std::vector<Element> elements_of(std::size_t record, const std::string& list) const {
    std::map<std::uint32_t, Element> elements;
    for (const model::Value& value : records_[record]->values) {
      const std::string& path = paths_[value.path].text;
      std::string element = element_of(path);
      if (element.empty() || element.substr(0, element.rfind('.')) != list) continue;
      auto number = static_cast<std::uint32_t>(std::stoul(element.substr(element.rfind('.') + 1)));
      Element& one = elements[number];
      one.from = record;
      one.fields.emplace_back(path.substr(element.size()), value.text);
    }
    std::vector<Element> found;
    for (auto& [number, element] : elements) {
      element.key = key_of_element(list, element);
      found.push_back(std::move(element));
    }
    return found;
  }

  /// What makes two elements one: a source's name and key; of addresses all that stands in them, as it is compared.
  static std::string key_of_element(const std::string& list, const Element& element) {
    std::string key;
    for (const auto& [field, text] : element.fields) {
      if (list == "sources" && field != ".source" && field != ".key") continue;
      if (list == "addresses" && field == ".label") continue;
      (((key += field) += '=') +=
       list == "addresses" && field == ".street" ? street_key(text) : plain_words(text)) += ';';
    }
    return key;
  }
  static std::string street_key(std::string_view text) {
    StreetForm form = street_form(text);
    return form.number + ' ' + form.words;
  }

  /// Has the one nothing that the other lacks?
  static bool is_part_of(const Element& element, const Element& whole) {
    return std::all_of(element.fields.begin(), element.fields.end(), [&](const auto& field) {
      return std::any_of(whole.fields.begin(), whole.fields.end(), [&](const auto& other) {
        return field.first == other.first && plain_words(field.second) == plain_words(other.second);
      });
    });
  }

  void merge_elements(const std::string& list) {
    std::vector<Element> all;
    std::unordered_set<std::string> keys;
    for (std::size_t i : order_)
      for (Element& element : elements_of(i, list)) {
        if (!keys.insert(element.key).second) continue;
        bool known = list == "addresses" && std::any_of(all.begin(), all.end(), [&](const Element& other) {
                       return is_part_of(element, other);
                     });
        if (!known) all.push_back(std::move(element));
      }
    for (std::size_t number = 1; number <= all.size(); ++number)
      for (const auto& [field, text] : all[number - 1].fields) {
        put(paths_.intern(fmt::format("{}.{}{}", list, number, field)), text, all[number - 1].from);
      }
  }

  void add_merged_ids() {
    PathId path = paths_.intern("merged_ids");
    std::set<std::string, std::less<>> known;
    auto add = [&](std::string_view id) { known.emplace(id); };
    for (std::size_t i : order_) {
      model::for_each_element(records_[i]->value(path), add);
      if (i != merged_.survivor) add(records_[i]->id);
    }
    std::vector<std::string> ids(known.begin(), known.end());
    put(path, arena_.keep(core::join_list(ids)), merged_.survivor, true);
  }

  model::Paths& paths_;
  const Settings& settings_;
  const std::vector<const WholeRecord*>& records_;
  core::Arena& arena_;
  std::vector<std::size_t> order_;  // the survivor first
  Merged merged_;
};

}  // namespace

Merged merge_records(const book::Book& book, const Settings& settings,
                     const std::vector<const WholeRecord*>& records, core::Arena& arena) {
  return Merger(book, settings, records, arena).merge();
}

}  // namespace flatcrm::dedupe
