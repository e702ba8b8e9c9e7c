#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "report/report.h"
#include "report/staff_directory.h"

namespace flatcrm::report {

const Report& report_named(std::string_view name, const std::vector<std::string>& saved) {
  std::vector<std::string_view> names(saved.begin(), saved.end());
  for (const Report& report : reports()) {
    if (report.name == name) return report;
    names.push_back(report.name);
  }
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

std::string summary_of(const Document& document) {
  std::size_t findings = 0;
  for (const Section& section : document.sections) findings += section.findings.size();
  std::string text = document.title;
  if (!document.subtitle.empty()) text += ": " + document.subtitle;
  if (text.back() != '.') text += '.';
  if (findings > 0) text += fmt::format(" {} finding{}.", findings, findings == 1 ? "" : "s");
  return text;
}

Document make_report(const Report& report, const book::Book& book, const query::Catalog& catalog,
                     const Parameters& asked, const NameOf& name_of) {
  Parameters parameters = asked;
  if (!asked.staff.empty()) {
    if (!report.by_staff)
      throw Error(Code::usage, fmt::format("the report {} takes no --staff", report.name), {},
                  "restrict it with --where: \"owner = ID\"");
    parameters.staff = staff_named(book, asked.staff);
  }
  Data data(book, catalog, {std::string(report.subject), report.needs(parameters), report.breakdowns},
            parameters);
  return report.make({data, book.config(), parameters, name_of, report.name,
                      [&](const std::string& name) { return segment::read_saved(book, name); }});
}

}  // namespace flatcrm::report
