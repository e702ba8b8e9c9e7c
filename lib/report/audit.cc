#include "report/audit.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/measures.h"
#include "report/words.h"

namespace flatcrm::report {

namespace {

bool reaches(const AuditPart& part, int percent) {
  return core::Int128{part.found} * 100 >= core::Int128{part.whole} * percent;
}

/// Is one further beyond its bound than the other? Shares are compared as products, so that nothing is rounded.
bool is_worse(const AuditPart& one, const AuditPart& other) {
  if (one.verdict() != other.verdict()) return one.verdict() > other.verdict();
  return core::Int128{one.found} * other.whole * other.bounds.look >
         core::Int128{other.found} * one.whole * one.bounds.look;
}

Cell bound(int percent) {
  return Percent{{percent, 0}};
}

std::string kebab_case(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', '-');
  return text;
}

std::string doubt_of(const AuditPart& part) {
  if (!part.doubt.empty()) return part.doubt;
  return part.whole == 0 ? fmt::format("there are no {}", part.many)
                         : fmt::format("{} are too few to judge", counted(part.whole, part.one, part.many));
}

}  // namespace

std::string_view words_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::fine:
      return "fine";
    case Verdict::look:
      return "look";
    case Verdict::mistake:
      return "mistake";
    default:
      return "not measurable";
  }
}

Verdict AuditPart::verdict() const {
  if (whole == 0 || whole < least) return Verdict::not_measurable;
  if (found == 0 || found <= small) return Verdict::fine;
  if (reaches(*this, bounds.mistake)) return Verdict::mistake;
  return reaches(*this, bounds.look) ? Verdict::look : Verdict::fine;
}

Cell AuditPart::share() const {
  return percent(found, whole, table_digits);
}

const AuditPart* Mistake::worst() const {
  const AuditPart* worst = nullptr;
  for (const AuditPart& part : parts) {
    if (part.verdict() == Verdict::not_measurable) continue;
    if (worst == nullptr || is_worse(part, *worst)) worst = &part;
  }
  return worst;
}

Table parts_table(const Mistake& mistake) {
  Table table{.name = std::string(mistake.name)};
  table.columns = {{"measure", "Measure"},
                   {"of", "Of", Kind::integer},
                   {"found", "Found", Kind::integer},
                   {"share_percent", "Share", Kind::percent},
                   {"look_percent", "Look from", Kind::percent},
                   {"mistake_percent", "Mistake from", Kind::percent},
                   {"verdict", "Verdict"}};
  std::string aside;
  for (const AuditPart& part : mistake.parts) {
    table.rows.push_back({part.label, part.whole, part.found, part.share(), bound(part.bounds.look),
                          bound(part.bounds.mistake), std::string(words_of(part.verdict()))});
    if (part.verdict() == Verdict::not_measurable)
      aside += fmt::format("{}{}: {}.", aside.empty() ? "" : " ", part.label, doubt_of(part));
    else if (!part.aside.empty())
      aside += fmt::format("{}{}", aside.empty() ? "" : " ", part.aside);
  }
  table.note = aside;
  return table;
}

std::vector<Finding> audit_findings(const Mistake& mistake) {
  std::vector<Finding> findings;
  for (const AuditPart& part : mistake.parts) {
    if (part.verdict() < Verdict::look) continue;
    findings.push_back(
        {kebab_case(part.name),
         fmt::format("{}: {} of {}", part.label, part.found, counted(part.whole, part.one, part.many)),
         part.found, part.records, part.command});
  }
  return findings;
}

Table mistakes_table(const std::vector<Mistake>& mistakes) {
  Table table{.name = "mistakes", .title = "The ten mistakes"};
  table.columns = {{"mistake", "Mistake"},
                   {"verdict", "Verdict"},
                   {"share_percent", "Worst share", Kind::percent},
                   {"of_what", "Of what"},
                   {"found", "Records", Kind::integer}};
  for (const Mistake& mistake : mistakes) {
    const AuditPart* worst = mistake.worst();
    Row row{std::string(mistake.title), std::string(words_of(mistake.verdict())), Cell(), Cell(), Cell()};
    if (worst != nullptr)
      row = {std::string(mistake.title), std::string(words_of(mistake.verdict())), worst->share(),
             worst->label, worst->found};
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace flatcrm::report
