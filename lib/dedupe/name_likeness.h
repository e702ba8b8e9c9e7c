// How much two whole names are one name, by themselves: across scripts, orders and missing parts.
//
//   person_likeness("Wang Wei", "王伟") == 1
//   person_likeness("Ali A. Velayati", "Ali Akbar Velayati") > 0.9
//   person_likeness("Ahmad al-Raymi", "Ahmad al-Hamzi") < 0.6
//   organization_likeness("Siemens AG", "Siemens Aktiengesellschaft") == 1
//   likely_one_name == 0.8      // the cut: at and above it two names are taken for one
//
// Words are matched whatever their order. A word that only one name has says little (a middle name left out);
// words on both sides that match nothing contradict each other.
#pragma once

#include <string_view>

namespace flatcrm::dedupe {

inline constexpr double likely_one_name = 0.8;

double person_likeness(std::string_view left, std::string_view right);
double organization_likeness(std::string_view left, std::string_view right);

/// The same of names that are in plain words already.
double person_words_likeness(std::string_view left, std::string_view right);

}  // namespace flatcrm::dedupe
