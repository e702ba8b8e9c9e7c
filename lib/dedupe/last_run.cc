#include "dedupe/last_run.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "core/error.h"
#include "core/id.h"
#include "io/bytes.h"
#include "io/threads.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::string_view version = "flatcrm dedupe 2\n";

std::uint64_t evidence_of(const Comparison& comparison) {
  std::string all;
  for (const Dimension* dimension : comparison.dimensions()) {
    all += dimension->name + '\n';
    for (const Level& level : dimension->levels) (all += level.words) += '\t';
  }
  return core::stable_hash(all);
}

std::size_t slot_of(std::uint64_t fingerprint, std::size_t slots) {
  return static_cast<std::size_t>(mixed(11, fingerprint)) & (slots - 1);
}

template <typename Number>
void put(std::string& out, Number number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}
template <typename Number>
void put_all(std::string& out, const std::vector<Number>& numbers) {
  put(out, std::uint64_t{numbers.size()});
  out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
}

/// Takes pieces off its front; once anything is missing there is nothing any more.
class Pieces {
 public:
  explicit Pieces(std::string_view rest) : rest_(rest) {}
  std::string_view bytes(std::uint64_t size) {
    if (size > rest_.size()) whole_ = false;
    std::string_view piece = rest_.substr(0, whole_ ? size : 0);
    rest_.remove_prefix(piece.size());
    return piece;
  }
  std::uint64_t number() {
    std::uint64_t number = 0;
    std::string_view piece = bytes(sizeof number);
    if (whole_) std::memcpy(&number, piece.data(), sizeof number);
    return number;
  }
  template <typename Number>
  std::vector<Number> numbers() {
    std::uint64_t count = number();
    if (count > rest_.size() / sizeof(Number)) whole_ = false;
    std::vector<Number> numbers(whole_ ? count : 0);
    std::string_view piece = bytes(numbers.size() * sizeof(Number));
    if (!numbers.empty()) std::memcpy(numbers.data(), piece.data(), piece.size());
    return numbers;
  }
  bool whole() const { return whole_; }
  bool done() const { return whole_ && rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  bool whole_ = true;
};

}  // namespace

std::uint32_t LastRun::entity_of(std::size_t population, std::uint64_t fingerprint) const {
  if (population >= known_.size() || known_[population].fingerprints.empty()) return unknown;
  const Known& known = known_[population];
  std::size_t slots = known.fingerprints.size();
  for (std::size_t at = slot_of(fingerprint, slots); known.fingerprints[at] != 0; at = (at + 1) & (slots - 1))
    if (known.fingerprints[at] == fingerprint) return known.entities[at];
  return unknown;
}

std::vector<std::uint32_t> LastRun::entities_of(std::size_t population,
                                                std::span<const std::uint64_t> fingerprints,
                                                int threads) const {
  constexpr std::size_t piece = 1 << 16, ahead = 16;
  std::vector<std::uint32_t> entities(fingerprints.size(), unknown);
  if (population >= known_.size() || known_[population].fingerprints.empty()) return entities;
  const std::vector<std::uint64_t>& known = known_[population].fingerprints;
  io::parallel_for((entities.size() + piece - 1) / piece, threads, [&](std::size_t task) {
    std::size_t end = std::min(entities.size(), (task + 1) * piece);
    for (std::size_t i = task * piece; i < end; ++i) {
      if (i + ahead < end) __builtin_prefetch(&known[slot_of(fingerprints[i + ahead], known.size())]);
      entities[i] = entity_of(population, fingerprints[i]);
    }
  });
  return entities;
}

std::optional<LinkageModel> LastRun::model(std::size_t population, const Comparison& comparison) const {
  if (population >= known_.size() || known_[population].evidence != evidence_of(comparison))
    return std::nullopt;
  return LinkageModel::from_bytes(known_[population].model, comparison.dimensions());
}

void LastRun::add(const Population& population, const Findings& findings) {
  auto number = static_cast<std::size_t>(population.who);
  known_.resize(std::max(known_.size(), number + 1));
  Known& known = known_[number];
  known.evidence = evidence_of(population.comparison);
  known.model = findings.model.bytes();
  known.plan = findings.plan;
  std::size_t slots = std::bit_ceil(population.members.size() * 2 + 2);
  known.fingerprints.assign(slots, 0);
  known.entities.assign(slots, 0);
  for (std::uint32_t member = 0; member < population.members.size(); ++member) {
    std::uint64_t fingerprint = population.fingerprints[member];
    std::size_t at = slot_of(fingerprint, slots);
    while (known.fingerprints[at] != 0 && known.fingerprints[at] != fingerprint) at = (at + 1) & (slots - 1);
    known.fingerprints[at] = fingerprint;
    known.entities[at] = findings.entities.of_row[population.row_of[member]];
  }
}

std::string LastRun::print() const {
  std::string rest;
  put(rest, std::uint64_t{known_.size()});
  for (const Known& known : known_) {
    put(rest, known.evidence);
    for (std::uint64_t number :
         {std::uint64_t{known.plan.size}, std::uint64_t{known.plan.double_size}, known.plan.large})
      put(rest, number);
    put(rest, std::uint64_t{known.model.size()});
    rest += known.model;
    put_all(rest, known.fingerprints);
    put_all(rest, known.entities);
  }
  std::string out(version);
  put(out, core::stable_hash(rest));
  return out + rest;
}

std::optional<LastRun> LastRun::parse(std::string_view bytes) {
  if (!bytes.starts_with(version)) return std::nullopt;
  Pieces pieces(bytes.substr(version.size()));
  std::uint64_t checksum = pieces.number();
  if (!pieces.whole() || checksum != core::stable_hash(pieces.rest())) return std::nullopt;
  LastRun last;
  std::uint64_t count = pieces.number();
  for (std::uint64_t i = 0; i < count && pieces.whole(); ++i) {
    Known known;
    known.evidence = pieces.number();
    known.plan.size = static_cast<std::uint32_t>(pieces.number());
    known.plan.double_size = static_cast<std::uint32_t>(pieces.number());
    known.plan.large = pieces.number();
    known.model = pieces.bytes(pieces.number());
    known.fingerprints = pieces.numbers<std::uint64_t>();
    known.entities = pieces.numbers<std::uint32_t>();
    bool fits = known.fingerprints.size() == known.entities.size() &&
                (known.fingerprints.empty() || std::has_single_bit(known.fingerprints.size()));
    if (!fits) return std::nullopt;
    last.known_.push_back(std::move(known));
  }
  if (!pieces.done()) return std::nullopt;
  return last;
}

std::optional<LastRun> read_last_run(const std::string& root) {
  try {
    return LastRun::parse(io::read_file(root + "/" + last_run_file).view());
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool write_last_run(io::FileSystem& disk, const std::string& root, const LastRun& last) {
  std::string path = root + "/" + last_run_file, next = path + ".new";
  try {
    disk.make_folder(root + "/.flatcrm");
    int file = disk.create(next, io::new_file);
    disk.write(file, last.print());
    disk.close(file);
    disk.rename(next, path);
  } catch (const Error&) {
    return false;
  }
  return true;
}

}  // namespace flatcrm::dedupe
