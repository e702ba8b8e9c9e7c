#include "import/said.h"

#include <algorithm>

#include "core/id.h"
#include "io/threads.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

constexpr std::size_t width = 4;
constexpr std::uint32_t mask = (1U << (5 * width)) - 1;
constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void print_code(std::uint32_t code, char* out) {
  for (std::size_t i = width; i > 0; --i, code >>= 5) out[i - 1] = digits[code & 31];
}

/// The finalizer of splitmix64, so that two hashes make one without a text of both.
std::uint64_t mix(std::uint64_t hash) {
  hash ^= hash >> 30;
  hash *= 0xbf58476d1ce4e5b9ULL;
  hash ^= hash >> 27;
  hash *= 0x94d049bb133111ebULL;
  return hash ^ hash >> 31;
}

bool is_meta(const PathRole& role) {
  switch (role.part) {
    case Part::field:
    case Part::element:
      return false;
    default:
      return true;
  }
}

}  // namespace

std::uint32_t SaidWords::code(PathId path, std::string_view value) {
  for (PathId next = static_cast<PathId>(path_hashes_.size()); next <= path; ++next) {
    const PathRole& role = roles_[next];
    std::string declared = role.part == Part::element
                               ? roles_.list_name(role.list) + ".*." + std::string(role.below)
                               : roles_.paths()[next].text;
    path_hashes_.push_back(core::stable_hash(declared));
  }
  return static_cast<std::uint32_t>(mix(path_hashes_[path] + core::stable_hash(value))) & mask;
}

bool SaidWords::needs_code(PathId path, const RecordMap& map) {
  if (map_ != &map) {
    needs_.clear();
    map_ = &map;
  }
  if (path >= needs_.size()) needs_.resize(path + 1, -1);
  if (needs_[path] < 0) {
    const model::Path& named = roles_.paths()[path];
    bool joins = named.list && map.rules.of(named.text, named.field) == Rule::union_of_both;
    needs_[path] = joins || is_meta(roles_[path]) ? 0 : 1;
  }
  return needs_[path] == 1;
}

std::string_view SaidWords::of(std::span<const Value> fields, const RecordMap& map, core::Arena& arena) {
  if (map.log_date != 0) return of_whole(fields, arena);
  codes_.clear();
  for (const Value& value : fields)
    if (value.path != model::Paths::id && !value.text.empty() && needs_code(value.path, map))
      codes_.push_back(code(value.path, value.text));
  std::sort(codes_.begin(), codes_.end());
  codes_.erase(std::unique(codes_.begin(), codes_.end()), codes_.end());
  char* out = arena.take(codes_.size() * width);
  for (std::size_t i = 0; i < codes_.size(); ++i) print_code(codes_[i], out + i * width);
  return {out, codes_.size() * width};
}

std::uint32_t SaidWords::whole_code(std::span<const Value> record) {
  std::uint32_t sum = 0;
  for (const Value& value : record)
    if (value.path != model::Paths::id && !value.text.empty() && !is_meta(roles_[value.path]))
      sum += code(value.path, value.text);
  return sum & mask;
}

std::string_view SaidWords::of_whole(std::span<const Value> record, core::Arena& arena) {
  char* out = arena.take(width);
  print_code(whole_code(record), out);
  return {out, width};
}

bool SaidWords::is_whole(std::string_view said, std::span<const Value> record) {
  if (said.size() != width) return false;
  char expected[width];
  print_code(whole_code(record), expected);
  return said == std::string_view(expected, width);
}

bool SaidWords::contains(std::string_view said, PathId path, std::string_view value) {
  char wanted[width];
  print_code(code(path, value), wanted);
  for (std::size_t at = 0; at + width <= said.size(); at += width)
    if (said.substr(at, width) == std::string_view(wanted, width)) return true;
  return false;
}

std::string_view SaidWords::replaced(std::string_view said, PathId path, std::string_view before,
                                     std::string_view after, core::Arena& arena) {
  if (!contains(said, path, before)) return said;
  char old_code[width], new_code[width];
  print_code(code(path, before), old_code);
  print_code(code(path, after), new_code);
  std::string rest;
  for (std::size_t at = 0; at + width <= said.size(); at += width)
    if (said.substr(at, width) != std::string_view(old_code, width)) rest += said.substr(at, width);
  return join_said(rest, {new_code, width}, arena);
}

std::string_view join_said(std::string_view one, std::string_view other, core::Arena& arena) {
  std::vector<std::string_view> codes;
  for (std::string_view said : {one, other})
    for (std::size_t at = 0; at + width <= said.size(); at += width) codes.push_back(said.substr(at, width));
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  char* out = arena.take(codes.size() * width);
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i].copy(out + i * width, width);
  return {out, codes.size() * width};
}

void say(CollectionRun& run) {
  io::parallel_for(run.batches.size(), run.book.threads(), [&](std::size_t i) {
    const Batch& batch = run.batches[i];
    const RecordMap& map = *batch.map;
    if (map.said_path == 0) return;
    SaidWords words(run.paths);
    model::RecordSet& records = batch.set->records;
    for (std::uint32_t at = 0; at < records.size(); ++at)
      for (Value& value : records.edit(at))
        if (value.path == map.said_path) value.text = words.of(records[at].values(), map, records.arena());
  });
}

}  // namespace flatcrm::import
