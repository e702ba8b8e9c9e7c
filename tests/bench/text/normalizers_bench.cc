// How many values a second the normalizers of lib/text take, on one core.
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "text/date_order.h"

using namespace flatcrm;

namespace {

using Values = std::vector<std::string>;

void measure(const char* what, const Values& values, const std::function<std::size_t(const Values&)>& work) {
  std::clock_t begin = std::clock();  // processor time: other programs don't count
  std::size_t rounds = 0, sum = 0;
  double seconds = 0;
  while (seconds < 0.3) {
    sum += work(values);
    ++rounds;
    seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  }
  double rate = static_cast<double>(rounds * values.size()) / seconds / 1e6;
  fmt::print("{:<40} {:>8.2f} million/s  ({})\n", what, rate, sum % 10);
}

Values make(std::size_t count, const std::function<std::string(std::mt19937&)>& one) {
  std::mt19937 random(1);
  Values values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(one(random));
  return values;
}

std::string two(std::size_t number) {
  return fmt::format("{:02}", number);
}

void dates() {
  auto decide = [](const Values& values) {
    text::DateColumn column;
    for (const std::string& value : values) column.add(value);
    return column.decide().values;
  };
  auto read = [](const Values& values) {
    text::DateFormat format;
    format.order = text::DateOrder::dmy;
    core::Arena arena;
    std::size_t good = 0;
    for (const std::string& value : values) good += format.parse(value, arena) ? 1 : 0;
    return good;
  };
  auto day = [](std::mt19937& r) { return two(r() % 28 + 1); };
  auto month = [](std::mt19937& r) { return two(r() % 12 + 1); };
  struct {
    const char* what;
    Values values;
  } columns[] = {
      {"2026-11-22", make(100000, [&](auto& r) { return "2026-" + month(r) + "-" + day(r); })},
      {"2026-11-22T09:30:00+01:00",
       make(100000, [&](auto& r) { return "2026-" + month(r) + "-" + day(r) + "T09:30:00+01:00"; })},
      {"22/11/2026", make(100000, [&](auto& r) { return day(r) + "/" + month(r) + "/2026"; })},
      {"22 November 2026", make(100000, [&](auto& r) { return day(r) + " November 2026"; })},
  };
  for (const auto& column : columns) {
    measure(fmt::format("date, decide: {}", column.what).c_str(), column.values, decide);
    measure(fmt::format("date, parse: {}", column.what).c_str(), column.values, read);
  }
}

}  // namespace

int main() {
  dates();
}
