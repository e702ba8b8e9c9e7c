// How much two lists of words share, each word counting by how rare it is.
//
//   word_likeness({{"arts", 8}, {"delicatessen", 6}}, {{"arts", 8}, {"deli", 6}}).both == 0.96...
//
// Shape   0 to 1. A word matches the most alike one that is still free: itself, one a typing error away, or
//         one that it abbreviates ("deli"). Order does not count; a word that was torn in two ("good will")
//         matches its halves.
#pragma once

#include <string_view>
#include <vector>

namespace flatcrm::dedupe {

struct WeightedWord {
  std::string_view text;
  double weight = 1;
};

struct Likeness {
  double both = 0;     // twice what is shared over the weight of both
  double smaller = 0;  // what is shared over the weight of the lighter one
  double own = 0;  // the largest share of a word that the other side lacks, on the side where it is smaller
};

Likeness word_likeness(const std::vector<WeightedWord>& left, const std::vector<WeightedWord>& right);

/// 0 to 1: what one word counts as the other.
double one_word_likeness(std::string_view left, std::string_view right);

/// "ibm" and "international business machines".
bool is_acronym(std::string_view left, std::string_view right);

}  // namespace flatcrm::dedupe
