// Why two records are, or are not, taken for one customer: from the prior to the probability, step by step.
//
//   Explanation why = explain(run, "anna-1f9x2k", "anne-0q8z2d");
//   why.steps[0].what == "before any evidence"
//   why.steps[1].words == "nearly the same"     why.steps[1].bits == 4.9
//   std::string picture = as_svg(why);
//
// Errors  Code::usage for an id that no record has, with the nearest one; for a person and an organization.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dedupe/run.h"

namespace flatcrm::dedupe {

struct Step {
  std::string what;   // "given name"
  std::string words;  // "a form of the same name; few have it"
  std::string a, b;   // as they are compared
  double bits = 0;    // for one customer
  double after = 0;   // sum so far
};

struct Explanation {
  std::string id_a, id_b;
  std::vector<Step> steps;
  double bits = 0, probability = 0;
  Relation relation = Relation::chance;
  std::string verdict;  // in a sentence
};

Explanation explain(const Run& run, std::string_view id_a, std::string_view id_b);

/// Explains many pairs: looks for their records once.
class Explainer {
 public:
  Explainer(const Run& run, const std::vector<std::string>& ids);
  Explanation explain(std::string_view id_a, std::string_view id_b) const;

 private:
  struct Place {
    std::size_t population = 0;
    Row row = 0;
  };
  Place find(std::string_view id) const;

  const Run& run_;
  std::unordered_map<std::string_view, Place> places_;
};

/// The evidence alone, most telling first: "e-mail: the same (+12.3)".
std::vector<std::string> evidence_in_words(const Explanation& explanation);

/// A waterfall as one picture, without script or outside font.
std::string as_svg(const Explanation& explanation);

}  // namespace flatcrm::dedupe
