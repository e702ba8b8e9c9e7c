// Evaluation of one run of records: which function serves which operation, and how runs are put together.
#include <algorithm>

#include <fmt/format.h>

#include "io/threads.h"
#include "query/engine_state.h"
#include "query/numbers.h"

namespace flatcrm::query {

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

Vector Engine::State::constant(const Node& node) const {
  Vector vector;
  if (node.type.list || node.type.is_text()) {
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
      return rate_value(node, rows);
  }
}

/// An amount of another currency at the day of each record's document.
Vector Engine::State::rate_value(const Node& node, const Rows& rows) const {
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
