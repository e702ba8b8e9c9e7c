#include "import/said.h"

#include <algorithm>

#include "core/id.h"
#include "core/text.h"
#include "io/threads.h"

namespace flatcrm::import {

using model::PathId;
using model::Value;

namespace {

constexpr std::size_t bits = 5;  // of a character
constexpr std::size_t path_width = 3, value_width = 4, width = path_width + value_width;
constexpr std::uint64_t value_mask = (1U << (bits * value_width)) - 1;
constexpr std::uint64_t path_mask = (1U << (bits * path_width)) - 1;
constexpr std::size_t longest_list = 64;  // no customer has more addresses that someone put in order
constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void print_code(std::uint64_t code, std::size_t size, char* out) {
  for (std::size_t i = size; i > 0; --i, code >>= bits) out[i - 1] = digits[code & 31];
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

std::uint64_t SaidWords::path_hash(PathId path) {
  for (PathId next = static_cast<PathId>(path_hashes_.size()); next <= path; ++next) {
    const PathRole& role = roles_[next];
    std::string declared = role.part == Part::element
                               ? roles_.list_name(role.list) + ".*." + std::string(role.below)
                               : roles_.paths()[next].text;
    path_hashes_.push_back(core::stable_hash(declared));
  }
  return path_hashes_[path];
}

std::uint64_t SaidWords::code(PathId path, std::string_view value) {
  std::uint64_t hash = path_hash(path);
  return (mix(hash) & path_mask) << (bits * value_width) |
         (mix(hash + core::stable_hash(value)) & value_mask);
}

SaidWords::Codes SaidWords::codes_for(PathId path, const RecordMap& map) {
  if (map_ != &map) {
    needs_.clear();
    map_ = &map;
  }
  if (path >= needs_.size()) needs_.resize(path + 1, Codes::unknown);
  if (needs_[path] == Codes::unknown) {
    const model::Path& named = roles_.paths()[path];
    bool joins = named.list && map.rules.of(named.text, named.field) == Rule::union_of_both;
    needs_[path] = is_meta(roles_[path]) ? Codes::none : joins ? Codes::one_an_element : Codes::one;
  }
  return needs_[path];
}

void SaidWords::add(std::uint64_t code) {
  if (std::find(codes_.begin(), codes_.end(), code) == codes_.end()) codes_.push_back(code);
}

std::string_view SaidWords::of(std::span<const Value> fields, const RecordMap& map, core::Arena& arena) {
  if (map.log_date != 0) return of_whole(fields, arena);
  codes_.clear();
  for (const Value& value : fields) {
    if (value.path == model::Paths::id || value.text.empty()) continue;
    Codes codes = codes_for(value.path, map);
    if (codes == Codes::one) add(code(value.path, value.text));
    if (codes != Codes::one_an_element) continue;
    std::vector<std::string> elements = core::split_list(value.text);
    if (elements.size() > longest_list) continue;
    for (const std::string& element : elements) add(code(value.path, element));
  }
  char* out = arena.take(codes_.size() * width);
  for (std::size_t i = 0; i < codes_.size(); ++i) print_code(codes_[i], width, out + i * width);
  return {out, codes_.size() * width};
}

std::uint32_t SaidWords::whole_code(std::span<const Value> record) {
  std::uint64_t sum = 0;
  for (const Value& value : record)
    if (value.path != model::Paths::id && !value.text.empty() && !is_meta(roles_[value.path]))
      sum += mix(path_hash(value.path) + core::stable_hash(value.text)) & value_mask;
  return static_cast<std::uint32_t>(sum & value_mask);
}

std::string_view SaidWords::of_whole(std::span<const Value> record, core::Arena& arena) {
  char* out = arena.take(value_width);
  print_code(whole_code(record), value_width, out);
  return {out, value_width};
}

bool SaidWords::is_whole(std::string_view said, std::span<const Value> record) {
  if (said.size() != value_width) return false;
  char expected[value_width];
  print_code(whole_code(record), value_width, expected);
  return said == std::string_view(expected, value_width);
}

std::size_t SaidWords::find(std::string_view said, PathId path, std::string_view value) {
  if (said.empty()) return absent;
  char wanted[width];
  print_code(code(path, value), width, wanted);
  for (std::size_t at = 0; at + width <= said.size(); at += width)
    if (said.substr(at, width) == std::string_view(wanted, width)) return at / width;
  return absent;
}

bool SaidWords::speaks_of(std::string_view said, PathId path) {
  if (said.empty()) return false;
  char wanted[path_width];
  print_code(mix(path_hash(path)) & path_mask, path_width, wanted);
  for (std::size_t at = 0; at + width <= said.size(); at += width)
    if (said.substr(at, path_width) == std::string_view(wanted, path_width)) return true;
  return false;
}

std::string_view SaidWords::replaced(std::string_view said, PathId path, std::string_view before,
                                     std::string_view after, core::Arena& arena) {
  std::size_t place = find(said, path, before);
  if (place == absent) return said;
  std::string out(said);
  print_code(code(path, after), width, out.data() + place * width);
  return join_said({}, out, arena);
}

std::string_view join_said(std::string_view one, std::string_view other, core::Arena& arena) {
  std::string out;
  for (std::string_view said : {one, other})
    for (std::size_t at = 0; at + width <= said.size(); at += width) {
      std::string_view code = said.substr(at, width);
      bool known = false;
      for (std::size_t i = 0; i < out.size() && !known; i += width) known = out.compare(i, width, code) == 0;
      if (!known) out += code;
    }
  return arena.keep(out);
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
