#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "query/rates.h"
#include "report/deals.h"
#include "report/record_view.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

enum TableIndex : std::size_t { links_at, interactions_at, deals_at, sales_at, tickets_at, rates_at };

/// A column of a list: where it comes from and as what it is shown.
struct Shown {
  std::string_view path, label;
  Kind kind = Kind::text;
  std::string_view collection{};  // of a reference
};

/// A list of records that belong to one customer, the latest first.
struct List {
  std::string_view name, title, day;  // `day` orders it
  std::vector<Shown> columns;
};

const std::array<List, 4>& lists() {
  static const std::array<List, 4> all{{{"interactions",
                                         "Interactions",
                                         "date",
                                         {{"date", "Date", Kind::date},
                                          {"channel", "Channel"},
                                          {"direction", "Direction"},
                                          {"kind", "Kind"},
                                          {"staff", "Staff", Kind::reference, "staff"},
                                          {"score", "Score", Kind::decimal},
                                          {"text", "Text"}}},
                                        {"deals",
                                         "Deals",
                                         "opened",
                                         {{"id", "Deal", Kind::reference},
                                          {"name", "Name"},
                                          {"stage", "Stage"},
                                          {"outcome", "Outcome"},
                                          {"amount", "Amount", Kind::money},
                                          {"opened", "Opened", Kind::date},
                                          {"closed", "Closed", Kind::date},
                                          {"owner", "Owner", Kind::reference, "staff"}}},
                                        {"sales",
                                         "Sales",
                                         "date",
                                         {{"date", "Date", Kind::date},
                                          {"id", "Document", Kind::reference},
                                          {"kind", "Kind"},
                                          {"product", "Product", Kind::reference, "products"},
                                          {"amount", "Amount", Kind::money},
                                          {"due", "Due", Kind::date}}},
                                        {"tickets",
                                         "Tickets",
                                         "opened",
                                         {{"opened", "Opened", Kind::date},
                                          {"id", "Ticket", Kind::reference},
                                          {"status", "Status"},
                                          {"category", "Category"},
                                          {"priority", "Priority"},
                                          {"closed", "Closed", Kind::date},
                                          {"text", "Text"}}}}};
  return all;
}

model::ColumnRequest column_request(const Shown& shown) {
  bool is_text = shown.kind == Kind::text || (shown.kind == Kind::reference && shown.collection.empty());
  bool is_code = shown.kind == Kind::reference && !shown.collection.empty();
  return {std::string(shown.path), is_text   ? model::As::texts
                                   : is_code ? model::As::codes
                                             : model::As::natural};
}

model::TableRequest request_of(const List& list) {
  model::TableRequest request{std::string(list.name), {{"customer", model::As::codes}}};
  for (const Shown& shown : list.columns) {
    request.columns.push_back(column_request(shown));
    if (shown.kind == Kind::money) request.columns.push_back({"currency", model::As::codes});
  }
  return request;
}

void add_missing(model::TableRequest& request, const model::TableRequest& other) {
  for (const model::ColumnRequest& column : other.columns) {
    bool there = std::any_of(request.columns.begin(), request.columns.end(),
                             [&](const auto& one) { return one.path == column.path && one.as == column.as; });
    if (!there) request.columns.push_back(column);
  }
}

std::string_view code_text(const model::Table& table, std::string_view path, std::size_t row) {
  const model::Codes& column = table.codes(path);
  return column.dictionary.text(column.codes[row]);
}

Cell number_cell(const Shown& shown, const model::Table& table, std::size_t row, const RecordInput& input) {
  const model::Numbers& numbers = table.numbers(shown.path);
  if (numbers.missing(row)) return {};
  if (shown.kind != Kind::money) return numbers[row];
  std::string_view currency = code_text(table, "currency", row);
  return Money{numbers[row], currency.empty() ? input.config.currency : std::string(currency)};
}

Cell reference_cell(const Shown& shown, const model::Table& table, std::size_t row,
                    const RecordInput& input) {
  if (shown.collection.empty()) return Reference{std::string(table.texts(shown.path).texts[row]), ""};
  std::string id(code_text(table, shown.path, row));
  if (id.empty()) return {};
  std::string name = input.name_of ? input.name_of(shown.collection, id) : std::string();
  return Reference{std::move(id), std::move(name)};
}

Cell cell_of(const Shown& shown, const model::Table& table, std::size_t row, const RecordInput& input) {
  switch (shown.kind) {
    case Kind::date: {
      core::Date day = table.dates(shown.path).days[row];
      return day == core::no_date ? Cell{} : Cell{day};
    }
    case Kind::reference:
      return reference_cell(shown, table, row, input);
    case Kind::text: {
      std::string_view text = table.texts(shown.path).texts[row];
      return text.empty() ? Cell{} : Cell{std::string(text)};
    }
    default:
      return number_cell(shown, table, row, input);
  }
}

/// The rows of one customer.
std::vector<std::size_t> rows_of(const model::Table& table, std::string_view path, std::string_view id) {
  const model::Codes& column = table.codes(path);
  std::vector<std::size_t> rows;
  std::uint32_t code = column.dictionary.find(id);
  if (code == 0) return rows;
  for (std::size_t row = 0; row < column.codes.size(); ++row) {
    if (column.codes[row] == code) rows.push_back(row);
  }
  return rows;
}

Table list_table(const List& list, const model::Table& table, const RecordInput& input) {
  Table shown{.name = std::string(list.name), .title = std::string(list.title)};
  for (const Shown& column : list.columns) {
    shown.columns.push_back({std::string(column.path), std::string(column.label), column.kind});
  }
  std::vector<std::size_t> rows = rows_of(table, "customer", input.record.id());
  const std::vector<core::Date>& days = table.dates(list.day).days;
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t left, std::size_t right) { return days[left] > days[right]; });
  std::size_t all = rows.size();
  if (input.limit != 0 && rows.size() > input.limit) rows.resize(input.limit);
  for (std::size_t row : rows) {
    shown.rows.emplace_back();
    for (const Shown& column : list.columns) shown.rows.back().push_back(cell_of(column, table, row, input));
  }
  if (rows.size() < all)
    shown.note = fmt::format("The latest {} of {}; --limit 0 shows all.", rows.size(), all);
  return shown;
}

/// How a kind of link reads from one end or the other.
std::string reading_of(const book::Config& config, std::string_view kind, bool reversed) {
  for (const book::LinkKind& known : config.link_kinds) {
    if (known.name != kind) continue;
    const std::string& reading = reversed ? known.reverse : known.forward;
    return reading.empty() ? known.name : reading;
  }
  return reversed ? fmt::format("{} (reverse)", kind) : std::string(kind);
}

Table links_table(const model::Table& links, const RecordInput& input) {
  Table table{.name = "links", .title = "Links"};
  table.columns = {{"kind", "Is"},
                   {"customer", "Customer", Kind::reference},
                   {"since", "Since", Kind::date},
                   {"source", "Source"},
                   {"note", "Note"}};
  auto add = [&](std::string_view other, bool reversed) {
    std::string_view own = reversed ? "to" : "from";
    for (std::size_t row : rows_of(links, own, input.record.id())) {
      Row cells{reading_of(input.config, links.texts("kind").texts[row], reversed)};
      cells.push_back(cell_of({other, "", Kind::reference, "customers"}, links, row, input));
      cells.push_back(cell_of({"since", "", Kind::date}, links, row, input));
      cells.push_back(cell_of({"source", ""}, links, row, input));
      cells.push_back(cell_of({"note", ""}, links, row, input));
      table.rows.push_back(std::move(cells));
    }
  };
  add("to", false);
  add("from", true);
  return table;
}

model::TableRequest links_request() {
  using model::As;
  return {"links",
          {{"from", As::codes},
           {"to", As::codes},
           {"kind", As::texts},
           {"since"},
           {"source", As::texts},
           {"note", As::texts}}};
}

void add_contact_figures(Section& section, const model::Table& interactions, const RecordInput& input) {
  core::Date last = core::no_date;
  std::int64_t count = 0;
  for (std::size_t row : rows_of(interactions, "customer", input.record.id())) {
    core::Date day = interactions.dates("date").days[row];
    ++count;
    if (day <= input.as_of) last = std::max(last, day);
  }
  section.figures.push_back({"interactions", "Interactions", count});
  if (last == core::no_date) {
    section.figures.push_back({"last_contact", "Last contact"});
    return;
  }
  section.figures.push_back({"last_contact", "Last contact", last});
  section.figures.push_back({"silence_days", "Silent for", Days{{input.as_of.days - last.days, 0}}});
}

void add_deal_figures(Section& section, const std::vector<model::Table>& tables, const RecordInput& input) {
  const model::Table& deals = tables[deals_at];
  query::Rates rates(input.config.currency);
  rates.add(tables[rates_at]);
  std::int64_t open = 0, won = 0, not_summed = 0;
  core::Sum value;
  std::vector<std::size_t> own = rows_of(deals, "customer", input.record.id());
  Deals read = read_deals(deals, input.config, rates, input.as_of);
  for (std::size_t i = 0; i < read.list.size(); ++i) {
    const Deal& deal = read.list[i];
    if (!std::binary_search(own.begin(), own.end(), read.rows[i])) continue;
    open += deal.outcome == Outcome::open ? 1 : 0;
    if (deal.outcome != Outcome::won) continue;
    ++won;
    deal.amount == Amount::given ? value.add(deal.value) : void(++not_summed);
  }
  section.figures.push_back({"open_deals", "Open deals", open});
  section.figures.push_back({"won_deals", "Won deals", won});
  if (won > not_summed) {
    core::Decimal total = value.total();
    if (total.scale > 2) total = core::round(total, 2);
    section.figures.push_back({"won_value", "Won value", Money{total, rates.target()}});
  }
  if (not_summed > 0) {
    section.notes.push_back(
        counted(not_summed, "won [deal has|deals have] no amount, or no rate, and [is|are] in no value."));
  }
}

void add_ticket_figures(Section& section, const model::Table& tickets, const RecordInput& input) {
  std::int64_t open = 0;
  for (std::size_t row : rows_of(tickets, "customer", input.record.id())) {
    core::Date opened = tickets.dates("opened").days[row], closed = tickets.dates("closed").days[row];
    bool is_there = opened == core::no_date || opened <= input.as_of;
    open += is_there && (closed == core::no_date || closed > input.as_of) ? 1 : 0;
  }
  section.figures.push_back({"open_tickets", "Open tickets", open});
}

}  // namespace

std::vector<model::TableRequest> related_requests(const std::vector<std::string>& ids) {
  std::vector<model::TableRequest> requests{links_request()};
  for (const List& list : lists()) requests.push_back(request_of(list));
  add_missing(requests[deals_at], deals_request());
  for (model::TableRequest& request : requests) request.mentions = ids;
  requests.push_back(query::Rates::request());
  return requests;
}

void add_related(Document& document, const std::vector<model::Table>& tables, const RecordInput& input) {
  Section& section = document.add("With us");
  add_contact_figures(section, tables[interactions_at], input);
  add_deal_figures(section, tables, input);
  add_ticket_figures(section, tables[tickets_at], input);
  Table links = links_table(tables[links_at], input);
  if (!links.rows.empty()) section.tables.push_back(std::move(links));
  for (std::size_t i = 0; i < lists().size(); ++i) {
    Table list = list_table(lists()[i], tables[interactions_at + i], input);
    if (!list.rows.empty()) section.tables.push_back(std::move(list));
  }
}

}  // namespace flatcrm::report
