#include "report/ticket_tally.h"
#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace flatcrm::report {

Needs ticket_needs(const Parameters& parameters) {
  using model::As;
  model::TableRequest tickets{"tickets",
                              {{"id", As::texts},
                               {"customer", As::codes},
                               {"staff", As::codes},
                               {"opened", As::texts},
                               {"first_reply", As::texts},
                               {"closed", As::texts},
                               {"status", As::codes},
                               {"category", As::codes},
                               {"priority", As::codes},
                               {"contacts"}}};
  model::TableRequest interactions{
      "interactions", {{"date"}, {"ticket", As::codes}, {"direction", As::codes}, {"kind", As::codes}}};
  Needs needs{.tables = {std::move(tickets), std::move(interactions)}};
  if (parameters.by.empty())
    for (const char* name : {"channel", "category", "priority", "staff"})
      needs.columns.push_back({name, "tickets", name});
  return needs;
}

TicketSource::TicketSource(const Input& given)
    : input(given),
      table(given.data.table("tickets")),
      times(read_ticket_times(table)),
      selected(given.data.owned("tickets")),
      came_back(times.size(), 0) {
  const model::Table& interactions = given.data.table("interactions");
  const model::Codes &tickets = interactions.codes("ticket"), &directions = interactions.codes("direction"),
                     &kinds = interactions.codes("kind");
  knows_comebacks = tickets.dictionary.size() > 1;
  if (!knows_comebacks) return;
  // By code: the row of each ticket that an interaction names.
  std::vector<std::uint32_t> rows(tickets.dictionary.size(), no_row);
  for (std::size_t row = 0; row < times.size(); ++row)
    if (std::uint32_t code = tickets.dictionary.find(id(row))) rows[code] = static_cast<std::uint32_t>(row);
  std::uint32_t inbound = directions.dictionary.find("in"), survey = kinds.dictionary.find("survey");
  const std::vector<core::Date>& days = interactions.dates("date").days;
  for (std::size_t i = 0; i < interactions.rows(); ++i) {
    std::uint32_t row = rows[tickets.codes[i]];
    bool counts = row != no_row && directions.codes[i] == inbound && inbound != 0 &&
                  (kinds.codes[i] != survey || survey == 0) && days[i] <= given.parameters.as_of;
    if (counts && times[row].closed != core::no_date && days[i] > times[row].closed) came_back[row] = 1;
  }
}

std::string_view TicketSource::text(std::string_view column, std::size_t row) const {
  const model::Codes& codes = table.codes(column);
  return codes.dictionary.text(codes.codes[row]);
}

void TicketTally::add(const TicketSource& source, std::size_t row, core::Date day,
                      const std::optional<Period>& period) {
  const TicketTimes& times = source.times[row];
  auto within = [&](core::Date on) {
    return on != core::no_date && on <= day && (!period.has_value() || period->holds(on));
  };
  opened += within(times.opened) || (times.opened == core::no_date && !period.has_value()) ? 1 : 0;
  open += times.is_open(day) ? 1 : 0;
  unanswered += times.is_open(day) && !times.is_replied(day) ? 1 : 0;
  if (within(times.replied) && times.reply_seconds.has_value()) {
    reply.add(*times.reply_seconds);
    replied_in_a_day += *times.reply_seconds <= 86'400 ? 1 : 0;
  }
  if (!within(times.closed)) return;
  ++closed;
  if (times.solve_seconds.has_value()) solve.add(*times.solve_seconds);
  came_back += source.came_back[row];
  const model::Numbers& contacts = source.table.numbers("contacts");
  if (contacts.missing(row)) return;
  ++contacts_known;
  first_contact += core::compare(contacts[row], {1, 0}) <= 0 ? 1 : 0;
}

std::vector<TicketTally> ticket_tallies(const TicketSource& source, core::Date day,
                                        const std::optional<Period>& period,
                                        const std::vector<std::uint32_t>& group_of, std::size_t groups) {
  std::vector<TicketTally> tallies(groups);
  for (std::size_t row = 0; row < source.size(); ++row)
    if (source.selected(row)) tallies[group_of.empty() ? 0 : group_of[row]].add(source, row, day, period);
  return tallies;
}

bool says_settled(std::string_view status) {
  constexpr std::string_view words[] = {
      "closed",      "resolved", "solved",  "done",     "fixed",    "finished", "geschlossen", "gelöst",
      "geloest",     "erledigt", "fermé",   "résolu",   "clos",     "traité",   "cerrado",     "resuelto",
      "solucionado", "chiuso",   "risolto", "gesloten", "opgelost", "fechado",  "resolvido"};
  std::string lower = core::lower_ascii(status);
  return std::find(std::begin(words), std::end(words), lower) != std::end(words);
}

namespace {

template <typename Is>
void add_finding(std::vector<Finding>& list, const TicketSource& source, std::string code,
                 std::string_view text, std::string command, Is is) {
  constexpr std::size_t shown = 5;
  Finding found{.code = std::move(code), .command = std::move(command)};
  for (std::size_t row = 0; row < source.size(); ++row) {
    if (!source.selected(row) || !is(row, source.times[row])) continue;
    ++found.count;
    if (found.records.size() < shown) found.records.push_back({std::string(source.id(row)), ""});
  }
  if (found.count == 0) return;
  found.text = counted(found.count, text);
  list.push_back(std::move(found));
}

}  // namespace

std::vector<Finding> ticket_findings(const TicketSource& source, core::Date day) {
  std::vector<Finding> list;
  add_finding(list, source, "unanswered",
              "open [ticket has|tickets have] waited for a first reply for more than a day",
              "flatcrm report tickets --table unanswered --limit 0",
              [&](std::size_t, const TicketTimes& times) {
                return times.is_open(day) && !times.is_replied(day) && times.opened != core::no_date &&
                       day.days - times.opened.days > 1;
              });
  add_finding(list, source, "came-back",
              "[ticket was|tickets were] closed, and the customer wrote about [it|them] again",
              "flatcrm segment --of interactions 'direction = in and date > ticket.closed'",
              [&](std::size_t row, const TicketTimes&) { return source.came_back[row] != 0; });
  add_finding(list, source, "closed-without-date",
              "[ticket is|tickets are] settled by [its|their] status but [has|have] no closing date, and "
              "[counts|count] as open",
              "flatcrm segment --of tickets 'closed is empty' --columns 'id, status'",
              [&](std::size_t row, const TicketTimes& times) {
                return times.closed == core::no_date && says_settled(source.text("status", row));
              });
  add_finding(list, source, "closed-without-reply",
              "[ticket was|tickets were] closed without a first reply, and [is|are] in no reply time",
              "flatcrm segment --of tickets 'closed is not empty and first_reply is empty'",
              [&](std::size_t, const TicketTimes& times) {
                return times.is_closed(day) && times.replied == core::no_date;
              });
  add_finding(
      list, source, "backwards",
      "[ticket was|tickets were] replied to or closed before [it|they] came in, and [is|are] in no duration",
      "flatcrm segment --of tickets 'first_reply < opened or closed < opened'",
      [](std::size_t, const TicketTimes& times) { return times.backwards; });
  add_finding(list, source, "opened-missing", "[ticket has|tickets have] no day on which [it|they] came in",
              "flatcrm segment --of tickets 'opened is empty'",
              [](std::size_t, const TicketTimes& times) { return times.opened == core::no_date; });
  add_finding(list, source, "future", "[ticket|tickets] came in after the as-of day and [is|are] left out",
              "flatcrm segment --of tickets 'opened > today'", [&](std::size_t, const TicketTimes& times) {
                return times.opened != core::no_date && times.opened > day;
              });
  add_finding(list, source, "nobody", "open [ticket is|tickets are] nobody's",
              "flatcrm segment --of tickets 'closed is empty and staff is empty'",
              [&](std::size_t row, const TicketTimes& times) {
                return times.is_open(day) && source.text("staff", row).empty();
              });
  return list;
}

}  // namespace flatcrm::report
