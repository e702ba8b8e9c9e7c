#include "report/report.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "book/names.h"
#include "cli/invocation.h"
#include "io/threads.h"
#include "render/render.h"
#include "report/all_reports.h"
#include "report/saved_report.h"
#include "shared/changes.h"
#include "shared/query.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

report::Parameters parameters(const cli::Invocation& invocation, core::Date as_of, int fiscal_month) {
  report::Parameters parameters;
  parameters.as_of = as_of;
  parameters.period = report::make_period(invocation.date("from"), invocation.date("to"),
                                          invocation.text("period"), {as_of, fiscal_month});
  parameters.by = invocation.many("by");
  parameters.where = invocation.text("where");
  parameters.currency = invocation.text("currency");
  parameters.horizon = invocation.text("horizon");
  parameters.staff = invocation.text("staff");
  parameters.since = invocation.text("since");
  parameters.by_rows = by_rows(invocation);
  parameters.as_of_given = invocation.given("as-of");
  parameters.limit_given = invocation.given("limit");
  std::int64_t limit = invocation.integer("limit").value_or(20);
  if (limit < 0)
    throw Error(Code::usage, fmt::format("option '--limit' can't be {}", limit), {}, "0 is for all rows");
  parameters.limit = static_cast<std::size_t>(limit);
  parameters.threads = io::default_threads();
  return parameters;
}

/// The report, or one line about it: beside a file, or in its place.
void deliver(const cli::Invocation& invocation, report::Document document, const book::Book& book,
             core::Date as_of) {
  bool summary = invocation.flag("summary");
  std::string line = report::summary_of(document) + "\n";
  bool to_file = invocation.given("output") && invocation.text("output") != "-";
  if (!summary || to_file) print(invocation, std::move(document), book, as_of, invocation.text("table"));
  if (summary) invocation.out().write(line);
}

int list(const cli::Invocation& invocation) {
  // Outside of a book there are the built-in ones.
  Session session(invocation);
  const book::Book* book = nullptr;
  try {
    book = &session.book();
  } catch (const Error&) {
    if (invocation.given("book")) throw;
  }
  render::Options options{.format = render::format_named(invocation.format())};
  options.style.width = static_cast<std::size_t>(invocation.width());
  options.style.ascii = wants_ascii(invocation);
  report::Document document = report::list_of_reports(book);
  std::string text = render::render(document, options);
  write_data(invocation, [&](const auto& out) { out(text); });
  return 0;
}

report::Document make(const std::string& name, const cli::Invocation& invocation, Session& session) {
  const book::Book& book = session.book();
  book::Names names(book);
  auto name_of = [&](std::string_view collection, std::string_view id) { return names.of(collection, id); };
  report::Parameters wishes = parameters(invocation, session.today(), book.config().fiscal_month);
  return report::make_named_report(name, book, catalog_of(session), wishes, name_of);
}

int run(cli::Invocation& invocation) {
  if (invocation.argument("REPORT").empty()) return list(invocation);
  return explained(invocation, [&] {
    std::string name = invocation.argument("REPORT");
    Session session(invocation);
    const report::Report* built_in = report::built_in(name);
    bool looks_at_revisions = built_in != nullptr && built_in->of_states;
    if (looks_at_revisions) session.root_or_bare();
    report::Document document = make(name, invocation, session);
    std::size_t findings = report::count_findings(document);
    core::Date as_of = document.made_from.as_of;
    deliver(invocation, std::move(document), session.book(), as_of);
    return findings > 0 && invocation.flag("exit-code") ? 1 : 0;
  });
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const report::Report& report : report::reports()) names.emplace_back(report.name);
  std::sort(names.begin(), names.end());
  return names;
}

/// What the figures are of.
std::vector<cli::Option> figure_options() {
  using cli::Kind;
  return {{.name = "period",
           .kind = Kind::text,
           .value = "PERIOD",
           .help = "the days it is about: 2026, 2026-Q3, 2026-11, 2026-W12, FY2026, \"last month\", 90d"},
          {.name = "from", .kind = Kind::date, .value = "DATE", .help = "the first day"},
          {.name = "to", .kind = Kind::date, .value = "DATE", .help = "the last day"},
          {.name = "by",
           .kind = Kind::text,
           .value = "QUERY",
           .help = "a row for each value of it: a field, a metric or any query; may be given again",
           .repeatable = true},
          where_option(),
          {.name = "currency",
           .kind = Kind::text,
           .value = "CODE",
           .help = "all money in this currency, at the rate of each document's day"}};
}

/// What of them is shown, and where.
std::vector<cli::Option> showing_options() {
  using cli::Kind;
  return {
      {.name = "horizon",
       .kind = Kind::text,
       .value = "DURATION",
       .help = "how far the estimates of `clv` look ahead: 12m, 52w, 90d",
       .preset = "12m"},
      {.name = "limit",
       .kind = Kind::integer,
       .value = "N",
       .help = "rows of an open-ended list; 0 for all",
       .preset = "20"},
      {.name = "since",
       .kind = Kind::text,
       .value = "DATE",
       .help =
           "of `changes`: the day, or the git revision, to compare with; a week ago where it is not given"},
      {.name = "table",
       .kind = Kind::text,
       .value = "NAME",
       .help = "only this table, or all of them in one"},
      {.name = "staff",
       .kind = Kind::text,
       .value = "STAFF",
       .help = "only what is for this member of staff, an id or a name (todo)"},
      {.name = "summary", .help = "print one line about the report; with -o FILE, beside the file"},
      {.name = "exit-code", .help = "exit 1 when the report has findings"},
      {.name = "ascii", .help = "draw bars and rules with ASCII characters only"},
      at_option()};
}

}  // namespace

cli::Command command_report() {
  cli::Command command;
  command.name = "report";
  command.summary = "make a report, in any format";
  command.description = {
      "Computes a report from the book and prints it. The same figures stand in every format; amounts are "
      "exact."};
  std::string all = "The reports:";
  for (const report::Report& report : report::reports())
    all += fmt::format(" `{}` ({});", report.name, report.summary);
  all.back() = '.';
  command.description.push_back(all);
  command.arguments = {{.name = "REPORT",
                        .help = "which one; without it, all that there are",
                        .required = false,
                        .suggestions = names()}};
  command.options = cli::joined({figure_options(), showing_options()});
  command.examples = {
      {"flatcrm report weekly -o weekly.html --summary",
       "The week as a page, and as a line for the mail's subject."},
      {"flatcrm report activity", "Who was talked to, and who waits for an answer."},
      {"flatcrm report neglected --by owner",
       "Who has heard nothing from us for too long, and whose customers they are."},
      {"flatcrm report todo --staff 'Marc Vogel' --limit 5", "What one of us does next, and why."},
      {"flatcrm report pipeline --period 2026 -O markdown", "This year's pipeline for a pull request."},
      {"flatcrm report activity --table waiting -o waiting.csv", "One table for a spreadsheet."}};
  command.needs.book = cli::Book::read;
  command.needs.time = true;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "ids"};
  command.see_also = {"flatcrm-show(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
