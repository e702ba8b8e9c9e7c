#include "git/check_merges.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "book/book.h"
#include "core/text.h"
#include "format/json.h"
#include "git/handle.h"
#include "git/judge_merge.h"
#include "git/merge_states.h"
#include "git/state.h"

namespace flatcrm::git {

namespace {

using Findings = std::vector<MergeFinding>;

std::vector<std::string> elements_of(const std::string& list) {
  return core::split_list(list);
}

bool holds(const std::vector<std::string>& elements, const std::string& element) {
  return std::find(elements.begin(), elements.end(), element) != elements.end();
}

/// Does a value show the edit of another one? Of a list, all that the edit added.
bool shows(const std::string& value, const std::string& before, const std::string& edit, bool list) {
  if (edit.empty() || value.empty()) return false;
  if (value == edit) return true;
  if (!list) return false;
  std::vector<std::string> now = elements_of(value), old = elements_of(before);
  bool any = false;
  for (const std::string& element : elements_of(edit)) {
    if (holds(old, element)) continue;
    if (!holds(now, element)) return false;
    any = true;
  }
  return any;
}

const std::string& path_of(const MergeStates::Copies& copies) {
  return copies.front().file->file.file.path;
}

class MergeCheck {
 public:
  /// Without an id the merge is what stands in the work tree.
  MergeCheck(const Repository& repository, const Commit& merge, const model::Schemas& schemas,
             const io::Tree* work_tree = nullptr)
      : merge_(merge),
        bases_(bases_of(repository, merge)),
        states_(repository, schemas, all_commits(), work_tree) {}

  Findings run() {
    report_unreadable();
    for (const auto& [name, commits] : states_.records()) {
      if (touches_unreadable(commits)) continue;
      Findings found = judge_record(name, commits);
      findings_.insert(findings_.end(), found.begin(), found.end());
    }
    drop_what_the_survivor_has();
    match_wrong_records();
    for (MergeFinding& finding : findings_)
      finding.commit = merge_.id.empty() ? "work tree" : merge_.short_id();
    return std::move(findings_);
  }

 private:
  static std::vector<std::string> bases_of(const Repository& repository, const Commit& merge);
  std::vector<std::string> all_commits() const {
    std::vector<std::string> all = bases_;
    all.insert(all.end(), merge_.parents.begin(), merge_.parents.end());
    if (!merge_.id.empty()) all.push_back(merge_.id);
    return all;
  }
  void report_unreadable();
  bool touches_unreadable(const std::vector<MergeStates::Copies>& commits) const;
  Findings judge_record(const MergeStates::Name& name, const std::vector<MergeStates::Copies>& commits);
  bool moved_unseen(std::size_t side, const MergeStates::Copies& before,
                    const MergeStates::Copies& after) const;
  void report_returns(const RecordStates& states, const std::vector<MergeStates::Copies>& commits,
                      Findings& found) const;
  std::optional<Fields> fields(const std::string& collection, const MergeStates::Copies& copies);
  std::string now_of(const std::string& collection, const std::string& record, const std::string& field);
  void drop_what_the_survivor_has();
  void match_wrong_records();
  bool is_list(const MergeFinding& finding) {
    if (finding.field.empty()) return false;
    model::Paths& paths = states_.paths(finding.collection);
    return paths[paths.intern(finding.field)].list;
  }

  const Commit& merge_;
  std::vector<std::string> bases_;
  MergeStates states_;
  std::set<std::string> unreadable_;
  Findings findings_;
};

std::vector<std::string> MergeCheck::bases_of(const Repository& repository, const Commit& merge) {
  std::vector<std::string> bases;
  if (merge.parents.size() == 2) {
    bases = repository.merge_bases(merge.parents[0], merge.parents[1]);
  } else {
    std::vector<git_oid> parents;
    for (const std::string& parent : merge.parents) parents.push_back(oid(parent));
    git_oid base{};
    int result =
        git_merge_base_octopus(&base, repository.state().repository.get(), parents.size(), parents.data());
    if (result == 0) bases.push_back(hex(base));
  }
  if (bases.empty()) bases.emplace_back();
  return bases;
}

void MergeCheck::report_unreadable() {
  std::size_t merge = bases_.size() + merge_.parents.size();
  auto report = [&](const MergeStates::Unreadable& one, const char* what) {
    std::string where = one.commit == merge ? "the merge" : all_commits()[one.commit].substr(0, 10);
    findings_.push_back({"unreadable", "", "", "", "", "", "", "", "", "",
                         fmt::format("{} {} in {}: {}", one.path, what, where, one.why)});
  };
  for (const MergeStates::Unreadable& one : states_.unreadable()) {
    unreadable_.insert(one.path);
    report(one, "can't be read");
  }
  std::set<std::string> before;
  for (const MergeStates::Unreadable& one : states_.damaged())
    if (one.commit != merge) before.insert(one.path);
  for (const MergeStates::Unreadable& one : states_.damaged())
    if (one.commit == merge && before.count(one.path) == 0) report(one, "is damaged");
}

bool MergeCheck::touches_unreadable(const std::vector<MergeStates::Copies>& commits) const {
  if (unreadable_.empty()) return false;
  return std::any_of(commits.begin(), commits.end(), [&](const MergeStates::Copies& copies) {
    return std::any_of(copies.begin(), copies.end(), [&](const MergeStates::Copy& copy) {
      return unreadable_.count(copy.file->file.file.path) != 0;
    });
  });
}

std::optional<Fields> MergeCheck::fields(const std::string& collection, const MergeStates::Copies& copies) {
  if (copies.empty()) return std::nullopt;
  return fields_of(copies.front().file->file.records[copies.front().row], states_.paths(collection));
}

/// Does git take the one text for the other under a new name? It counts the bytes of the lines that both have, and half is enough
/// (diffcore-rename).
bool alike(std::string_view one, std::string_view other) {
  std::size_t larger = std::max(one.size(), other.size()), kept = 0;
  auto take_line = [](std::string_view& text) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end == text.npos ? end : end + 1);
    text.remove_prefix(line.size());
    return line;
  };
  std::unordered_map<std::string_view, std::size_t> lines;
  while (!one.empty()) ++lines[take_line(one)];
  while (!other.empty()) {
    std::string_view line = take_line(other);
    auto found = lines.find(line);
    if (found == lines.end() || found->second == 0) continue;
    --found->second;
    kept += line.size();
  }
  return 2 * kept >= larger;
}

/// A file that was renamed is one to git too, which stops there for a person: it has most of the records.
bool MergeCheck::moved_unseen(std::size_t side, const MergeStates::Copies& before,
                              const MergeStates::Copies& after) const {
  const std::string from = path_of(before), to = path_of(after);
  auto ending = [](const std::string& path) { return path.substr(path.rfind('.') + 1); };
  if (from == to) return false;
  if (ending(from) != ending(to) || states_.has_file(side, from) || states_.has_file(0, to)) return true;
  std::map<std::string, std::size_t> heirs;
  for (const auto& [name, commits] : states_.records())
    if (!commits.front().empty() && path_of(commits.front()) == from && !commits[side].empty())
      ++heirs[path_of(commits[side])];
  bool other_heir = std::any_of(heirs.begin(), heirs.end(), [&](const auto& heir) {
    return heir.first != to && heir.second >= heirs[to];
  });
  return other_heir || !alike(before.front().file->text(), after.front().file->text());
}

/// A record that one side took out, and that another one edited and moved to another file: there git sees no conflict.
void MergeCheck::report_returns(const RecordStates& states, const std::vector<MergeStates::Copies>& commits,
                                Findings& found) const {
  if (!states.merged || !states.bases.front()) return;
  for (std::size_t edited = 0; edited < states.sides.size(); ++edited) {
    const MergeStates::Copies& copies = commits[bases_.size() + edited];
    if (!states.sides[edited] || states.sides[edited] == states.bases.front() ||
        !moved_unseen(bases_.size() + edited, commits.front(), copies))
      continue;
    for (std::size_t gone = 0; gone < states.sides.size(); ++gone)
      if (!states.sides[gone])
        found.push_back({"lost-deletion", "", "", "", "", states.names[gone], "", "", "", "",
                         fmt::format("{} edited it and moved it to {}, where git sees no conflict",
                                     states.names[edited], path_of(copies))});
  }
}

Findings MergeCheck::judge_record(const MergeStates::Name& name,
                                  const std::vector<MergeStates::Copies>& commits) {
  const auto& [collection, key] = name;
  std::size_t first_side = bases_.size(), last = commits.size() - 1;
  Findings found;
  std::size_t most = 1;
  for (std::size_t i = 0; i < last; ++i) most = std::max(most, commits[i].size());
  if (commits[last].size() > most) {
    std::string places;
    for (const MergeStates::Copy& copy : commits[last])
      places += (places.empty() ? "" : ", ") + copy.file->file.file.path;
    found.push_back({"doubled-record", "", "", "", "", "", "", "", "", "", places});
  } else if (most == 1) {
    RecordStates states;
    for (std::size_t i = 0; i < first_side; ++i) states.bases.push_back(fields(collection, commits[i]));
    for (std::size_t i = first_side; i < last; ++i) states.sides.push_back(fields(collection, commits[i]));
    for (const std::string& parent : merge_.parents) states.names.push_back(parent.substr(0, 10));
    states.merged = fields(collection, commits[last]);
    judge(states_.paths(collection), states, found);
    report_returns(states, commits, found);
  }
  for (MergeFinding& one : found) {
    one.collection = collection;
    one.record = is_named(key) ? key : "";
  }
  return found;
}

std::string MergeCheck::now_of(const std::string& collection, const std::string& record,
                               const std::string& field) {
  auto found = states_.records().find({collection, record});
  if (found == states_.records().end()) return "";
  std::optional<Fields> now = fields(collection, found->second.back());
  if (!now) return "";
  auto value = now->find(field);
  return value == now->end() ? "" : value->second;
}

/// An edit of a record that was merged into another one may have been made there.
void MergeCheck::drop_what_the_survivor_has() {
  auto kept = [&](const MergeFinding& finding) {
    return finding.code == "lost-edit" && !finding.other.empty() &&
           shows(now_of(finding.collection, finding.other, finding.field), finding.before, finding.edit,
                 is_list(finding));
  };
  findings_.erase(std::remove_if(findings_.begin(), findings_.end(), kept), findings_.end());
}

/// A lost edit whose value appeared in another record went there.
void MergeCheck::match_wrong_records() {
  std::vector<bool> matched(findings_.size(), false);
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    MergeFinding& lost = findings_[i];
    if (lost.code != "lost-edit" || matched[i] || lost.edit.empty()) continue;
    for (std::size_t j = 0; j < findings_.size(); ++j) {
      const MergeFinding& other = findings_[j];
      bool value = other.code == "lost-edit" || other.code == "changed-in-merge";
      if (matched[j] || i == j || !value || other.field != lost.field || other.record == lost.record ||
          other.collection != lost.collection)
        continue;
      if (!shows(other.now, lost.before, lost.edit, is_list(lost))) continue;
      lost.code = "wrong-record";
      lost.other = other.record;
      lost.now = other.edit.empty() ? other.before : other.edit;
      matched[j] = true;
      break;
    }
  }
  Findings left;
  for (std::size_t i = 0; i < findings_.size(); ++i)
    if (!matched[i] || findings_[i].code == "wrong-record") left.push_back(std::move(findings_[i]));
  findings_ = std::move(left);
}

/// Those of the merge; where it has none that can be read, the built-in ones.
model::Schemas schemas_of(const io::Tree& tree, const std::string& commit, Findings& findings) {
  model::Schemas schemas = model::Schemas::built_in();
  try {
    for (const io::TreeEntry& entry : tree.list("schemas"))
      if (entry.path.ends_with(".yaml") || entry.path.ends_with(".yml"))
        schemas.extend(tree.read(entry.path).view(), entry.path);
    return schemas;
  } catch (const Error& error) {
    findings.push_back({"unreadable", commit, "", "", "", "", "", "", "", "", error.what()});
    return model::Schemas::built_in();
  }
}

/// Nothing where the merge is older than the book, or has no folder of it any more.
std::unique_ptr<io::Tree> tree_of_merge(const Repository& repository, const Commit& commit) {
  try {
    return repository.tree(commit.id);
  } catch (const Error&) {
    return nullptr;
  }
}

std::string quoted(const std::string& value) {
  return value.empty() ? "nothing" : fmt::format("'{}'", core::visible(value));
}

}  // namespace

CheckedMerges check_merges(const Repository& repository, const std::string& range) {
  std::size_t dots = range.find("..");
  std::string from = dots == range.npos ? "" : range.substr(0, dots);
  std::string to = dots == range.npos ? range : range.substr(dots + 2);
  if (to.starts_with('.'))
    throw Error(Code::usage, "a range of merges takes two dots: A..B", {},
                "the merges that B has and A has not");
  if (!from.empty()) from = repository.commit(from).id;
  to = repository.commit(to.empty() ? "HEAD" : to).id;
  CheckedMerges checked;
  repository.walk(to, from, [&](const Commit& commit) {
    if (commit.parents.size() < 2) return true;
    ++checked.merges;
    model::Schemas schemas = model::Schemas::built_in();
    if (std::unique_ptr<io::Tree> tree = tree_of_merge(repository, commit))
      schemas = schemas_of(*tree, commit.short_id(), checked.findings);
    Findings found = MergeCheck(repository, commit, schemas).run();
    checked.findings.insert(checked.findings.end(), found.begin(), found.end());
    return true;
  });
  return checked;
}

CheckedMerges check_merge_under_way(const Repository& repository, const std::string& others) {
  CheckedMerges checked;
  std::optional<Commit> head = repository.head();
  if (!head) return checked;
  Commit merge;
  merge.parents.push_back(head->id);
  std::istringstream words(others);
  for (std::string word; words >> word;) merge.parents.push_back(repository.commit(word).id);
  if (merge.parents.size() < 2) return checked;
  std::string root = repository.work_tree() + "/" + repository.prefix();
  io::DiskTree tree(root);
  model::Schemas schemas = schemas_of(tree, "work tree", checked.findings);
  Findings found = MergeCheck(repository, merge, schemas, &tree).run();
  checked.findings.insert(checked.findings.end(), found.begin(), found.end());
  checked.merges = 1;
  return checked;
}

std::string print(const MergeFinding& finding) {
  std::string line = fmt::format("{}: {}: ", finding.commit, finding.code);
  std::string record = fmt::format("{} '{}'", finding.collection, core::visible(finding.record));
  std::string edit = fmt::format("{} {} -> {} of {}", core::visible(finding.field), quoted(finding.before),
                                 quoted(finding.edit), finding.side);
  std::string note = finding.note.empty() ? "" : "; " + core::visible(finding.note);
  if (finding.code == "unreadable") return line + core::visible(finding.note);
  line += record + ": ";
  if (finding.code == "doubled-record") return line + "stands more than once: " + core::visible(finding.note);
  if (finding.code == "lost-record")
    return line + fmt::format("added by {}, is not in the merge", finding.side) + note;
  if (finding.code == "lost-deletion")
    return line + fmt::format("taken out by {}, is still in the merge", finding.side) + note;
  if (finding.code == "wrong-record")
    return line + fmt::format("{} went to '{}', which had {}", edit, core::visible(finding.other),
                              quoted(finding.now));
  if (finding.code == "changed-in-merge" && finding.field.empty()) return line + "no side has this record";
  if (finding.code == "changed-in-merge")
    return line + fmt::format("{} is {} in the merge, which no side has; before it was {}",
                              core::visible(finding.field), quoted(finding.now), quoted(finding.before));
  if (finding.side.empty()) return line + core::visible(finding.field) + ": " + core::visible(finding.note);
  return line + fmt::format("{} is not in the merge, which has {}", edit, quoted(finding.now)) + note;
}

std::string as_json(const std::vector<MergeFinding>& findings) {
  std::string out;
  format::JsonWriter json(out, 2);
  json.begin_array();
  for (const MergeFinding& finding : findings) {
    json.begin_object();
    const std::pair<const char*, const std::string&> texts[] = {
        {"code", finding.code},     {"commit", finding.commit}, {"collection", finding.collection},
        {"record", finding.record}, {"field", finding.field},   {"side", finding.side},
        {"before", finding.before}, {"edit", finding.edit},     {"now", finding.now},
        {"other", finding.other},   {"note", finding.note}};
    for (const auto& [key, value] : texts) {
      json.key(key);
      json.text(value);
    }
    json.end_object();
  }
  json.end_array();
  out += '\n';
  return out;
}

}  // namespace flatcrm::git
