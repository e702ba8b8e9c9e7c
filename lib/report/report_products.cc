#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "report/amounts.h"
#include "report/brand_sales.h"
#include "report/concentration.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/order_findings.h"
#include "report/report.h"
#include "report/white_space.h"

namespace flatcrm::report {

namespace {

constexpr std::size_t matrix_brands = 6;

Needs needs(const Parameters&) {
  return {.tables = brand_sales_tables(),
          .columns = {{"amount", "sales", "amount"},
                      {"year_value", "customers", "value(12m)"},
                      {"wallet", "customers", "wallet"},
                      {"share", "customers", "share_of_wallet"}}};
}

using Source = BrandSales;

std::string shown_of(std::size_t shown, std::size_t all) {
  return shown < all ? fmt::format("{} of {}; --limit 0 lists all.", shown, all) : std::string();
}

std::string title_of(const std::string& field) {
  std::string title = field;
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

Table brands_table(const Source& source) {
  const Brands& brands = source.brands;
  Table table{.name = "brands", .title = fmt::format("By {}", brands.field)};
  table.columns = {{"brand", title_of(brands.field)},
                   {"value", "Value", Kind::money, source.input.currency(), true},
                   {"value_percent", "Share", Kind::percent},
                   {"customers", "Customers", Kind::integer},
                   {"customer_mean", "A customer", Kind::money, source.input.currency()}};
  if (source.compares) table.columns.push_back({"previous", "Before", Kind::money, source.input.currency()});
  core::Int128 total = source.total();
  std::size_t limit = source.input.parameters.limit;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source.now[i] == 0 && source.earlier[i] == 0) continue;
    if (limit != 0 && table.rows.size() == limit) break;
    Row row{brands.names[i], source.money(source.now[i]), share_cell(source.now[i], total, table_digits),
            source.buyers[i],
            mean_cell(source.now[i], source.scale, source.buyers[i], source.input.currency())};
    if (source.compares) row.push_back(source.money(source.earlier[i]));
    table.rows.push_back(std::move(row));
  }
  if (table.rows.size() < source.now.size())
    table.note = fmt::format("The {} largest of {}.", table.rows.size(), source.now.size());
  return table;
}

/// A row of the matrix: its brands, what is beyond them, and the sum.
template <typename ValueOf>
Row matrix_row(Cell key, const Source& source, core::Int128 others, const ValueOf& value) {
  Row row{std::move(key)};
  core::Int128 all = others;
  for (std::size_t brand = 0; brand < source.size(); ++brand) {
    core::Int128 amount = value(brand);
    all += amount;
    if (brand >= matrix_brands)
      others += amount;
    else
      row.push_back(amount == 0 ? Cell() : source.money(amount));
  }
  if (source.now.size() > matrix_brands) row.push_back(others == 0 ? Cell() : source.money(others));
  row.push_back(source.money(all));
  return row;
}

Table matrix(std::string name, std::string title, Column key, const Source& source) {
  Table table{.name = std::move(name), .title = std::move(title), .columns = {std::move(key)}};
  const std::string& currency = source.input.currency();
  for (std::size_t brand = 0; brand < std::min(source.size(), matrix_brands); ++brand) {
    std::string column = snake_case(source.brands.names[brand]);
    table.columns.push_back(
        {fmt::format("{}_{}", source.brands.field, column.empty() ? fmt::format("{}", brand + 1) : column),
         source.brands.names[brand], Kind::money, currency});
  }
  if (source.now.size() > matrix_brands) table.columns.push_back({"others", "Others", Kind::money, currency});
  table.columns.push_back({"value", "Value", Kind::money, currency, true});
  return table;
}

Table customers_matrix(const Source& source) {
  std::vector<std::pair<core::Int128, std::uint32_t>> order;
  for (std::uint32_t row : source.input.data.selected())
    if (core::Int128 sum = source.of_customer(row); sum != 0) order.emplace_back(sum, row);
  std::sort(order.begin(), order.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  });
  Table table = matrix("matrix", fmt::format("Customers by {}", source.brands.field),
                       {"customer", "Customer", Kind::reference}, source);
  std::size_t limit = source.input.parameters.limit;
  for (const auto& [sum, row] : order) {
    if (limit != 0 && table.rows.size() == limit) break;
    table.rows.push_back(
        matrix_row(source.customer(row), source, source.beyond[row],
                   [&, row = row](std::size_t brand) { return core::Int128{source.at(row, brand)}; }));
  }
  table.note = shown_of(table.rows.size(), order.size());
  return table;
}

Table group_matrix(const std::string& by, const Source& source) {
  Groups groups = group_by(by, source.input.data.by(by), source.input);
  std::vector<core::Int128> sums(groups.size() * source.size());
  std::vector<core::Int128> beyond(groups.size());
  std::vector<bool> seen(groups.size());
  for (std::uint32_t row : source.input.data.selected()) {
    beyond[groups.of_row[row]] += source.beyond[row];
    if (source.beyond[row] != 0) seen[groups.of_row[row]] = true;
    for (std::size_t brand = 0; brand < source.size(); ++brand) {
      if (source.at(row, brand) == 0) continue;
      sums[groups.of_row[row] * source.size() + brand] += source.at(row, brand);
      seen[groups.of_row[row]] = true;
    }
  }
  Table table = matrix("by_" + groups.key.name, fmt::format("By {} and {}", by, source.brands.field),
                       groups.key, source);
  for (std::uint32_t group : groups.order)
    if (seen[group])
      table.rows.push_back(matrix_row(groups.labels[group], source, beyond[group], [&](std::size_t brand) {
        return sums[group * source.size() + brand];
      }));
  return table;
}

Table wallet_table(const Source& source) {
  const Data& data = source.input.data;
  const Values &wallet = data.values("wallet"), &value = data.values("year_value"),
               &share = data.values("share");
  struct Left {
    core::Int128 left;
    std::uint32_t row;
  };
  int scale = std::max(wallet.values.scale, value.values.scale);
  auto amount = [&](const Values& from, std::uint32_t row) {
    std::optional<core::Decimal> number = from.number(row);
    return number ? core::Int128{core::rescale(*number, scale).mantissa} : core::Int128{0};
  };
  std::vector<Left> list;
  for (std::uint32_t row : data.selected())
    if (wallet.number(row)) list.push_back({amount(wallet, row) - amount(value, row), row});
  std::sort(list.begin(), list.end(), [](const Left& left, const Left& right) {
    return left.left != right.left ? left.left > right.left : left.row < right.row;
  });
  const std::string& currency = source.input.currency();
  Table table{.name = "wallet", .title = "Share of wallet: the most still to be had"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"wallet", "Spends a year", Kind::money, currency},
                   {"year_value", "With us, 12 months", Kind::money, currency},
                   {"share_percent", "Share", Kind::percent},
                   {"left", "With others", Kind::money, currency, true}};
  std::size_t limit = source.input.parameters.limit;
  for (const Left& one : list) {
    if (limit != 0 && table.rows.size() == limit) break;
    std::optional<core::Decimal> percent = share.number(one.row);
    table.rows.push_back({source.customer(one.row), money_cell(amount(wallet, one.row), scale, currency),
                          money_cell(amount(value, one.row), scale, currency),
                          percent ? Cell(Percent{core::round(*percent, table_digits)}) : Cell(),
                          money_cell(one.left, scale, currency)});
  }
  table.note = shown_of(table.rows.size(), list.size());
  return table;
}

Table pairs_table(const Source& source, const WhiteSpace& space) {
  const std::string& currency = source.input.currency();
  Table table{.name = "white_space", .title = "Who buys the one, and not the other that their like buy"};
  table.columns = {{"buys", "Buys"},
                   {"lacks", "Lacks"},
                   {"customers", "Customers", Kind::integer, "", true},
                   {"both", "Buy both", Kind::integer},
                   {"confidence_percent", "Of their like", Kind::percent},
                   {"lift", "Lift", Kind::decimal},
                   {"value_mean", "Of those a customer", Kind::money, currency},
                   {"to_be_had", "To be had", Kind::money, currency}};
  std::size_t limit = source.input.parameters.limit;
  for (const BrandPair& pair : space.pairs()) {
    if (limit != 0 && table.rows.size() == limit) break;
    core::Int128 lift_above = core::Int128{pair.both} * space.customers(),
                 lift_below = core::Int128{pair.buyers} * pair.others;
    table.rows.push_back({source.brands.names[pair.with], source.brands.names[pair.without], pair.lacking(),
                          pair.both, percent(pair.both, pair.buyers, table_digits),
                          ratio(lift_above, lift_below, table_digits),
                          mean_cell(pair.value, source.scale, pair.both, currency),
                          mean_cell(pair.value * pair.lacking(), source.scale, pair.buyers, currency)});
  }
  table.note = shown_of(table.rows.size(), space.pairs().size());
  return table;
}

Table prospects_table(const Source& source, const WhiteSpace& space) {
  const std::string& currency = source.input.currency();
  Table table{.name = "prospects", .title = "Whom to offer what"};
  table.columns = {{"customer", "Customer", Kind::reference},
                   {"lacks", "Offer"},
                   {"buys", "Because of"},
                   {"confidence_percent", "Of their like", Kind::percent},
                   {"to_be_had", "To be had", Kind::money, currency, true}};
  for (const Prospect& one : space.prospects(source.input.parameters.limit)) {
    const BrandPair& pair = one.because;
    table.rows.push_back({source.customer(one.customer), source.brands.names[pair.without],
                          source.brands.names[pair.with], percent(pair.both, pair.buyers, table_digits),
                          mean_cell(pair.value, source.scale, pair.buyers, currency)});
  }
  table.note = shown_of(table.rows.size(), static_cast<std::size_t>(space.prospect_count()));
  return table;
}

std::vector<Figure> figures(const Source& source, const WhiteSpace& space) {
  core::Int128 earlier = std::accumulate(source.earlier.begin(), source.earlier.end(), core::Int128{0});
  auto sold = [](const std::vector<core::Int128>& values) {
    return static_cast<std::int64_t>(
        std::count_if(values.begin(), values.end(), [](auto value) { return value > 0; }));
  };
  std::vector<Figure> list;
  list.push_back({"sold", fmt::format("Sold, by {}", source.brands.field), sold(source.now), "",
                  source.compares ? Cell(sold(source.earlier)) : Cell()});
  list.push_back({"value", "Their value", source.money(source.total()), "",
                  source.compares ? source.money(earlier) : Cell()});
  std::int64_t buyers = 0;
  for (std::uint32_t row : source.input.data.selected()) buyers += source.of_customer(row) > 0 ? 1 : 0;
  list.push_back({"customers", "Customers who buy", buyers, "customers"});
  std::int64_t bought = std::accumulate(source.buyers.begin(), source.buyers.end(), std::int64_t{0});
  std::optional<core::Decimal> each = mean({bought, 0}, space.customers(), table_digits);
  bool all_told_apart = source.now.size() == source.size();
  list.push_back({"brands_mean", "Different ones, a customer",
                  each && all_told_apart ? Cell(*each) : Cell(Missing{Kind::decimal})});
  list.push_back({"offers", "Offers that their like take up", space.prospect_count(), "offers"});
  return list;
}

void add_findings(std::vector<Finding>& findings, const Source& source) {
  if (source.without_brand > 0)
    findings.push_back(
        {"brand-missing",
         counted(source.without_brand, "invoice or credit has no product with a ",
                 "invoices or credits have no product with a ") +
             source.brands.field +
             (source.without_brand == 1 ? " and is in no figure" : " and are in no figure"),
         source.without_brand,
         {},
         source.brands.field == "product"
             ? "flatcrm segment --of sales 'kind in (invoice, credit) and product is empty'"
             : fmt::format("flatcrm segment --of sales 'kind in (invoice, credit) and product.{} is empty'",
                           source.brands.field)});
  const Values& share = source.input.data.values("share");
  Finding finding{.code = "small-share-of-wallet"};
  for (std::uint32_t row : source.input.data.selected()) {
    std::optional<core::Decimal> one = share.number(row);
    if (!one || core::compare(*one, {25, 0}) >= 0) continue;
    ++finding.count;
    if (finding.records.size() < 5) finding.records.push_back(source.customer(row));
  }
  if (finding.count > 0) {
    finding.text = counted(finding.count, "customer spends less than a quarter of the wallet here",
                           "customers spend less than a quarter of the wallet here");
    finding.command = "flatcrm segment 'share_of_wallet < 25' --sort 'wallet desc'";
    findings.push_back(std::move(finding));
  }
  add_order_findings(findings, source.counts, source.input);
}

Document make(const Input& input) {
  Source source = read_brand_sales(input);
  WhiteSpace space(source.values, source.size());
  Document document = begin(input, "Products");
  Section& overview = document.add("Overview");
  overview.figures = figures(source, space);
  add_findings(overview.findings, source);
  if (source.size() == 0) overview.notes.emplace_back("No sale names a product.");
  Section& section = document.add("Customers and products");
  if (source.size() > 0) section.tables = {brands_table(source), customers_matrix(source)};
  if (source.size() > 0)
    for (const std::string& by : input.parameters.by) section.tables.push_back(group_matrix(by, source));
  Section& more = document.add("What more there is");
  Table wallet = wallet_table(source);
  if (wallet.rows.empty())
    more.notes.emplace_back("No customer has a wallet: what it spends a year with anyone, as an estimate.");
  else
    more.tables.push_back(std::move(wallet));
  if (space.pairs().empty())
    more.notes.emplace_back(fmt::format("No {} is bought with another by two customers more than by chance.",
                                        source.brands.field));
  else
    more.tables.insert(more.tables.end(), {pairs_table(source, space), prospects_table(source, space)});
  return document;
}

}  // namespace

Report report_products() {
  return {
      .name = "products",
      .summary = "customers by brand, share of wallet, and who lacks what their like buy",
      .about =
          "Products are put together by brand; where no product has one by category, and where none has that "
          "either each "
          "stands for itself. Customers are told apart by the 40 largest.",
      .formulas = {{"value", "invoices less credits of the period"},
                   {"share_percent", "value of the last 12 months / wallet"},
                   {"confidence_percent", "of the customers who buy the one, those who buy the other too"},
                   {"lift",
                    "confidence / share of all buying customers who buy the other; pairs of 1 and less and "
                    "of fewer than two "
                    "customers are left out"},
                   {"to_be_had",
                    "confidence * mean value of the other among those who buy both: of a customer, and times "
                    "those who lack it"}},
      .sources = {"Agrawal, Imielinski and Swami, Mining Association Rules between Sets of Items (1993)",
                  "Brin, Motwani, Ullman and Tsur, Dynamic Itemset Counting and Implication Rules (1997)"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
