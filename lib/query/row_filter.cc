#include "query/row_filter.h"

#include <algorithm>

#include "query/record_evaluator.h"

namespace flatcrm::query {

struct RowFilter::State {
  Catalog catalog;
  std::unique_ptr<Checker> checker;
  NodeId condition = no_node;
  std::vector<std::size_t> columns;
  book::Config config;
  Rates rates{""};
  std::unique_ptr<RecordEvaluator> evaluator;
};

namespace {

/// The cells of one row by their headers.
class RowSource : public FieldSource {
 public:
  RowSource(const std::vector<std::string>& headers, const std::function<std::string_view(std::size_t)>& cell)
      : headers_(headers), cell_(cell) {}
  std::string_view text(const std::string& path) const override {
    auto found = std::find(headers_.begin(), headers_.end(), path);
    return found == headers_.end() ? std::string_view()
                                   : cell_(static_cast<std::size_t>(found - headers_.begin()));
  }

 private:
  const std::vector<std::string>& headers_;
  const std::function<std::string_view(std::size_t)>& cell_;
};

}  // namespace

RowFilter::RowFilter(std::string_view query, std::vector<std::string> headers, core::Date today,
                     std::string_view name)
    : state_(std::make_unique<State>()) {
  state_->catalog = catalog_of_columns(std::move(headers), today);
  state_->checker = std::make_unique<Checker>(state_->catalog, "");
  state_->condition = state_->checker->condition(parse(query, name));
  state_->evaluator =
      std::make_unique<RecordEvaluator>(state_->checker->tree(), state_->config, state_->rates, nullptr);
  const std::vector<std::string>& names = state_->catalog.columns;
  for (const Field& field : state_->checker->tree().fields) {
    auto found = std::find(names.begin(), names.end(), field.path);
    if (found != names.end()) state_->columns.push_back(static_cast<std::size_t>(found - names.begin()));
  }
}

RowFilter::RowFilter(RowFilter&&) noexcept = default;
RowFilter::~RowFilter() = default;

const std::vector<std::size_t>& RowFilter::columns() const {
  return state_->columns;
}

Truth RowFilter::test(const std::function<std::string_view(std::size_t column)>& cell) const {
  RowSource row(state_->catalog.columns, cell);
  return state_->evaluator->evaluate(state_->condition, row).truth;
}

bool RowFilter::holds(const std::function<std::string_view(std::size_t column)>& cell) const {
  return test(cell) == Truth::yes;
}

bool RowFilter::holds(const std::vector<std::string_view>& cells) const {
  return holds(
      [&](std::size_t column) { return column < cells.size() ? cells[column] : std::string_view(); });
}

}  // namespace flatcrm::query
