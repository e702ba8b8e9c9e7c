#include "report/book_figures.h"

#include <map>

#include <fmt/format.h>

#include "query/engine.h"
#include "query/error.h"
#include "query/share.h"

namespace flatcrm::report {

namespace {

using query::NodeId;

/// The questions of one currency, checked and then asked together.
class Asking {
 public:
  Asking(const book::Book& book, const query::Catalog& catalog, core::Date day, int threads)
      : book_(book), catalog_(catalog) {
    catalog_.today = day;
    options_.today = day;
    options_.known_on = day;
    options_.threads = threads;
  }

  void ask(const std::vector<BookQuestion>& questions, const std::vector<std::size_t>& which,
           std::vector<BookFigure>& figures) {
    query::Checker checker(catalog_, catalog_.schemas->collections().front());
    std::vector<std::pair<std::size_t, NodeId>> sound;
    for (std::size_t i : which) {
      try {
        sound.emplace_back(i, check_measure(checker, questions[i].text, "metric"));
      } catch (const query::QueryError& error) {
        refuse(figures[i], error);
      }
    }
    if (sound.empty()) return;
    options_.currency = questions[which.front()].currency;
    try {
      answer(checker.tree(), sound, figures);
    } catch (const Error& error) {
      // A number that grows too large, or an amount without a rate: whose fault it is shows one by one.
      if (error.code() != Code::limit && error.code() != Code::usage) throw;
      for (const auto& one : sound) answer_alone(checker.tree(), one, figures);
    }
  }

 private:
  static void refuse(BookFigure& figure, const Error& error) {
    figure.wrong = error.message();
    figure.hint = error.hint();
    figure.place = error.place();
  }

  void answer_alone(const query::Tree& tree, const std::pair<std::size_t, NodeId>& one,
                    std::vector<BookFigure>& figures) const {
    try {
      answer(tree, {one}, figures);
    } catch (const Error& error) {
      if (error.code() != Code::limit && error.code() != Code::usage) throw;
      refuse(figures[one.first], error);
    }
  }

  void answer(const query::Tree& tree, const std::vector<std::pair<std::size_t, NodeId>>& sound,
              std::vector<BookFigure>& figures) const {
    std::vector<NodeId> roots;
    for (const auto& [i, node] : sound) roots.push_back(node);
    query::Engine engine(book_, tree, roots, options_);
    if (!engine.rates().knows_target())
      throw Error(Code::usage, fmt::format("no rate for {} in the book", options_.currency), {},
                  "add some to rates");
    for (const auto& [i, node] : sound) {
      figures[i].type = tree[node].type;
      figures[i].is_share = query::is_share(tree, node);
      query::Vector value = engine.book_value(node);
      if (value.number(0) != core::no_number)
        figures[i].value = core::Decimal{value.number(0), static_cast<std::uint8_t>(value.scale)};
    }
  }

  const book::Book& book_;
  query::Catalog catalog_;
  query::EngineOptions options_;
};

}  // namespace

NodeId check_measure(query::Checker& checker, const std::string& text, const std::string& name) {
  NodeId node = checker.book_value(query::parse(text, name));
  const query::Type& type = checker.tree()[node].type;
  bool measures = !type.list &&
                  (type.is_number() || type.kind == query::Kind::money || type.kind == query::Kind::duration);
  if (measures) return node;
  throw query::QueryError(text, checker.tree()[node].span,
                          fmt::format("a figure is wanted here, and this is {}", query::describe(type)),
                          "a number, an amount of money or a duration: count(...), sum(...), avg(...)", name);
}

std::vector<BookFigure> book_figures(const book::Book& book, const query::Catalog& catalog,
                                     const std::vector<BookQuestion>& questions, core::Date day,
                                     int threads) {
  std::vector<BookFigure> figures(questions.size());
  std::map<std::string, std::vector<std::size_t>> by_currency;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    bool is_base = questions[i].currency == book.config().currency;
    by_currency[is_base ? "" : questions[i].currency].push_back(i);
  }
  Asking asking(book, catalog, day, threads);
  for (const auto& [currency, which] : by_currency) asking.ask(questions, which, figures);
  return figures;
}

}  // namespace flatcrm::report
