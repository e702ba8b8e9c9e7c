// The 1/10 sample of CDNOW as the papers take it: repeat orders within 39 weeks, days of a customer's orders being one order each.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/date.h"

struct CdnowCustomer {
  std::int32_t repeats = 0, last = 0, age = 0;
  double spent = 0;        // on repeat orders
  std::int32_t later = 0;  // orders in the 39 weeks after those
};

/// Empty where the file is missing.
inline std::vector<CdnowCustomer> cdnow_customers() {
  using namespace flatcrm;
  std::ifstream file(std::string(FLATCRM_SOURCE) + "/../shared/data/sales/cdnow-sample/CDNOW_sample.txt");
  std::map<std::string, std::map<std::int32_t, double>> orders;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string whole_id, id, day;
    double count = 0, amount = 0;
    words >> whole_id >> id >> day >> count >> amount;
    std::string iso = day.substr(0, 4) + "-" + day.substr(4, 2) + "-" + day.substr(6, 2);
    orders[id][core::parse_date(iso)->days] += amount;
  }
  std::int32_t end = core::parse_date("1997-09-30")->days;
  std::vector<CdnowCustomer> customers;
  for (const auto& [id, days] : orders) {
    std::int32_t first = days.begin()->first;
    CdnowCustomer one{.age = end - first};
    for (const auto& [day, amount] : days) {
      if (day == first) continue;
      if (day > end) {
        ++one.later;
        continue;
      }
      ++one.repeats;
      one.last = day - first;
      one.spent += amount;
    }
    customers.push_back(one);
  }
  return customers;
}
