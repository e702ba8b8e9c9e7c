#include "report/report.h"

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "report/activity.h"
#include "report/pipeline.h"

namespace flatcrm::report {

const std::vector<Report>& reports() {
  static const std::vector<Report> all{activity_report(), pipeline_report()};
  return all;
}

const Report& report_named(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Report& report : reports()) {
    if (report.name == name) return report;
    names.push_back(report.name);
  }
  std::string_view nearest = core::nearest(name, names);
  throw Error(Code::usage, fmt::format("no report '{}'", name), {},
              nearest.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                              : fmt::format("did you mean '{}'?", nearest));
}

Provenance made_from(const Input& input, const std::vector<model::TableRequest>& requests) {
  Provenance provenance{.book = input.config.name, .as_of = input.parameters.as_of};
  for (std::size_t i = 0; i < requests.size(); ++i) {
    provenance.records.push_back({requests[i].collection, static_cast<std::int64_t>(input.tables[i].rows())});
  }
  return provenance;
}

}  // namespace flatcrm::report
