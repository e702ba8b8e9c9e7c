#include "dedupe/proposals.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "book/read.h"
#include "core/error.h"
#include "core/text.h"
#include "dedupe/explain.h"
#include "dedupe/forms.h"
#include "dedupe/survivorship.h"
#include "dedupe/whole_records.h"
#include "format/yaml.h"
#include "format/yaml_edit.h"

namespace flatcrm::dedupe {

namespace {

constexpr float surely_kin = 3.3F;  // bits: a probability of 0.9
constexpr std::size_t most_evidence = 12;

class Proposer {
 public:
  Proposer(const book::Book& book, const Run& run, const Decisions& decisions)
      : book_(book), run_(run), decisions_(decisions) {}

  std::vector<Proposal> propose() {
    for (const Cluster& cluster : run_.clusters()) propose_cluster(cluster);
    read_links();
    for (std::size_t p = 0; p < run_.findings.size(); ++p) propose_kin(p);
    propose_employees();
    return std::move(proposals_);
  }

 private:
  void add(std::string decision, std::string kind, double probability, std::vector<std::string> records) {
    if (records.size() < 2) return;
    Proposal proposal{std::move(decision), std::move(kind), probability, std::move(records), {}, 0, 0};
    proposals_.push_back(std::move(proposal));
  }

  /// First the groups that are surely one customer each, then whether these groups are one.
  void propose_cluster(const Cluster& cluster) {
    std::map<std::string_view, std::vector<std::string>> groups;
    double least = 1;
    std::map<std::string_view, double> sure;
    for (const ClusterRecord& record : cluster.records) {
      groups[record.sure].emplace_back(record.id);
      auto known = sure.emplace(record.sure, 1).first;
      known->second = std::min(known->second, record.probability);
      least = std::min(least, record.probability);
    }
    std::vector<std::string> firsts;
    for (const auto& [name, ids] : groups) {
      firsts.push_back(ids.front());
      if (ids.size() > most_merged) {
        add_too_many(ids);
      } else {
        add("merge", "", std::max(sure[name], probability(merge_cut)), ids);
      }
    }
    if (firsts.size() > 1)
      add("undecided", "", std::min(cluster.probability, probability(merge_cut)), firsts);
  }

  void add_too_many(const std::vector<std::string>& ids) {
    add("undecided", "", probability(merge_cut), {ids.begin(), ids.begin() + most_merged});
    proposals_.back().too_many = ids.size();
    proposals_.back().evidence = {
        fmt::format("{} records are alike, of which the first {} stand here", ids.size(), most_merged),
        "no customer has so many: look for a placeholder, or a list that was imported again and again"};
  }

  void read_links() {
    book::Tables tables =
        book::read_tables(book_, {{"links", {{"from", model::As::codes}, {"to", model::As::codes}}}});
    const model::Codes &from = tables[0].codes("from"), &to = tables[0].codes("to");
    for (std::size_t row = 0; row < tables[0].rows(); ++row)
      linked_.insert(ordered(from.dictionary.text(from.codes[row]), to.dictionary.text(to.codes[row])));
  }
  static std::pair<std::string, std::string> ordered(std::string_view a, std::string_view b) {
    return a < b ? std::pair(std::string(a), std::string(b)) : std::pair(std::string(b), std::string(a));
  }
  bool is_known(std::string_view a, std::string_view b) const {
    return linked_.count(ordered(a, b)) != 0 || decisions_.is_decided(a, b);
  }

  /// The most certain pair of each two clusters.
  void propose_kin(std::size_t p) {
    const Population& population = run_.populations.all[p];
    const Findings& found = run_.findings[p];
    std::map<std::pair<Row, Row>, const KinPair*> best;
    for (const KinPair& one : found.candidates.kin) {
      Row a = found.clusters.leader[one.pair.a], b = found.clusters.leader[one.pair.b];
      if (a == b || one.relation != Relation::kin || one.bits < surely_kin) continue;
      const KinPair*& known = best[{std::min(a, b), std::max(a, b)}];
      if (known == nullptr || one.bits > known->bits) known = &one;
    }
    if (population.who == Who::organizations) return;  // branches of one firm: no kind of link says so
    for (const auto& [leaders, one] : best) {
      std::string_view a = run_.id_of_row(p, one->pair.a), b = run_.id_of_row(p, one->pair.b);
      if (b < a) std::swap(a, b);
      if (is_known(a, b) || !linked_.insert(ordered(a, b)).second) continue;
      add("link", "household", probability(static_cast<double>(one->bits)), {std::string(a), std::string(b)});
    }
  }

  /// Who names an organization of the book as employer, with its very name.
  void propose_employees() {
    if (!run_.populations.table) return;  // not people and organizations
    const model::Table& table = *run_.populations.table;
    if (!table.has("org") || !table.has("name")) return;
    const model::Codes &orgs = employer_column(table), &names = table.codes("name");
    std::map<std::string, std::uint32_t> firms;  // by the form of the name; none where several share it
    for (const Population& population : run_.populations.all)
      if (population.who == Who::organizations)
        for (std::uint32_t row : population.members) {
          auto [place, is_new] =
              firms.emplace(organization_words(names.dictionary.text(names.codes[row])), row);
          if (!is_new) place->second = ~0U;
        }
    if (firms.empty()) return;
    for (const Population& population : run_.populations.all) {
      if (population.who != Who::people) continue;
      for (std::uint32_t row : population.members) {
        if (orgs.codes[row] == 0) continue;
        auto firm = firms.find(organization_words(orgs.dictionary.text(orgs.codes[row])));
        if (firm == firms.end() || firm->second == ~0U) continue;
        std::string_view a = run_.populations.ids[row], b = run_.populations.ids[firm->second];
        if (is_known(a, b)) continue;
        add("link", "employee", 0.95, {std::string(a), std::string(b)});
        proposals_.back().evidence = {
            fmt::format("org: {}, the name of {}", orgs.dictionary.text(orgs.codes[row]), b)};
      }
    }
  }
  static const model::Codes& employer_column(const model::Table& table) { return table.codes("org"); }

  const book::Book& book_;
  const Run& run_;
  const Decisions& decisions_;
  std::vector<Proposal> proposals_;
  std::set<std::pair<std::string, std::string>> linked_;
};

}  // namespace

std::vector<Proposal> propose(const book::Book& book, const Run& run, const Decisions& decisions) {
  return Proposer(book, run, decisions).propose();
}

std::vector<Proposal> merges_at(std::vector<Proposal> proposals, double least) {
  std::erase_if(proposals, [&](const Proposal& one) {
    return one.decision == "link" || one.probability < least || one.too_many != 0;
  });
  for (Proposal& one : proposals) one.decision = "merge";
  return proposals;
}

// ---- writing

namespace {

class Printer {
 public:
  Printer(const book::Book& book, const Run& run) : book_(book), run_(run) {}

  std::string print(const std::vector<Proposal>& proposals) {
    std::vector<std::string> ids, to_merge;
    for (const Proposal& proposal : proposals) {
      ids.insert(ids.end(), proposal.records.begin(), proposal.records.end());
      if (proposal.decision != "link")
        to_merge.insert(to_merge.end(), proposal.records.begin(), proposal.records.end());
    }
    records_ = read_whole(book_, to_merge);
    explainer_ = std::make_unique<Explainer>(run_, ids);
    std::string out =
        "# Proposals of flatcrm dedupe. Edit `decision`: merge, distinct (never asked again), link (with a "
        "`kind`), or\n"
        "# undecided (asked again); take records out of a merge by deleting their lines. Then: flatcrm "
        "dedupe --apply FILE\n"
        "# `evidence` and `result` are there to be looked at.\n";
    if (proposals.empty()) return out + "proposals: []\n";
    for (std::size_t i = 0; i < proposals.size(); ++i) add(i + 1, proposals[i]);
    format::write_yaml(out, fields_);
    return out;
  }

 private:
  void text(const std::string& path, const std::string& value, bool typed = false) {
    fields_.push_back({arena_.keep(path), arena_.keep(value), nullptr, typed});
  }
  void list(const std::string& path, std::vector<std::string> values) {
    if (values.empty()) return;
    lists_.push_back(std::make_unique<std::vector<std::string>>(std::move(values)));
    fields_.push_back({arena_.keep(path), {}, lists_.back().get(), false});
  }

  void add(std::size_t number, const Proposal& proposal) {
    std::string at = fmt::format("proposals.{}.", number);
    text(at + "decision", proposal.decision);
    if (!proposal.kind.empty()) text(at + "kind", proposal.kind);
    text(at + "probability", fmt::format("{:.4f}", proposal.probability), true);
    list(at + "records", proposal.records);
    list(at + "evidence", proposal.evidence.empty() ? evidence(proposal) : proposal.evidence);
    if (proposal.decision != "link" && proposal.too_many == 0) add_result(at, proposal);
  }

  std::vector<std::string> evidence(const Proposal& proposal) const {
    std::vector<std::string> all;
    for (std::size_t i = 1; i < proposal.records.size(); ++i) {
      Explanation why = explainer_->explain(proposal.records[0], proposal.records[i]);
      for (const std::string& one : evidence_in_words(why)) {
        if (all.size() >= most_evidence) return all;
        all.push_back(proposal.records.size() > 2 ? proposal.records[i] + ": " + one : one);
      }
    }
    return all;
  }

  void add_result(const std::string& at, const Proposal& proposal) {
    std::vector<const WholeRecord*> records;
    for (const std::string& id : proposal.records)
      if (const WholeRecord* record = records_.find(id)) records.push_back(record);
    if (records.size() < 2) return;
    Merged merged = merge_records(book_, run_.settings, records, arena_);
    const model::Paths& paths = book_.paths("customers");
    std::size_t number = 0;
    for (const MergedValue& value : merged.values) {
      std::string place = fmt::format("{}result.{}.", at, ++number);
      text(place + "field", paths[value.path].text);
      text(place + "value", std::string(value.text));
      text(place + "from", value.several ? "all" : std::string(records[value.from]->id));
    }
  }

  const book::Book& book_;
  const Run& run_;
  WholeRecords records_;
  std::unique_ptr<Explainer> explainer_;
  core::Arena arena_;
  std::vector<std::unique_ptr<std::vector<std::string>>> lists_;
  std::vector<format::YamlField> fields_;
};

}  // namespace

std::string print_proposals(const book::Book& book, const Run& run, const std::vector<Proposal>& proposals) {
  return Printer(book, run).print(proposals);
}

// ---- reading

namespace {

using format::YamlKind;
using format::YamlNode;

class Reader {
 public:
  Reader(std::string_view text, const std::string& file, const book::Book& book)
      : text_(text), file_(file), book_(book), yaml_(parse(text, file)) {}

  std::vector<Proposal> read() {
    if (yaml_.documents() == 0)
      throw Error(Code::bad_input, "no proposals", {file_}, "write 'proposals:' and a list");
    const YamlNode& root = yaml_.root(0);
    const YamlNode* list = root.kind == YamlKind::map ? yaml_.find(root, "proposals") : nullptr;
    if (list == nullptr || (list->kind != YamlKind::list && !list->text.empty()))
      fail(root, "no list of proposals", "write 'proposals:' and a list, as flatcrm dedupe does");
    std::vector<Proposal> proposals;
    for (const YamlNode* one = yaml_.child(*list); one != nullptr; one = yaml_.next(*one))
      proposals.push_back(read_one(*one));
    check_ids(proposals);
    return proposals;
  }

 private:
  static format::YamlFile parse(std::string_view text, const std::string& file) {
    try {
      return format::parse_yaml(text, file);
    } catch (const Error& error) {
      throw Error(Code::bad_input, error.message(), error.place(), error.hint());
    }
  }
  Place place(const YamlNode& node) const {
    core::Position at = core::position_of(text_, node.begin);
    return {file_, at.line, at.column};
  }
  [[noreturn]] void fail(const YamlNode& node, const std::string& what, const std::string& hint) const {
    throw Error(Code::bad_input, what, place(node), hint);
  }
  const YamlNode& needed(const YamlNode& map, const char* key) const {
    const YamlNode* node = yaml_.find(map, key);
    if (node == nullptr)
      fail(map, fmt::format("a proposal without '{}'", key), "each has decision and records");
    return *node;
  }

  Proposal read_one(const YamlNode& node) {
    if (node.kind != YamlKind::map) fail(node, "a proposal is a map", "each has decision and records");
    static constexpr std::array<std::string_view, 6> keys = {"decision", "kind",     "probability",
                                                             "records",  "evidence", "result"};
    for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one))
      if (std::find(keys.begin(), keys.end(), one->key) == keys.end())
        fail(*one, fmt::format("a proposal has no '{}'", one->key),
             "it has decision, kind, probability, records, evidence, result");
    Proposal proposal;
    proposal.line = place(node).line;
    const YamlNode& decision = needed(node, "decision");
    std::vector<std::string_view> known = {"merge", "distinct", "link", "undecided"};
    if (std::find(known.begin(), known.end(), decision.text) == known.end()) {
      std::string_view near = core::nearest(decision.text, known);
      fail(decision, fmt::format("no decision '{}'", decision.text),
           near.empty() ? "write merge, distinct, link or undecided"
                        : fmt::format("did you mean '{}'?", near));
    }
    proposal.decision = decision.text;
    read_records(needed(node, "records"), proposal);
    if (proposal.decision == "link") read_kind(node, proposal);
    return proposal;
  }

  void read_records(const YamlNode& list, Proposal& proposal) {
    if (list.kind != YamlKind::list)
      fail(list, "records is a list of ids", "write one id a line behind '- '");
    for (const YamlNode* one = yaml_.child(list); one != nullptr; one = yaml_.next(*one)) {
      if (one->kind != YamlKind::scalar || one->text.empty())
        fail(*one, "an id is wanted here", "name a customer by its id");
      std::string id(one->text);
      if (std::find(proposal.records.begin(), proposal.records.end(), id) != proposal.records.end())
        fail(*one, fmt::format("'{}' stands here twice", id), "take one of them out");
      ids_.emplace(id, one);
      proposal.records.push_back(std::move(id));
    }
    if (proposal.records.size() < 2)
      fail(list, "fewer than two records", "take the whole proposal out, or name two");
  }

  void read_kind(const YamlNode& node, Proposal& proposal) {
    if (proposal.records.size() != 2) fail(node, "a link joins two records", "make a proposal of each two");
    const YamlNode* kind = yaml_.find(node, "kind");
    if (kind == nullptr || kind->text.empty())
      fail(node, "a link without its kind", "write 'kind: household' below it");
    if (book_.config().link_kind(kind->text) == nullptr) {
      std::string names;
      for (const book::LinkKind& one : book_.config().link_kinds)
        (names += names.empty() ? "" : ", ") += one.name;
      fail(*kind, fmt::format("the book has no kind of link '{}'", kind->text), "it has: " + names);
    }
    proposal.kind = kind->text;
  }

  void check_ids(const std::vector<Proposal>& proposals) {
    std::vector<std::string> ids;
    for (const auto& [id, node] : ids_) ids.push_back(id);
    WholeRecords found = read_whole(book_, ids, true);
    model::PathId merged_into = book_.paths("customers").intern("merged_into");
    for (const Proposal& proposal : proposals)
      for (const std::string& id : proposal.records) {
        const WholeRecord* record = found.find(id);
        if (record == nullptr)
          fail(*ids_[id], fmt::format("no customer '{}'", id), "run flatcrm dedupe again");
        if (std::string_view into = record->value(merged_into);
            !into.empty() && proposal.decision != "undecided")
          fail(*ids_[id], fmt::format("'{}' went into '{}' already", id, into), "run flatcrm dedupe again");
      }
  }

  std::string_view text_;
  const std::string& file_;
  const book::Book& book_;
  format::YamlFile yaml_;
  std::map<std::string, const YamlNode*> ids_;
};

}  // namespace

std::vector<Proposal> parse_proposals(std::string_view text, const std::string& file,
                                      const book::Book& book) {
  return Reader(text, file, book).read();
}

}  // namespace flatcrm::dedupe
