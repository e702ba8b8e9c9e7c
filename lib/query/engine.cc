#include "query/engine.h"

#include <algorithm>

#include "io/threads.h"
#include "query/engine_state.h"

namespace flatcrm::query {

Engine::Engine(const book::Book& book, const Tree& tree, const std::vector<NodeId>& roots,
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

}  // namespace flatcrm::query
