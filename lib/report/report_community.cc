#include <fmt/format.h>

#include <algorithm>

#include "report/groups.h"
#include "report/measures.h"
#include "report/network.h"
#include "report/order_findings.h"
#include "report/report.h"

namespace flatcrm::report {

namespace {

using Source = Network;

bool any_selected(const Source& source, const std::vector<std::uint32_t>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return source.selected[row]; });
}

std::vector<Figure> figures(const Source& source) {
  std::vector<bool> linked(source.selected.size());
  for (const segment::Community::Edge& edge : source.community.edges)
    for (std::uint32_t row : {edge.from, edge.to}) linked[row] = source.selected[row];
  std::int64_t households = 0, housed = 0, referrers = 0;
  for (const auto& members : source.households.all()) {
    if (!any_selected(source, members)) continue;
    ++households;
    housed += static_cast<std::int64_t>(members.size());
  }
  for (std::uint32_t row : source.referrals.referrers()) referrers += source.selected[row] ? 1 : 0;
  auto customers = static_cast<std::int64_t>(source.input.data.selected().size());
  auto linked_count = static_cast<std::int64_t>(std::count(linked.begin(), linked.end(), true));
  std::vector<Figure> list{
      {"customers", "Customers", customers, "customers"},
      {"linked", "of them linked to another", linked_count, "customers"},
      {"linked_percent", "Share who are linked", percent(linked_count, customers, figure_percent_digits)},
      {"household_count", "Households", households, "households"},
      {"in_households", "Customers in them", housed, "customers"},
      {"referrers", "Customers who brought others", referrers, "customers"}};
  auto guarded = [&](const NetworkState& state) {
    return static_cast<std::int64_t>(guarded_of(source, state).size());
  };
  auto stake = [&](const NetworkState& state) {
    return money_cell(at_stake(state, guarded_of(source, state)), state.value->values.scale,
                      source.input.currency());
  };
  list.push_back({"guarded_count", "Of tier C, linked into tier A", guarded(source.now), "customers",
                  source.earlier ? Cell(guarded(*source.earlier)) : Cell()});
  list.push_back({"at_stake", "Value of those whom they are linked to", stake(source.now), "",
                  source.earlier ? stake(*source.earlier) : Cell()});
  return list;
}

std::string shown_of(std::size_t shown, std::size_t all) {
  return shown < all ? fmt::format("{} of {}; --limit 0 lists all.", shown, all) : std::string();
}

/// "Margarete Brandt, household with Tobias Brandt".
std::string way_of(const Source& source, const segment::GuardedMember& member) {
  std::string way;
  for (const segment::GuardStep& step : member.path)
    way += fmt::format("{}{} {}", way.empty() ? "" : ", ", step.relation, source.name(step.customer));
  return way;
}

Table guarded_table(const Source& source, GuardedMembers members) {
  std::stable_sort(members.begin(), members.end(), [&](const auto* left, const auto* right) {
    return source.now.own(left->top()) > source.now.own(right->top());
  });
  const std::string& currency = source.input.currency();
  Table table{.name = "guarded", .title = "Whom the lowest tier's treatment would hurt"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"value", "Value", Kind::money, currency},
                   {"way", "Is"},
                   {"top", "Of tier A", Kind::reference},
                   {"top_value", "Whose value", Kind::money, currency, true}};
  for (const segment::GuardedMember* member : members) {
    if (source.limit() != 0 && table.rows.size() == source.limit()) break;
    table.rows.push_back({source.customer(member->customer), source.money(source.now.own(member->customer)),
                          way_of(source, *member), source.customer(member->top()),
                          source.money(source.now.own(member->top()))});
  }
  table.note = shown_of(table.rows.size(), members.size());
  return table;
}

/// Whose network is worth more than they are.
Table network_table(const Source& source) {
  struct One {
    core::Int128 more;
    std::uint32_t row;
  };
  const NetworkState& now = source.now;
  int scale = std::max(source.scale(), now.network->values.scale);
  auto at_scale = [&](core::Int128 amount, int from) {
    for (; from < scale; ++from) amount *= 10;
    return amount;
  };
  std::vector<One> list;
  for (std::uint32_t row : source.input.data.selected()) {
    std::int64_t network = now.network->values.number(row);
    if (network == core::no_number) continue;
    core::Int128 more = at_scale(network, now.network->values.scale) - at_scale(now.own(row), source.scale());
    if (more > 0) list.push_back({more, row});
  }
  std::sort(list.begin(), list.end(), [](const One& left, const One& right) {
    return left.more != right.more ? left.more > right.more : left.row < right.row;
  });
  const std::string& currency = source.input.currency();
  Table table{.name = "network", .title = "Worth more than they spend"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"tier", "Tier"},
                   {"value", "Own value", Kind::money, currency},
                   {"network_value", "Network value", Kind::money, currency, true},
                   {"more", "More", Kind::money, currency}};
  for (const One& one : list) {
    if (source.limit() != 0 && table.rows.size() == source.limit()) break;
    std::uint8_t tier = now.tier[one.row];
    table.rows.push_back({source.customer(one.row),
                          tier == no_tier ? Cell() : Cell(std::string(tier_names[tier])),
                          source.money(now.own(one.row)), source.network_money(one.row),
                          money_cell(one.more, scale, currency)});
  }
  table.note = shown_of(table.rows.size(), list.size());
  return table;
}

Table households_table(const Source& source) {
  std::vector<std::pair<core::Int128, const std::vector<std::uint32_t>*>> list;
  for (const auto& members : source.households.all())
    if (any_selected(source, members)) list.emplace_back(sum_of(source.now, members), &members);
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  const std::string& currency = source.input.currency();
  Table table{.name = "households", .title = "Households"};
  table.columns = {{"head", "Most valuable", Kind::reference},
                   {"members", "Members", Kind::integer},
                   {"others", "The others"},
                   {"value", "Value together", Kind::money, currency, true},
                   {"head_percent", "Share of the first", Kind::percent}};
  constexpr std::size_t named = 5;
  for (const auto& [sum, members] : list) {
    if (source.limit() != 0 && table.rows.size() == source.limit()) break;
    std::uint32_t head =
        *std::max_element(members->begin(), members->end(), [&](std::uint32_t left, std::uint32_t right) {
          return source.now.own(left) < source.now.own(right);
        });
    std::string others;
    std::size_t count = 0;
    for (std::uint32_t row : *members)
      if (row != head && ++count <= named)
        others += fmt::format("{}{}", others.empty() ? "" : ", ", source.name(row));
    if (count > named) others += fmt::format(" and {} more", count - named);
    table.rows.push_back({source.customer(head), static_cast<std::int64_t>(members->size()), others,
                          source.money(sum), share_cell(source.now.own(head), sum, table_digits)});
  }
  table.note = shown_of(table.rows.size(), list.size());
  return table;
}

Table referrals_table(const Source& source) {
  struct Tree {
    std::uint32_t row;
    std::int64_t direct, all;
    core::Int128 value;
  };
  std::vector<Tree> list;
  for (std::uint32_t row : source.referrals.referrers()) {
    if (!source.selected[row]) continue;
    std::vector<std::uint32_t> brought = source.referrals.brought(row);
    list.push_back({row, static_cast<std::int64_t>(source.referrals.directly(row).size()),
                    static_cast<std::int64_t>(brought.size()), sum_of(source.now, brought)});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Tree& left, const Tree& right) { return left.value > right.value; });
  const std::string& currency = source.input.currency();
  Table table{.name = "referrals", .title = "Who brought others"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"direct", "Brought", Kind::integer},
                   {"tree", "With theirs", Kind::integer},
                   {"value", "Own value", Kind::money, currency},
                   {"tree_value", "Value of those brought", Kind::money, currency, true}};
  for (const Tree& one : list) {
    if (source.limit() != 0 && table.rows.size() == source.limit()) break;
    table.rows.push_back({source.customer(one.row), one.direct, one.all,
                          source.money(source.now.own(one.row)), source.money(one.value)});
  }
  table.note = shown_of(table.rows.size(), list.size());
  return table;
}

Table group_table(const std::string& by, const Source& source) {
  struct Sums {
    std::int64_t customers = 0, linked = 0, guarded = 0;
    core::Int128 value = 0;
  };
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<Sums> sums(groups.size());
  std::vector<bool> linked(source.selected.size());
  for (const segment::Community::Edge& edge : source.community.edges)
    linked[edge.from] = linked[edge.to] = true;
  for (std::uint32_t row : source.input.data.selected()) {
    Sums& its = sums[groups.of_row[row]];
    ++its.customers;
    its.linked += linked[row] ? 1 : 0;
    its.value += source.now.own(row);
  }
  for (const segment::GuardedMember* member : guarded_of(source, source.now))
    ++sums[groups.of_row[member->customer]].guarded;
  Table table{.name = "by_" + groups.key.name, .title = fmt::format("By {}", by), .columns = {groups.key}};
  for (Column& column : std::vector<Column>{{"customers", "Customers", Kind::integer},
                                            {"linked_percent", "Linked", Kind::percent, "", true},
                                            {"guarded", "Tier C, linked into A", Kind::integer},
                                            {"value", "Value", Kind::money, source.input.currency()}})
    table.columns.push_back(column);
  for (std::uint32_t group : groups.order)
    if (const Sums& its = sums[group]; its.customers > 0)
      table.rows.push_back({groups.labels[group], its.customers,
                            percent(its.linked, its.customers, table_digits), its.guarded,
                            source.money(its.value)});
  return table;
}

void add_findings(std::vector<Finding>& findings, const Source& source) {
  auto members = guarded_of(source, source.now);
  if (!members.empty()) {
    auto count = static_cast<std::int64_t>(members.size());
    Finding finding{
        "guarded",
        counted(
            count,
            "customer of the lowest tier is linked into the highest: a cut would hurt more than it saves",
            "customers of the lowest tier are linked into the highest: a cut would hurt more than it saves"),
        count,
        {},
        again(source.input, "--table guarded")};
    for (std::size_t i = 0; i < std::min<std::size_t>(members.size(), 5); ++i)
      finding.records.push_back(source.customer(members[i]->customer));
    findings.push_back(std::move(finding));
  }
  if (source.community.edges.empty() && source.input.data.rows("customers") > 1)
    findings.push_back({"no-links",
                        "the book has no links: nobody knows who belongs to whom",
                        1,
                        {},
                        "flatcrm dedupe --help"});
  add_data_findings(findings, source.input);
}

Document make(const Input& input) {
  Source source = network_of(input);
  Document document = begin(input, "Community");
  Section& overview = document.add("Overview");
  overview.figures = figures(source);
  add_findings(overview.findings, source);
  Section& guard = document.add("Community guard");
  auto members = guarded_of(source, source.now);
  if (members.empty())
    guard.notes.emplace_back("No customer of the lowest tier is linked into the highest.");
  else
    guard.tables.push_back(guarded_table(source, members));
  Section& section = document.add("Who belongs to whom");
  for (Table& table :
       std::vector<Table>{network_table(source), households_table(source), referrals_table(source)})
    if (!table.rows.empty()) section.tables.push_back(std::move(table));
  for (const std::string& by : input.parameters.by) section.tables.push_back(group_table(by, source));
  return document;
}

}  // namespace

Report report_community() {
  return {
      .name = "community",
      .summary = "households and referrals, what a customer's network is worth, and whom a cut would hurt",
      .about =
          "The tiers are by value: A the best 20 %, B up to 60 %, C the rest of those who ordered. The guard "
          "looks at the kinds "
          "of link and to the depth that segments/value.yaml says, where the book has one. All links count, "
          "whenever they began.",
      .formulas = {{"value", "invoices less credits of the period, of those who ordered in it"},
                   {"tiers",
                    "A: at least 80 % of those who ordered stand strictly below; C: less than 40 % do"},
                   {"network_value",
                    "own value, and that of linked customers, halved a step, to depth 2 (the book's "
                    "`network` setting)"},
                   {"guarded",
                    "customers of tier C from whom links of enough strength lead into tier A; at_stake: the "
                    "value of the "
                    "customers there, each once"},
                   {"households",
                    "customers linked by links of the kind household, over any number of steps"},
                   {"tree", "those whom a customer referred, whom these referred, and so on, each once"}},
      .sources = {"Kumar et al., Undervalued or Overvalued Customers: Capturing Total Customer Engagement "
                  "Value, Journal of Service "
                  "Research 13 (2010), for referral and influence beside purchases"},
      .needs = network_needs,
      .make = make};
}

}  // namespace flatcrm::report
