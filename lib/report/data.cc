#include "report/data.h"

#include <algorithm>
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
  std::vector<query::NodeId> roots() const {
    std::vector<query::NodeId> all;
    if (where != query::no_node) all.push_back(where);
    for (const auto& [text, node] : by) all.push_back(node);
    return all;
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

}  // namespace

struct Data::State {
  Asked asked;
  query::Tree tree, base_tree;  // the second one where conditions are reckoned in another currency
  std::unique_ptr<query::Engine> engine, base_engine;
  std::map<std::string, Values, std::less<>> values, by;
  std::map<std::string, std::vector<std::string>> custom;
  std::vector<std::string> order;  // of collections
  PolicyTiers tiers;
  bool selects_all = true;
  std::vector<std::uint32_t> selected;
  std::vector<std::uint8_t> is_selected;

  explicit State(Asked wanted) : asked(std::move(wanted)) {}

  void ask_custom(const query::Catalog& catalog, std::vector<model::TableRequest>& requests) {
    for (const std::string& collection : asked.needs.custom) {
      model::TableRequest request{collection, {}};
      for (const std::string& path : custom[collection] = custom_fields(catalog, collection))
        request.columns.push_back({path, model::As::hashes});
      requests.push_back(std::move(request));
    }
  }

  /// What is read for whom: the report's own columns, and what chooses records, which may be reckoned in another currency.
  struct Roots {
    std::vector<query::NodeId> own, wished;
    const PolicyQuestion* policy = nullptr;
    bool apart = false;
  };

  void open_engines(const book::Book& book, const query::Catalog& catalog, const Parameters& parameters,
                    Roots roots) {
    query::EngineOptions options;
    options.today = parameters.as_of;
    options.threads = parameters.threads;
    bool restricted = !parameters.where.empty();
    std::vector<model::TableRequest> also = asked.needs.tables, base_also = id_of(asked.subject);
    ask_custom(catalog, also);
    if (restricted) also.push_back({asked.subject, {{"id", model::As::texts}}});
    if (asked.needs.rates) also.push_back(query::Rates::request());
    if (roots.policy != nullptr) {
      std::vector<query::NodeId> ranking = roots.policy->roots();
      roots.wished.insert(roots.wished.end(), ranking.begin(), ranking.end());
      std::vector<model::TableRequest>& into = roots.apart ? base_also : also;
      for (model::TableRequest& table : roots.policy->tables()) into.push_back(std::move(table));
      also.push_back({"customers", {{"id", model::As::texts}}});
    }
    if (roots.apart)
      base_engine = std::make_unique<query::Engine>(book, base_tree, roots.wished, options, base_also);
    else
      roots.own.insert(roots.own.end(), roots.wished.begin(), roots.wished.end());
    options.currency = parameters.currency;
    engine = std::make_unique<query::Engine>(book, tree, roots.own, options, also);
    if (roots.apart && restricted) demand_same(asked.subject);
    if (roots.apart && roots.policy != nullptr) demand_same("customers");
  }

  static std::vector<model::TableRequest> id_of(const std::string& collection) {
    return {{collection, {{"id", model::As::texts}}}};
  }

  /// Two engines that read the book one after the other must have seen the same.
  void demand_same(const std::string& collection) const {
    if (base_engine->ids(collection) != engine->ids(collection))
      throw Error(Code::locked, "the book was changed while it was read", {}, "run it again");
  }

  void add_values(query::Engine& from, const query::Tree& of,
                  std::map<std::string, Values, std::less<>>& into, const std::string& name,
                  const std::string& collection, query::NodeId node) {
    into.insert_or_assign(name, Values{of[node].type, from.whole(collection, node), from.rows(collection)});
  }

  void fill_wishes(query::Engine& from, const query::Tree& of, const Wishes& wishes) {
    for (const auto& [text, node] : wishes.by) add_values(from, of, by, text, asked.subject, node);
    std::vector<std::string> known = from.collections();
    bool is_read = std::find(known.begin(), known.end(), asked.subject) != known.end();
    std::size_t rows = is_read ? from.rows(asked.subject) : 0;
    selects_all = wishes.where == query::no_node;
    if (!selects_all) {
      selected = from.select(asked.subject, wishes.where);
    } else {
      selected.resize(rows);
      for (std::size_t row = 0; row < rows; ++row) selected[row] = static_cast<std::uint32_t>(row);
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
  bool foreign = !parameters.currency.empty() && parameters.currency != book.config().currency;
  bool apart = foreign && (!parameters.where.empty() || !parameters.by.empty() || asked.needs.tiers);

  query::Checker checker(catalog, asked.subject);
  std::vector<query::NodeId> nodes;
  for (const Ask& ask : asked.needs.columns) {
    checker.turn_to(ask.collection);
    nodes.push_back(checker.value(query::parse(ask.query, ask.name)));
  }
  query::Checker base_checker(catalog, asked.subject);
  Wishes wishes = check_wishes(apart ? base_checker : checker, asked, parameters);
  std::optional<PolicyQuestion> policy;
  if (asked.needs.tiers) policy.emplace(book, apart ? base_checker : checker);
  state.tree = std::move(checker.tree());
  state.base_tree = std::move(base_checker.tree());

  state.open_engines(book, catalog, parameters, {nodes, wishes.roots(), policy ? &*policy : nullptr, apart});
  if (!state.engine->rates().knows_target())
    throw Error(Code::usage, fmt::format("no rate for {} in the book", parameters.currency), {},
                "add some to rates");
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Ask& ask = asked.needs.columns[i];
    state.add_values(*state.engine, state.tree, state.values, ask.name, ask.collection, nodes[i]);
  }
  if (policy) state.tiers = policy->answer(apart ? *state.base_engine : *state.engine, parameters.threads);
  if (apart)
    state.fill_wishes(*state.base_engine, state.base_tree, wishes);
  else
    state.fill_wishes(*state.engine, state.tree, wishes);
}

Data::~Data() = default;
Data::Data(Data&&) noexcept = default;

const std::string& Data::subject() const {
  return state_->asked.subject;
}
const model::Table& Data::table(const std::string& collection) const {
  return state_->engine->table(collection);
}
std::size_t Data::rows(const std::string& collection) const {
  return state_->engine->rows(collection);
}
const std::vector<std::string_view>& Data::ids(const std::string& collection) const {
  return state_->engine->ids(collection);
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
  return state_->engine->rates();
}
std::size_t Data::unconverted() const {
  return state_->engine->unconverted();
}
std::size_t Data::unreadable() const {
  return state_->engine->unreadable();
}

std::vector<std::string> Data::collections() const {
  std::vector<std::string> read = state_->engine->collections(), ordered;
  for (const std::string& collection : state_->order)
    if (std::find(read.begin(), read.end(), collection) != read.end()) ordered.push_back(collection);
  return ordered;
}

}  // namespace flatcrm::report
