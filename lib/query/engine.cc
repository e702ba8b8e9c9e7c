// Evaluation of one run of records.
#include "query/engine.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/text.h"
#include "io/threads.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

Engine::Engine(const book::Book& book, const Tree& tree, std::vector<NodeId> roots,
               const EngineOptions& options, const std::vector<model::TableRequest>& also)
    : state_(std::make_unique<State>(book, tree, options)) {
  state_->load(roots, also);
  state_->prepare(roots);
}

Engine::~Engine() = default;

std::size_t Engine::rows(const std::string& collection) const {
  return state_->collections.at(collection).rows;
}

const model::Table& Engine::table(const std::string& collection) const {
  return state_->table(collection);
}

const std::vector<std::string_view>& Engine::ids(const std::string& collection) const {
  return *state_->collections.at(collection).ids;
}

std::vector<std::string> Engine::collections() const {
  std::vector<std::string> names;
  for (const auto& [name, data] : state_->collections) names.push_back(name);
  return names;
}

const Rates& Engine::rates() const {
  return state_->rates;
}

std::size_t Engine::unconverted() const {
  return state_->unconverted;
}

std::size_t Engine::unreadable() const {
  std::size_t count = 0;
  for (const auto& [collection, index] : state_->table_of) {
    for (const model::ColumnRequest& column : state_->requests[index].columns) {
      if (column.as != model::As::natural) continue;
      const model::Field* field = state_->book.schemas().of(collection).find(column.path);
      if (field == nullptr) continue;
      bool days = field->type == model::Type::date || field->type == model::Type::date_time;
      bool numbers = field->type == model::Type::integer || field->type == model::Type::decimal ||
                     field->type == model::Type::money;
      if (days) count += state_->tables[index].dates(column.path).unreadable;
      if (numbers) count += state_->tables[index].numbers(column.path).unreadable;
    }
  }
  return count;
}

std::vector<std::uint32_t> Engine::select(const std::string& collection, NodeId condition) {
  const CollectionData& data = state_->collections.at(collection);
  std::size_t runs = (data.rows + run_size - 1) / run_size;
  std::vector<std::vector<std::uint32_t>> found(runs);
  io::parallel_for(runs, state_->options.threads, [&](std::size_t run) {
    Rows rows{run * run_size, std::min(run_size, data.rows - run * run_size)};
    Vector truths = state_->evaluate(condition, rows);
    for (std::size_t i = 0; i < rows.count; ++i) {
      if (truths.truth(i) == Truth::yes && state_->is_known(data, rows.row(i)))
        found[run].push_back(static_cast<std::uint32_t>(rows.row(i)));
    }
  });
  std::vector<std::uint32_t> all;
  for (const std::vector<std::uint32_t>& some : found) all.insert(all.end(), some.begin(), some.end());
  return all;
}

Vector Engine::values(const std::string&, NodeId node, std::span<const std::uint32_t> rows) {
  Rows picked;
  picked.count = rows.size();
  picked.picked = rows.data();
  return state_->in_runs(node, picked);
}

Vector Engine::book_value(NodeId node) const {
  return state_->evaluate(node, {0, 1});
}

Vector Engine::whole(const std::string& collection, NodeId node) {
  return state_->whole(collection, node);
}

std::optional<Engine::Original> Engine::original(std::uint32_t field, std::size_t row) const {
  const ColumnData& column = state_->columns[field];
  if (column.amounts == nullptr || column.amounts->missing(row)) return std::nullopt;
  std::string_view currency;
  if (column.currencies != nullptr)
    currency = column.currencies->dictionary.text(column.currencies->codes[row]);
  return Original{(*column.amounts)[row], currency};
}

namespace {

/// Copies the values of a run into their places; texts that the run owns move into the whole's arena.
void place_run(const Vector& part, std::size_t begin, std::size_t count, Vector& all) {
  for (std::size_t i = 0; i < count; ++i) {
    switch (all.form) {
      case Vector::Form::truth:
        all.own_truths[begin + i] = part.truths[i * part.step];
        break;
      case Vector::Form::number:
        all.own_numbers[begin + i] = part.numbers[i * part.step];
        break;
      case Vector::Form::code:
        all.own_codes[begin + i] = part.codes[i * part.step];
        break;
      case Vector::Form::text:
        all.own_texts[begin + i] =
            part.arena == nullptr ? part.texts[i * part.step] : all.arena->keep(part.texts[i * part.step]);
        break;
    }
  }
}

}  // namespace

/// Rows evaluated by runs on all threads and joined: what a run needs stays near its processor. The first run tells the form of all.
Vector Engine::State::in_runs(NodeId node, const Rows& rows) const {
  if (rows.count <= run_size) return evaluate(node, rows);
  auto run = [&](std::size_t i) {
    Rows some = rows;
    some.count = std::min(run_size, rows.count - i * run_size);
    some.begin = rows.begin + i * run_size;
    if (rows.picked != nullptr) some.picked = rows.picked + i * run_size;
    return some;
  };
  std::size_t runs = (rows.count + run_size - 1) / run_size;
  Vector first = evaluate(node, run(0));
  Vector all = first.form == Vector::Form::truth    ? Vector::of_truths(rows.count)
               : first.form == Vector::Form::number ? Vector::of_numbers(rows.count, first.scale)
               : first.form == Vector::Form::code   ? Vector::of_codes(rows.count, *first.dictionary)
                                                    : Vector::of_texts(rows.count);
  bool owned = first.form == Vector::Form::text;  // an arena serves one thread
  if (owned) all.arena = std::make_shared<core::Arena>();
  place_run(first, 0, run_size, all);
  std::vector<Vector> parts(owned ? runs : 0);
  io::parallel_for(runs - 1, options.threads, [&](std::size_t i) {
    Vector part = evaluate(node, run(i + 1));
    if (owned)
      parts[i + 1] = std::move(part);
    else
      place_run(part, (i + 1) * run_size, run(i + 1).count, all);
  });
  for (std::size_t i = 1; i < parts.size(); ++i) place_run(parts[i], i * run_size, run(i).count, all);
  return all;
}

Vector Engine::State::whole(const std::string& collection, NodeId node) const {
  Rows rows{0, collections.at(collection).rows};
  bool as_it_is = tree[node].op == Op::field;  // a view, without a copy
  return as_it_is ? evaluate(node, rows) : in_runs(node, rows);
}

Vector Engine::State::evaluate(NodeId id, const Rows& rows) const {
  const Node& node = tree[id];
  switch (node.op) {
    case Op::constant:
      return constant(node);
    case Op::field:
      return field(node, rows);
    case Op::element:
      return element(node, rows);
    case Op::follow:
      return follow(node, rows);
    case Op::rate:
    case Op::aggregate:
    case Op::total:
    case Op::rank:
    case Op::forecast:
    case Op::linked:
    case Op::network:
    case Op::group:
      return stage_value(node, rows);
    case Op::both:
    case Op::either:
    case Op::negation:
      return logic(node, rows);
    case Op::equal:
    case Op::less:
    case Op::at_most:
      return tree[node.children[0]].type.is_text() ? predicate(id, rows) : comparison(node, rows);
    case Op::within:
      return comparison(node, rows);
    case Op::one_of:
      return node.numbers.empty() ? predicate(id, rows) : comparison(node, rows);
    case Op::like:
    case Op::matches:
    case Op::contains:
    case Op::has_element:
      return predicate(id, rows);
    case Op::is_empty:
      return emptiness(node, rows);
    case Op::any:
    case Op::all:
      return walk(node, rows);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
    case Op::time_between:
      return arithmetic(node, rows);
    case Op::choose:
    case Op::coalesce:
      return selection(node, rows);
    case Op::lower:
    case Op::upper:
    case Op::fold:
    case Op::domain:
    case Op::first_element:
    case Op::stage_outcome:
      return text_function(node, rows);
    default:
      return number_function(node, rows);
  }
}

Vector Engine::State::constant(const Node& node) const {
  Vector vector;
  if (node.type.is_text()) {
    vector = Vector::of_texts(1);
    vector.own_texts[0] = node.text;
  } else if (node.type.kind == Kind::truth) {
    vector = Vector::of_truths(1);
    bool yes = node.number.mantissa != 0;
    vector.own_truths[0] = static_cast<std::uint8_t>(node.missing ? Truth::unknown
                                                     : yes        ? Truth::yes
                                                                  : Truth::no);
  } else {
    bool foreign = node.type.kind == Kind::money && !rates.is_target(node.text);
    std::optional<core::Decimal> value =
        foreign ? rates.convert(node.number, node.text, options.today) : node.number;
    if (foreign && !value)
      throw Error(Code::usage,
                  fmt::format("no rate for {} on or before {}",
                              node.text.empty() ? rates.target() : node.text, core::print(options.today)),
                  {}, "add one to rates, or write the amount in " + book.config().currency);
    vector = Vector::of_numbers(1, node.missing ? 0 : value->scale);
    vector.own_numbers[0] = node.missing ? core::no_number : value->mantissa;
  }
  vector.step = 0;
  return vector;
}

Vector Engine::State::field(const Node& node, const Rows& rows) const {
  const ColumnData& column = columns[node.index];
  const Field& of = tree.fields[node.index];
  Vector vector;
  vector.form = column.form;
  vector.scale = column.scale;
  bool direct = rows.picked == nullptr;
  bool outcome = options.known_on != core::no_date && of.collection == "deals" &&
                 (of.path == "outcome" || of.path == "stage");
  if (column.form == Vector::Form::truth) {
    vector = Vector::of_truths(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i)
      vector.own_truths[i] = column.truth_of_code[column.codes->codes[rows.row(i)]];
  } else if (column.form == Vector::Form::code) {
    vector.dictionary = &column.codes->dictionary;
    if (direct && !outcome) {
      vector.codes = column.codes->codes.data() + rows.begin;
      return vector;
    }
    vector = Vector::of_codes(rows.count, column.codes->dictionary);
    const std::vector<core::Date>* closed = outcome ? &table("deals").dates("closed").days : nullptr;
    for (std::size_t i = 0; i < rows.count; ++i) {
      std::size_t row = rows.row(i);
      bool later = closed != nullptr && (*closed)[row] != core::no_date && (*closed)[row] > options.known_on;
      vector.own_codes[i] = later ? 0 : column.codes->codes[row];
    }
  } else if (column.form == Vector::Form::text) {
    if (direct) {
      vector.texts = column.texts->data() + rows.begin;
      return vector;
    }
    vector = Vector::of_texts(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) vector.own_texts[i] = (*column.texts)[rows.row(i)];
  } else if (column.days != nullptr) {
    vector = Vector::of_numbers(rows.count, 0);
    for (std::size_t i = 0; i < rows.count; ++i) {
      core::Date day = known_day((*column.days)[rows.row(i)], of);
      vector.own_numbers[i] = day == core::no_date ? core::no_number : day.days;
    }
  } else {
    if (direct) {
      vector.numbers = column.numbers->data() + rows.begin;
      return vector;
    }
    vector = Vector::of_numbers(rows.count, column.scale);
    for (std::size_t i = 0; i < rows.count; ++i) vector.own_numbers[i] = (*column.numbers)[rows.row(i)];
  }
  return vector;
}

Vector Engine::State::element(const Node& node, const Rows& rows) const {
  if (rows.elements != nullptr) {
    Vector vector;
    vector.form = Vector::Form::text;
    vector.texts = rows.elements;
    return vector;
  }
  const Walk& walk = tree.walks[rows.walk];
  auto member = static_cast<std::size_t>(std::find(walk.members.begin(), walk.members.end(), node.text) -
                                         walk.members.begin());
  bool there =
      member < member_fields[rows.walk].size() && rows.element < member_fields[rows.walk][member].size();
  const std::vector<std::string_view>* texts =
      there ? member_texts[member_fields[rows.walk][member][rows.element]] : nullptr;
  if (node.type.is_text()) {
    Vector vector = Vector::of_texts(rows.count);
    for (std::size_t i = 0; i < rows.count && texts != nullptr; ++i)
      vector.own_texts[i] = (*texts)[rows.row(i)];
    return vector;
  }
  Vector vector = Vector::of_numbers(rows.count, node.type.is_day() ? 0 : quotient_digits);
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::string_view text = texts == nullptr ? std::string_view() : (*texts)[rows.row(i)];
    std::int64_t& into = vector.own_numbers[i];
    into = core::no_number;
    if (node.type.kind == Kind::date) {
      if (std::optional<core::Date> day = core::parse_day(text)) into = day->days;
    } else if (node.type.kind == Kind::date_time) {
      std::optional<core::DateTime> instant = core::parse_date_time(text);
      std::optional<core::Date> day = core::parse_day(text);
      if (instant)
        into = encode(*instant);
      else if (day)
        into = encode(*day);
    } else {
      into = read_number(text);
    }
  }
  return vector;
}

/// Values of a whole column at the rows of a run.
Vector Engine::State::gather(const Vector& whole, const Rows& rows) const {
  Vector vector;
  vector.form = whole.form;
  vector.scale = whole.scale;
  vector.dictionary = whole.dictionary;
  vector.arena = whole.arena;
  bool direct = rows.picked == nullptr || whole.step == 0;
  std::size_t begin = whole.step == 0 ? 0 : rows.begin;
  if (direct) {
    vector.step = whole.step;
    if (whole.truths != nullptr) vector.truths = whole.truths + begin;
    if (whole.numbers != nullptr) vector.numbers = whole.numbers + begin;
    if (whole.texts != nullptr) vector.texts = whole.texts + begin;
    if (whole.codes != nullptr) vector.codes = whole.codes + begin;
    return vector;
  }
  auto take = [&](auto& into, const auto* from) {
    into.resize(rows.count);
    for (std::size_t i = 0; i < rows.count; ++i) into[i] = from[rows.row(i)];
    return into.data();
  };
  if (whole.truths != nullptr) vector.truths = take(vector.own_truths, whole.truths);
  if (whole.numbers != nullptr) vector.numbers = take(vector.own_numbers, whole.numbers);
  if (whole.texts != nullptr) vector.texts = take(vector.own_texts, whole.texts);
  if (whole.codes != nullptr) vector.codes = take(vector.own_codes, whole.codes);
  return vector;
}

Vector Engine::State::follow(const Node& node, const Rows& rows) const {
  const Follow& follow = tree.follows[node.index];
  const Vector& target = *targets[node.index];
  const Field& reference = tree.fields[follow.reference];
  const std::vector<std::uint32_t>& codes = columns[follow.reference].codes->codes;
  const Join& join = joins.at({follow.reference, reference.type.collection});
  Vector vector;
  vector.arena = target.arena;
  auto each = [&](auto set) {
    for (std::size_t i = 0; i < rows.count; ++i) set(i, join.row_of_code[codes[rows.row(i)]]);
  };
  auto at = [&](std::uint32_t row) { return row * target.step; };
  switch (target.form) {
    case Vector::Form::truth:
      vector = Vector::of_truths(rows.count);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_truths[i] =
            row == no_row ? static_cast<std::uint8_t>(Truth::unknown) : target.truths[at(row)];
      });
      break;
    case Vector::Form::number:
      vector = Vector::of_numbers(rows.count, target.scale);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_numbers[i] = row == no_row ? core::no_number : target.numbers[at(row)];
      });
      break;
    case Vector::Form::text:
      vector = Vector::of_texts(rows.count);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_texts[i] = row == no_row ? std::string_view() : target.texts[at(row)];
      });
      break;
    case Vector::Form::code:
      vector = Vector::of_codes(rows.count, *target.dictionary);
      each([&](std::size_t i, std::uint32_t row) {
        vector.own_codes[i] = row == no_row ? 0 : target.codes[at(row)];
      });
      break;
  }
  return vector;
}

Vector Engine::State::stage_value(const Node& node, const Rows& rows) const {
  switch (node.op) {
    case Op::aggregate:
      return gather(*aggregates[node.index], rows);
    case Op::total:
      return gather(*totals[node.index], rows);
    case Op::rank:
      return gather(*ranks[node.index], rows);
    case Op::forecast:
      return gather(*forecasts[node.index], rows);
    case Op::linked:
      return gather(*links[node.index], rows);
    case Op::network:
      return gather(networks.at(node.index), rows);
    case Op::group:
      return gather(group_results[node.index], rows);
    default:
      break;
  }
  // An amount of another currency at the day of each record's document.
  const Field& beside = tree.fields[node.index];
  Vector vector = Vector::of_numbers(rows.count, std::max<int>(Rates::digits, node.number.scale));
  for (std::size_t i = 0; i < rows.count; ++i) {
    bool always_base = beside.currency.empty() || beside.currency == "true";
    core::Date day = always_base ? options.today : document_day(beside.collection, rows.row(i));
    std::optional<core::Decimal> value = rates.convert(node.number, node.text, day);
    vector.own_numbers[i] = value ? rescale(value->mantissa, value->scale, vector.scale) : core::no_number;
  }
  return vector;
}

}  // namespace flatcrm::query
