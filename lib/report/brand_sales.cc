#include "report/brand_sales.h"

#include <algorithm>

#include "core/error.h"

namespace flatcrm::report {

namespace {

bool is_used(const model::Codes& column) {
  return std::any_of(column.codes.begin(), column.codes.end(), [](std::uint32_t code) { return code != 0; });
}

Brands brands_of(const Input& input) {
  const model::Table& products = input.data.table("products");
  const model::Codes& sold = input.data.table("sales").codes("product");
  const auto& ids = input.data.ids("products");
  bool by_brand = is_used(products.codes("brand")), by_category = is_used(products.codes("category"));
  Brands brands{.field = by_brand ? "brand" : by_category ? "category" : "product"};
  brands.of_product.assign(sold.dictionary.size(), no_row);
  std::vector<std::uint32_t> number;
  if (!by_brand && !by_category) {
    for (std::uint32_t code = 1; code < sold.dictionary.size(); ++code) {
      brands.of_product[code] = code - 1;
      brands.names.push_back(input.reference("products", sold.dictionary.text(code)).label);
      if (brands.names.back().empty()) brands.names.back() = sold.dictionary.text(code);
    }
    return brands;
  }
  const model::Codes& column = products.codes(brands.field);
  number.assign(column.dictionary.size(), no_row);
  for (std::size_t row = 0; row < ids.size(); ++row) {
    std::uint32_t code = column.codes[row], product = sold.dictionary.find(ids[row]);
    if (code == 0 || product == 0) continue;
    if (number[code] == no_row) {
      number[code] = static_cast<std::uint32_t>(brands.names.size());
      brands.names.emplace_back(column.dictionary.text(code));
    }
    brands.of_product[product] = number[code];
  }
  return brands;
}

/// One sale: 0 where it is in no figure.
struct Sale {
  std::uint32_t customer = no_row, brand = no_row;
  std::int64_t amount = 0;
  bool is_now = false, is_earlier = false;
};

class Reader {
 public:
  explicit Reader(BrandSales& source)
      : source_(source),
        data_(source.input.data),
        sales_(data_.table("sales")),
        customers_(data_.join("sales", "customer", "customers")),
        owned_(data_.owned("sales")) {
    const model::Dictionary& kinds = sales_.codes("kind").dictionary;
    invoice_ = kinds.find("invoice");
    credit_ = kinds.find("credit");
  }

  template <typename Take>
  void each(const Take& take) {
    for (std::size_t row = 0; row < sales_.rows(); ++row) {
      std::uint32_t kind = sales_.codes("kind").codes[row];
      if (kind == 0 || (kind != invoice_ && kind != credit_) || !owned_(row)) continue;
      Sale sale = read(row, kind == credit_);
      if (sale.is_now || sale.is_earlier) take(sale);
    }
  }

 private:
  Sale read(std::size_t row, bool is_credit) {
    const Parameters& asked = source_.input.parameters;
    core::Date day = sales_.dates("date").days[row];
    if (day == core::no_date || day > asked.as_of) {
      ++(day == core::no_date ? source_.counts.without_day : source_.counts.later);
      return {};
    }
    std::optional<Period> earlier = before(asked);
    Sale sale{customers_.row(row), source_.brands.of_product[sales_.codes("product").codes[row]]};
    sale.is_now = !asked.period || asked.period->holds(day);
    sale.is_earlier = earlier && earlier->holds(day);
    sale.amount = data_.values("amount").values.number(row);
    if (sale.amount == core::no_number) {
      source_.counts.without_amount += sale.is_now ? 1 : 0;
      return {};
    }
    if (is_credit) sale.amount = -std::abs(sale.amount);
    source_.counts.without_customer += sale.is_now && sale.customer == no_row ? 1 : 0;
    source_.without_brand += sale.is_now && sale.brand == no_row ? 1 : 0;
    return sale;
  }

  BrandSales& source_;
  const Data& data_;
  const model::Table& sales_;
  Join customers_;
  Owned owned_;
  std::uint32_t invoice_ = 0, credit_ = 0;
};

/// Numbers the brands anew, the largest first.
void order_brands(BrandSales& source, const std::vector<core::Int128>& totals) {
  Brands& brands = source.brands;
  std::vector<std::uint32_t> order(brands.names.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t left, std::uint32_t right) {
    return totals[left] != totals[right] ? totals[left] > totals[right]
                                         : brands.names[left] < brands.names[right];
  });
  std::vector<std::uint32_t> place(order.size());
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place[order[i]] = i;
    names.push_back(std::move(brands.names[order[i]]));
  }
  brands.names = std::move(names);
  for (std::uint32_t& brand : brands.of_product)
    if (brand != no_row) brand = place[brand];
}

}  // namespace

std::vector<model::TableRequest> brand_sales_tables() {
  return {
      customers_request(),
      {"products", {{"id", model::As::texts}, {"brand", model::As::codes}, {"category", model::As::codes}}},
      {"sales",
       {{"kind", model::As::codes},
        {"date"},
        {"customer", model::As::codes},
        {"product", model::As::codes}}}};
}

/// Two passes: how large the brands are, then who buys them. Brands beyond the largest are not told apart by customer.
BrandSales read_brand_sales(const Input& input) {
  BrandSales source{.input = input, .brands = brands_of(input)};
  source.scale = input.data.values("amount").values.scale;
  source.compares = before(input.parameters).has_value();
  std::vector<core::Int128> totals(source.size());
  Reader(source).each([&](const Sale& sale) {
    if (sale.is_now && sale.brand != no_row) totals[sale.brand] += sale.amount;
  });
  order_brands(source, totals);
  source.counts = {};
  source.without_brand = 0;
  std::size_t all = source.size(), told_apart = std::min(all, compared_brands);
  source.now.resize(all);
  source.earlier.resize(all);
  source.brands.names.resize(told_apart);
  source.values.resize(input.data.rows("customers") * told_apart);
  source.beyond.resize(input.data.rows("customers"));
  Reader(source).each([&](const Sale& sale) {
    if (sale.brand == no_row) return;
    (sale.is_now ? source.now : source.earlier)[sale.brand] += sale.amount;
    if (!sale.is_now || sale.customer == no_row) return;
    bool apart = sale.brand < told_apart;
    std::int64_t& value = apart ? source.at(sale.customer, sale.brand) : source.beyond[sale.customer];
    if (__builtin_add_overflow(value, sale.amount, &value))
      throw Error(Code::limit, "the sales are too large a sum");
  });
  source.buyers.resize(told_apart);
  for (std::size_t row = 0; row < input.data.rows("customers"); ++row)
    for (std::size_t brand = 0; brand < told_apart; ++brand)
      source.buyers[brand] += source.at(row, brand) > 0 ? 1 : 0;
  return source;
}

}  // namespace flatcrm::report
