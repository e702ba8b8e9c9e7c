// Comparisons that can't be meant: of kinds that don't fit, or with what no record can ever have.
#include <algorithm>

#include <fmt/format.h>

#include "core/id.h"
#include "core/text.h"
#include "model/iso_codes.h"
#include "query/check.h"
#include "query/numbers.h"
#include "query/text_functions.h"
#include "text/country.h"

namespace flatcrm::query {

/// What no record can hold is a mistake, not a query that finds nobody.
void Checker::check_text(std::string& text, const Type& as, Span span, const Scope& scope) {
  std::string shown = core::visible(text);
  if (text.empty()) fail(scope, span, "nothing is equal to an empty text", "write is empty, or is not empty");
  if (as.kind == Kind::reference) {
    if (!core::is_valid_id(text))
      fail(scope, span, fmt::format("'{}' is no id of a record in {}", shown, as.collection),
           fmt::format("to compare a field of the record, write FIELD.name = \"{}\"", shown));
    if (catalog_.exists && !catalog_.exists(as.collection, text))
      fail(scope, span, fmt::format("no record '{}' in {}", shown, as.collection),
           "an id is the name of its file, or the first column of its table");
    return;
  }
  if (as.declared == nullptr) return;
  const std::vector<std::string>& permitted = as.declared->values;
  if (!permitted.empty() && std::find(permitted.begin(), permitted.end(), text) == permitted.end()) {
    std::vector<std::string_view> views(permitted.begin(), permitted.end());
    std::string_view nearest = core::nearest(text, views);
    fail(scope, span, fmt::format("'{}' is no value of '{}'", shown, as.declared->path),
         nearest.empty() ? fmt::format("it is one of {}", fmt::join(permitted, ", "))
                         : fmt::format("did you mean '{}'?", nearest));
  }
  if (as.declared->format == model::Format::country && !model::is_country_code(text)) {
    std::string_view code = text::country_code(text);
    fail(scope, span, fmt::format("'{}' is no ISO 3166 code of a country", shown),
         code.empty() ? "two capital letters, such as DE" : fmt::format("did you mean {}?", code));
  }
  if (as.declared->format == model::Format::currency && !model::is_currency_code(text))
    fail(scope, span, fmt::format("'{}' is no ISO 4217 code of a currency", shown),
         "three capital letters, such as EUR");
}

namespace {

bool measures(const Type& type) {
  return type.is_number() || (!type.list && type.kind == Kind::money);
}

bool lasts(const Type& type) {
  return type.kind == Kind::duration || type.kind == Kind::months;
}

/// What the writer of a comparison may have meant whose sides don't fit.
std::string_view hint_for(const Type& one, const Type& other) {
  auto either = [&](auto holds) { return holds(one) || holds(other); };
  bool text = one.is_text() || other.is_text(), days = one.is_day() || other.is_day();
  bool truths = one.kind == Kind::truth || other.kind == Kind::truth;
  if (one.list || other.list) return "write LIST contains TEXT, or any(LIST = TEXT)";
  if (text && either(measures)) return "number(TEXT) reads a number from text";
  if (text && days) return "date(TEXT) reads a day from text";
  if (days && either(lasts))
    return "for the last 90 days write FIELD in 90d; for a day 90 days ago, today - 90d";
  if (either(lasts)) return "a duration has a unit: 90d, 12m, 2y";
  if (truths) return "a condition stands alone, or is compared with true or false";
  return days ? "a day is written 2026-11-22, a period 2026-Q3" : "";
}

}  // namespace

void Checker::mismatch(const Scope& scope, Span span, NodeId left, NodeId right,
                       std::string_view sign) const {
  const Type &one = type(left), &other = type(right);
  auto is_constant = [&](NodeId node, bool kind) { return kind && tree_[node].op == Op::constant; };
  bool quoted =
      (is_constant(right, other.kind == Kind::text) && !one.list && !one.is_text() && !one.is_day()) ||
      (is_constant(left, one.kind == Kind::text) && !other.list && !other.is_text() && !other.is_day());
  bool unit = (one.is_number() && is_constant(right, lasts(other))) ||
              (other.is_number() && is_constant(left, lasts(one)));
  std::string_view hint = quoted ? "what is no text stands without quotes"
                          : unit ? "a number has no unit: write it without"
                                 : hint_for(one, other);
  fail(scope, span, fmt::format("{} can't be compared with {} by '{}'", describe(one), describe(other), sign),
       std::string(hint));
}

/// A constant beside what it is compared with.
void Checker::check_slips(const Written& constant, NodeId other, const Scope& scope) const {
  if (tree_[constant.node].op != Op::constant) return;
  const SyntaxNode& written = (*scope.syntax)[constant.syntax];
  check_mark(written.form == Form::minus ? (*scope.syntax)[written.first_child] : written, type(other),
             scope);
  check_letters(constant, other, scope);
}

/// 10.000 beside an amount or a whole number: ten to some, ten thousand to others.
void Checker::check_mark(const SyntaxNode& number, const Type& beside, const Scope& scope) const {
  bool counts = beside.kind == Kind::money || beside.kind == Kind::integer;
  if ((number.form != Form::number && number.form != Form::money) || beside.list || !counts) return;
  std::size_t point = number.text.find('.');
  bool grouped = point >= 1 && point <= 3 && number.text.size() == point + 4 && number.text[0] != '0';
  if (!grouped) return;
  std::string_view whole = number.text.substr(0, point), rest = number.text.substr(point + 1);
  std::string_view unit = number.extra.empty() ? "" : " ";
  fail(scope, number.span,
       fmt::format("'{}' is {} to some and {}{} to others", number.text, whole, whole, rest),
       fmt::format("write {0}{1}{3}{4}, or {0}.{2}{3}{4}", whole, rest, rest.substr(0, 2), unit,
                   number.extra));
}

/// lower(country) = DE: never true, since no small letters are capitals.
void Checker::check_letters(const Written& constant, NodeId function, const Scope& scope) const {
  Op op = tree_[function].op;
  const Node& to = tree_[constant.node];
  bool changes = op == Op::lower || op == Op::upper || op == Op::fold || op == Op::domain;
  if (!changes || to.type.kind != Kind::text) return;
  std::string as;
  apply(op == Op::domain ? Op::lower : op, to.text, as);
  if (as != to.text)
    fail(scope, (*scope.syntax)[constant.syntax].span,
         fmt::format("'{}' is not what {} gives", core::visible(to.text),
                     op == Op::lower   ? "lower()"
                     : op == Op::upper ? "upper()"
                     : op == Op::fold  ? "fold()"
                                       : "domain()"),
         fmt::format("write \"{}\"", core::visible(as)));
}

/// Bounds the wrong way round have nothing between them.
void Checker::check_bounds(const Written& lower, const Written& upper, Span span, const Scope& scope) const {
  const Node &low = tree_[lower.node], &high = tree_[upper.node];
  bool alike = low.op == Op::constant && high.op == Op::constant && low.type.kind == high.type.kind;
  if (!alike || low.type.kind == Kind::truth) return;
  bool numbers = low.type.kind != Kind::text && low.text == high.text;  // amounts of one currency
  bool turned = numbers ? query::compare(high.number.mantissa, high.number.scale, low.number.mantissa,
                                         low.number.scale) < 0
                        : low.type.kind == Kind::text && high.text < low.text;
  if (turned)
    fail(scope, span,
         fmt::format("nothing is from {} to {}", scope.syntax->source(lower.syntax),
                     scope.syntax->source(upper.syntax)),
         "the lower bound stands first");
}

}  // namespace flatcrm::query
