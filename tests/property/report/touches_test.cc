// The dense counts of touches against a plain computation with maps, for any number of threads.
#include "report/touches.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include "support/tables.h"

using namespace flatcrm;

namespace {

struct Row {
  int day;
  std::string customer, direction, kind, channel;
};

std::vector<Row> random_rows(std::mt19937_64& random) {
  std::vector<Row> rows(random() % 300);
  for (Row& row : rows) {
    row.day = 17000 + static_cast<int>(random() % 400);
    row.customer = random() % 20 == 0 ? "" : fmt::format("c{}", random() % 30);
    row.direction = std::array{"in", "out", ""}[random() % 3];
    row.kind = std::array{"call", "survey", "complaint", "message"}[random() % 4];
    row.channel = std::array{"phone", "email", ""}[random() % 3];
  }
  return rows;
}

model::Table table_of(const std::vector<Row>& rows) {
  std::string text = "date,customer,direction,kind,channel,staff\n";
  for (const Row& row : rows) {
    text += fmt::format("{},{},{},{},{},\n", core::print(core::Date{row.day}), row.customer, row.direction,
                        row.kind, row.channel);
  }
  return table_from(report::touches_request(), text);
}

struct Expected {
  std::map<std::string, std::int64_t> channels;
  std::set<std::string> now, before, last_30;
  std::map<std::string, std::tuple<int, int, std::int64_t, bool>>
      waiting;  // since, last, contacts, complaint
};

Expected expect(const std::vector<Row>& rows, const report::TouchQuestion& question) {
  Expected expected;
  std::map<std::string, int> answered;
  for (const Row& row : rows) {
    core::Date day{row.day};
    if (day > question.as_of) continue;
    if (question.period->holds(day)) ++expected.channels[row.channel];
    if (row.customer.empty()) continue;
    if (question.period->holds(day)) expected.now.insert(row.customer);
    if (question.before->holds(day)) expected.before.insert(row.customer);
    if (question.as_of.days - row.day < 30) expected.last_30.insert(row.customer);
    if (row.direction == "out" && row.kind != "survey")
      answered[row.customer] = std::max(answered[row.customer], row.day);
  }
  for (const Row& row : rows) {
    bool asks = row.direction == "in" && row.kind != "survey" && !row.customer.empty();
    if (!asks || row.day > question.as_of.days || row.day <= answered[row.customer]) continue;
    auto [found, is_new] = expected.waiting.emplace(row.customer, std::tuple(row.day, row.day, 0, false));
    auto& [since, last, contacts, complaint] = found->second;
    since = std::min(since, row.day);
    last = std::max(last, row.day);
    ++contacts;
    complaint = complaint || row.kind == "complaint";
  }
  return expected;
}

}  // namespace

TEST_CASE("dense counts agree with maps, whatever the order of rows and the number of threads") {
  std::mt19937_64 random(42);
  for (int run = 0; run < 150; ++run) {
    std::vector<Row> rows = random_rows(random);
    if (run % 3 == 0) {
      std::stable_sort(rows.begin(), rows.end(),
                       [](const Row& left, const Row& right) { return left.day < right.day; });
    }
    report::TouchQuestion question{{17300 + static_cast<int>(random() % 150)}, {}, {}, 0, 1 + run % 4};
    question.period = report::Period{{17050}, {17200}};
    question.before = report::period_before(*question.period);
    model::Table table = table_of(rows);
    report::Touches touches = report::count_touches(table, question);
    Expected expected = expect(rows, question);

    const model::Dictionary& channels = table.codes("channel").dictionary;
    for (std::uint32_t code = 0; code < touches.by_channel.size(); ++code) {
      CHECK(touches.by_channel[code].total() == expected.channels[std::string(channels.text(code))]);
    }
    CHECK(touches.customers == static_cast<std::int64_t>(expected.now.size()));
    CHECK(touches.customers_before == static_cast<std::int64_t>(expected.before.size()));
    CHECK(touches.last_30[0] == static_cast<std::int64_t>(expected.last_30.size()));
    REQUIRE(touches.waiting.size() == expected.waiting.size());
    const model::Dictionary& customers = table.codes("customer").dictionary;
    for (const report::Waiting& one : touches.waiting) {
      CHECK(expected.waiting.at(std::string(customers.text(one.customer))) ==
            std::tuple(one.since.days, one.last.days, one.contacts, one.complaint));
    }
    for (std::size_t i = 1; i < touches.waiting.size(); ++i) {
      const report::Waiting &left = touches.waiting[i - 1], &right = touches.waiting[i];
      CHECK(std::tuple(!left.complaint, left.since) <= std::tuple(!right.complaint, right.since));
    }
  }
}
