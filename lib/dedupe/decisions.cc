#include "dedupe/decisions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "book/forget.h"
#include "book/read.h"
#include "core/error.h"
#include "format/csv.h"

namespace flatcrm::dedupe {

namespace {

constexpr std::array<std::string_view, 7> columns = {"id_a", "id_b", "decision", "kind", "by", "date", "why"};

std::array<std::string Decision::*, 7> fields() {
  return {&Decision::id_a, &Decision::id_b, &Decision::decision, &Decision::kind,
          &Decision::by,   &Decision::date, &Decision::why};
}

std::pair<std::string_view, std::string_view> ordered(std::string_view a, std::string_view b) {
  return a < b ? std::pair(a, b) : std::pair(b, a);
}
std::string key_of_pair(std::string_view a, std::string_view b) {
  auto [first, second] = ordered(a, b);
  return fmt::format("{} {}", first, second);
}

std::vector<Decision> parse(std::string_view text) {
  std::vector<std::vector<std::string>> rows = format::read_csv(text).rows;
  if (rows.empty()) return {};
  const std::vector<std::string>& names = rows.front();
  std::array<std::size_t, 7> place{};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto found = std::find(names.begin(), names.end(), columns[i]);
    if (found == names.end())
      throw Error(Code::book, fmt::format("no column '{}'", columns[i]), {decisions_file, 1, 0},
                  "the columns are id_a,id_b,decision,kind,by,date,why");
    place[i] = static_cast<std::size_t>(found - names.begin());
  }
  std::vector<Decision> decisions;
  std::size_t line = 1;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::size_t begins = line++;
    for (const std::string& cell : rows[row])
      line += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
    bool blank = rows[row].size() == 1 && rows[row][0].empty();
    if (row == 0 || blank) continue;
    Decision decision;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (place[i] < rows[row].size()) decision.*fields()[i] = rows[row][place[i]];
    bool known =
        decision.decision == "merge" || decision.decision == "distinct" || decision.decision == "link";
    if (!known || decision.id_a.empty() || decision.id_b.empty())
      throw Error(Code::book, fmt::format("'{}' is no decision about two ids", decision.decision),
                  {decisions_file, begins, 0}, "write merge, distinct or link behind two ids");
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

}  // namespace

std::string_view Decisions::now(const std::string& id) const {
  auto found = merged.find(id);
  return found == merged.end() ? std::string_view(id) : std::string_view(found->second);
}

std::vector<std::pair<std::string, std::string>> Decisions::distinct() const {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Decision& one : all)
    if (one.decision == "distinct" || one.decision == "link")
      if (now(one.id_a) != now(one.id_b)) pairs.emplace_back(now(one.id_a), now(one.id_b));
  return pairs;
}

void Decisions::index() {
  for (const Decision& one : all) decided_[key_of_pair(now(one.id_a), now(one.id_b))] = one.decision;
}

bool Decisions::is_decided(std::string_view a, std::string_view b) const {
  return decided_.count(key_of_pair(a, b)) != 0;
}

bool Decisions::is_distinct(std::string_view a, std::string_view b) const {
  auto found = decided_.find(key_of_pair(a, b));
  return found != decided_.end() && found->second != "merge";
}

Decisions read_decisions(const book::Book& book) {
  Decisions decisions;
  if (!book.tree().exists(decisions_file)) return decisions;
  io::Bytes bytes = book.tree().read(decisions_file);
  decisions.all = parse(bytes.view());
  decisions.merged = book::merged_ids(book, "customers");
  decisions.index();
  return decisions;
}

std::string print_decisions(std::vector<Decision> decisions) {
  auto key = [](const Decision& one) { return std::tie(one.id_a, one.id_b); };
  std::stable_sort(decisions.begin(), decisions.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) (text += i == 0 ? "" : ",") += columns[i];
  text += '\n';
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    bool replaced = i + 1 < decisions.size() && key(decisions[i]) == key(decisions[i + 1]);
    if (replaced) continue;
    for (std::size_t f = 0; f < columns.size(); ++f) {
      if (f != 0) text += ',';
      format::write_cell(text, decisions[i].*fields()[f], {});
    }
    text += '\n';
  }
  return text;
}

void change_decisions(const book::Book& book, const std::vector<Decision>& added,
                      const std::vector<std::pair<std::string, std::string>>& removed,
                      book::Changes& changes) {
  bool exists = book.tree().exists(decisions_file);
  io::Bytes before;
  std::vector<Decision> all;
  if (exists) {
    before = book.tree().read(decisions_file);
    all = parse(before.view());
  }
  std::erase_if(all, [&](const Decision& one) {
    return std::any_of(removed.begin(), removed.end(), [&](const auto& pair) {
      return ordered(pair.first, pair.second) == ordered(one.id_a, one.id_b);
    });
  });
  for (Decision one : added) {
    if (one.id_b < one.id_a) std::swap(one.id_a, one.id_b);
    all.push_back(std::move(one));
  }
  std::string after = print_decisions(all);
  if (exists && after == before.view()) return;
  if (!exists && all.empty()) return;
  book::PlainFile file{decisions_file, std::move(after), {}, exists && all.empty()};
  if (exists) file.read_as = before.stamp();
  changes.files.push_back(std::move(file));
}

ForgottenDecisions forget_decisions(const book::Book& book, const std::vector<std::string>& ids,
                                    const std::vector<std::string>& words, book::Changes& changes) {
  ForgottenDecisions out;
  std::vector<std::pair<std::string, std::string>> gone;
  if (book.tree().exists(decisions_file))
    for (const Decision& one : parse(book.tree().read(decisions_file).view()))
      if (std::any_of(ids.begin(), ids.end(),
                      [&](const auto& id) { return id == one.id_a || id == one.id_b; }) ||
          book::names_any(one.why, words))
        gone.emplace_back(one.id_a, one.id_b);
  out.decisions = gone.size();
  if (!gone.empty()) change_decisions(book, {}, gone, changes);
  std::vector<std::string> needles = ids;
  needles.insert(needles.end(), words.begin(), words.end());
  for (const io::TreeEntry& entry : book.tree().list("dedupe/merges")) {
    io::Bytes bytes = book.tree().read(entry.path);
    if (!book::names_any(bytes.view(), needles)) continue;
    changes.files.push_back({entry.path, {}, bytes.stamp(), true});
    ++out.merges;
  }
  return out;
}

}  // namespace flatcrm::dedupe
