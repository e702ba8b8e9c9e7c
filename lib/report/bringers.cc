#include "report/bringers.h"

#include "core/error.h"
#include "report/customer_names.h"
#include "report/staff_directory.h"

namespace flatcrm::report {

namespace {

/// Adds without losing a digit.
void add_to(std::int64_t& sum, std::int64_t amount) {
  if (__builtin_add_overflow(sum, amount, &sum)) throw Error(Code::limit, "the sales are too large a sum");
}

/// The ids that a column of references has, with those of its collection before.
class Numbering {
 public:
  Numbering(const model::Codes& column, const std::vector<std::string_view>& ids)
      : of_code_(column.dictionary.size(), no_row) {
    for (std::size_t row = 0; row < ids.size(); ++row) {
      ids_.emplace_back(ids[row]);
      if (std::uint32_t code = column.dictionary.find(ids[row]))
        of_code_[code] = static_cast<std::uint32_t>(row);
    }
    for (std::uint32_t code = 1; code < of_code_.size(); ++code) {
      if (of_code_[code] != no_row) continue;
      of_code_[code] = static_cast<std::uint32_t>(ids_.size());
      ids_.emplace_back(column.dictionary.text(code));
    }
  }
  std::uint32_t of(std::uint32_t code) const { return of_code_[code]; }
  std::vector<Reference> references() const {
    std::vector<Reference> list;
    for (std::string_view id : ids_) list.push_back({std::string(id), ""});
    return list;
  }

 private:
  std::vector<std::uint32_t> of_code_;
  std::vector<std::string_view> ids_;
};

void size(Bringers& bringers, std::vector<Reference> who, std::size_t considered) {
  bringers.who = std::move(who);
  bringers.considered = considered;
  bringers.now.resize(bringers.who.size());
  bringers.earlier.resize(bringers.who.size());
}

/// One pass over the sales.
class Reader {
 public:
  explicit Reader(Brought& source)
      : source_(source),
        data_(source.input.data),
        sales_(data_.table("sales")),
        customers_(data_.join("sales", "customer", "customers")),
        products_(sales_.codes("product"), data_.ids("products")),
        staff_(sales_.codes("staff"), data_.ids("staff")),
        owners_(data_.join("customers", "owner", "staff")),
        owned_(data_.owned("sales")) {}

  void read() {
    const std::vector<std::string_view>& ids = data_.ids("customers");
    std::vector<Reference> customers;
    for (std::string_view id : ids) customers.push_back({std::string(id), ""});
    size(source_.customers, std::move(customers), data_.selected().size());
    size(source_.products, products_.references(), data_.ids("products").size());
    size(source_.staff, staff_.references(), data_.ids("staff").size());
    const model::Codes& kinds = sales_.codes("kind");
    std::uint32_t invoice = kinds.dictionary.find("invoice"), credit = kinds.dictionary.find("credit");
    source_.scale = data_.values("amount").values.scale;
    for (std::size_t row = 0; row < sales_.rows(); ++row) {
      std::uint32_t kind = kinds.codes[row];
      if (kind != 0 && (kind == invoice || kind == credit) && owned_(row)) read(row, kind == credit);
    }
  }

 private:
  void read(std::size_t row, bool is_credit) {
    core::Date day = sales_.dates("date").days[row];
    if (day == core::no_date) {
      ++source_.counts.without_day;
      return;
    }
    const Parameters& asked = source_.input.parameters;
    if (day > asked.as_of) {
      ++source_.counts.later;
      return;
    }
    bool is_now = !asked.period || asked.period->holds(day);
    std::optional<Period> before_it = before(asked);
    if (!is_now && !(before_it && before_it->holds(day))) return;
    std::int64_t amount = data_.values("amount").values.number(row);
    if (amount == core::no_number) {
      source_.counts.without_amount += is_now ? 1 : 0;
      return;
    }
    if (is_credit) amount = -std::abs(amount);
    std::uint32_t customer = customers_.row(row), product = sales_.codes("product").codes[row],
                  staff = sales_.codes("staff").codes[row];
    source_.counts.without_customer += is_now && customer == no_row ? 1 : 0;
    add(source_.customers, customer, amount, is_now);
    add(source_.products, product == 0 ? no_row : products_.of(product), amount, is_now);
    std::uint32_t person = staff != 0           ? staff_.of(staff)
                           : customer != no_row ? owners_.row(customer)
                                                : no_row;
    add(source_.staff, person, amount, is_now);
  }

  static void add(Bringers& bringers, std::uint32_t who, std::int64_t amount, bool is_now) {
    if (who == no_row) {
      bringers.without += is_now ? 1 : 0;
      return;
    }
    add_to((is_now ? bringers.now : bringers.earlier)[who], amount);
  }

  Brought& source_;
  const Data& data_;
  const model::Table& sales_;
  Join customers_;
  Numbering products_, staff_;
  Join owners_;
  Owned owned_;
};

}  // namespace

Needs brought_needs() {
  return {.tables = {customers_request(),
                     {"customers", {{"owner", model::As::codes}}},
                     {"products", {{"id", model::As::texts}}},
                     StaffDirectory::request(),
                     {"sales",
                      {{"kind", model::As::codes},
                       {"date"},
                       {"customer", model::As::codes},
                       {"product", model::As::codes},
                       {"staff", model::As::codes}}}},
          .columns = {{"amount", "sales", "amount"}}};
}

Brought read_brought(const Input& input) {
  Brought brought{.input = input,
                  .compares = before(input.parameters).has_value(),
                  .customers = {"customers", "Customers", "customer", {}, "customers"},
                  .products = {"products", "Products", "product", {}, "products"},
                  .staff = {"staff", "Staff", "staff_member", {}, "staff"}};
  Reader(brought).read();
  return brought;
}

}  // namespace flatcrm::report
