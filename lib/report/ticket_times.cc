#include "report/ticket_times.h"

namespace flatcrm::report {

namespace {

constexpr std::int64_t day_seconds = 86'400;

struct Moment {
  core::Date day = core::no_date;
  std::int64_t seconds = 0;
  bool is_exact = false;
};

Moment moment_of(std::string_view text) {
  Moment moment;
  if (text.empty()) return moment;
  if (std::optional<core::DateTime> time = core::parse_date_time(text)) {
    moment.seconds = time->seconds;
    moment.is_exact = true;
  }
  moment.day = core::parse_day(text).value_or(core::no_date);
  return moment;
}

/// Nothing where an end is not known, or comes before the beginning.
std::optional<std::int64_t> between(const Moment& begin, const Moment& end, bool& backwards) {
  if (begin.day == core::no_date || end.day == core::no_date) return std::nullopt;
  std::int64_t seconds = begin.is_exact && end.is_exact ? end.seconds - begin.seconds
                                                        : (end.day.days - begin.day.days) * day_seconds;
  if (seconds >= 0) return seconds;
  backwards = true;
  return std::nullopt;
}

}  // namespace

std::vector<TicketTimes> read_ticket_times(const model::Table& tickets) {
  const model::Texts &opened = tickets.texts("opened"), &replied = tickets.texts("first_reply"),
                     &closed = tickets.texts("closed");
  std::vector<TicketTimes> all(tickets.rows());
  for (std::size_t row = 0; row < all.size(); ++row) {
    Moment begin = moment_of(opened.texts[row]), reply = moment_of(replied.texts[row]),
           end = moment_of(closed.texts[row]);
    TicketTimes& times = all[row];
    times.opened = begin.day;
    times.replied = reply.day;
    times.closed = end.day;
    times.reply_seconds = between(begin, reply, times.backwards);
    times.solve_seconds = between(begin, end, times.backwards);
    for (const Moment& moment : {begin, reply, end})
      times.only_days = times.only_days || (moment.day != core::no_date && !moment.is_exact);
  }
  return all;
}

}  // namespace flatcrm::report
