#include <fmt/format.h>

#include <algorithm>

#include "report/groups.h"
#include "report/ticket_tally.h"

namespace flatcrm::report {

namespace {

core::Date last_day(const std::optional<Period>& period, core::Date as_of) {
  return period.has_value() ? std::min(period->last, as_of) : as_of;
}

TicketTally tally_of(const TicketSource& source, const std::optional<Period>& period) {
  return ticket_tallies(source, last_day(period, source.input.parameters.as_of), period, {}, 1)[0];
}

std::vector<Figure> figures(const TicketTally& now, const TicketTally* before, const TicketSource& source) {
  std::vector<Figure> list;
  auto add = [&](std::string name, std::string label, auto value, std::string unit = "") {
    list.push_back({std::move(name), std::move(label), value(now), std::move(unit),
                    before == nullptr ? Cell{} : value(*before)});
  };
  using T = const TicketTally&;
  add(
      "opened", "Came in", [](T t) -> Cell { return t.opened; }, "tickets");
  add(
      "closed", "Closed", [](T t) -> Cell { return t.closed; }, "tickets");
  add(
      "open", "Open", [](T t) -> Cell { return t.open; }, "tickets");
  add(
      "open_unanswered", "Open without a first reply", [](T t) -> Cell { return t.unanswered; }, "tickets");
  add("first_reply_median_days", "First reply, median", [](T t) { return t.reply.median(); });
  add("first_reply_p90_days", "First reply, 90th percentile", [](T t) { return t.reply.p90(); });
  add("replied_in_a_day_percent", "First reply within a day",
      [](T t) { return percent(t.replied_in_a_day, t.reply.count(), figure_percent_digits); });
  add("resolution_median_days", "Resolution, median", [](T t) { return t.solve.median(); });
  add("resolution_p90_days", "Resolution, 90th percentile", [](T t) { return t.solve.p90(); });
  add("first_contact_percent", "Settled on first contact",
      [](T t) { return percent(t.first_contact, t.contacts_known, figure_percent_digits); });
  add("came_back_percent", "Came back after closing", [&](T t) {
    return source.knows_comebacks ? percent(t.came_back, t.closed, figure_percent_digits)
                                  : Cell{Missing{Kind::percent}};
  });
  return list;
}

Table group_table(const std::string& by, const Values& values, const TicketSource& source,
                  const TicketTally& all) {
  Groups groups = group_by(by, values, source.input);
  const std::optional<Period>& period = source.input.parameters.period;
  std::vector<TicketTally> tallies = ticket_tallies(source, last_day(period, source.input.parameters.as_of),
                                                    period, groups.of_row, groups.size());
  Table table{.name = "by_" + groups.key.name, .title = "By " + by, .columns = {groups.key}};
  for (Column column :
       {Column{"opened", "Came in", Kind::integer, "", true}, Column{"closed", "Closed", Kind::integer},
        Column{"open", "Open", Kind::integer}, Column{"unanswered", "No reply", Kind::integer},
        Column{"first_reply_median_days", "Reply, median", Kind::days},
        Column{"first_reply_p90_days", "Reply, 90 %", Kind::days},
        Column{"resolution_median_days", "Resolution, median", Kind::days},
        Column{"resolution_p90_days", "Resolution, 90 %", Kind::days},
        Column{"first_contact_percent", "First contact", Kind::percent}})
    table.columns.push_back(std::move(column));
  auto row_of = [](Cell key, const TicketTally& t) {
    return Row{std::move(key), t.opened,
               t.closed,       t.open,
               t.unanswered,   t.reply.median(),
               t.reply.p90(),  t.solve.median(),
               t.solve.p90(),  percent(t.first_contact, t.contacts_known, table_digits)};
  };
  for (std::uint32_t group : groups.order)
    if (!tallies[group].is_empty()) table.rows.push_back(row_of(groups.labels[group], tallies[group]));
  if (table.rows.size() > 1) table.total = row_of(std::string("Total"), all);
  return table;
}

Table backlog_table(const TicketSource& source, core::Date day) {
  struct Band {
    const char* label;
    int most;
  };
  constexpr Band bands[] = {{"0-1", 1},    {"2-7", 7},           {"8-30", 30},
                            {"31-90", 90}, {"over 90", 1 << 30}, {"(no date)", 0}};
  std::int64_t counts[std::size(bands)] = {}, unanswered[std::size(bands)] = {}, all = 0;
  for (std::size_t row = 0; row < source.size(); ++row) {
    const TicketTimes& times = source.times[row];
    if (!source.selected(row) || !times.is_open(day)) continue;
    std::size_t band = std::size(bands) - 1;
    if (times.opened != core::no_date)
      band = static_cast<std::size_t>(
          std::find_if(std::begin(bands), std::end(bands) - 1,
                       [&](const Band& b) { return day.days - times.opened.days <= b.most; }) -
          std::begin(bands));
    ++counts[band];
    unanswered[band] += times.is_replied(day) ? 0 : 1;
    ++all;
  }
  Table table{.name = "backlog", .title = "Open tickets by age"};
  table.columns = {{"age_days", "Age in days"},
                   {"open", "Open", Kind::integer, "", true},
                   {"share_percent", "Share", Kind::percent},
                   {"unanswered", "Without a reply", Kind::integer}};
  for (std::size_t band = 0; band < std::size(bands); ++band) {
    if (band + 1 == std::size(bands) && counts[band] == 0) continue;
    table.rows.push_back({std::string(bands[band].label), counts[band],
                          percent(counts[band], all, table_digits), unanswered[band]});
  }
  return table;
}

/// Open tickets, the oldest first; only those without a first reply, or all.
Table open_table(const TicketSource& source, core::Date day, bool unanswered) {
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < source.size(); ++row) {
    const TicketTimes& times = source.times[row];
    bool is = source.selected(row) && times.is_open(day) && (!unanswered || !times.is_replied(day));
    if (is) rows.push_back(static_cast<std::uint32_t>(row));
  }
  std::size_t most = source.input.parameters.limit;
  std::size_t kept = most == 0 ? rows.size() : std::min(most, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end(),
                    [&](std::uint32_t left, std::uint32_t right) {
                      core::Date one = source.times[left].opened, other = source.times[right].opened;
                      return one != other ? one < other : source.id(left) < source.id(right);
                    });
  Table table{.name = unanswered ? "unanswered" : "oldest",
              .title = unanswered ? "Waiting for a first reply" : "Open the longest"};
  table.columns = {{"ticket", "Ticket", Kind::reference},
                   {"customer", "Customer", Kind::reference},
                   {"opened", "Came in", Kind::date},
                   {"age_days", "Days", Kind::integer, "", true},
                   {"priority", "Priority"},
                   {"category", "Category"},
                   {"staff", "Staff", Kind::reference}};
  for (std::size_t i = 0; i < kept; ++i) {
    std::uint32_t row = rows[i];
    const TicketTimes& times = source.times[row];
    Cell opened, age;
    if (times.opened != core::no_date) {
      opened = times.opened;
      age = std::int64_t{day.days - times.opened.days};
    }
    table.rows.push_back({Reference{std::string(source.id(row)), ""},
                          source.input.reference("customers", source.text("customer", row)), opened, age,
                          std::string(source.text("priority", row)),
                          std::string(source.text("category", row)),
                          source.input.reference("staff", source.text("staff", row))});
  }
  if (kept < rows.size()) table.note = fmt::format("{} more; --limit 0 lists all.", rows.size() - kept);
  return table;
}

/// How many came in and were closed each month, and how many were open at its end.
Series months_series(const TicketSource& source) {
  const Parameters& parameters = source.input.parameters;
  core::Date last = last_day(parameters.period, parameters.as_of);
  core::Date first = parameters.period.has_value() ? parameters.period->first
                                                   : core::Date{core::add_months(last, -12).days + 1};
  Series series{.name = "months", .title = "Tickets by month", .shape = Series::Shape::line};
  series.category = {"month", "Month"};
  int begin = core::month_number(first), end = core::month_number(last);
  if (last < first || end - begin >= 120) return series;
  auto months = static_cast<std::size_t>(end - begin) + 1;
  std::vector<std::int64_t> opened(months), closed(months);
  std::int64_t open = 0;
  for (std::size_t row = 0; row < source.size(); ++row) {
    if (!source.selected(row)) continue;
    auto add = [&](core::Date day, std::vector<std::int64_t>& counts, int sign) {
      if (day == core::no_date && sign < 0) return;
      int month = day == core::no_date ? begin - 1 : core::month_number(day);
      if (day != core::no_date && day > last) return;
      if (month < begin)
        open += sign;
      else
        ++counts[static_cast<std::size_t>(month - begin)];
    };
    add(source.times[row].opened, opened, 1);
    if (source.times[row].is_there(last)) add(source.times[row].closed, closed, -1);
  }
  series.lines = {{"opened", "Came in", {}}, {"closed", "Closed", {}}, {"open", "Open at its end", {}}};
  for (std::size_t month = 0; month < months; ++month) {
    open += opened[month] - closed[month];
    int number = begin + static_cast<int>(month);
    series.categories.emplace_back(fmt::format("{:04}-{:02}", number / 12, number % 12 + 1));
    series.lines[0].values.emplace_back(opened[month]);
    series.lines[1].values.emplace_back(closed[month]);
    series.lines[2].values.emplace_back(open);
  }
  return series;
}

void add_notes(Section& section, const TicketSource& source, const TicketTally& now) {
  if (source.size() == 0) {
    section.notes.emplace_back("There are no tickets: nobody asked for help, or nobody wrote it down.");
    return;
  }
  auto count = [&](auto is) {
    return std::count_if(source.times.begin(), source.times.end(), [&](const TicketTimes& t) {
      return t.is_there(source.input.parameters.as_of) && is(t);
    });
  };
  auto days = count([](const TicketTimes& t) { return t.only_days; });
  if (days > 0)
    section.notes.push_back(
        fmt::format("{} of {} tickets say a day without an hour somewhere; theirs are whole days.", days,
                    count([](const TicketTimes&) { return true; })));
  if (now.closed > now.contacts_known)
    section.notes.push_back(fmt::format("Of {} closed tickets {} say how often the customer had to ask.",
                                        now.closed, now.contacts_known));
  if (!source.knows_comebacks)
    section.notes.emplace_back(
        "No interaction names a ticket, so that nobody knows which came back after closing.");
  section.notes.emplace_back(
      "What has no reply yet, or is not closed yet, is in no duration: see how long it waits under Backlog.");
}

Document make(const Input& input) {
  TicketSource source(input);
  Document document = begin(input, "Tickets");
  const Parameters& parameters = input.parameters;
  core::Date day = last_day(parameters.period, parameters.as_of);
  TicketTally now = tally_of(source, parameters.period);
  std::optional<TicketTally> earlier;
  if (std::optional<Period> period = before(parameters)) earlier = tally_of(source, period);
  Section& overview = document.add("Overview");
  overview.figures = figures(now, earlier.has_value() ? &*earlier : nullptr, source);
  overview.findings = ticket_findings(source, day);
  add_notes(overview, source, now);
  Section& backlog = document.add("Backlog");
  backlog.tables = {backlog_table(source, day), open_table(source, day, true),
                    open_table(source, day, false)};
  Series months = months_series(source);
  if (source.size() > 0 && !months.categories.empty()) backlog.series.push_back(std::move(months));
  Section& breakdown = document.add("Breakdown");
  std::vector<std::string> names = parameters.by;
  if (names.empty()) names = {"channel", "category", "priority", "staff"};
  for (const std::string& by : names)
    breakdown.tables.push_back(
        group_table(by, parameters.by.empty() ? input.data.values(by) : input.data.by(by), source, now));
  return document;
}

}  // namespace

Report report_tickets() {
  return {
      .name = "tickets",
      .summary =
          "first reply, resolution and backlog of tickets: medians and 90th percentiles, by channel, "
          "category, priority and staff",
      .subject = "tickets",
      .about =
          "A reply or a closing counts in the period in which it was given. Durations are those between two "
          "moments where both are known, else "
          "whole days.",
      .formulas = {{"first_reply", "first_reply - opened, of the tickets replied to in the period"},
                   {"resolution", "closed - opened, of the tickets closed in the period"},
                   {"first_contact_percent",
                    "closed tickets whose `contacts` is at most 1 / closed tickets that say their contacts"},
                   {"came_back_percent",
                    "closed tickets that an inbound interaction other than a survey names on a later day / "
                    "closed tickets"},
                   {"open", "tickets that came in by the last day of the period and were not closed by then"},
                   {"median, p90", "linear between neighbours: the value at (n - 1) p of the sorted ones"}},
      .sources = {"R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages (1996), definition 7"},
      .needs = ticket_needs,
      .make = make};
}

}  // namespace flatcrm::report
