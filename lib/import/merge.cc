#include "import/merge.h"

#include <algorithm>
#include <limits>

#include "core/date.h"
#include "core/text.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

bool is_absent(std::string_view text) {
  return text.data() == nullptr;
}

std::string_view value_of(std::span<const Value> values, PathId path) {
  for (const Value& value : values)
    if (value.path == path) return value.text;
  return {};
}

bool is_no(std::string_view consent) {
  return consent == "denied" || consent == "true";
}

bool is_yes(std::string_view consent) {
  return consent == "granted" || consent == "false";
}

}  // namespace

std::int64_t time_of(std::string_view text) {
  if (auto instant = core::parse_date_time(text)) return instant->seconds;
  if (auto day = core::parse_day(text)) return std::int64_t{day->days} * 86'400;
  return never;
}

RowParts parts_of(const model::Record& row, const RecordMap& map, bool gives_id) {
  RowParts out;
  std::span<const Value> values = row.values().subspan(1);
  out.context.map = &map;
  out.context.gives_id = gives_id;
  while (!gives_id && !values.empty()) {
    const Value& last = values.back();
    if (last.path == map.source_path)
      out.context.source = last.text;
    else if (last.path == map.key_path)
      out.context.key = last.text;
    else if (last.path == map.first_seen_path)
      out.context.first_seen = last.text;
    else if (last.path == map.updated_path)
      out.context.updated = last.text;
    else if (map.said_path != 0 && last.path == map.said_path)
      out.context.said = last.text;
    else
      break;
    values = values.first(values.size() - 1);
  }
  out.fields = values;
  return out;
}

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

void Merger::find_entries(const RowContext& context) {
  entries_ = last_entry_ = own_entry_ = said_entry_ = 0;
  has_source_ = false;
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
    if (role.part != Part::source) continue;
    ++entries_;
    last_entry_ = std::max(last_entry_, role.number);
    if (value.text != context.source) continue;
    std::uint32_t number = role.number;
    if (!has_source_ && !context.joins) said_entry_ = number;
    has_source_ = true;
    const Value* key = find(roles_.source_path(number, "key"));
    if (own_entry_ == 0 && key != nullptr && key->text == context.key) own_entry_ = said_entry_ = number;
  }
}

void Merger::find_sources(const RowContext& context) {
  find_entries(context);
  own_said_ = {};
  others_said_.clear();
  std::int64_t own = never, others = never;
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
    if (role.part == Part::said && role.number == said_entry_) own_said_ = value.text;
    if (role.part == Part::said && role.number != said_entry_) others_said_.push_back(value.text);
    if (role.part != Part::updated) continue;
    std::int64_t& newest = role.number == own_entry_ ? own : others;
    newest = std::max(newest, time_of(value.text));
  }
  std::int64_t now = is_absent(context.updated) ? never : time_of(context.updated);
  stale_ = now != never && own != never && now < own;
  newest_ = now != never && now >= own && now > others;
  oldest_ = now != never && others != never && now < others;
  speaks_ = context.gives_id && entries_ == 0;
  remembers_ = context.map->said_path != 0 && !own_said_.empty();
  bool repeats = now != never && now == own && core::parse_date_time(context.updated).has_value();
  bool joined = own_entry_ != 0 || (!context.joins && has_source_);
  owns_ = !context.gives_id && entries_ == 1 && joined && !repeats;
  if (log_ || context.map->log_date == 0) return;
  log_ = true;
  untouched_ = made_now_ || words_.is_whole(own_said_, values_);
}

bool Merger::is_own(PathId path, std::string_view value) {
  if (speaks_) return true;
  if (!remembers_) return owns_;
  if (log_) return untouched_ && said_entry_ != 0;
  return words_.contains(own_said_, path, value);
}

bool Merger::is_others(PathId path, std::string_view value) {
  return !log_ && std::any_of(others_said_.begin(), others_said_.end(),
                              [&](std::string_view said) { return words_.contains(said, path, value); });
}

Rule Merger::rule_of(PathId path, const RowContext& context) {
  if (rules_of_ != context.map) {
    rules_.clear();
    rules_of_ = context.map;
  }
  if (path >= rules_.size()) rules_.resize(path + 1, -1);
  if (rules_[path] < 0) {
    const model::Path& named = roles_.paths()[path];
    rules_[path] = static_cast<signed char>(context.map->rules.of(named.text, named.field));
  }
  return static_cast<Rule>(rules_[path]);
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
  if (takes(rule, given.path, present.text, given.text)) {
    if (given.text.empty())
      remove(given.path);
    else
      present.text = given.text;
    return true;
  }
  conflicts_.push_back({given.path, present.text, given.text});
  return false;
}

bool Merger::apply_list(Value& present, const Value& given, Rule rule) {
  if (rule != Rule::union_of_both || given.text.empty()) return take_or_report(present, given, rule);
  std::vector<std::string> all = core::split_list(present.text);
  std::size_t before = all.size();
  for (std::string& one : core::split_list(given.text))
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  if (all.size() == before) return false;
  present.text = arena_.keep(core::join_list(all));
  return true;
}

bool Merger::apply_value(const Value& given, const RowContext& context) {
  Value* present = find(given.path);
  if (present == nullptr || present->text.empty()) {
    if (given.text.empty()) return false;
    return set(given.path, given.text);
  }
  if (present->text == given.text) return false;
  Rule rule = rule_of(given.path, context);
  if (given.text.empty() && rule == Rule::union_of_both) return false;
  if (roles_.paths()[given.path].list) return apply_list(*present, given, rule);
  return take_or_report(*present, given, rule);
}

/// Do all fields that both have agree, and is one among them that tells one address from another?
bool Merger::agrees(const Element& element, std::uint32_t number) {
  bool telling = false;
  for (const Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != element.list || role.number != number) continue;
    for (const Value& given : element.values) {
      if (given.text.empty() || roles_[given.path].below != role.below) continue;
      if (!core::equal_ignoring_ascii_case(given.text, value.text)) return false;
      telling = telling || (role.below != "label" && role.below != "country" && role.below != "region");
    }
  }
  return telling;
}

bool Merger::fill_element(const Element& element, std::uint32_t number) {
  bool changed = false;
  for (const Value& given : element.values) {
    if (given.text.empty()) continue;
    std::string_view below = roles_[given.path].below;
    PathId path = number == element.number ? given.path : roles_.path_of(element.list, number, below);
    if (find(path) == nullptr) changed = set(path, given.text) || changed;
  }
  return changed;
}

/// Is the element at its place this source's own, and may all of it be changed?
bool Merger::takes_element(const Element& element, Rule rule) {
  if (rule == Rule::overwrite) return true;
  bool own = false;
  for (const Value& value : values_) {
    const PathRole role = roles_[value.path];
    if (role.part != Part::element || role.list != element.list || role.number != element.number) continue;
    own = own || is_own(value.path, value.text) || (rule == Rule::newer && newest_);
    for (const Value& given : element.values)
      if (given.path == value.path && given.text != value.text &&
          !takes(rule, value.path, value.text, given.text))
        return false;
  }
  return own && rule != Rule::keep;
}

bool Merger::apply_element(const Element& element, const RowContext& context) {
  std::uint32_t last = 0;
  bool given = false, same = true;
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
    if (role.part == Part::element && role.list == element.list) last = std::max(last, role.number);
  }
  for (const Value& value : element.values) {
    given = given || !value.text.empty();
    same = same && value_of(values_, value.path) == value.text;
  }
  if (same) return false;
  Rule rule = rule_of(element.values.front().path, context);
  if (takes_element(element, rule)) {
    bool changed = false;
    for (const Value& value : element.values) changed = apply_value(value, context) || changed;
    return changed;
  }
  if (!given) return false;
  for (std::uint32_t number = 1; number <= last; ++number)
    if (agrees(element, number)) return fill_element(element, number);
  bool adds = rule == Rule::union_of_both || (element.number > last && (own_entry_ != 0 || speaks_));
  if (last == 0 || adds) return fill_element(element, last + 1);
  const Value& first = element.values.front();
  conflicts_.push_back({first.path, value_of(values_, first.path), first.text});
  return false;
}

bool Merger::add_source(const RowParts& row) {
  const RowContext& context = row.context;
  if (context.gives_id) return false;
  bool has_time = !is_absent(context.updated);
  if (own_entry_ == 0 && !context.joins && has_source_) return add_said(row);
  if (own_entry_ != 0) {
    if (stale_) return false;
    bool changed = add_said(row);
    if (!has_time) return changed;
    PathId path = roles_.source_path(own_entry_, "updated");
    const Value* present = find(path);
    if (present != nullptr && time_of(present->text) == time_of(context.updated)) return changed;
    return set(path, context.updated) || changed;
  }
  std::uint32_t number = said_entry_ = last_entry_ + 1;
  set(roles_.source_path(number, "source"), context.source);
  set(roles_.source_path(number, "key"), context.key);
  set(roles_.source_path(number, "first_seen"), context.first_seen);
  if (has_time) set(roles_.source_path(number, "updated"), context.updated);
  add_said(row);
  return true;
}

/// What the row says, and what this source said before of fields that the row is silent about.
bool Merger::add_said(const RowParts& row) {
  if (is_absent(row.context.said)) return false;
  PathId path = roles_.source_path(said_entry_, "said");
  if (log_) return untouched_ && set(path, words_.of_whole(values_, arena_));
  if (row.context.partial) return set(path, join_said(own_said_, row.context.said, arena_));
  silent_.clear();
  for (const Value& value : values_)
    if (!own_said_.empty() && value_of(row.fields, value.path).empty() &&
        words_.contains(own_said_, value.path, value.text))
      silent_.push_back(value);
  if (silent_.empty()) return set(path, row.context.said);
  return set(path, join_said(row.context.said, words_.of(silent_, *row.context.map, arena_), arena_));
}

bool Merger::apply(const RowParts& row) {
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
