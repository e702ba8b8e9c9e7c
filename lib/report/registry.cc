#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "report/customer_names.h"
#include "report/report.h"
#include "report/staff_directory.h"

namespace flatcrm::report {

const Report* built_in(std::string_view name) {
  for (const Report& report : reports())
    if (report.name == name) return &report;
  return nullptr;
}

const Report& report_named(std::string_view name, const std::vector<std::string>& saved) {
  if (const Report* report = built_in(name)) return *report;
  std::vector<std::string_view> names(saved.begin(), saved.end());
  for (const Report& report : reports()) names.push_back(report.name);
  std::string_view nearest = core::nearest(name, names);
  throw Error(Code::usage, fmt::format("no report '{}'", core::visible(name)), {},
              nearest.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                              : fmt::format("did you mean '{}'?", nearest));
}

Reference Input::reference(std::string_view collection, std::string_view id) const {
  return {std::string(id), name_of && !id.empty() ? name_of(collection, id) : std::string()};
}

Document begin(const Input& input, std::string title) {
  const Parameters& asked = input.parameters;
  Document document{.name = std::string(input.report), .title = std::move(title)};
  auto parameter = [&](const char* name, const std::string& value) {
    if (!value.empty()) document.parameters.push_back({name, value});
  };
  if (asked.period.has_value()) {
    document.subtitle = print(*asked.period);
    parameter("from", core::print(asked.period->first));
    parameter("to", core::print(asked.period->last));
  }
  parameter("where", asked.where);
  parameter("by", fmt::format("{}", fmt::join(asked.by, ", ")));
  parameter("currency", asked.currency);
  parameter("staff", asked.staff);
  if (std::optional<Period> earlier = before(asked)) document.comparison = print(*earlier);
  document.made_from.book = input.config.name;
  document.made_from.as_of = asked.as_of;
  for (const std::string& collection : input.data.collections())
    document.made_from.records.push_back(
        {collection, static_cast<std::int64_t>(input.data.rows(collection))});
  return document;
}

std::size_t count_findings(const Document& document) {
  std::size_t count = 0;
  for (const Section& section : document.sections) count += section.findings.size();
  return count;
}

namespace {

/// "" of what is no number.
std::string in_short(const Cell& cell) {
  core::Decimal room;
  const core::Decimal* number = decimal_of(cell, room);
  if (number == nullptr) return "";
  std::string text = core::print(*number);
  if (const auto* money = std::get_if<Money>(&cell)) return text + " " + money->currency;
  if (std::holds_alternative<Percent>(cell)) return text + " %";
  return std::holds_alternative<Days>(cell) ? text + " days" : text;
}

/// What a report begins with, where it says no sentence about itself.
std::string first_figures(const Document& document) {
  constexpr std::size_t shown = 4;
  std::vector<std::string> said;
  for (const Section& section : document.sections)
    for (const Figure& figure : section.figures) {
      std::string value = in_short(figure.value);
      if (value.empty() || said.size() == shown) continue;
      std::string label = figure.label;
      bool capital = label.size() > 1 && label[0] >= 'A' && label[0] <= 'Z' && label[1] >= 'a';
      if (capital) label[0] = static_cast<char>(label[0] - 'A' + 'a');
      said.push_back(fmt::format("{} {}", label, value));
    }
  return fmt::format("{}", fmt::join(said, "; "));
}

}  // namespace

std::string summary_of(const Document& document) {
  std::size_t findings = count_findings(document);
  std::string text = document.title;
  if (!document.subtitle.empty()) text += ": " + document.subtitle;
  bool is_period = text.back() >= '0' && text.back() <= '9';
  std::string figures = document.subtitle.empty() || is_period ? first_figures(document) : "";
  if (!figures.empty()) text += (document.subtitle.empty() ? ": " : "; ") + figures;
  if (text.back() != '.') text += '.';
  if (findings > 0) text += fmt::format(" {} finding{}.", findings, findings == 1 ? "" : "s");
  return text;
}

namespace {

/// What says nothing about this report is a slip of whoever typed it.
void refuse_options(const Report& report, const Parameters& asked) {
  if (report.name != "clv" && asked.horizon != Parameters().horizon)
    throw Error(Code::usage, fmt::format("the report {} takes no --horizon", report.name), {},
                "clv is the one that looks ahead");
  if (!report.of_states) {
    if (asked.since.empty()) return;
    throw Error(Code::usage, fmt::format("the report {} takes no --since", report.name), {},
                "say which days it is about with --period, or --from and --to");
  }
  const std::pair<const char*, bool> options[] = {{"period", asked.period.has_value()},
                                                  {"by", !asked.by.empty()},
                                                  {"where", !asked.where.empty()},
                                                  {"currency", !asked.currency.empty()},
                                                  {"staff", !asked.staff.empty()}};
  for (const auto& [option, given] : options)
    if (given)
      throw Error(Code::usage, fmt::format("{} takes no --{}", report.name, option), {},
                  "give --since with a date or a git revision, and --at for the later state");
}

/// By which the records that a report is about name a member of staff.
std::string_view staff_field(std::string_view subject) {
  if (subject == "staff") return "id";
  return subject == "interactions" || subject == "tickets" || subject == "sales" ? "staff" : "owner";
}

bool is_asked_for(const Needs& needs, std::string_view collection) {
  return std::any_of(needs.tables.begin(), needs.tables.end(),
                     [&](const model::TableRequest& table) { return table.collection == collection; }) ||
         std::any_of(needs.columns.begin(), needs.columns.end(),
                     [&](const Ask& ask) { return ask.collection == collection; });
}

}  // namespace

Document make_report(const Report& report, const book::Book& book, const query::Catalog& catalog,
                     const Parameters& asked, const NameOf& name_of) {
  refuse_options(report, asked);
  Parameters parameters = asked;
  if (!asked.staff.empty()) {
    if (!report.by_staff)
      throw Error(Code::usage, fmt::format("the report {} takes no --staff", report.name), {},
                  fmt::format("restrict it with --where: \"{} = ID\"", staff_field(report.subject)));
    parameters.staff = staff_named(book, asked.staff);
  }
  Needs needs = report.needs(parameters);
  bool reads_customers = is_asked_for(needs, "customers");
  if (reads_customers) needs.tables.push_back(customers_request());
  Data data(book, catalog, {std::string(report.subject), std::move(needs), report.breakdowns}, parameters);
  NamesOfCustomers customers(data);
  NameOf known = [&](std::string_view collection, std::string_view id) {
    std::string_view name;
    if (reads_customers && collection == "customers") name = customers.of(id);
    return name.empty() && name_of ? name_of(collection, id) : std::string(name);
  };
  return report.make({data, Surroundings(book), book.config(), parameters, known, report.name,
                      [&](const std::string& name) { return segment::read_saved(book, name); },
                      [&](const std::vector<BookQuestion>& questions, core::Date day) {
                        return book_figures(book, catalog, questions, day, parameters.threads);
                      }});
}

}  // namespace flatcrm::report
