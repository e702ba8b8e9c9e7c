// The classic mistakes of CRM as shares of a book's records, each with the bounds that make it one.
//
//   AuditPart part{.name = "no_number", .whole = 21, .found = 9, .bounds = {20, 50}};
//   part.verdict() == Verdict::look            // 42.86 %: at least 20, less than 50
//   AuditPart{.whole = 3, .found = 3, .bounds = {20, 50}}.verdict() == Verdict::not_measurable     // too few to judge
//
// Shape   a mistake has the verdict of its worst part; of parts that can't be measured none is guessed. A part in which nothing was
//         found is fine, whatever its bounds.
// Units   bounds are whole percent, and reached where found / whole is at least as much, exactly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/document.h"

namespace flatcrm::report {

enum class Verdict : std::uint8_t { not_measurable, fine, look, mistake };
std::string_view words_of(Verdict verdict);

struct AuditBounds {
  int look = 0, mistake = 0;
};

/// Records of which a share is wrong in one way.
struct AuditPart {
  std::string name{};         // of the finding, in snake case
  std::string label{};        // what is found: "No number to dial"
  std::string one{}, many{};  // what is counted: "customer", "customers"
  std::int64_t whole = 0, found = 0;
  AuditBounds bounds{};
  std::int64_t least = 5;  // of `whole`: a share of fewer says nothing
  std::int64_t small = 0;  // up to so many found are fine, whatever their share
  std::vector<Reference> records{};
  std::string command{};  // lists or mends what was found
  std::string aside{};    // more about it, for people
  std::string doubt{};    // why it was not measured, where not for want of records

  Verdict verdict() const;
  Cell share() const;  // percent; missing where there is nothing to take a share of
  /// Counts a record, and keeps it while there are fewer than `most` (0: all). Reference make() is asked only then.
  template <typename Make>
  void add(std::size_t most, Make make) {
    ++found;
    if (most == 0 || records.size() < most) records.push_back(make());
  }
};

struct Mistake {
  std::string_view name{};    // in snake case
  std::string_view title{};   // "Features over process"
  std::string_view lesson{};  // what goes wrong, in a sentence
  std::vector<AuditPart> parts{};
  std::vector<Figure> figures{};

  Verdict verdict() const { return worst() == nullptr ? Verdict::not_measurable : worst()->verdict(); }
  /// The part with the worst verdict, of several the one that is furthest beyond its bound; null where none can be measured.
  const AuditPart* worst() const;
};

/// What is known of each part.
Table parts_table(const Mistake& mistake);
/// One for each part that deserves a look.
std::vector<Finding> audit_findings(const Mistake& mistake);
/// A line a mistake.
Table mistakes_table(const std::vector<Mistake>& mistakes);

}  // namespace flatcrm::report
