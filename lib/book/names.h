// What a person calls a record, looked up one by one and remembered: for the few that a list shows.
//
//   Names names(book);
//   names.of("customers", "acme-1f9x2k") == "Acme"       names.of("customers", "nobody") == ""
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "book/book.h"

namespace flatcrm::book {

class Names {
 public:
  explicit Names(const Book& book) : book_(book) {}
  const std::string& of(std::string_view collection, std::string_view id);
  /// For a list that is not short: one look at the collection instead of one a name.
  void learn(const std::string& collection, const std::vector<std::string>& ids);

 private:
  const Book& book_;
  std::map<std::pair<std::string, std::string>, std::string> known_;
};

}  // namespace flatcrm::book
