// What the last whole run saw and learned, so that the next one need look only at what is new or changed.
//
//   write_last_run(disk, root, remember(run));          // into .flatcrm/dedupe; not at all where it can't
//   std::optional<LastRun> last = read_last_run(root);  // nothing when it is missing or not whole
//   last->entity_of(fingerprint)                        // ~0U: no record was like this one
//
// Shape   a fingerprint a record, of its id and of all that is compared, with the customer that the run took
//         it for; the parameters of each model. One file: a line with the version, a checksum, the rest.
// It may be deleted at any time, which costs no more than a whole run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dedupe/find.h"
#include "dedupe/population.h"
#include "io/file_system.h"

namespace flatcrm::dedupe {

class LastRun {
 public:
  static constexpr std::uint32_t unknown = ~0U;

  /// Of one population: the customer of a record by its fingerprint.
  std::uint32_t entity_of(std::size_t population, std::uint64_t fingerprint) const;
  /// Of many at once.
  std::vector<std::uint32_t> entities_of(std::size_t population, std::span<const std::uint64_t> fingerprints,
                                         int threads) const;
  /// Nothing when it was learned from other kinds of evidence than these.
  std::optional<LinkageModel> model(std::size_t population, const Comparison& comparison) const;
  /// How its blocks were cut.
  BlockPlan plan(std::size_t population) const {
    return population < known_.size() ? known_[population].plan : BlockPlan{};
  }

  void add(const Population& population, const Findings& findings);
  std::string print() const;
  static std::optional<LastRun> parse(std::string_view bytes);

 private:
  struct Known {
    std::uint64_t evidence = 0;  // what the model is about
    BlockPlan plan;
    std::string model;
    // Open addressing; 0 is no fingerprint.
    std::vector<std::uint64_t> fingerprints;
    std::vector<std::uint32_t> entities;
  };
  std::vector<Known> known_;
};

inline constexpr const char* last_run_file = ".flatcrm/dedupe";

std::optional<LastRun> read_last_run(const std::string& root);
/// Whether it could be written: a folder that nobody may write to is no error.
bool write_last_run(io::FileSystem& disk, const std::string& root, const LastRun& last);

}  // namespace flatcrm::dedupe
