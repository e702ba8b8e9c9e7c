// How many values a second the normalizers of lib/text take, on one core.
#include <cstdio>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "text/amount.h"
#include "text/date_order.h"
#include "text/phone.h"

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

std::string digits(std::mt19937& random, std::size_t count) {
  std::string text;
  while (text.size() < count) text += static_cast<char>('0' + random() % 10);
  return text;
}

void amounts() {
  auto read = [](const Values& values) {
    text::AmountColumn column;
    for (const std::string& value : values) column.add(value);
    text::AmountFormat format = column.decide().format;
    core::Arena arena;
    std::size_t good = 0;
    for (const std::string& value : values) good += format.parse(value, arena).ok ? 1 : 0;
    return good;
  };
  measure("amount, decide and parse: 1234.50", make(100000, [](auto& r) { return digits(r, 4) + ".50"; }),
          read);
  measure("amount, decide and parse: 1.234,56 €",
          make(100000, [](auto& r) { return "1." + digits(r, 3) + ",56 €"; }), read);
}

void phones() {
  for (bool fast : {true, false}) {
    auto read = [fast](const char* region) {
      return [fast, region](const Values& values) {
        text::PhoneNormalizer phones;
        core::Arena arena;
        std::size_t good = 0;
        for (const std::string& value : values) {
          good +=
              (fast ? phones.normalize(value, region, arena) : phones.normalize_plainly(value, region, arena))
                  .ok;
        }
        return good;
      };
    };
    std::size_t count = fast ? 200000 : 5000;
    const char* how = fast ? "phone" : "phone by libphonenumber";
    measure(fmt::format("{}: +49 30 ...", how).c_str(),
            make(count, [](auto& r) { return "+49 30 " + digits(r, 7); }), read("DE"));
    measure(fmt::format("{}: 030/...", how).c_str(),
            make(count, [](auto& r) { return "030/" + digits(r, 7); }), read("DE"));
    measure(fmt::format("{}: (650) 253-...", how).c_str(),
            make(count, [](auto& r) { return "(650) 253-" + digits(r, 4); }), read("US"));
    measure(fmt::format("{}: ... ext. 12", how).c_str(),
            make(count / 40, [](auto& r) { return "+1 650 253 " + digits(r, 4) + " ext. 12"; }), read("US"));
  }
}

}  // namespace

int main() {
  dates();
  amounts();
  phones();
}
