// Continuity against counting in maps, and against its indices' definition as chances: two different contacts of a customer, drawn at random,
// are with the same person as often as the index of Bice and Boxerman says.
#include "report/continuity.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <random>

#include "support/tables.h"

using namespace flatcrm;

TEST_CASE("both indices are those of a plain count") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::map<int, std::vector<int>> met;
    std::string text = "date,customer,staff,kind\n";
    for (int i = static_cast<int>(random() % 60); i > 0; --i) {
      int customer = static_cast<int>(random() % 8), person = static_cast<int>(random() % 4),
          day = static_cast<int>(random() % 40);
      bool survey = random() % 6 == 0;
      if (!survey && day < 30) met[customer].push_back(person);
      text += fmt::format("{},c{},s{},{}\n", core::print(core::Date{20000 + day}), customer, person,
                          survey ? "survey" : "call");
    }
    using model::As;
    model::Table table = table_from(
        {"interactions", {{"date"}, {"customer", As::codes}, {"staff", As::codes}, {"kind", As::codes}}},
        text);
    report::Continuity continuity(table, {{20000}, {20029}});
    double usual = 0, care = 0;
    int customers = 0;
    for (const auto& [customer, people] : met) {
      if (people.size() < 2) continue;
      ++customers;
      std::map<int, int> counts;
      int most = 0, same = 0, pairs = 0;
      for (int person : people) most = std::max(most, ++counts[person]);
      for (std::size_t i = 0; i < people.size(); ++i)
        for (std::size_t j = 0; j < people.size(); ++j) {
          pairs += i != j ? 1 : 0;
          same += i != j && people[i] == people[j] ? 1 : 0;
        }
      usual += static_cast<double>(most) / static_cast<double>(people.size());
      care += static_cast<double>(same) / pairs;
    }
    CHECK(continuity.usual_provider().has_value() == (customers > 0));
    if (customers == 0) continue;
    auto near = [&](core::Decimal found, double expected) {
      return std::abs(static_cast<double>(core::rescale(found, 2).mantissa) - expected * 10000 / customers) <
             0.52;
    };
    CHECK(near(*continuity.usual_provider(), usual));
    CHECK(near(*continuity.continuity_of_care(), care));
  }
}
