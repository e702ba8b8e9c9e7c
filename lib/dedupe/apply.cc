#include "dedupe/apply.h"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "core/error.h"
#include "core/id.h"
#include "dedupe/merge_log.h"
#include "dedupe/survivorship.h"
#include "dedupe/whole_records.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* collection = "customers";

/// Ids that are to be one record, and where that was said.
struct Group {
  std::vector<std::string> ids;
  std::size_t line = 0;
};

std::vector<Group> groups_of(const std::vector<Proposal>& proposals) {
  std::vector<std::string> ids;
  std::map<std::string, std::size_t> number;
  std::vector<std::size_t> parent, lines;
  auto find = [&](std::size_t at) {
    while (parent[at] != at) at = parent[at] = parent[parent[at]];
    return at;
  };
  for (const Proposal& proposal : proposals) {
    if (proposal.decision != "merge") continue;
    std::size_t first = ~std::size_t{0};
    for (const std::string& id : proposal.records) {
      auto [place, is_new] = number.emplace(id, ids.size());
      if (is_new) ids.push_back(id), parent.push_back(place->second), lines.push_back(proposal.line);
      if (first == ~std::size_t{0}) first = place->second;
      std::size_t a = find(first), b = find(place->second);
      parent[std::max(a, b)] = std::min(a, b);
    }
  }
  std::map<std::size_t, Group> groups;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Group& group = groups[find(i)];
    if (group.ids.empty()) group.line = lines[i];
    group.ids.push_back(ids[i]);
  }
  std::vector<Group> all;
  for (auto& [leader, group] : groups) {
    std::sort(group.ids.begin(), group.ids.end());
    all.push_back(std::move(group));
  }
  return all;
}

class Applier {
 public:
  Applier(const book::Book& book, const Settings& settings, const std::vector<Proposal>& proposals,
          const Decider& decider, book::Changes& changes)
      : book_(book),
        settings_(settings),
        proposals_(proposals),
        decider_(decider),
        changes_(changes),
        paths_(book.paths(collection)) {}

  Applied apply() {
    std::vector<Group> groups = groups_of(proposals_);
    remember_distinct();
    check_distinct(groups);
    std::vector<std::string> ids;
    for (const Group& group : groups) ids.insert(ids.end(), group.ids.begin(), group.ids.end());
    if (!ids.empty()) records_ = read_whole(book_, ids);
    for (const Group& group : groups) merge(group);
    for (const Proposal& proposal : proposals_)
      if (proposal.decision == "link") link(proposal);
    add_merge_logs(book_, changes_, logs_);
    change_decisions(book_, decided_, {}, changes_);
    for (const auto& kept : records_.keep) changes_.keep.push_back(kept);
    return applied_;
  }

 private:
  void decide(const std::string& a, const std::string& b, const char* decision,
              const std::string& kind = {}) {
    decided_.push_back({a, b, decision, kind, decider_.by, decider_.date, decider_.why});
  }

  void remember_distinct() {
    for (const Proposal& proposal : proposals_) {
      if (proposal.decision != "distinct") continue;
      for (std::size_t i = 0; i < proposal.records.size(); ++i)
        for (std::size_t j = i + 1; j < proposal.records.size(); ++j) {
          decide(proposal.records[i], proposal.records[j], "distinct");
          ++applied_.distinct;
        }
    }
  }

  /// Neither what was decided earlier nor another proposal of the same file may contradict a merge.
  void check_distinct(const std::vector<Group>& groups) {
    Decisions known = read_decisions(book_);
    known.all.insert(known.all.end(), decided_.begin(), decided_.end());
    known.index();
    for (const Group& group : groups)
      for (std::size_t i = 0; i < group.ids.size(); ++i)
        for (std::size_t j = i + 1; j < group.ids.size(); ++j)
          if (known.is_distinct(group.ids[i], group.ids[j]))
            throw Error(Code::bad_input,
                        fmt::format("'{}' and '{}' were called distinct", group.ids[i], group.ids[j]),
                        {decider_.file, group.line, 0},
                        fmt::format("take one of them out, or their line out of {}", decisions_file));
  }

  void merge(const Group& group) {
    if (group.ids.size() > most_merged)
      throw Error(Code::limit,
                  fmt::format("a merge of {} records; {} can become one", group.ids.size(), most_merged),
                  {decider_.file, group.line, 0}, "take records out of it");
    std::vector<const WholeRecord*> records;
    for (const std::string& id : group.ids) {
      const WholeRecord* record = records_.find(id);
      if (record == nullptr)
        throw Error(Code::bad_input, fmt::format("no customer '{}'", id), {decider_.file, group.line, 0},
                    "run flatcrm dedupe again");
      records.push_back(record);
    }
    Merged merged = merge_records(book_, settings_, records, changes_.arena);
    const WholeRecord& survivor = *records[merged.survivor];
    MergeLog log{std::string(survivor.id), {}, decider_.date, decider_.by, {}, {}};
    update(survivor, edits_of(survivor, merged), log);
    ++applied_.customers;
    for (const WholeRecord* record : records) {
      if (record == &survivor) continue;
      update(*record, tombstone(*record, survivor.id), log);
      log.merged.emplace_back(record->id);
      decide(std::string(survivor.id), std::string(record->id), "merge");
      ++applied_.merged;
    }
    logs_.push_back(std::move(log));
  }

  std::vector<book::FieldEdit> edits_of(const WholeRecord& before, const Merged& after) const {
    std::vector<book::FieldEdit> edits;
    for (const MergedValue& value : after.values) {
      std::string_view old = before.value(value.path);
      if (old != value.text) edits.push_back({value.path, old, value.text});
    }
    for (const model::Value& value : before.values) {
      bool stays = std::any_of(after.values.begin(), after.values.end(),
                               [&](const MergedValue& one) { return one.path == value.path; });
      if (!stays) edits.push_back({value.path, value.text, {}});
    }
    return edits;
  }

  std::vector<book::FieldEdit> tombstone(const WholeRecord& record, std::string_view into) const {
    std::vector<book::FieldEdit> edits{{paths_.intern("merged_into"), {}, into}};
    for (const model::Value& value : record.values)
      if (value.path != model::Paths::id) edits.push_back({value.path, value.text, {}});
    return edits;
  }

  void update(const WholeRecord& record, const std::vector<book::FieldEdit>& edits, MergeLog& log) {
    book::CollectionChanges& customers = changes_.of(collection);
    customers.update(customers.file(record.path, record.stamp), record.index, record.id, edits);
    LoggedRecord logged{std::string(record.id), {}};
    for (const book::FieldEdit& edit : edits) {
      LoggedEdit one{paths_[edit.path].text, {}, {}};
      if (edit.before.data() != nullptr) one.before = std::string(edit.before);
      if (edit.after.data() != nullptr) one.after = std::string(edit.after);
      logged.edits.push_back(std::move(one));
    }
    log.records.push_back(std::move(logged));
    log.files.push_back(record.path);
  }

  void link(const Proposal& proposal) {
    book::CollectionChanges& links = changes_.of("links");
    model::Paths& paths = book_.paths("links");
    const std::string &from = proposal.records[0], &to = proposal.records[1];
    auto put = [&](const char* path, std::string_view text) {
      links.created.add(paths.intern(path), changes_.arena.keep(text));
    };
    links.created.begin();
    put("id", core::make_id(proposal.kind, "dedupe", from + "/" + to));
    put("from", from);
    put("to", to);
    put("kind", proposal.kind);
    put("source", "suggested");
    links.created.end(0, 0);
    decide(from, to, "link", proposal.kind);
    ++applied_.linked;
  }

  const book::Book& book_;
  const Settings& settings_;
  const std::vector<Proposal>& proposals_;
  const Decider& decider_;
  book::Changes& changes_;
  model::Paths& paths_;
  WholeRecords records_;
  std::vector<Decision> decided_;
  std::vector<MergeLog> logs_;
  Applied applied_;
};

}  // namespace

Applied plan_decisions(const book::Book& book, const Settings& settings,
                       const std::vector<Proposal>& proposals, const Decider& decider,
                       book::Changes& changes) {
  return Applier(book, settings, proposals, decider, changes).apply();
}

}  // namespace flatcrm::dedupe
