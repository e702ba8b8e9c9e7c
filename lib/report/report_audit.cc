#include <fmt/format.h>

#include "report/audit.h"
#include "report/audit_measures.h"
#include "report/audit_queries.h"
#include "report/groups.h"
#include "report/measures.h"
#include "report/report.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

Needs needs(const Parameters& parameters) {
  Needs needs;
  ask_audit_queries(needs, parameters);
  ask_audit_measures(needs);
  return needs;
}

std::vector<AuditPart> joined(std::vector<AuditPart> one, std::vector<AuditPart> other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

std::vector<Mistake> mistakes_of(const Input& input) {
  auto queried = [&](std::string_view mistake) { return audit_query_parts(mistake, input); };
  return {
      {"features", "Features over process", "Fields and stages cost attention, used or not.",
       feature_parts(input)},
      {"phone", "Not reachable from a phone",
       "Whoever stands at the customer's door has a telephone and no desk.", queried("phone")},
      {"imports", "Big bang imports", "What comes all at once, nobody looks through.", import_parts(input)},
      {"ownership", "Not owning the data",
       "What only a key or a link stands for is gone with the system that it leads to.",
       joined(git_parts(input), queried("ownership"))},
      {"adoption", "Top-down adoption", "What those who ordered it don't use themselves, nobody will.",
       joined(queried("adoption"), writer_parts(input))},
      {"false_data", "Micro-management", "What is counted is written, whether it happened or not.",
       false_data_parts(input)},
      {"islands", "Islands", "Sale, service and talk belong to the same customer.", queried("islands")},
      {"scattered", "Scattered data", "A customer who is there twice is known by half.",
       scattered_parts(input), source_figures(input)},
      {"one_sided", "One-sided view", "A sum over some currencies or subsidiaries is nobody's figure.",
       joined(currency_parts(input), queried("one_sided"))},
      {"social", "Lost social contacts", "Business goes by people, and people know people.",
       queried("social")}};
}

/// How many have a verdict.
std::vector<Figure> figures_of_verdicts(const std::vector<Mistake>& mistakes) {
  std::int64_t counts[4] = {};
  for (const Mistake& mistake : mistakes) ++counts[static_cast<std::size_t>(mistake.verdict())];
  auto count = [&](Verdict verdict) { return counts[static_cast<std::size_t>(verdict)]; };
  return {{"made", "Mistakes made", count(Verdict::mistake), "of 10"},
          {"to_look_at", "To be looked at", count(Verdict::look), "of 10"},
          {"fine", "Fine", count(Verdict::fine), "of 10"},
          {"not_measurable", "Not measurable in this book", count(Verdict::not_measurable), "of 10"}};
}

/// What can be told of customers one by one.
constexpr std::string_view asked[] = {"no_number", "buyers_unheard", "unconnected"};

/// By what a query makes of them.
Table group_table(const std::string& by, const Input& input) {
  Groups groups = group_by(by, input.data.by(by), input);
  struct Counts {
    std::int64_t customers = 0;
    std::array<std::int64_t, std::size(asked)> whole{}, found{};
  };
  std::array<const Values*, std::size(asked)> whole{}, found{};
  for (std::size_t i = 0; i < std::size(asked); ++i) {
    whole[i] = &input.data.values(fmt::format("audit.{}.whole", asked[i]));
    found[i] = &input.data.values(fmt::format("audit.{}.found", asked[i]));
  }
  std::vector<Counts> counts(groups.size());
  for (std::uint32_t row : input.data.selected()) {
    Counts& of = counts[groups.of_row[row]];
    ++of.customers;
    for (std::size_t i = 0; i < std::size(asked); ++i) {
      if (!whole[i]->is_true(row)) continue;
      ++of.whole[i];
      of.found[i] += found[i]->is_true(row) ? 1 : 0;
    }
  }
  Table table{.name = "by_" + groups.key.name, .title = "By " + by};
  table.columns = {groups.key,
                   {"customers", "Customers", Kind::integer},
                   {"no_number_percent", "No number", Kind::percent},
                   {"buyers_unheard_percent", "Buyers not talked to", Kind::percent},
                   {"unconnected_percent", "Unconnected", Kind::percent}};
  for (std::uint32_t group : groups.order) {
    const Counts& of = counts[group];
    if (of.customers == 0) continue;
    Row row{groups.labels[group], of.customers};
    for (std::size_t i = 0; i < std::size(asked); ++i)
      row.push_back(percent(of.found[i], of.whole[i], table_digits));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Document make(const Input& input) {
  std::vector<Mistake> mistakes = mistakes_of(input);
  Document document = begin(input, "Audit: ten classic mistakes of CRM");
  Section& overview = document.add("Overview");
  overview.figures = figures_of_verdicts(mistakes);
  overview.tables = {mistakes_table(mistakes)};
  if (input.data.rows("customers") == 0)
    overview.notes.emplace_back(
        "There are no customers in this book yet. Bring some in: flatcrm import FILE --dry-run");
  std::size_t number = 0;
  for (const Mistake& mistake : mistakes) {
    Section& section = document.add(fmt::format("{} {}", ++number, mistake.title));
    section.figures = mistake.figures;
    section.tables = {parts_table(mistake)};
    section.findings = audit_findings(mistake);
    section.notes.emplace_back(mistake.lesson);
  }
  if (input.parameters.by.empty()) return document;
  Section& breakdown = document.add("Breakdown");
  for (const std::string& by : input.parameters.by) breakdown.tables.push_back(group_table(by, input));
  return document;
}

std::vector<Formula> formulas() {
  return {{"features",
           "custom fields that hold a value in under 5 % of their records, and stages of the settings "
           "in which no deal is or was (from 5 deals on): look from 20 %, mistake from 50 %, since what "
           "every second "
           "feature lacks is a process that needs it"},
          {"phone",
           "customers, former ones aside, without a number in E.164 (look from 20 %, mistake from 50 %: "
           "in sight of "
           "every second customer the telephone is of no use); with numbers but none in E.164, and with "
           "neither number nor e-mail (5 %, "
           "20 %)"},
          {"imports",
           "records whose first source was first seen on the one day on which most were: look from 50 "
           "%, mistake from "
           "80 %; up to 100 are fine, which is what a person can look through in a day at five minutes "
           "each"},
          {"ownership",
           "the book itself, where it is not under git: a mistake, for without it no change can be "
           "proved or taken back; customers "
           "with a source's key and no name, texts that are only a link, owners and products that are "
           "no record here: look "
           "from 1 %, mistake from 10 %"},
          {"adoption",
           "staff present who are named by no interaction and no ticket opened in the window (look from "
           "20 %, mistake from "
           "50 %), managers among them (50 %, 100 %), and of the interactions of three or more staff "
           "those of the one who wrote most (60 "
           "%, 80 %)"},
          {"false_data",
           "interactions by staff, surveys and posts aside, whose text its writer used at least four "
           "times, or that fall on "
           "more than 40 of a writer on one day, on the weekday that has 60 % of a writer's (by chance "
           "20 %), or on the last three "
           "days of months where these have 40 % (by chance 10 %): look from 10 %, mistake from 30 %; "
           "of at least 20 deals "
           "those over whole thousands: 80 %, 95 %"},
          {"islands",
           "sales, interactions, tickets and deals whose customer is not in the book; buyers of the "
           "last 12 months "
           "without any interaction; deals won over 30 days ago whose customer has no invoice since 30 "
           "days before; deliveries, payments "
           "and credits that follow no document: look from 5 %, mistake from 20 %"},
          {"scattered",
           "customers with an e-mail address or a number that another has too, whom no link and no "
           "decision of "
           "`flatcrm dedupe` joins or parts, and, up to 20,000 customers, those whom it takes for "
           "another record: look from 2 %, mistake from 10 %, where every tenth letter "
           "goes out twice"},
          {"one_sided",
           "amounts without a rate at their day, and without a currency where several are used: look "
           "from 1 %, mistake from 5 "
           "%, as sums leave them out or take them for the book's; sales and deals of another "
           "subsidiary than their customer's: 5 %, 20 "
           "%"},
          {"social",
           "customers without social handle, web address and link, and organizations without a link to "
           "anybody: "
           "look from 50 %, mistake from 80 %"}};
}

}  // namespace

Report report_audit() {
  return {
      .name = "audit",
      .summary = "ten classic mistakes of CRM, each measured in this book, with the records behind it",
      .subject = "customers",
      .about =
          "A mistake is measured by shares of records that are wrong in one way; its verdict is that of "
          "the worst share: fine, look, "
          "mistake, or not measurable where there is too little to take a share of. Nothing is guessed: "
          "a share of fewer than 5 "
          "records is not judged (of 20 where habits are looked for, of 2 members of staff). Bounds are of this program, each "
          "with its reason below; they say where to "
          "look, not who is to blame, and no member of staff is named for what they wrote. Records of a "
          "finding are the first five "
          "(`--limit` for more, 0 for all); its command lists all, or mends them. Adoption is of the "
          "last 90 days and habits of the "
          "last 12 months, or both of the period. What a book does not hold is not measured: whether an "
          "entry was typed at a desk, "
          "and which reports somebody leaves out.",
      .formulas = formulas(),
      .sources = {"The catalogue of mistakes is that of flatcrm's design, out of failed CRM projects; "
                  "bounds without a source of their "
                  "own are conventions of this report"},
      .needs = needs,
      .make = make};
}

}  // namespace flatcrm::report
