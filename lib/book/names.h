// What a person calls a record, looked up one by one and remembered: for the few that a list shows. Where they are more, the collection is
// read once, unless a record's file is found by its name.
//
//   Names names(book);
//   names.of("customers", "acme-1f9x2k") == "Acme"       names.of("customers", "nobody") == ""
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "book/book.h"
#include "book/read.h"

namespace flatcrm::book {

class Names {
 public:
  explicit Names(const Book& book) : book_(book) {}
  const std::string& of(std::string_view collection, std::string_view id);
  /// For a list that is not short: one look at the collection instead of one a name.
  void learn(const std::string& collection, const std::vector<std::string>& ids);

 private:
  /// All names of one collection.
  struct Collection {
    std::size_t asked = 0;
    Tables tables{};
    std::unordered_map<std::string_view, std::uint32_t> rows{};
  };
  /// Nothing where the id is not in the table: it may have been merged into another.
  const std::string_view* in_table(const std::string& collection, std::string_view id);

  const Book& book_;
  std::map<std::string, Collection> collections_;
  std::map<std::pair<std::string, std::string>, std::string> known_;
};

}  // namespace flatcrm::book
