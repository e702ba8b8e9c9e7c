// Which columns a query needs, and how each is taken.
#include <algorithm>

#include "io/threads.h"
#include "query/engine_state.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

/// The day that a record of a collection began, where its schema has one.
std::string birth_of(const model::Schema& schema) {
  if (!schema.log_date().empty()) return schema.log_date();
  for (const char* path : {"opened", "acquired", "since", "joined", "start"})
    if (schema.find(path) != nullptr) return path;
  return "";
}

/// What is only known later than the record itself.
bool is_later(const std::string& path) {
  return path == "closed" || path == "first_reply" || path == "left";
}

/// The day at whose rate the amounts of a collection count; "" for today.
std::string document_path(const model::Schema& schema) {
  if (schema.collection() == "deals") return "closed";
  return schema.log_date();
}

/// Text of which a book has few different ones: worth a number each.
bool repeats(const Field& field) {
  if (field.type.declared == nullptr) return false;
  model::Format format = field.type.declared->format;
  if (format == model::Format::country || format == model::Format::currency ||
      format == model::Format::language)
    return true;
  std::string_view name = std::string_view(field.path).substr(field.path.rfind('.') + 1);
  constexpr std::string_view names[] = {"region",   "channel",    "category", "priority", "stage",
                                        "pipeline", "subsidiary", "team",     "role",     "brand",
                                        "label",    "kind",       "status"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::uint8_t truth_named(std::string_view text) {
  if (text == "true") return static_cast<std::uint8_t>(Truth::yes);
  return static_cast<std::uint8_t>(text == "false" ? Truth::no : Truth::unknown);
}

}  // namespace

Engine::State::State(const book::Book& book_, const Tree& tree_, const EngineOptions& options_)
    : book(book_), tree(tree_), options(options_), rates(book_.config().currency, options_.currency) {
  columns.resize(tree.fields.size());
  aggregates.resize(tree.aggregates.size());
  totals.resize(tree.totals.size());
  targets.resize(tree.follows.size());
  ranks.resize(tree.ranks.size());
  forecasts.resize(tree.forecasts.size());
  links.resize(tree.links.size());
  member_fields.resize(tree.walks.size());
}

const model::Table& Engine::State::table(const std::string& collection) const {
  return tables[table_of.at(collection)];
}

void Engine::State::need_column(const std::string& collection, const std::string& path, model::As as) {
  auto [place, is_new] = table_of.try_emplace(collection, static_cast<std::uint32_t>(requests.size()));
  if (is_new) requests.push_back({collection, {}});
  std::vector<model::ColumnRequest>& wanted = requests[place->second].columns;
  bool there = std::any_of(wanted.begin(), wanted.end(),
                           [&](const model::ColumnRequest& one) { return one.path == path && one.as == as; });
  if (!there && !path.empty()) wanted.push_back({path, as});
  if (!is_new || options.known_on == core::no_date) return;
  std::string birth = birth_of(book.schemas().of(collection));
  if (!birth.empty()) need_column(collection, birth, model::As::natural);
  if (collection == "deals") need_column(collection, "closed", model::As::natural);
}

void Engine::State::need_conversion(const std::string& collection, const std::string& currency) {
  bool beside = !currency.empty() && currency != "true";
  if (!beside && rates.is_target("")) return;
  if (beside) need_column(collection, currency, model::As::codes);
  std::string day = document_path(book.schemas().of(collection));
  if (!day.empty()) need_column(collection, day, model::As::natural);
  if (collection == "deals") need_column(collection, "outcome", model::As::codes);
  needs_rates = true;
}

void Engine::State::need_field(std::uint32_t index) {
  const Field& field = tree.fields[index];
  if (field.collection.empty()) return;
  bool instants = field.type.kind == Kind::date_time && !field.day;
  bool codes = !field.type.list && (field.type.kind == Kind::reference || field.type.kind == Kind::truth ||
                                    (field.type.declared != nullptr && !field.type.declared->values.empty()));
  codes = codes || (!field.type.list && field.type.kind == Kind::text && repeats(field));
  need_column(field.collection, field.path,
              instants || field.type.list     ? model::As::texts
              : codes                         ? model::As::codes
              : field.type.kind == Kind::text ? model::As::texts
                                              : model::As::natural);
  if (field.type.kind == Kind::money) need_conversion(field.collection, field.currency);
}

void Engine::State::need(NodeId id, std::vector<bool>& seen) {
  if (id == no_node || seen[id]) return;
  seen[id] = true;
  need_columns(tree[id]);
  for (NodeId part : parts_of(tree, id)) need(part, seen);
}

/// What a node takes from the collections itself; its parts take theirs.
void Engine::State::need_columns(const Node& node) {
  switch (node.op) {
    case Op::field:
      need_field(node.index);
      break;
    case Op::rate:
      need_field(node.index);
      needs_rates = true;
      break;
    case Op::constant:
      needs_rates = needs_rates || (node.type.kind == Kind::money && !node.text.empty());
      break;
    case Op::follow:
      need_field(tree.follows[node.index].reference);
      need_column(tree.fields[tree.follows[node.index].reference].type.collection, "id", model::As::texts);
      break;
    case Op::aggregate:
      need_field(tree.aggregates[node.index].reference);
      need_column(tree.aggregates[node.index].parent, "id", model::As::texts);
      need_records(tree.aggregates[node.index].collection, tree.aggregates[node.index].function);
      break;
    case Op::group:
      need_records(tree.groups[node.index].collection, tree.groups[node.index].function);
      break;
    case Op::total:
      need_records(tree.totals[node.index].collection, tree.totals[node.index].function);
      break;
    case Op::network:
    case Op::linked:
      for (const char* end : {"from", "to", "kind"}) need_column("links", end, model::As::codes);
      need_column("customers", "id", model::As::texts);
      break;
    case Op::any:
    case Op::all:
      need_elements(tree.walks[node.index]);
      break;
    default:
      break;
  }
}

/// Of a collection that is added up: at least its records, and for the first or last of a log its days.
void Engine::State::need_records(const std::string& collection, Function function) {
  need_column(collection, "", model::As::natural);
  const std::string& log = book.schemas().of(collection).log_date();
  bool ordered = function == Function::first || function == Function::last;
  if (ordered && !log.empty()) need_column(collection, log, model::As::natural);
}

namespace {

std::string path_of(const Walk& walk, std::size_t element, const std::string& member) {
  return walk.list + "." + std::to_string(element) + "." + member;
}

}  // namespace

void Engine::State::need_elements(const Walk& walk) {
  if (walk.scalars) need_field(walk.field);
  for (const std::string& member : walk.members)
    for (std::size_t i = 1; i <= walk.size; ++i)
      need_column(walk.collection, path_of(walk, i, member), model::As::texts);
}

void Engine::State::load(const std::vector<NodeId>& roots, const std::vector<model::TableRequest>& also) {
  std::vector<bool> seen(tree.nodes.size());
  for (NodeId root : roots) need(root, seen);
  for (const model::TableRequest& one : also) {
    need_column(one.collection, "", model::As::natural);
    for (const model::ColumnRequest& column : one.columns)
      need_column(one.collection, column.path, column.as);
  }
  needs_rates = needs_rates || !rates.is_target("") || table_of.contains("rates");
  if (needs_rates) {
    for (const model::ColumnRequest& column : Rates::request().columns)
      need_column("rates", column.path, column.as);
  }
  narrow();
  tables = book::read_tables(book, requests);
  if (needs_rates) rates.add(table("rates"));
  for (const auto& [collection, index] : table_of) open_collection(collection, index);
  for (std::uint32_t i = 0; i < tree.fields.size(); ++i) {
    const Field& field = tree.fields[i];
    if (collections.contains(field.collection) && table(field.collection).has(field.path)) open_column(i);
  }
  for (std::uint32_t walk = 0; walk < tree.walks.size(); ++walk) open_elements(walk);
}

void Engine::State::open_collection(const std::string& collection, std::uint32_t index) {
  CollectionData& data = collections[collection];
  data.table = &tables[index];
  data.rows = tables[index].rows();
  if (is_requested(collection, "id", model::As::texts)) data.ids = &tables[index].texts("id").texts;
  std::string birth = options.known_on == core::no_date ? "" : birth_of(book.schemas().of(collection));
  if (!birth.empty()) data.born = &tables[index].dates(birth).days;
}

void Engine::State::open_elements(std::uint32_t index) {
  const Walk& walk = tree.walks[index];
  if (walk.scalars || !collections.contains(walk.collection)) return;
  const model::Table& from = table(walk.collection);
  for (const std::string& member : walk.members) {
    std::vector<std::uint32_t>& elements = member_fields[index].emplace_back();
    for (std::size_t i = 1; i <= walk.size; ++i) {
      std::string path = path_of(walk, i, member);
      if (!from.has(path)) continue;
      elements.push_back(static_cast<std::uint32_t>(member_texts.size()));
      member_texts.push_back(&from.texts(path).texts);
    }
  }
}

bool Engine::State::is_requested(const std::string& collection, const std::string& path, model::As as) const {
  const std::vector<model::ColumnRequest>& wanted = requests[table_of.at(collection)].columns;
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const model::ColumnRequest& one) { return one.path == path && one.as == as; });
}

core::Date Engine::State::known_day(core::Date day, const Field& field) const {
  bool later = options.known_on != core::no_date && is_later(field.path) && day != core::no_date &&
               day > options.known_on;
  return later ? core::no_date : day;
}

void Engine::State::open_column(std::uint32_t index) {
  const Field& field = tree.fields[index];
  const model::Table& from = table(field.collection);
  ColumnData& column = columns[index];
  Kind kind = field.type.kind;
  if (field.type.list || kind == Kind::text || kind == Kind::reference || kind == Kind::truth)
    return open_texts(column, field);
  column.form = Vector::Form::number;
  if (kind == Kind::date_time && !field.day) return open_instants(column, field);
  if (!is_requested(field.collection, field.path, model::As::natural)) return;
  if (kind == Kind::date || kind == Kind::date_time) {
    column.days = &from.dates(field.path).days;
    return;
  }
  const model::Numbers& numbers = from.numbers(field.path);
  column.numbers = &numbers.values;
  column.scale = numbers.scale;
  column.amounts = &numbers;
  if (kind == Kind::money) convert(column, field);
}

void Engine::State::open_texts(ColumnData& column, const Field& field) {
  const model::Table& from = table(field.collection);
  bool codes = !field.type.list && is_requested(field.collection, field.path, model::As::codes);
  column.form = codes ? Vector::Form::code : Vector::Form::text;
  if (!codes) {
    if (is_requested(field.collection, field.path, model::As::texts))
      column.texts = &from.texts(field.path).texts;
    return;
  }
  column.codes = &from.codes(field.path);
  if (field.type.kind != Kind::truth) return;
  column.form = Vector::Form::truth;
  for (std::uint32_t code = 0; code < column.codes->dictionary.size(); ++code)
    column.truth_of_code.push_back(truth_named(column.codes->dictionary.text(code)));
}

void Engine::State::open_instants(ColumnData& column, const Field& field) {
  if (!is_requested(field.collection, field.path, model::As::texts)) return;
  for (std::string_view text : table(field.collection).texts(field.path).texts) {
    std::int64_t value = read_instant(text);
    bool later = value != core::no_number && known_day(day_of(value), field) == core::no_date;
    column.own_numbers.push_back(later ? core::no_number : value);
  }
  column.numbers = &column.own_numbers;
}

/// Amounts of other currencies in the one that is wanted, each at the day of its document.
void Engine::State::convert(ColumnData& column, const Field& field) {
  bool beside =
      !field.currency.empty() && field.currency != "true" && table(field.collection).has(field.currency);
  const model::Dictionary only_the_book;
  if (beside) column.currencies = &table(field.collection).codes(field.currency);
  const model::Dictionary& names = beside ? column.currencies->dictionary : only_the_book;
  bool foreign = false;
  std::vector<bool> is_target;
  for (std::uint32_t code = 0; code < names.size(); ++code) {
    is_target.push_back(rates.is_target(names.text(code)));
    foreign = foreign || !is_target.back();
  }
  if (!foreign) return;
  const model::Numbers& amounts = *column.amounts;
  int scale = std::max<int>(amounts.scale, Rates::digits);
  column.own_numbers.resize(amounts.values.size());
  io::parallel_for((amounts.values.size() + run_size - 1) / run_size, options.threads, [&](std::size_t run) {
    std::size_t end = std::min(amounts.values.size(), (run + 1) * run_size);
    std::size_t lost = 0;
    for (std::size_t row = run * run_size; row < end; ++row) {
      std::int64_t& into = column.own_numbers[row];
      std::uint32_t code = beside ? column.currencies->codes[row] : 0;
      if (amounts.missing(row) || is_target[code]) {
        into = rescale(amounts.values[row], amounts.scale, scale);
        continue;
      }
      std::optional<core::Decimal> converted =
          rates.convert(amounts[row], names.text(code), document_day(field.collection, row));
      lost += converted ? 0 : 1;
      into = converted ? rescale(converted->mantissa, converted->scale, scale) : core::no_number;
    }
    unconverted += lost;
  });
  column.numbers = &column.own_numbers;
  column.scale = scale;
}

core::Date Engine::State::document_day(const std::string& collection, std::size_t row) const {
  const model::Table& from = table(collection);
  if (collection == "deals") {
    core::Date closed = from.dates("closed").days[row];
    const model::Codes& outcome = from.codes("outcome");
    bool open = closed == core::no_date || outcome.dictionary.text(outcome.codes[row]) == "open";
    return open || (options.known_on != core::no_date && closed > options.known_on) ? options.today : closed;
  }
  const std::string& log = book.schemas().of(collection).log_date();
  return log.empty() ? options.today : from.dates(log).days[row];
}

}  // namespace flatcrm::query
