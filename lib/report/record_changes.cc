#include "report/record_changes.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/text.h"

namespace flatcrm::report {

namespace {

using git::ChangeKind;
using git::RecordChange;

std::int64_t count(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

/// Records by how they changed.
struct Counts {
  std::int64_t by_kind[4] = {};
  std::int64_t& of(ChangeKind kind) { return by_kind[static_cast<std::size_t>(kind)]; }
  std::int64_t all() const { return by_kind[0] + by_kind[1] + by_kind[2] + by_kind[3]; }
};

std::vector<Figure> figures_of_changes(const git::BookDiff& diff) {
  Counts counts;
  std::set<std::string> customers;
  for (const RecordChange& change : diff.records) {
    ++counts.of(change.kind);
    if (!change.customer.empty()) customers.insert(change.customer);
  }
  std::vector<Figure> figures{{"records_added", "Added", counts.of(ChangeKind::added), "records"},
                              {"records_changed", "Changed", counts.of(ChangeKind::changed), "records"},
                              {"records_removed", "Removed", counts.of(ChangeKind::removed), "records"},
                              {"records_merged", "Merged", counts.of(ChangeKind::merged), "records"},
                              {"customers", "Customers concerned", count(customers.size()), "customers"}};
  return figures;
}

Table collections_table(const ChangesInput& input) {
  Table table{.name = "collections",
              .columns = {{"collection", "Collection"},
                          {"added", "Added", Kind::integer},
                          {"changed", "Changed", Kind::integer},
                          {"removed", "Removed", Kind::integer},
                          {"merged", "Merged", Kind::integer}}};
  std::map<std::string, Counts> counts;
  for (const RecordChange& change : input.diff.records) ++counts[change.collection].of(change.kind);
  for (const std::string& collection : input.schemas.collections()) {
    auto found = counts.find(collection);
    if (found == counts.end()) continue;
    Counts& one = found->second;
    table.rows.push_back({collection, one.of(ChangeKind::added), one.of(ChangeKind::changed),
                          one.of(ChangeKind::removed), one.of(ChangeKind::merged)});
  }
  return table;
}

void add_other_files(Section& section, const git::BookDiff& diff) {
  if (diff.other_files.empty()) return;
  Table table{.name = "other_files", .title = "Other files", .columns = {{"file", "File"}}};
  for (const std::string& file : diff.other_files) table.rows.push_back({file});
  section.tables.push_back(std::move(table));
}

/// What a person calls a kind of record: "Deal", "Staff member".
std::string title_of(const ChangesInput& input, const std::string& collection) {
  const std::string& title = input.schemas.of(collection).title();
  return title.empty() ? collection : title;
}

/// The names of customers, each asked for once.
class CustomerNames {
 public:
  explicit CustomerNames(const ChangesInput& input) : input_(input) {
    for (const RecordChange& change : input.diff.records)
      if (change.collection == "customers" && change.id == change.customer && !change.label.empty())
        names_[change.id] = change.label;
  }
  const std::string& of(const std::string& id) {
    auto [known, added] = names_.try_emplace(id);
    if (added && input_.name_of && !id.empty()) known->second = input_.name_of("customers", id);
    return known->second;
  }

 private:
  const ChangesInput& input_;
  std::map<std::string, std::string> names_;
};

std::string heading_of(const std::string& customer, const std::string& name) {
  if (customer.empty()) return "No customer";
  return name.empty() ? customer : fmt::format("{} ({})", name, customer);
}

/// "Deal renewal-3k2m1x (Renewal)"; a customer's own record needs no more than its kind.
std::string record_name(const ChangesInput& input, const RecordChange& change) {
  std::string title = title_of(input, change.collection);
  if (change.collection == "customers" && change.id == change.customer) return title;
  if (change.label.empty() || change.label == change.id) return fmt::format("{} {}", title, change.id);
  return fmt::format("{} {} ({})", title, change.id, change.label);
}

Table customer_table(const ChangesInput& input, const std::vector<const RecordChange*>& changes,
                     std::size_t number) {
  Table table{.name = fmt::format("customer_{}", number),
              .columns = {{"record", "Record"},
                          {"change", "Change"},
                          {"field", "Field"},
                          {"before", "Before"},
                          {"after", "After"}}};
  for (const RecordChange* change : changes) {
    std::string record = record_name(input, *change), kind(git::name_of(change->kind));
    for (const git::FieldChange& field : shown_fields(*change)) {
      table.rows.push_back({text_or_nothing(record), text_or_nothing(kind), field.field,
                            text_or_nothing(field.before), text_or_nothing(field.after)});
      record.clear();  // said once
      kind.clear();
    }
    if (!record.empty()) table.rows.push_back({record, kind, Cell(), Cell(), Cell()});
  }
  return table;
}

using ByCustomer = std::map<std::string, std::vector<const RecordChange*>>;

ByCustomer by_customer(const git::BookDiff& diff) {
  ByCustomer customers;
  for (const RecordChange& change : diff.records) customers[change.customer].push_back(&change);
  for (auto& [customer, changes] : customers)  // its own record first
    std::stable_partition(changes.begin(), changes.end(), [&id = customer](const RecordChange* change) {
      return change->collection == "customers" && change->id == id;
    });
  return customers;
}

}  // namespace

std::vector<std::string> customers_of(const git::BookDiff& diff) {
  std::vector<std::string> customers;
  for (const RecordChange& change : diff.records)
    if (!change.customer.empty() && (customers.empty() || customers.back() != change.customer))
      customers.push_back(change.customer);
  return customers;
}

std::vector<git::FieldChange> shown_fields(const RecordChange& change) {
  if (change.kind == ChangeKind::merged) return {{"merged_into", "", change.merged_into}};
  return change.fields;
}

Cell text_or_nothing(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

void FieldCells::write(Row& row, const git::FieldChange& field) const {
  row[first] = field.field;
  row[first + 1] = text_or_nothing(field.before);
  row[first + 2] = text_or_nothing(field.after);
}

void add_field_rows(Table& table, Row row, FieldCells cells, const RecordChange& change) {
  std::vector<git::FieldChange> fields = shown_fields(change);
  if (fields.empty()) table.rows.push_back(row);
  for (const git::FieldChange& field : fields) {
    cells.write(row, field);
    table.rows.push_back(row);
  }
}

Document changes_by_customer(const ChangesInput& input) {
  Document document{.name = "changes", .title = "Changes"};
  Section& overview = document.add("");
  overview.figures = figures_of_changes(input.diff);
  CustomerNames names(input);
  ByCustomer customers = by_customer(input.diff);
  std::vector<std::pair<std::string, const ByCustomer::value_type*>> order;
  for (const auto& customer : customers) order.emplace_back(names.of(customer.first), &customer);
  std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& other) {
    if (one.second->first.empty() != other.second->first.empty()) return other.second->first.empty();
    return one.first < other.first;
  });
  std::size_t number = 0;
  for (const auto& [name, customer] : order)
    document.add(heading_of(customer->first, name))
        .tables.push_back(customer_table(input, customer->second, ++number));
  if (!input.diff.other_files.empty()) add_other_files(document.add("Beside the records"), input.diff);
  return document;
}

Document changes_as_rows(const ChangesInput& input) {
  Document document{.name = "changes", .title = "Changes"};
  Section& section = document.add("");
  section.figures = figures_of_changes(input.diff);
  CustomerNames names(input);
  Table table{.name = "changes",
              .columns = {{"id", "Id", Kind::reference},
                          {"collection", "Collection"},
                          {"customer", "Customer", Kind::reference},
                          {"change", "Change"},
                          {"field", "Field"},
                          {"before", "Before"},
                          {"after", "After"},
                          {"file", "File"}}};
  for (const RecordChange& change : input.diff.records) {
    Cell customer;
    if (!change.customer.empty()) customer = Reference{change.customer, names.of(change.customer)};
    Row row{Reference{change.id, change.label},
            change.collection,
            customer,
            std::string(git::name_of(change.kind)),
            Cell(),
            Cell(),
            Cell(),
            change.path};
    add_field_rows(table, std::move(row), {.first = 4}, change);
  }
  section.tables.push_back(std::move(table));
  section.tables.push_back(collections_table(input));
  add_other_files(section, input.diff);
  return document;
}

Document changes_summary(const ChangesInput& input, std::size_t limit) {
  Document document{.name = "changes", .title = "Changes"};
  Section& section = document.add("");
  section.figures = figures_of_changes(input.diff);
  section.tables.push_back(collections_table(input));
  Table table{.name = "customers",
              .title = "By customer",
              .columns = {{"customer", "Customer", Kind::reference},
                          {"records", "Records", Kind::integer},
                          {"what", "What"}}};
  CustomerNames names(input);
  ByCustomer customers = by_customer(input.diff);
  std::vector<const ByCustomer::value_type*> order;
  for (const auto& customer : customers)
    if (!customer.first.empty()) order.push_back(&customer);
  std::stable_sort(order.begin(), order.end(), [](const auto* one, const auto* other) {
    return one->second.size() > other->second.size();
  });
  std::size_t shown = limit == 0 ? order.size() : std::min(limit, order.size());
  for (std::size_t i = 0; i < shown; ++i) {
    std::set<std::string> what;
    for (const RecordChange* change : order[i]->second)
      for (const git::FieldChange& field : shown_fields(*change))
        what.insert(change->collection == "customers" && change->kind == ChangeKind::changed
                        ? field.field
                        : fmt::format("{} {}", core::lower_ascii(title_of(input, change->collection)),
                                      git::name_of(change->kind)));
    table.rows.push_back({Reference{order[i]->first, names.of(order[i]->first)},
                          count(order[i]->second.size()), fmt::format("{}", fmt::join(what, ", "))});
  }
  if (shown < order.size()) table.note = fmt::format("and {} more", order.size() - shown);
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  add_other_files(section, input.diff);
  return document;
}

}  // namespace flatcrm::report
