#include "import/cancellations.h"

#include <algorithm>
#include <unordered_map>

#include "book/read.h"
#include "core/decimal.h"

namespace flatcrm::import {

namespace {

using core::Decimal;
using model::PathId;

struct Document {
  std::string id;
  std::string date;
  Decimal quantity, amount;
};

Decimal negative(Decimal value) {
  value.mantissa = -value.mantissa;
  return value;
}

/// Amount by quantity, compared crosswise so that nothing is rounded.
bool same_price(const Document& left, const Document& right) {
  try {
    return core::compare(core::multiply(left.amount, right.quantity),
                         core::multiply(right.amount, left.quantity)) == 0;
  } catch (const Error&) {
    return false;
  }
}

class Cancellations {
 public:
  explicit Cancellations(CollectionRun& run)
      : run_(run),
        kind_(run.paths.intern("kind")),
        date_(run.paths.intern("date")),
        quantity_(run.paths.intern("quantity")),
        amount_(run.paths.intern("amount")) {}

  CancellationCount find();

 private:
  using Documents = std::unordered_map<std::string, std::vector<Document>>;
  static const FieldMap* field_of(const Batch& batch);
  bool is_credit(const model::Record& record) const { return record.value(kind_) == "credit"; }
  static bool key_of(const model::Record& record, const std::vector<PathId>& alike, std::string& out);
  bool read(const model::Record& record, Document& out) const;
  void add(const model::Record& record, std::string_view id, const std::vector<PathId>& alike,
           Documents& into) const;
  Documents documents(const std::vector<PathId>& alike) const;
  std::string_view taken_back(const model::Record& record, const FieldMap& field,
                              const Documents& known) const;
  static std::string_view choose(const std::vector<Document>& all, const Document& credit);

  CollectionRun& run_;
  PathId kind_, date_, quantity_, amount_;
};

const FieldMap* Cancellations::field_of(const Batch& batch) {
  for (const FieldMap& field : batch.map->fields)
    if (field.origin == Origin::cancels) return &field;
  return nullptr;
}

bool Cancellations::key_of(const model::Record& record, const std::vector<PathId>& alike, std::string& out) {
  out.clear();
  for (PathId path : alike) {
    std::string_view value = record.value(path);
    if (value.empty()) return false;
    out += value;
    out += '\0';
  }
  return !alike.empty();
}

bool Cancellations::read(const model::Record& record, Document& out) const {
  std::optional<Decimal> quantity = core::parse_decimal(record.value(quantity_));
  std::optional<Decimal> amount = core::parse_decimal(record.value(amount_));
  std::string_view date = record.value(date_);
  if (!quantity || !amount || date.empty() || quantity->mantissa == 0) return false;
  out.quantity = *quantity;
  out.amount = *amount;
  out.date = date;
  return true;
}

void Cancellations::add(const model::Record& record, std::string_view id, const std::vector<PathId>& alike,
                        Documents& into) const {
  Document document;
  std::string key;
  if (is_credit(record) || !key_of(record, alike, key) || !read(record, document)) return;
  if (document.quantity.mantissa < 0) return;
  document.id = id;
  into[key].push_back(std::move(document));
}

Cancellations::Documents Cancellations::documents(const std::vector<PathId>& alike) const {
  Documents out;
  for (std::uint32_t row = 0; row < run_.rows; ++row)
    if (run_.root[row] == row && !run_.targets[row].found) add(run_.record(row), run_.id_of(row), alike, out);
  core::Problems problems;
  for (const book::BookFile& file : run_.files) {
    book::LoadedFile loaded = book::load_file(run_.book, run_.collection, file, problems);
    for (std::size_t i = 0; i < loaded.records.size(); ++i)
      add(loaded.records[i], loaded.records[i].id(), alike, out);
  }
  return out;
}

std::string_view Cancellations::choose(const std::vector<Document>& all, const Document& credit) {
  const Document *exact = nullptr, *larger = nullptr;
  std::size_t exact_ones = 0, larger_ones = 0;
  for (const Document& one : all) {
    if (one.date > credit.date || !same_price(one, credit)) continue;
    std::strong_ordering order = core::compare(one.quantity, negative(credit.quantity));
    if (order == 0) {
      exact = &one;
      ++exact_ones;
    } else if (order > 0) {
      larger = &one;
      ++larger_ones;
    }
  }
  if (exact_ones == 1) return exact->id;
  return exact_ones == 0 && larger_ones == 1 ? std::string_view(larger->id) : std::string_view();
}

/// The document that a credit takes back, "" where it is not known.
std::string_view Cancellations::taken_back(const model::Record& record, const FieldMap& field,
                                           const Documents& known) const {
  Document credit;
  std::string key;
  if (!key_of(record, field.alike, key) || !read(record, credit)) return {};
  auto found = known.find(key);
  return found == known.end() ? std::string_view() : choose(found->second, credit);
}

CancellationCount Cancellations::find() {
  CancellationCount count;
  for (const Batch& batch : run_.batches) {
    const FieldMap* field = field_of(batch);
    if (field == nullptr) continue;
    Documents known = documents(field->alike);
    model::RecordSet& records = batch.set->records;
    for (std::uint32_t at = 0; at < records.size(); ++at) {
      if (!is_credit(records[at])) continue;
      std::string_view id = taken_back(records[at], *field, known);
      ++(id.empty() ? count.open : count.found);
      if (id.empty()) continue;
      for (model::Value& value : records.edit(at))
        if (value.path == field->path) value.text = records.arena().keep(id);
    }
  }
  return count;
}

}  // namespace

CancellationCount find_cancelled(CollectionRun& run) {
  return Cancellations(run).find();
}

}  // namespace flatcrm::import
