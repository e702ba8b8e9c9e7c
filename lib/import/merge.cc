#include "import/merge.h"

#include <algorithm>

#include "core/text.h"
#include "import/values.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

bool is_no(std::string_view consent) {
  return consent == "denied" || consent == "true";
}

bool is_yes(std::string_view consent) {
  return consent == "granted" || consent == "false";
}

}  // namespace

void Merger::begin(std::span<const Value> record, bool made_now) {
  values_.assign(record.begin(), record.end());
  made_now_ = made_now;
  log_ = false;
}

Value* Merger::find(PathId path) {
  for (Value& value : values_)
    if (value.path == path) return &value;
  return nullptr;
}

bool Merger::set(PathId path, std::string_view text) {
  Value* present = find(path);
  if (present == nullptr)
    values_.push_back({text, path, 0});
  else if (present->text == text)
    return false;
  else
    present->text = text;
  return true;
}

void Merger::remove(PathId path) {
  std::erase_if(values_, [&](const Value& value) { return value.path == path; });
}

bool Merger::is_own(PathId path, std::string_view value) {
  if (speaks_) return true;
  if (!remembers_) return owns_;
  if (log_) return untouched_ && said_entry_ != 0;
  return words_.contains(own_said_, path, value);
}

bool Merger::is_others(PathId path, std::string_view value) {
  return !log_ && std::any_of(others_said_.begin(), others_said_.end(),
                              [&](const SourceSaid& one) { return words_.contains(one.said, path, value); });
}

void Merger::rules_of(const RecordMap& map) {
  if (rules_of_ != &map) rules_.clear();
  rules_of_ = &map;
}

Rule Merger::rule_of(PathId path, const RowContext& context) {
  rules_of(*context.map);
  if (path >= rules_.size()) rules_.resize(path + 1, -1);
  if (rules_[path] < 0) {
    const model::Path& named = roles_.paths()[path];
    rules_[path] = static_cast<signed char>(context.map->rules.of(named.text, named.field));
  }
  return static_cast<Rule>(rules_[path]);
}

/// Is what stands there the word of a source whose name comes later, and what all sources before this one would have made of it?
bool Merger::precedes(Rule rule, PathId path, std::string_view present) {
  if (rules_of_->said_path == 0 || log_ || stale_ || !all_said_ || words_.speaks_of(own_said_, path))
    return false;
  if (rule != Rule::fill && rule != Rule::union_of_both) return false;
  const SourceSaid* first = nullptr;
  for (const SourceSaid& other : others_said_)
    if (words_.speaks_of(other.said, path) && (first == nullptr || other.source < first->source))
      first = &other;
  return first != nullptr && source_ < first->source && words_.contains(first->said, path, present);
}

/// Did this very source say so before? Then a person took it out of the record since.
bool Merger::was_taken_away(const Value& given) {
  if (!remembers_ || log_ || roles_[given.path].consent) return false;
  if (!words_.contains(own_said_, given.path, given.text)) return false;
  conflicts_.push_back({given.path, "", given.text, false});
  return true;
}

bool Merger::takes(Rule rule, PathId path, std::string_view present, std::string_view given) {
  if (roles_[path].consent) return takes_consent(path, present, given);
  if (rule == Rule::overwrite) return true;
  if (rule == Rule::keep) return false;
  if (!stale_ && is_own(path, present) && !is_others(path, present)) return true;
  return rule == Rule::newer && newest_ && !is_own(path, given);
}

bool Merger::takes_consent(PathId path, std::string_view present, std::string_view given) {
  if (stale_ || (!is_yes(given) && !is_no(given))) return false;
  if (!is_yes(present) && !is_no(present)) return true;
  bool own = is_own(path, present);
  bool news = own || !is_own(path, given);
  // A row that is newer than all others may say no again for another reason than consent; whoever is in doubt does not write.
  if (is_no(given)) return (news || newest_) && !oldest_;
  return news && (newest_ || (own && !is_others(path, present)));
}

bool Merger::take_or_report(Value& present, const Value& given, Rule rule) {
  bool before =
      !given.text.empty() && !roles_[given.path].consent && precedes(rule, given.path, present.text);
  if (before || takes(rule, given.path, present.text, given.text)) {
    if (before) conflicts_.push_back({given.path, present.text, given.text, true});
    if (given.text.empty())
      remove(given.path);
    else
      present.text = given.text;
    return true;
  }
  conflicts_.push_back({given.path, present.text, given.text, false});
  return false;
}

bool Merger::apply_list(Value& present, const Value& given, Rule rule) {
  if (rule != Rule::union_of_both || given.text.empty()) return take_or_report(present, given, rule);
  std::vector<std::string> all = core::split_list(present.text);
  std::vector<std::string> more = core::split_list(given.text);
  std::vector<std::string> before = all;
  const bool caseless = roles_[given.path].emails;
  if (rules_of_->said_path != 0 && !log_)
    all =
        join_in_order(words_, given.path, std::move(all), more, {source_, own_said_}, others_said_, caseless);
  else
    for (std::string& one : more) {
      auto is_it = [&](const std::string& other) {
        return caseless ? core::equal_ignoring_ascii_case(other, one) : other == one;
      };
      if (std::none_of(all.begin(), all.end(), is_it)) all.push_back(std::move(one));
    }
  if (all == before) return false;
  present.text = arena_.keep(core::join_list(all));
  return true;
}

bool Merger::apply_value(const Value& given, const RowContext& context) {
  Value* present = find(given.path);
  if (present == nullptr || present->text.empty()) {
    if (given.text.empty() || was_taken_away(given)) return false;
    return set(given.path, given.text);
  }
  if (present->text == given.text) return false;
  Rule rule = rule_of(given.path, context);
  if (given.text.empty() && rule == Rule::union_of_both) return false;
  if (roles_.paths()[given.path].list) return apply_list(*present, given, rule);
  return take_or_report(*present, given, rule);
}

bool Merger::apply(const RowParts& row) {
  rules_of(*row.context.map);
  source_ = row.context.source;
  find_sources(row.context);
  bool changed = false;
  std::vector<Element> elements;
  for (const Value& value : row.fields) {
    const PathRole& role = roles_[value.path];
    if (role.part != Part::element) {
      changed = apply_value(value, row.context) || changed;
      continue;
    }
    auto known = std::find_if(elements.begin(), elements.end(), [&](const Element& one) {
      return one.list == role.list && one.number == role.number;
    });
    if (known == elements.end()) known = elements.insert(elements.end(), {role.list, role.number, {}});
    known->values.push_back(value);
  }
  for (const Element& element : elements) changed = apply_element(element, row.context) || changed;
  return add_source(row) || changed;
}

void Merger::edits(std::span<const Value> before, std::vector<book::FieldEdit>& out) const {
  for (const Value& value : values_) {
    std::string_view old = value_of(before, value.path);
    if (is_absent(old) || old != value.text) out.push_back({value.path, old, value.text});
  }
  for (const Value& old : before)
    if (is_absent(value_of(values_, old.path))) out.push_back({old.path, old.text, {}});
}

}  // namespace flatcrm::import
