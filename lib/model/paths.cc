#include "model/paths.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "core/error.h"
#include "core/path.h"
#include "model/quick_hash.h"

namespace flatcrm::model {
namespace {

constexpr std::size_t first_table = 256;
constexpr std::size_t most_paths = std::size_t{1} << 20;
constexpr std::uint64_t most_number = 0xFFFF;

bool is_list_name(std::string_view path) {
  return path.ends_with("[]") && !path.ends_with("\\[]");
}

/// The same path with no escape but those that it needs.
std::string canonical(std::string_view path) {
  std::string out, buffer;
  core::PathStep step;
  while (core::next_step(path, step)) {
    if (step.number != 0 && !out.empty()) {
      core::append_number(out, step.number);
    } else {
      core::append_key(out, core::key_of(step, buffer));
    }
  }
  if (out.empty()) core::append_key(out, {});
  return out;
}

/// Most orders are told by the first key and the first number; what is equal in these goes step by step.
std::uint64_t packed(const std::vector<OrderStep>& steps) {
  std::uint64_t first = steps[0].rank;
  std::uint64_t number = 0;
  if (steps.size() > 1)
    number = steps[1].key ? most_number : std::min<std::uint64_t>(steps[1].rank, most_number - 1);
  // A custom key is told from others of its rank by its name first.
  return first == custom_rank ? first << 16 : (first << 16) + number;
}

bool contradicts_schema(const Schema& schema, std::string_view path) {
  if (schema.is_container(path)) return true;
  for (std::size_t dot = path.rfind('.'); dot != path.npos; dot = path.substr(0, dot).rfind('.')) {
    if (schema.find(path.substr(0, dot)) != nullptr) return true;
  }
  return false;
}

}  // namespace

std::string Path::header() const {
  return list && (field == nullptr || !field->list) ? text + "[]" : text;
}

Paths::Place::Place(PathId path) {
  std::uint32_t number = path / first_block + 1;
  block = static_cast<std::uint32_t>(std::bit_width(number)) - 1;
  at = path - first_block * ((1U << block) - 1);
}

Paths::Paths(const Schema& schema) : schema_(schema) {
  tables_.push_back(std::make_unique<NameTable>(first_table));
  table_.store(tables_.back().get(), std::memory_order_release);
  intern("id");
}

Paths::~Paths() = default;

PathId Paths::intern(std::string_view path) {
  std::uint64_t hash = quick_hash(path);
  const Name* name = find(path, hash);
  return name != nullptr ? name->path : add(path, hash);
}

bool Paths::before(PathId first, PathId second) const {
  const Path& left = (*this)[first];
  const Path& right = (*this)[second];
  if (left.order != right.order) return left.order < right.order;
  return std::tie(left.steps, left.list) < std::tie(right.steps, right.list);
}

const Paths::Name* Paths::find(std::string_view text, std::uint64_t hash) const {
  const NameTable& table = *table_.load(std::memory_order_acquire);
  std::size_t mask = table.slots.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    const Name* name = table.slots[slot].load(std::memory_order_acquire);
    if (name == nullptr || (name->hash == hash && name->text == text)) return name;
  }
}

PathId Paths::add(std::string_view path, std::uint64_t hash) {
  std::lock_guard lock(mutex_);
  if (const Name* name = find(path, hash)) return name->path;  // another thread was faster
  bool list = is_list_name(path);
  std::string text = canonical(list ? path.substr(0, path.size() - 2) : path);
  const Field* field = schema_.find(text);
  std::string header = list && (field == nullptr || !field->list) ? text + "[]" : text;
  const Name* known = find(header, quick_hash(header));
  PathId number = known != nullptr ? known->path : add_path(text, list || (field != nullptr && field->list));
  if (known == nullptr) add_name(header, quick_hash(header), number);
  if (path != header) add_name(path, hash, number);
  return number;
}

PathId Paths::add_path(const std::string& text, bool list) {
  std::size_t number = size();
  if (number >= most_paths) throw Error(Code::limit, "more than 1,048,576 different fields in a collection");
  Place place(static_cast<PathId>(number));
  if (place.at == 0) {
    owned_blocks_.push_back(std::make_unique<Path[]>(std::size_t{first_block} << place.block));
    blocks_[place.block].store(owned_blocks_.back().get(), std::memory_order_release);
  }
  Path& path = blocks_[place.block].load(std::memory_order_relaxed)[place.at];
  path.text = text;
  path.field = schema_.find(text);
  path.list = list;
  path.steps = order_of(schema_, path.text);
  path.order = packed(path.steps);
  path.misplaced = path.field == nullptr && contradicts_schema(schema_, text);
  size_.store(number + 1, std::memory_order_release);
  return static_cast<PathId>(number);
}

void Paths::add_name(std::string_view text, std::uint64_t hash, PathId path) {
  names_.push_back({std::string(text), hash, path});
  const NameTable& old = *tables_.back();
  if (names_.size() * 2 <= old.slots.size()) {
    insert(*tables_.back(), names_.back());
    return;
  }
  auto larger = std::make_unique<NameTable>(old.slots.size() * 2);
  for (const Name& name : names_) insert(*larger, name);
  table_.store(larger.get(), std::memory_order_release);
  tables_.push_back(std::move(larger));
}

void Paths::insert(NameTable& table, const Name& name) {
  std::size_t mask = table.slots.size() - 1;
  std::size_t slot = name.hash & mask;
  while (table.slots[slot].load(std::memory_order_relaxed) != nullptr) slot = (slot + 1) & mask;
  table.slots[slot].store(&name, std::memory_order_release);
}

}  // namespace flatcrm::model
