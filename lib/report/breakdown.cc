#include "report/breakdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/text.h"
#include "report/groups.h"

namespace flatcrm::report {

namespace {

using Shape = Breakdown::Shape;

/// Groups by a text key that is found once for each distinct one.
class Grouper {
 public:
  explicit Grouper(Breakdown& breakdown) : breakdown_(breakdown) {}
  /// The group of a key; `make` gives it when the key is new.
  template <typename Make>
  std::int32_t group(const std::string& key, Make make) {
    auto [found, is_new] = numbers_.emplace(key, static_cast<std::int32_t>(breakdown_.groups.size()));
    if (is_new) breakdown_.groups.push_back(make());
    return found->second;
  }

 private:
  Breakdown& breakdown_;
  std::map<std::string, std::int32_t> numbers_;
};

Breakdown::Group text_group(std::string_view text, std::string_view none) {
  // What has no value stands behind what has one.
  if (text.empty()) return {std::string(none), {}, "\x7f", false};
  return {std::string(text), {}, std::string(text), false};
}

Breakdown::Group reference_group(Reference reference, std::string_view none) {
  if (reference.id.empty()) return {Reference{"", std::string(none)}, {}, "\x7f", false};
  std::string order =
      (reference.label.empty() ? "\x7e" : core::lower_ascii(reference.label)) + '\0' + reference.id;
  return {std::move(reference), {}, std::move(order), false};
}

std::string_view owner_of(const DealSource& source, std::size_t deal) {
  const model::Codes& owners = source.deals_table.codes("owner");
  return owners.dictionary.text(owners.codes[source.deals.rows[deal]]);
}

// By time of closing.

std::string year_of(core::Date day) {
  return fmt::format("{:04}", core::to_civil(day).year);
}
std::string quarter_of(core::Date day) {
  return fmt::format("{}-Q{}", year_of(day), core::quarter(day));
}
std::string month_of(core::Date day) {
  return core::print(day).substr(0, 7);
}

Breakdown by_closing(const DealSource& source, std::string name, std::string title, Column key,
                     std::string (*label)(core::Date), int months) {
  Breakdown breakdown{std::move(name), std::move(title), std::move(key), {}, Shape::closed};
  Grouper grouper(breakdown);
  core::Date first = core::no_date, last = core::no_date;
  for (const Deal& deal : source.deals.list) {
    bool counts = deal.outcome != Outcome::open && is_in(deal, source.period);
    if (counts && deal.closed != core::no_date) {
      first = first == core::no_date ? deal.closed : std::min(first, deal.closed);
      last = last == core::no_date ? deal.closed : std::max(last, deal.closed);
    }
    std::string text = counts && deal.closed != core::no_date ? label(deal.closed) : "";
    breakdown.group_of.push_back(counts ? grouper.group(text, [&] { return text_group(text, "(no date)"); })
                                        : -1);
  }
  if (first == core::no_date || core::month_number(last) - core::month_number(first) > 240) return breakdown;
  // A span without a deal is a row as well: a gap is news.
  core::Civil start = core::to_civil(first);
  start.day = 1;
  start.month -= (start.month - 1) % months;
  for (core::Date day = core::to_date(start); day <= last; day = core::add_months(day, months)) {
    std::string text = label(day);
    std::int32_t group = grouper.group(text, [&] { return text_group(text, ""); });
    breakdown.groups[static_cast<std::size_t>(group)].kept = true;
  }
  return breakdown;
}

Breakdown by_year(const DealSource& source) {
  return by_closing(source, "years", "By year of closing", {"year", "Year"}, year_of, 12);
}
Breakdown by_quarter(const DealSource& source) {
  return by_closing(source, "quarters", "By quarter of closing", {"quarter", "Quarter"}, quarter_of, 3);
}
Breakdown by_month(const DealSource& source) {
  return by_closing(source, "months", "By month of closing", {"month", "Month"}, month_of, 1);
}

// By who.

/// The group of a deal by its owner; `label` gives the key of a member of staff.
template <typename MakeGroup, typename KeyOf>
Breakdown by_owner(const DealSource& source, Breakdown breakdown, KeyOf key_of, MakeGroup make_group) {
  Grouper grouper(breakdown);
  for (std::size_t deal = 0; deal < source.deals.list.size(); ++deal) {
    std::string key(key_of(owner_of(source, deal)));
    breakdown.group_of.push_back(grouper.group(key, [&] { return make_group(key); }));
  }
  return breakdown;
}

Breakdown by_region(const DealSource& source) {
  auto region = [&](std::string_view owner) {
    std::optional<std::size_t> row = source.staff.row(owner);
    return row.has_value() ? source.staff.region(*row) : std::string_view();
  };
  Breakdown breakdown{"regions", "By region of the owner", {"region", "Region"}};
  return by_owner(source, std::move(breakdown), region,
                  [](const std::string& key) { return text_group(key, "(no region)"); });
}

Breakdown by_manager(const DealSource& source) {
  auto manager = [&](std::string_view owner) {
    std::optional<std::size_t> row = source.staff.row(owner);
    return row.has_value() ? source.staff.manager(*row) : std::string_view();
  };
  Breakdown breakdown{"managers", "By manager of the owner", {"manager", "Manager", Kind::reference}};
  return by_owner(source, std::move(breakdown), manager, [&](const std::string& key) {
    return reference_group(source.staff.reference(key), "(no manager)");
  });
}

/// Staff who own no deal but sell as those do who own some: of the same role, not managing anybody, not gone.
void add_idle_agents(Breakdown& breakdown, const DealSource& source,
                     const std::set<std::string_view>& owners) {
  for (std::size_t row : source.staff.idle_peers(owners, source.as_of)) {
    std::string_view id = source.staff.id(row);
    breakdown.groups.push_back(reference_group(source.staff.reference(id), ""));
    breakdown.groups.back().kept = true;
  }
}

Breakdown by_agent(const DealSource& source) {
  Breakdown breakdown{"agents", "By agent", {"agent", "Agent", Kind::reference}};
  std::set<std::string_view> owners;
  for (std::size_t deal = 0; deal < source.deals.list.size(); ++deal) owners.insert(owner_of(source, deal));
  breakdown = by_owner(
      source, std::move(breakdown), [](std::string_view owner) { return owner; },
      [&](const std::string& key) { return reference_group(source.staff.reference(key), "(no owner)"); });
  for (Breakdown::Group& group : breakdown.groups) group.kept = !std::get<Reference>(group.key).id.empty();
  add_idle_agents(breakdown, source, owners);
  breakdown.note =
      "Staff without a deal are listed when they have the role of those with one and manage nobody.";
  return breakdown;
}

// By what.

Breakdown::Group product_group(std::string_view id, std::string_view name, bool is_listed) {
  Breakdown::Group group = reference_group({std::string(id), std::string(name)}, "(no product)");
  if (!id.empty()) group.more = {is_listed ? "yes" : "no"};
  group.more.resize(1);
  if (!id.empty() && !is_listed) group.order = core::lower_ascii(id) + '\0';
  group.kept = is_listed;
  return group;
}

Breakdown by_product(const DealSource& source) {
  Breakdown breakdown{
      "products", "By product", {"product", "Product", Kind::reference}, {{"in_products", "In products"}}};
  Grouper grouper(breakdown);
  const model::Texts& ids = source.products.texts("id");
  const model::Texts& names = source.products.texts("name");
  for (std::size_t row = 0; row < ids.texts.size(); ++row) {
    grouper.group(std::string(ids.texts[row]),
                  [&] { return product_group(ids.texts[row], names.texts[row], true); });
  }
  const model::Codes& products = source.deals_table.codes("product");
  for (std::uint32_t row : source.deals.rows) {
    std::string_view id = products.dictionary.text(products.codes[row]);
    breakdown.group_of.push_back(
        grouper.group(std::string(id), [&] { return product_group(id, "", false); }));
  }
  return breakdown;
}

// By how long.

Breakdown by_age(const DealSource& source) {
  constexpr std::array<int, 6> bounds{30, 60, 90, 180, 365, 730};
  Breakdown breakdown{"ages", "Open deals by age", {"age_days", "Age in days"}, {}, Shape::open};
  auto add = [&](std::string label) {
    std::string order(1, static_cast<char>('a' + breakdown.groups.size()));
    breakdown.groups.push_back({std::move(label), {}, std::move(order), false});
  };
  int from = 0;
  for (int bound : bounds) {
    add(fmt::format("{}-{}", from, bound));
    from = bound + 1;
  }
  add(fmt::format("over {}", from - 1));
  add("(no date)");
  for (const Deal& deal : source.deals.list) {
    int age = source.as_of.days - deal.opened.days * (deal.opened == core::no_date ? 0 : 1);
    auto bucket = std::lower_bound(bounds.begin(), bounds.end(), age) - bounds.begin();
    if (deal.opened == core::no_date) bucket = bounds.size() + 1;
    breakdown.group_of.push_back(deal.outcome == Outcome::open ? static_cast<std::int32_t>(bucket) : -1);
  }
  return breakdown;
}

/// Those with a deal in one of their stages; all of them while there are no deals. A firm whose deals have other stages has not taken up
/// what stands in a new book's settings.
std::set<std::string_view> used_pipelines(const Deals& deals) {
  std::set<std::string_view> used;
  for (const Deal& deal : deals.list) {
    if (deal.stage < 0) continue;
    const DealStage& stage = deals.stages[static_cast<std::size_t>(deal.stage)];
    if (stage.settings != nullptr) used.insert(stage.pipeline);
  }
  if (deals.list.empty())
    for (const DealStage& stage : deals.stages) used.insert(stage.pipeline);
  return used;
}

Breakdown by_stage(const DealSource& source) {
  Breakdown breakdown{"stages", "Stages", {"stage", "Stage"}, {}, Shape::stages};
  std::set<std::string_view> pipelines;
  for (const DealStage& stage : source.deals.stages) {
    if (!stage.pipeline.empty()) pipelines.insert(stage.pipeline);
  }
  bool several = pipelines.size() > 1;
  if (several) breakdown.more.push_back({"pipeline", "Pipeline"});
  breakdown.more.push_back({"probability_percent", "Probability", Kind::percent});
  std::set<std::string_view> used = used_pipelines(source.deals);
  for (const DealStage& stage : source.deals.stages) {
    Row more;
    if (several) more.emplace_back(stage.pipeline);
    more.push_back(stage.settings == nullptr ? Cell{} : Cell{Percent{stage.settings->probability}});
    breakdown.groups.push_back({stage.name, std::move(more), fmt::format("{:08}", breakdown.groups.size()),
                                stage.settings != nullptr && used.contains(stage.pipeline)});
  }
  auto none = static_cast<std::int32_t>(breakdown.groups.size());
  breakdown.groups.push_back({"(no stage)", Row(breakdown.more.size()), "\x7f", false});
  for (const Deal& deal : source.deals.list) breakdown.group_of.push_back(deal.stage < 0 ? none : deal.stage);
  return breakdown;
}

Breakdown by_query(std::string_view by, const DealSource& source) {
  Groups groups = group_by(std::string(by), source.input.data.by(by), source.input);
  Breakdown breakdown{"by_" + groups.key.name, fmt::format("By {}", by), groups.key};
  std::vector<std::int32_t> number(groups.size(), -1);
  for (std::uint32_t row : source.deals.rows) number[groups.of_row[row]] = 0;
  for (std::uint32_t group : groups.order) {
    if (number[group] < 0) continue;
    number[group] = static_cast<std::int32_t>(breakdown.groups.size());
    breakdown.groups.push_back({groups.labels[group], {}, fmt::format("{:08}", number[group]), false});
  }
  for (std::uint32_t row : source.deals.rows) breakdown.group_of.push_back(number[groups.of_row[row]]);
  return breakdown;
}

using Maker = Breakdown (*)(const DealSource&);
constexpr std::array<std::pair<std::string_view, Maker>, 9> makers{{{"stage", by_stage},
                                                                    {"quarter", by_quarter},
                                                                    {"month", by_month},
                                                                    {"year", by_year},
                                                                    {"region", by_region},
                                                                    {"agent", by_agent},
                                                                    {"manager", by_manager},
                                                                    {"product", by_product},
                                                                    {"age", by_age}}};

}  // namespace

const std::vector<std::string_view>& breakdown_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const auto& maker : makers) list.push_back(maker.first);
    return list;
  }();
  return names;
}

Breakdown break_down(std::string_view by, const DealSource& source) {
  for (const auto& [name, make] : makers) {
    if (name == by) return make(source);
  }
  return by_query(by, source);
}

}  // namespace flatcrm::report
