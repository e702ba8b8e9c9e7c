// Conditions of one run of records: three-valued, without a branch a record where it can be had.
#include <algorithm>

#include "core/text.h"
#include "model/list_text.h"
#include "query/engine_state.h"
#include "query/numbers.h"
#include "query/text_functions.h"

namespace flatcrm::query {

namespace {

constexpr auto no = static_cast<std::uint8_t>(Truth::no);
constexpr auto yes = static_cast<std::uint8_t>(Truth::yes);
constexpr auto unknown = static_cast<std::uint8_t>(Truth::unknown);

std::uint8_t truth_of(bool value) {
  return value ? yes : no;
}

/// no if either is, else unknown if either is.
std::uint8_t both_of(std::uint8_t left, std::uint8_t right) {
  if (left == no || right == no) return no;
  return left == unknown || right == unknown ? unknown : yes;
}

std::uint8_t either_of(std::uint8_t left, std::uint8_t right) {
  if (left == yes || right == yes) return yes;
  return left == unknown || right == unknown ? unknown : no;
}

std::uint8_t inverse_of(std::uint8_t value) {
  return value == unknown ? unknown : value == yes ? no : yes;
}

/// Both at one scale where that is possible without loss, so that the loop compares plain integers.
bool align(const Vector& left, const Vector& right, std::int64_t& constant) {
  if (right.step != 0 || right.scale > left.scale) return false;
  core::Int128 value = core::Int128{right.numbers[0]} * powers_of_ten[left.scale - right.scale];
  constexpr core::Int128 most = 9'000'000'000'000'000'000;
  if (right.numbers[0] == core::no_number || value > most || value < -most) return false;
  constant = static_cast<std::int64_t>(value);
  return true;
}

int order_of(std::int64_t left, std::int64_t right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

/// Asks each number that is there.
template <typename Holds>
void ask_all(std::uint8_t* into, const std::int64_t* values, std::size_t step, std::size_t count,
             Holds holds) {
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t value = values[i * step];
    into[i] = value == core::no_number ? unknown : truth_of(holds(value));
  }
}

/// Asks the order of each two numbers that are there, as order_of() says it.
template <typename Holds>
void compare_all(Vector& out, const Vector& left, const Vector& right, std::size_t count, Holds holds) {
  std::uint8_t* into = out.own_truths.data();
  std::int64_t constant = 0;
  if (left.step == 1 && align(left, right, constant))
    return ask_all(into, left.numbers, 1, count,
                   [=](std::int64_t value) { return holds(order_of(value, constant)); });
  if (right.step == 1 && align(right, left, constant))
    return ask_all(into, right.numbers, 1, count,
                   [=](std::int64_t value) { return holds(order_of(constant, value)); });
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t one = left.number(i), other = right.number(i);
    bool missing = one == core::no_number || other == core::no_number;
    into[i] = missing ? unknown : truth_of(holds(compare(one, left.scale, other, right.scale)));
  }
}

template <typename Holds>
void compare_instants(Vector& out, const Vector& left, const Vector& right, std::size_t count, Holds holds) {
  for (std::size_t i = 0; i < count; ++i) {
    std::int64_t one = left.number(i), other = right.number(i);
    bool missing = one == core::no_number || other == core::no_number;
    out.own_truths[i] = missing ? unknown : truth_of(holds(order_of(difference_in_seconds(one, other), 0)));
  }
}

void compare_truths(Vector& out, const Vector& left, const Vector& right, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    bool missing = left.truth(i) == Truth::unknown || right.truth(i) == Truth::unknown;
    out.own_truths[i] = missing ? unknown : truth_of(left.truth(i) == right.truth(i));
  }
}

/// work(holds), where `holds` says whether the operation is true of an order.
template <typename Work>
void with_order(Op op, const Work& work) {
  if (op == Op::equal) return work([](int order) { return order == 0; });
  if (op == Op::less) return work([](int order) { return order < 0; });
  work([](int order) { return order <= 0; });
}

bool text_holds(Op op, std::string_view left, std::string_view right) {
  if (op == Op::equal) return left == right;
  if (op == Op::less) return left < right;
  if (op == Op::at_most) return left <= right;
  if (op == Op::contains) return left.find(right) != std::string_view::npos;
  return has_element(left, right);
}

}  // namespace

Vector Engine::State::logic(const Node& node, const Rows& rows) const {
  Vector out = Vector::of_truths(rows.count);
  std::vector<std::uint8_t>& into = out.own_truths;
  Vector first = evaluate(node.children[0], rows);
  if (node.op == Op::negation) {
    for (std::size_t i = 0; i < rows.count; ++i) into[i] = inverse_of(first.truths[i * first.step]);
    return out;
  }
  std::uint8_t settled = node.op == Op::both ? no : yes;
  for (std::size_t i = 0; i < rows.count; ++i) into[i] = first.truths[i * first.step];
  for (std::size_t child = 1; child < node.children.size(); ++child) {
    bool done = options.optimize &&
                std::all_of(into.begin(), into.end(), [&](std::uint8_t one) { return one == settled; });
    if (done) break;
    Vector next = evaluate(node.children[child], rows);
    const std::uint8_t* from = next.truths;
    if (node.op == Op::both) {
      for (std::size_t i = 0; i < rows.count; ++i) into[i] = both_of(into[i], from[i * next.step]);
    } else {
      for (std::size_t i = 0; i < rows.count; ++i) into[i] = either_of(into[i], from[i * next.step]);
    }
  }
  return out;
}

Vector Engine::State::comparison(const Node& node, const Rows& rows) const {
  Vector out = Vector::of_truths(rows.count);
  std::uint8_t* into = out.own_truths.data();
  Vector left = evaluate(node.children[0], rows);
  if (node.op == Op::within) {
    std::int64_t low = node.number.mantissa, high = node.upper.mantissa;
    ask_all(into, left.numbers, left.step, rows.count,
            [=](std::int64_t value) { return value >= low && value <= high; });
    return out;
  }
  if (node.op == Op::one_of) {
    ask_all(into, left.numbers, left.step, rows.count, [&](std::int64_t value) {
      return std::any_of(node.numbers.begin(), node.numbers.end(), [&](core::Decimal one) {
        return compare(value, left.scale, one.mantissa, one.scale) == 0;
      });
    });
    return out;
  }
  Vector right = evaluate(node.children[1], rows);
  bool instants = tree[node.children[0]].type.kind == Kind::date_time;
  if (left.form == Vector::Form::truth)
    compare_truths(out, left, right, rows.count);
  else if (instants)
    with_order(node.op, [&](auto holds) { compare_instants(out, left, right, rows.count, holds); });
  else
    with_order(node.op, [&](auto holds) { compare_all(out, left, right, rows.count, holds); });
  return out;
}

/// What asks of one text: by the table of its codes where there is one, else text by text.
Vector Engine::State::predicate(NodeId id, const Rows& rows) const {
  const Node& node = tree[id];
  Vector out = Vector::of_truths(rows.count);
  std::vector<std::uint8_t>& into = out.own_truths;
  Vector left = evaluate(node.children[0], rows);
  auto table = tables_of_codes.find(id);
  if (table != tables_of_codes.end() && left.form == Vector::Form::code) {
    const std::uint8_t* of_code = table->second.data();
    for (std::size_t i = 0; i < rows.count; ++i) into[i] = of_code[left.codes[i * left.step]];
    return out;
  }
  auto pattern = patterns.find(id);
  if (node.op == Op::one_of || pattern != patterns.end()) {
    for (std::size_t i = 0; i < rows.count; ++i) {
      std::string_view text = left.text(i);
      if (text.empty()) {
        into[i] = unknown;
      } else if (node.op == Op::one_of) {
        into[i] = truth_of(std::find(node.texts.begin(), node.texts.end(), text) != node.texts.end());
      } else {
        into[i] = truth_of(pattern->second.holds(text));
      }
    }
    return out;
  }
  Vector right = evaluate(node.children[1], rows);
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::string_view one = left.text(i), other = right.text(i);
    into[i] = one.empty() || other.empty() ? unknown : truth_of(text_holds(node.op, one, other));
  }
  return out;
}

Vector Engine::State::emptiness(const Node& node, const Rows& rows) const {
  Vector out = Vector::of_truths(rows.count);
  std::vector<std::uint8_t>& into = out.own_truths;
  Vector of = evaluate(node.children[0], rows);
  for (std::size_t i = 0; i < rows.count; ++i) {
    switch (of.form) {
      case Vector::Form::truth:
        into[i] = truth_of(of.truth(i) == Truth::unknown);
        break;
      case Vector::Form::number:
        into[i] = truth_of(of.number(i) == core::no_number);
        break;
      case Vector::Form::code:
        into[i] = truth_of(of.codes[i * of.step] == 0);
        break;
      case Vector::Form::text:
        into[i] = truth_of(of.text(i).empty());
    }
  }
  return out;
}

/// any and all: element by element, an element being there where it holds anything.
Vector Engine::State::walk(const Node& node, const Rows& rows) const {
  const Walk& walk = tree.walks[node.index];
  bool any = node.op == Op::any;
  Vector out = Vector::of_truths(rows.count);
  std::vector<std::uint8_t>& into = out.own_truths;
  std::fill(into.begin(), into.end(), any ? no : yes);
  auto meet = [&](std::size_t i, std::uint8_t truth) {
    into[i] = any ? either_of(into[i], truth) : both_of(into[i], truth);
  };
  if (!walk.scalars) {
    for (std::size_t element = 0; element < walk.size; ++element) {
      Rows inner = rows;
      inner.element = element;
      inner.walk = node.index;
      inner.elements = nullptr;
      Vector truths = evaluate(walk.condition, inner);
      for (std::size_t i = 0; i < rows.count; ++i) {
        bool there = false;
        for (const std::vector<std::uint32_t>& member : member_fields[node.index])
          there =
              there || (element < member.size() && !(*member_texts[member[element]])[rows.row(i)].empty());
        if (there) meet(i, truths.truths[i * truths.step]);
      }
    }
    return out;
  }
  std::vector<std::uint32_t> picked, owner;
  std::vector<std::string_view> elements;
  core::Arena arena;
  const std::vector<std::string_view>& lists = *columns[walk.field].texts;
  for (std::size_t i = 0; i < rows.count; ++i) {
    std::string_view list = lists[rows.row(i)];
    model::for_each_element(list, [&](std::string_view element) {
      bool lasts = !model::has_list_signs(list);
      elements.push_back(lasts ? element : arena.keep(element));
      picked.push_back(static_cast<std::uint32_t>(rows.row(i)));
      owner.push_back(static_cast<std::uint32_t>(i));
    });
  }
  Rows inner;
  inner.count = elements.size();
  inner.picked = picked.data();
  inner.elements = elements.data();
  if (elements.empty()) return out;
  Vector truths = evaluate(walk.condition, inner);
  for (std::size_t i = 0; i < elements.size(); ++i) meet(owner[i], truths.truths[i * truths.step]);
  return out;
}

/// A text predicate over codes is asked once for each text.
void Engine::State::prepare_predicate(NodeId id) {
  const Node& node = tree[id];
  bool pattern = node.op == Op::like || node.op == Op::matches;
  if (pattern && !patterns.contains(id))
    patterns.emplace(id, node.op == Op::like ? Pattern::like(node.text) : Pattern::regular(node.text));
  bool constant =
      pattern || (node.op == Op::one_of && node.numbers.empty()) ||
      ((node.op == Op::equal || node.op == Op::contains) && tree[node.children[1]].op == Op::constant);
  if (!constant || !options.optimize || tables_of_codes.contains(id)) return;
  if (const model::Dictionary* dictionary = dictionary_of(node.children[0]))
    tables_of_codes.emplace(id, truths_of_codes(id, *dictionary));
}

/// That of the field which a node is, or which it gets to along references; null where it has none.
const model::Dictionary* Engine::State::dictionary_of(NodeId node) const {
  while (tree[node].op == Op::follow) node = tree.follows[tree[node].index].target;
  if (tree[node].op != Op::field) return nullptr;
  const ColumnData& column = columns[tree[node].index];
  return column.form == Vector::Form::code ? &column.codes->dictionary : nullptr;
}

std::vector<std::uint8_t> Engine::State::truths_of_codes(NodeId id,
                                                         const model::Dictionary& dictionary) const {
  const Node& node = tree[id];
  std::vector<std::uint8_t> truths(dictionary.size(), no);
  bool looks_inside = node.op != Op::equal && node.op != Op::one_of;
  for (std::uint32_t code = 1; code < dictionary.size() && looks_inside; ++code) {
    std::string_view text = dictionary.text(code);
    truths[code] = truth_of(node.op == Op::contains ? text_holds(node.op, text, tree[node.children[1]].text)
                                                    : patterns.at(id).holds(text));
  }
  auto mark = [&](const std::string& text) { truths[dictionary.find(text)] = yes; };
  if (node.op == Op::equal) mark(tree[node.children[1]].text);
  if (node.op == Op::one_of) std::for_each(node.texts.begin(), node.texts.end(), mark);
  truths[0] = unknown;  // of the missing text, which is what find() says of one that nobody has
  return truths;
}

}  // namespace flatcrm::query
