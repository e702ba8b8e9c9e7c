#include <algorithm>
#include <limits>

#include "core/date.h"
#include "core/text.h"
#include "import/merge.h"
#include "import/values.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::min();

/// An address that is the key may have come with capitals.
bool is_key(std::string_view text, const RowContext& context) {
  return text == context.key ||
         (context.map->has_caseless_key() && core::equal_ignoring_ascii_case(text, context.key));
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
    if (own_entry_ == 0 && key != nullptr && is_key(key->text, context)) own_entry_ = said_entry_ = number;
  }
}

void Merger::find_said() {
  own_said_ = {};
  others_said_.clear();
  std::uint32_t silent = entries_ - (said_entry_ != 0 ? 1 : 0);
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
    if (role.part != Part::said) continue;
    if (role.number == said_entry_) {
      own_said_ = value.text;
      continue;
    }
    const Value* source = find(roles_.source_path(role.number, "source"));
    others_said_.push_back({source == nullptr ? std::string_view() : source->text, value.text});
    --silent;
  }
  all_said_ = silent == 0;
}

void Merger::find_sources(const RowContext& context) {
  find_entries(context);
  find_said();
  std::int64_t own = never, others = never;
  for (const Value& value : values_) {
    const PathRole& role = roles_[value.path];
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

/// The number of a new entry of `sources`: the last one, or with a memory the one at its place by name.
std::uint32_t Merger::make_room_for_entry(const RowContext& context) {
  std::uint32_t number = last_entry_ + 1;
  if (context.map->said_path == 0 || last_entry_ != entries_) return number;
  std::vector<std::string_view> names(entries_);
  for (const Value& value : values_)
    if (roles_[value.path].part == Part::source) names[roles_[value.path].number - 1] = value.text;
  if (!std::is_sorted(names.begin(), names.end())) return number;
  auto place = std::upper_bound(names.begin(), names.end(), context.source);
  number = static_cast<std::uint32_t>(place - names.begin()) + 1;
  for (Value& value : values_) {
    const PathRole role = roles_[value.path];
    bool later = role.number >= number && role.list == 0;  // an entry of sources
    if (later) value.path = roles_.source_path(role.number + 1, std::string(role.below));
  }
  return number;
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
  std::uint32_t number = said_entry_ = make_room_for_entry(context);
  set(roles_.source_path(number, "source"), context.source);
  set(roles_.source_path(number, "key"), context.key);
  set(roles_.source_path(number, "first_seen"), context.first_seen);
  if (has_time) set(roles_.source_path(number, "updated"), context.updated);
  add_said(row);
  return true;
}

/// Notes the value, or those elements of it, that this source said before and the row does not speak of.
void Merger::keep_said(const Value& value, const RowParts& row) {
  if (!roles_.paths()[value.path].list || rule_of(value.path, row.context) != Rule::union_of_both) {
    if (value_of(row.fields, value.path).empty() && words_.contains(own_said_, value.path, value.text))
      silent_.push_back(value);
    return;
  }
  if (!words_.speaks_of(own_said_, value.path)) return;
  std::vector<std::string> all = core::split_list(value.text);
  std::erase_if(all, [&](const std::string& one) { return !words_.contains(own_said_, value.path, one); });
  if (!all.empty()) silent_.push_back({arena_.keep(core::join_list(all)), value.path, 0});
}

/// What the row says, and what this source said before of fields that the row is silent about.
bool Merger::add_said(const RowParts& row) {
  if (is_absent(row.context.said)) return false;
  PathId path = roles_.source_path(said_entry_, "said");
  if (log_) return untouched_ && set(path, words_.of_whole(values_, arena_));
  if (row.context.partial) return set(path, join_said(own_said_, row.context.said, arena_));
  if (own_said_.empty()) return set(path, row.context.said);
  silent_.clear();
  for (const Value& value : values_) keep_said(value, row);
  if (silent_.empty()) return set(path, row.context.said);
  return set(path, join_said(row.context.said, words_.of(silent_, *row.context.map, arena_), arena_));
}

}  // namespace flatcrm::import
