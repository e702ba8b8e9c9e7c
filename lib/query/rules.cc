#include "query/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/read.h"
#include "core/lines.h"
#include "core/text.h"
#include "format/yaml.h"
#include "query/check.h"
#include "query/engine.h"

namespace flatcrm::query {

namespace {

/// A query as a schema has it.
struct Written {
  std::string text;
  core::Place place;   // of its first byte
  bool plain = false;  // stands there as it is, so that a place in it is one in the file
};

struct Rule {
  std::string collection;
  Written rule, when;
  std::string message;
  core::Severity severity = core::Severity::error;
};

core::Place place_of(const format::YamlFile& file, std::size_t offset, const std::string& name) {
  core::Position at = core::position_of(file.text(), offset);
  return {name, at.line, at.column};
}

Problem bad_rule(const core::Place& place, std::string what, std::string hint) {
  return {"bad-rule", core::Severity::error, place, std::move(what), "", std::move(hint)};
}

/// Reads the rules of one schema file.
class RuleReader {
 public:
  RuleReader(const format::YamlFile& file, std::string name, core::Problems& problems)
      : file_(file), name_(std::move(name)), problems_(problems) {}

  void read(std::vector<Rule>& rules) {
    const format::YamlNode& root = file_.root(0);
    const format::YamlNode* list = file_.find(root, "x-rules");
    if (list == nullptr) return;
    const format::YamlNode* collection = file_.find(root, "x-collection");
    std::string stem = name_.substr(name_.rfind('/') + 1);
    collection_ = collection != nullptr ? std::string(collection->text) : stem.substr(0, stem.rfind('.'));
    if (list->kind != format::YamlKind::list)
      return refuse(*list, "x-rules is a list", "begin each rule with a dash: - rule: wallet >= 0");
    for (const format::YamlNode* one = file_.child(*list); one != nullptr; one = file_.next(*one)) {
      Rule rule;
      rule.collection = collection_;
      if (read_rule(*one, rule)) rules.push_back(std::move(rule));
    }
  }

 private:
  void refuse(const format::YamlNode& node, std::string what, std::string hint) {
    std::size_t at = node.key.empty() ? node.begin : node.key_begin;
    problems_.push_back(bad_rule(place_of(file_, at, name_), std::move(what), std::move(hint)));
  }

  bool read_rule(const format::YamlNode& node, Rule& rule) {
    if (node.kind == format::YamlKind::scalar) {
      rule.rule = written(node);
    } else if (node.kind == format::YamlKind::map) {
      for (const format::YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child))
        if (!read_key(*child, rule)) return false;
    }
    if (!core::trim(rule.rule.text).empty()) return true;
    refuse(node, "a rule without a query", "write one: rule: wallet >= 0");
    return false;
  }

  bool read_key(const format::YamlNode& node, Rule& rule) {
    constexpr std::string_view keys[] = {"rule", "when", "message", "severity"};
    if (std::find(std::begin(keys), std::end(keys), node.key) == std::end(keys)) {
      std::string_view nearest = core::nearest(node.key, {std::begin(keys), std::end(keys)});
      refuse(node, fmt::format("a rule has no '{}'", core::visible(node.key)),
             nearest.empty() ? "it has rule, when, message and severity"
                             : fmt::format("did you mean '{}'?", nearest));
      return false;
    }
    if (node.kind != format::YamlKind::scalar) {
      refuse(node, fmt::format("{} is one text", node.key), "");
      return false;
    }
    if (node.key == "rule") rule.rule = written(node);
    if (node.key == "when") rule.when = written(node);
    if (node.key == "message") rule.message = node.text;
    if (node.key != "severity") return true;
    if (node.text == "warning") rule.severity = core::Severity::warning;
    if (node.text == "warning" || node.text == "error") return true;
    refuse(node, fmt::format("severity can't be '{}'", core::visible(node.text)), "write error or warning");
    return false;
  }

  Written written(const format::YamlNode& node) const {
    Written query{std::string(node.text), {}, false};
    std::string_view there = file_.text().substr(node.begin, node.end - node.begin);
    bool in_quotes = there.size() > 1 && (there.front() == '"' || there.front() == '\'');
    query.plain = there.substr(in_quotes ? 1 : 0).starts_with(node.text);
    query.place = place_of(file_, node.begin + (in_quotes && query.plain ? 1 : 0), name_);
    return query;
  }

  const format::YamlFile& file_;
  std::string name_, collection_;
  core::Problems& problems_;
};

std::vector<Rule> read_rules(const book::Book& book, core::Problems& problems) {
  std::vector<Rule> rules;
  for (const io::TreeEntry& entry : book.tree().list("schemas")) {
    if (!entry.path.ends_with(".yaml") && !entry.path.ends_with(".yml")) continue;
    io::Bytes bytes = book.tree().read(entry.path);
    if (bytes.view().find("x-rules") == std::string_view::npos) continue;
    format::YamlFile file = format::parse_yaml(bytes.view(), entry.path);
    RuleReader(file, entry.path, problems).read(rules);
  }
  return rules;
}

/// The fields of the record at hand that an expression names, in the order of the query.
void collect_paths(const Tree& tree, NodeId id, const std::string& collection,
                   std::vector<std::string>& paths) {
  const Node& node = tree[id];
  auto add = [&](std::uint32_t field) {
    if (tree.fields[field].collection == collection) paths.push_back(tree.fields[field].path);
  };
  if (node.op == Op::field) add(node.index);
  if (node.op == Op::follow) add(tree.follows[node.index].reference);
  for (NodeId child : node.children) collect_paths(tree, child, collection, paths);
}

/// A record that breaks a rule, by its row in the table.
struct Breach {
  std::uint32_t row = 0;
  std::string id;
};

class RuleChecker {
 public:
  RuleChecker(const book::Book& book, const Catalog& catalog, int threads, core::Problems& problems)
      : book_(book), catalog_(catalog), threads_(threads), problems_(problems) {}

  void check(const Rule& rule) {
    try {
      evaluate(rule);
    } catch (const QueryError&) {
      // Said where the query was checked.
    } catch (const Error& error) {
      bool unreadable =
          error.code() == Code::book || error.code() == Code::bad_input || error.code() == Code::encoding;
      if (unreadable && error.place().file != rule.rule.place.file) return;
      problems_.push_back(bad_rule(rule.rule.place, error.message(), error.hint()));
    }
  }

 private:
  NodeId condition(Checker& checker, const Written& query) {
    try {
      return checker.condition(parse(query.text));
    } catch (const QueryError& error) {
      core::Place place = query.place;
      if (query.plain && error.place().line == 1 && place.column != 0)
        place.column += error.place().column - 1;
      problems_.push_back(bad_rule(place, error.message(), error.hint()));
      throw;
    }
  }

  void evaluate(const Rule& rule) {
    Checker checker(catalog_, rule.collection);
    NodeId holds = condition(checker, rule.rule);
    NodeId when = rule.when.text.empty() ? no_node : condition(checker, rule.when);
    std::vector<NodeId> roots{holds};
    if (when != no_node) roots.push_back(when);
    EngineOptions options;
    options.today = catalog_.today;
    options.threads = threads_;
    Engine engine(book_, checker.tree(), roots, options, {{rule.collection, {{"id", model::As::texts}}}});
    Vector truths = engine.whole(rule.collection, holds);
    Vector counts = when == no_node ? Vector() : engine.whole(rule.collection, when);
    std::vector<Breach> breaches;
    for (std::uint32_t row = 0; row < engine.rows(rule.collection); ++row) {
      bool broken = truths.truth(row) == Truth::no && (when == no_node || counts.truth(row) == Truth::yes);
      if (broken) breaches.push_back({row, std::string(engine.ids(rule.collection)[row])});
    }
    if (breaches.empty()) return;
    std::vector<std::string> paths;
    for (NodeId root : roots) collect_paths(checker.tree(), root, rule.collection, paths);
    place(rule, breaches, paths);
  }

  /// Rows of a table are the records of the files in their order, but for those that were merged into others.
  void place(const Rule& rule, const std::vector<Breach>& breaches, const std::vector<std::string>& paths) {
    model::Paths& known = book_.paths(rule.collection);
    model::PathId merged = known.intern("merged_into");
    std::vector<model::PathId> named;
    for (const std::string& path : paths) named.push_back(known.intern(path));
    auto breach = breaches.begin();
    std::uint32_t row = 0;
    for (const book::BookFile& file : book_.files(rule.collection)) {
      if (breach == breaches.end()) break;
      core::Problems ignored;
      book::LoadedFile loaded = book::load_file(book_, rule.collection, file, ignored);
      core::Lines lines(loaded.bytes.view());
      for (std::size_t i = 0; i < loaded.records.size() && breach != breaches.end(); ++i) {
        model::Record record = loaded.records[i];
        if (!record.value(merged).empty() || row++ != breach->row) continue;
        report(rule, *breach++, file, record, named, lines);
      }
    }
  }

  void report(const Rule& rule, const Breach& breach, const book::BookFile& file, const model::Record& record,
              const std::vector<model::PathId>& named, core::Lines& lines) {
    std::uint64_t offset = record.begin();
    for (model::PathId path : named) {
      auto value = std::find_if(record.values().begin(), record.values().end(), [&](const model::Value& one) {
        return one.path == path && !one.text.empty();
      });
      if (value == record.values().end()) continue;
      offset += value->at;
      break;
    }
    core::Position at = lines.position(offset);
    std::string what =
        rule.message.empty() ? fmt::format("breaks the rule '{}'", rule.rule.text) : rule.message;
    problems_.push_back({"broken-rule",
                         rule.severity,
                         {file.path, at.line, at.column},
                         std::move(what),
                         breach.id,
                         fmt::format("the rule stands at {}", core::print(rule.rule.place))});
  }

  const book::Book& book_;
  const Catalog& catalog_;
  int threads_;
  core::Problems& problems_;
};

}  // namespace

core::Problems check_rules(const book::Book& book, const Catalog& catalog, int threads) {
  core::Problems problems;
  RuleChecker checker(book, catalog, threads, problems);
  for (const Rule& rule : read_rules(book, problems)) checker.check(rule);
  return problems;
}

}  // namespace flatcrm::query
