// What the audit measures of how entries are written: by whom, in which words, on which days.
#include <fmt/format.h>

#include <algorithm>

#include "report/audit_measures.h"
#include "report/audit_queries.h"
#include "report/deals.h"
#include "report/words.h"
#include "report/written_touches.h"

namespace flatcrm::report {

namespace {

/// Interactions of the window that staff wrote: no survey, which a customer fills in, and no post.
struct Written {
  std::vector<std::uint32_t> rows;
  std::vector<WrittenTouch> touches;
};

Written written_in(const Period& window, const Input& input) {
  const model::Table& table = input.data.table("interactions");
  const model::Codes &staff = table.codes("staff"), &kinds = table.codes("kind");
  const std::vector<std::uint64_t>& texts = table.hashes("text").hashes;
  const std::vector<core::Date>& days = table.dates("date").days;
  std::uint32_t survey = kinds.dictionary.find("survey"), post = kinds.dictionary.find("post");
  Owned owned = input.data.owned("interactions");
  Written written;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    std::uint32_t kind = kinds.codes[row];
    bool by_staff = staff.codes[row] != 0 && (kind == 0 || (kind != survey && kind != post));
    if (!by_staff || !window.holds(days[row]) || !owned(row)) continue;
    written.rows.push_back(row);
    written.touches.push_back({staff.codes[row], days[row], texts[row]});
  }
  return written;
}

void add_places(AuditPart& part, const std::vector<std::uint32_t>& places, const Written& written,
                const Input& input) {
  const std::vector<std::string_view>& ids = input.data.ids("interactions");
  for (std::uint32_t place : places)
    part.add(audit_records(input.parameters), [&] {
      return Reference{std::string(ids[written.rows[place]]), ""};
    });
}

/// The interactions of the days that a finding is about, as a query.
std::string days_query(const Written& written, std::uint32_t place, const Input& input) {
  const model::Codes& staff = input.data.table("interactions").codes("staff");
  const WrittenTouch& touch = written.touches[place];
  return fmt::format("staff = \"{}\" and date = {}", staff.dictionary.text(touch.writer),
                     core::print(touch.day));
}

AuditPart round_amounts(const Input& input) {
  constexpr std::int64_t thousand = 1000;
  AuditPart part{.name = "round_amounts",
                 .label = "Whole thousands",
                 .one = "deal with an amount",
                 .many = "deals with an amount",
                 .bounds = {80, 95},
                 .least = 20};
  const model::Table& table = input.data.table("deals");
  const model::Numbers& amounts = table.numbers("amount");
  Owned owned = input.data.owned("deals");
  std::int64_t unit = thousand;
  for (int digit = 0; digit < amounts.scale; ++digit) unit *= 10;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (amounts.missing(row) || amounts.values[row] == 0 || !owned(row)) continue;
    ++part.whole;
    if (amounts.values[row] % unit == 0)
      part.add(audit_records(input.parameters), [&] {
        return Reference{std::string(input.data.ids("deals")[row]), ""};
      });
  }
  part.command = segment_command("deals", "amount is not empty", input) + " --columns 'name, amount, owner'";
  return part;
}

}  // namespace

std::vector<AuditPart> writer_parts(const Input& input) {
  constexpr int months = 12;
  constexpr std::size_t least_staff = 3;
  AuditPart part{.name = "one_writer",
                 .label = "Written by one person",
                 .one = "interaction by staff",
                 .many = "interactions by staff",
                 .bounds = {60, 80},
                 .least = least_of_writer,
                 .command = "flatcrm report staff"};
  if (input.data.rows("staff") < least_staff) return {part};
  Written written = written_in(audit_window(input.parameters, months), input);
  std::vector<std::int64_t> by_writer(input.data.table("interactions").codes("staff").dictionary.size(), 0);
  for (const WrittenTouch& touch : written.touches) ++by_writer[touch.writer];
  part.whole = static_cast<std::int64_t>(written.touches.size());
  part.found = *std::max_element(by_writer.begin(), by_writer.end());
  return {part};
}

std::vector<AuditPart> false_data_parts(const Input& input) {
  constexpr int months = 12;
  Written written = written_in(audit_window(input.parameters, months), input);
  WrittenTouches signs(written.touches);
  AuditPart copied{.name = "copied_texts",
                   .label = "Copied texts",
                   .one = "interaction with a text",
                   .many = "interactions with a text",
                   .whole = signs.with_text,
                   .bounds = {10, 30},
                   .least = least_of_writer,
                   .command =
                       "flatcrm segment --of interactions 'text is not empty' --group-by text "
                       "--columns 'count() as times' --sort 'times desc'"};
  add_places(copied, signs.copied, written, input);
  AuditPart bunched{.name = "bunched_entries",
                    .label = "On crowded days",
                    .one = "interaction by staff",
                    .many = "interactions by staff",
                    .whole = static_cast<std::int64_t>(written.touches.size()),
                    .bounds = {10, 30},
                    .least = least_of_writer};
  add_places(bunched, signs.bunched, written, input);
  if (!signs.bunched.empty())
    bunched.command =
        segment_command("interactions", days_query(written, signs.bunched.front(), input), input);
  return {copied, bunched, round_amounts(input)};
}

}  // namespace flatcrm::report
