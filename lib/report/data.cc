#include "report/data.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "model/iso_codes.h"
#include "query/check.h"
#include "query/error.h"
#include "query/rates.h"
#include "report/policy_tiers.h"

namespace flatcrm::report {

namespace {

/// What --where and --by ask of the subject.
struct Wishes {
  query::NodeId where = query::no_node;
  std::vector<std::pair<std::string, query::NodeId>> by;
  void add_roots(std::vector<query::NodeId>& roots) const {
    if (where != query::no_node) roots.push_back(where);
    for (const auto& [text, node] : by) roots.push_back(node);
  }
};

/// A slip in the name of a breakdown would be explained as one in the name of a field.
[[noreturn]] void refuse_breakdown(const std::string& by, const std::vector<std::string_view>& names,
                                   const query::QueryError& error) {
  std::string_view nearest = core::nearest(by, names);
  if (nearest.empty()) throw error;
  throw Error(Code::usage, fmt::format("no breakdown '{}', and no such field", by), {},
              fmt::format("did you mean '{}'?", nearest));
}

Wishes check_wishes(query::Checker& checker, const Asked& asked, const Parameters& parameters) {
  Wishes wishes;
  checker.turn_to(asked.subject);
  if (!parameters.where.empty()) wishes.where = checker.condition(query::parse(parameters.where, "--where"));
  for (const std::string& by : parameters.by) {
    const auto& names = asked.breakdowns;
    if (std::find(names.begin(), names.end(), by) != names.end()) continue;
    try {
      wishes.by.emplace_back(by, checker.value(query::parse(by, "--by")));
    } catch (const query::QueryError& error) {
      refuse_breakdown(by, names, error);
    }
  }
  return wishes;
}

/// What an import writes about where a record of any collection came from is no field of the book's own.
bool is_mark_of_import(std::string_view path) {
  return path.starts_with("sources.");
}

/// Fields that no built-in schema has, of records and of the book's own schema.
std::vector<std::string> custom_fields(const query::Catalog& catalog, const std::string& collection) {
  std::set<std::string> paths;
  const model::Schema& schema = catalog.schemas->of(collection);
  for (const model::Field& field : schema.fields())
    if (!field.built_in && field.path.find('*') == std::string::npos) paths.insert(field.path);
  if (catalog.used_paths)
    for (std::string path : catalog.used_paths(collection)) {
      if (path.ends_with("[]")) path.resize(path.size() - 2);
      const model::Field* known = schema.find(path);
      bool own = known == nullptr ? !schema.is_container(path) : !known->built_in;
      if (own && !is_mark_of_import(path)) paths.insert(std::move(path));
    }
  return {paths.begin(), paths.end()};
}

void check_currency(const std::string& currency) {
  if (currency.empty() || model::is_currency_code(currency)) return;
  std::string upper = currency;
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  throw Error(Code::usage, fmt::format("no currency '{}'", core::visible(currency)), {},
              model::is_currency_code(upper) ? fmt::format("did you mean '{}'?", upper)
                                             : "write its ISO 4217 code: EUR");
}

/// One run over the book: what is asked of it, and the engine that answers.
struct Run {
  query::Tree tree;
  std::vector<query::NodeId> roots;
  std::vector<model::TableRequest> tables;
  std::unique_ptr<query::Engine> engine;

  void read(const book::Book& book, const query::EngineOptions& options) {
    engine = std::make_unique<query::Engine>(book, tree, roots, options, tables);
  }
  Values values(const std::string& collection, query::NodeId node) const {
    return {tree[node].type, engine->whole(collection, node), engine->rows(collection)};
  }
};

/// Conditions, breakdowns and tiers are reckoned in the book's currency, whatever the report's.
bool chooses_apart(const book::Book& book, const Asked& asked, const Parameters& parameters) {
  bool foreign = !parameters.currency.empty() && parameters.currency != book.config().currency;
  return foreign && (!parameters.where.empty() || !parameters.by.empty() || asked.needs.tiers);
}

}  // namespace

struct Data::State {
  Asked asked;
  Run own;                  // the report's columns
  std::optional<Run> base;  // what chooses records, where it is reckoned in another currency
  std::map<std::string, Values, std::less<>> values, by;
  std::map<std::string, std::vector<std::string>> custom;
  std::vector<std::string> order;  // of collections
  PolicyTiers tiers;
  bool selects_all = true;
  std::vector<std::uint32_t> selected;
  std::vector<std::uint8_t> is_selected;

  explicit State(Asked wanted) : asked(std::move(wanted)) {}

  Run& choosing() { return base ? *base : own; }

  void ask_tables(const query::Catalog& catalog, const Parameters& parameters) {
    own.tables = asked.needs.tables;
    for (const std::string& collection : asked.needs.custom) {
      model::TableRequest request{collection, {}};
      for (const std::string& path : custom[collection] = custom_fields(catalog, collection))
        request.columns.push_back({path, model::As::hashes});
      own.tables.push_back(std::move(request));
    }
    if (!parameters.where.empty()) own.tables.push_back(ids_of(asked.subject));
    if (asked.needs.rates) own.tables.push_back(query::Rates::request());
    if (base) base->tables.push_back(ids_of(asked.subject));
  }

  void ask_tiers(const PolicyQuestion& policy) {
    Run& run = choosing();
    std::vector<query::NodeId> ranking = policy.roots();
    run.roots.insert(run.roots.end(), ranking.begin(), ranking.end());
    for (model::TableRequest& table : policy.tables()) run.tables.push_back(std::move(table));
    own.tables.push_back(ids_of("customers"));
  }

  static model::TableRequest ids_of(const std::string& collection) {
    return {collection, {{"id", model::As::texts}}};
  }

  void read(const book::Book& book, const Parameters& parameters) {
    query::EngineOptions options;
    options.today = parameters.as_of;
    options.threads = parameters.threads;
    if (base) base->read(book, options);
    options.currency = parameters.currency;
    own.read(book, options);
    if (!own.engine->rates().knows_target())
      throw Error(Code::usage, fmt::format("no rate for {} in the book", parameters.currency), {},
                  "add some to rates");
    if (base && !parameters.where.empty()) demand_same(asked.subject);
    if (base && asked.needs.tiers) demand_same("customers");
  }

  /// Two engines that read the book one after the other must have seen the same.
  void demand_same(const std::string& collection) const {
    if (base->engine->ids(collection) != own.engine->ids(collection))
      throw Error(Code::locked, "the book was changed while it was read", {}, "run it again");
  }

  void select(query::NodeId where) {
    const query::Engine& engine = *choosing().engine;
    std::vector<std::string> known = engine.collections();
    bool is_read = std::find(known.begin(), known.end(), asked.subject) != known.end();
    std::size_t rows = is_read ? engine.rows(asked.subject) : 0;
    selects_all = where == query::no_node;
    if (!selects_all) {
      selected = choosing().engine->select(asked.subject, where);
    } else {
      selected.resize(rows);
      std::iota(selected.begin(), selected.end(), 0u);
    }
    is_selected.assign(rows, selects_all ? 1 : 0);
    for (std::uint32_t row : selected) is_selected[row] = 1;
  }
};

Data::Data(const book::Book& book, const query::Catalog& catalog, Asked wanted, const Parameters& parameters)
    : state_(std::make_unique<State>(std::move(wanted))) {
  State& state = *state_;
  const Asked& asked = state.asked;
  state.order = catalog.schemas->collections();
  check_currency(parameters.currency);
  if (chooses_apart(book, asked, parameters)) state.base.emplace();

  query::Checker checker(catalog, asked.subject), base_checker(catalog, asked.subject);
  for (const Ask& ask : asked.needs.columns) {
    checker.turn_to(ask.collection);
    state.own.roots.push_back(checker.value(query::parse(ask.query, ask.name)));
  }
  const std::vector<query::NodeId> columns = state.own.roots;
  query::Checker& choosing = state.base ? base_checker : checker;
  Wishes wishes = check_wishes(choosing, asked, parameters);
  wishes.add_roots(state.choosing().roots);
  state.ask_tables(catalog, parameters);
  std::optional<PolicyQuestion> policy;
  if (asked.needs.tiers) state.ask_tiers(policy.emplace(book, choosing));
  state.own.tree = std::move(checker.tree());
  if (state.base) state.base->tree = std::move(base_checker.tree());

  state.read(book, parameters);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Ask& ask = asked.needs.columns[i];
    state.values.insert_or_assign(ask.name, state.own.values(ask.collection, columns[i]));
  }
  for (const auto& [text, node] : wishes.by)
    state.by.insert_or_assign(text, state.choosing().values(asked.subject, node));
  if (policy) state.tiers = policy->answer(*state.choosing().engine, parameters.threads);
  state.select(wishes.where);
}

Data::~Data() = default;
Data::Data(Data&&) noexcept = default;

const std::string& Data::subject() const {
  return state_->asked.subject;
}
const model::Table& Data::table(const std::string& collection) const {
  return state_->own.engine->table(collection);
}
std::size_t Data::rows(const std::string& collection) const {
  return state_->own.engine->rows(collection);
}
const std::vector<std::string_view>& Data::ids(const std::string& collection) const {
  return state_->own.engine->ids(collection);
}
const std::vector<std::string>& Data::custom(const std::string& collection) const {
  return state_->custom.find(collection)->second;
}
const Values& Data::values(std::string_view name) const {
  return state_->values.find(name)->second;
}
const Values& Data::by(std::string_view query) const {
  return state_->by.find(query)->second;
}

Join Data::join(const std::string& collection, const std::string& reference,
                const std::string& target) const {
  const model::Codes& column = table(collection).codes(reference);
  std::vector<std::uint32_t> rows(column.dictionary.size(), no_row);
  const std::vector<std::string_view>& all = ids(target);
  for (std::size_t row = 0; row < all.size(); ++row)
    if (std::uint32_t code = column.dictionary.find(all[row])) rows[code] = static_cast<std::uint32_t>(row);
  return {column.codes, std::move(rows)};
}

bool Data::selects_all() const {
  return state_->selects_all;
}
const std::vector<std::uint32_t>& Data::selected() const {
  return state_->selected;
}

Owned Data::owned(const std::string& collection, const std::string& reference) const {
  if (selects_all()) return {};
  if (collection == subject()) return {nullptr, state_->is_selected};
  const model::Codes& column = table(collection).codes(reference);
  std::vector<std::uint8_t> kept(column.dictionary.size(), 0);
  const std::vector<std::string_view>& all = ids(subject());
  for (std::uint32_t row : selected())
    if (std::uint32_t code = column.dictionary.find(all[row])) kept[code] = 1;
  return {&column.codes, std::move(kept)};
}

const PolicyTiers& Data::tiers() const {
  return state_->tiers;
}

const query::Rates& Data::rates() const {
  return state_->own.engine->rates();
}
std::size_t Data::unconverted() const {
  return state_->own.engine->unconverted();
}
std::size_t Data::unreadable() const {
  return state_->own.engine->unreadable();
}

std::vector<std::string> Data::collections() const {
  std::vector<std::string> read = state_->own.engine->collections(), ordered;
  for (const std::string& collection : state_->order)
    if (std::find(read.begin(), read.end(), collection) != read.end()) ordered.push_back(collection);
  return ordered;
}

}  // namespace flatcrm::report
