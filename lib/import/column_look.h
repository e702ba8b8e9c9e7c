// What the values of a source's columns look like, for a profile that is made up from them.
//
//   std::vector<ColumnLook> looks = look_at_columns(source);
//   looks[2].share(looks[2].emails) == 1.0        looks[0].is_unique
//
// Shape   counts over the first rows (`sampled`); `is_unique` and `only_ids` hold for the whole file, and are
//         only found out for the columns asked for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "import/source.h"

namespace flatcrm::import {

struct ColumnLook {
  static constexpr std::size_t most_words = 32;
  std::size_t rows = 0, filled = 0;
  std::size_t emails = 0, phones = 0, urls = 0, dates = 0, countries = 0;
  std::size_t addresses = 0, regions = 0;  // told apart for sure; those of them that name a region
  std::size_t lands = 0;                   // and a country
  std::size_t towns = 0;                   // a postcode and its town, without a street
  std::size_t titled = 0;                  // names of people with an honorific before them
  std::size_t turned = 0, firms = 0;       // "Berg, Ann"; names of organizations
  std::size_t numbers = 0;                 // digits alone
  std::vector<std::string> words;          // the first values that differ, at most `most_words`
  std::string example;                     // the first value
  double share(std::size_t some) const {
    return filled == 0 ? 0 : static_cast<double>(some) / static_cast<double>(filled);
  }
};

std::vector<ColumnLook> look_at_columns(const Source& source);

/// Of one column, over the whole file.
struct KeyLook {
  std::size_t rows = 0, empty = 0;
  bool is_unique = false;     // no value stands twice
  bool only_ids = false;      // every value is an id as flatcrm makes them: a slug and six characters
  bool could_be_ids = false;  // every value is a valid id with a letter in it
  bool is_key() const { return rows > 0 && empty == 0 && is_unique; }
};
KeyLook look_at_key(const Source& source, std::size_t column);

/// Does a row, of all that are looked at, fill one of two columns at most?
bool never_together(const Source& source, std::size_t column, std::size_t other);

/// Does a row fill the column and none of the others?
bool stands_alone(const Source& source, std::size_t column, const std::vector<std::size_t>& others);

/// Does the one never have what stands in the other, as a family name has no given name in it?
bool never_holds(const Source& source, std::size_t column, std::size_t other);

}  // namespace flatcrm::import
