#include "import/references.h"

#include <algorithm>
#include <set>

#include "book/read.h"
#include "core/text.h"
#include "import/forgotten_rows.h"
#include "import/record_id.h"
#include "io/threads.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

constexpr std::uint32_t no_source = 0xffffffff;

bool is_asked(const FieldMap& field) {
  return field.kind == Kind::reference && field.origin != Origin::ref && field.origin != Origin::cancels;
}

bool has_both_cases(std::string_view text) {
  bool upper = false, lower = false;
  for (char c : text) {
    upper = upper || (c >= 'A' && c <= 'Z');
    lower = lower || (c >= 'a' && c <= 'z');
  }
  return upper && lower;
}

/// Calls visit(id, text) for every value of a field of a collection in the book, elements of lists one by one.
template <typename Visit>
void each_value(const book::Book& book, const std::string& collection, const std::string& field,
                const Visit& visit) {
  book::Tables tables =
      book::read_tables(book, {{collection, {{"id", model::As::texts}, {field, model::As::texts}}}});
  const model::Texts& ids = tables[0].texts("id");
  const model::Texts& texts = tables[0].texts(field);
  const model::Field* known = book.schemas().of(collection).find(field);
  for (std::size_t row = 0; row < tables[0].rows(); ++row) {
    if (texts.texts[row].empty()) continue;
    if (known == nullptr || !known->list)
      visit(ids.texts[row], texts.texts[row]);
    else
      for (const std::string& one : core::split_list(texts.texts[row])) visit(ids.texts[row], one);
  }
}

/// Calls visit(id, source, key) for every entry of a source in the book.
template <typename Visit>
void each_entry(const book::Book& book, const std::string& collection, const Visit& visit) {
  bool more = true;
  for (int entry = 1; more; ++entry) {
    std::string prefix = "sources." + std::to_string(entry);
    book::Tables tables = book::read_tables(book, {{collection,
                                                    {{"id", model::As::texts},
                                                     {prefix + ".source", model::As::texts},
                                                     {prefix + ".key", model::As::texts}}}});
    const model::Texts& ids = tables[0].texts("id");
    const model::Texts& sources = tables[0].texts(prefix + ".source");
    const model::Texts& keys = tables[0].texts(prefix + ".key");
    more = false;
    for (std::size_t row = 0; row < tables[0].rows(); ++row) {
      more = more || !sources.texts[row].empty();
      if (!sources.texts[row].empty()) visit(ids.texts[row], sources.texts[row], keys.texts[row]);
    }
  }
}

}  // namespace

CollectionRun* Runs::find(const std::string& collection) {
  for (CollectionRun& run : runs_)
    if (run.collection == collection) return &run;
  return nullptr;
}

CollectionRun& Runs::of(const std::string& collection) {
  CollectionRun* known = find(collection);
  return known != nullptr ? *known : runs_.emplace_back(book_, collection);
}

std::vector<std::string> Runs::referenced(const CollectionRun& run) {
  std::vector<std::string> out;
  for (const Batch& batch : run.batches)
    for (const FieldMap& field : batch.map->fields) {
      if (field.kind != Kind::reference) continue;
      std::string name =
          field.origin == Origin::ref ? batch.mapping->records[field.ref].collection : field.collection;
      if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
    }
  return out;
}

void Runs::visit(CollectionRun& run, std::vector<CollectionRun*>& out,
                 std::vector<const CollectionRun*>& seen) {
  if (std::find(seen.begin(), seen.end(), &run) != seen.end()) return;
  seen.push_back(&run);
  for (const std::string& name : referenced(run))
    if (CollectionRun* other = find(name)) visit(*other, out, seen);
  out.push_back(&run);
}

std::vector<CollectionRun*> Runs::in_order() {
  std::vector<CollectionRun*> out;
  std::vector<const CollectionRun*> seen;
  for (CollectionRun& run : runs_) visit(run, out, seen);
  return out;
}

References::Way References::way_of(const Batch& batch, const FieldMap& field) {
  // Only a key belongs to a source, and so does a record that is to be created.
  bool any_source = !field.create && field.by != "key" && !field.by.empty();
  return {field.collection, field.by, any_source ? "" : batch.mapping->source};
}

void References::gather() {
  for (CollectionRun& run : runs_.all())
    for (const Batch& batch : run.batches)
      for (std::size_t i = 0; i < batch.map->fields.size(); ++i) {
        const FieldMap& field = batch.map->fields[i];
        if (!is_asked(field)) continue;
        Answers& answers = ways_[way_of(batch, field)];
        for (std::string_view text : batch.mapped->references[batch.record][i].texts()) {
          auto known = answers.find(text);
          if (known == answers.end()) known = answers.try_emplace(std::string(text)).first;
          known->second.create = known->second.create || field.create;
        }
      }
}

void References::bind() {
  gather();
  for (auto& [way, answers] : ways_) {
    look(way, answers);
    if (forgotten_.empty()) continue;
    for (auto& [text, wanted] : answers)
      if (wanted.open())
        if (auto id = find_forgotten(forgotten_, way.collection, way.source, text); !id.empty())
          wanted.ids.emplace_back(id);
  }
  for (auto& [way, answers] : ways_) create(way, answers);
}

void References::look(const Way& way, Answers& answers) {
  if (!way.by.empty()) {
    look_by(way, way.by, answers);
    return;
  }
  look_by(way, "id", answers);
  look_by(way, "key", answers);
  const std::string& label = runs_.book().schemas().of(way.collection).label();
  if (!label.empty()) look_by(way, label, answers);
}

/// Answers texts with the records that have them, as they are or without case and accents.
class References::Search {
 public:
  Search(Runs& runs, const Way& way, const std::string& by)
      : runs_(runs),
        way_(way),
        by_(by),
        is_field_(by != "id" && by != "key"),
        run_(runs.find(way.collection)) {}

  void run(Answers& answers) {
    ask(answers, false);
    if (asked_.empty()) return;
    look();
    if (!is_field_) return;
    ask(answers, true);
    if (!asked_.empty()) look();
  }

 private:
  void ask(Answers& answers, bool fold) {
    asked_.clear();
    fold_ = fold;
    for (auto& [text, wanted] : answers)
      if (wanted.open()) asked_[fold ? text::fold(text) : text].push_back(&wanted);
  }

  const std::vector<Wanted*>& asking(std::string_view text) {
    static const std::vector<Wanted*> nobody;
    if (fold_) {
      folded_.clear();
      text::fold(text, folded_);
      text = folded_;
    }
    auto found = asked_.find(text);
    return found == asked_.end() ? nobody : found->second;
  }

  void look() {
    look_in_book();
    if (run_ != nullptr) look_in_rows();
  }

  void look_in_book() {
    if (runs_.book().files(way_.collection).empty()) return;
    auto in_table = [&](std::string_view id, std::string_view text) {
      for (Wanted* wanted : asking(text)) wanted->ids.emplace_back(id);
    };
    if (by_ == "key")
      each_entry(runs_.book(), way_.collection,
                 [&](std::string_view id, std::string_view source, std::string_view key) {
                   if (source == way_.source) in_table(id, key);
                 });
    else
      each_value(runs_.book(), way_.collection, by_, in_table);
  }

  void look_in_rows() {
    model::PathId path = is_field_ ? run_->paths.intern(by_) : 0;
    for (std::uint32_t row = 0; row < run_->rows; ++row) {
      std::string_view text = is_field_ ? run_->record(row).value(path) : named(row);
      if (text.empty()) continue;
      for (Wanted* wanted : asking(text)) wanted->rows.push_back(row);
    }
  }

  /// By its id or its key, whichever is asked for and given.
  std::string_view named(std::uint32_t row) const {
    bool by_id = by_ == "id";
    bool given = run_->gives_id(row) == by_id && (by_id || run_->batch(row).mapping->source == way_.source);
    return given ? run_->mapped(row).key : std::string_view();
  }

  Runs& runs_;
  const Way& way_;
  const std::string& by_;
  bool is_field_;
  CollectionRun* run_;
  bool fold_ = false;
  Asked asked_;
  std::string folded_;
};

void References::look_by(const Way& way, const std::string& by, Answers& answers) {
  Search(runs_, way, by).run(answers);
}

void References::create(const Way& way, Answers& answers) {
  std::vector<std::string> texts;
  for (const auto& [text, wanted] : answers)
    if (wanted.open() && wanted.create) texts.push_back(text);
  if (texts.empty()) return;
  // Of texts that differ in case alone the one that has both cases names the record, whatever the order of rows.
  std::sort(texts.begin(), texts.end(), [](const std::string& left, const std::string& right) {
    return std::pair(!has_both_cases(left), std::string_view(left)) <
           std::pair(!has_both_cases(right), std::string_view(right));
  });
  CollectionRun& run = runs_.of(way.collection);
  Mapping& mapping = mappings_.emplace_back();
  mapping.source = way.source;
  mapping.first_seen = first_seen_;
  RecordMap& map = mapping.records.emplace_back();
  map.collection = way.collection;
  map.rules = Rules(Rule::keep);  // whoever gave the record another name since meant it
  map.paths = &run.paths;
  map.source_path = run.paths.intern("sources.1.source");
  map.key_path = run.paths.intern("sources.1.key");
  map.first_seen_path = run.paths.intern("sources.1.first_seen");
  map.updated_path = run.paths.intern("sources.1.updated");
  MappedPiece& piece = pieces_.emplace_back();
  piece.sets.resize(1);
  piece.references.emplace_back();
  piece.counts.emplace_back();
  MappedSet& set = piece.sets[0];
  core::Arena& arena = set.records.arena();
  model::PathId path = run.paths.intern(way.by);
  std::unordered_map<std::string, std::uint32_t> made;
  std::string id;
  for (const std::string& text : texts) {
    auto [known, added] =
        made.try_emplace(text::fold(text), run.rows + static_cast<std::uint32_t>(set.rows.size()));
    answers.find(text)->second.rows.push_back(known->second);
    if (!added) continue;
    std::string label = text;
    std::string_view key = arena.keep(way.by + "=", text);
    make_new_id(label, way.source, key, id);
    set.records.begin();
    set.records.add(model::Paths::id, arena.keep(id));
    set.records.add(path, arena.keep(text));
    set.records.add(map.source_path, mapping.source);
    set.records.add(map.key_path, key);
    set.records.add(map.first_seen_path, mapping.first_seen);
    set.records.end(0, static_cast<std::uint32_t>(set.rows.size()));
    set.rows.push_back({key, key_hash(mapping.source, key), 0, false});
  }
  run.add(no_source, 0, 0, mapping, piece);
}

void References::settle(const Way& way, Wanted& wanted) {
  if (wanted.settled) return;
  wanted.settled = true;
  std::vector<std::string> ids;
  CollectionRun* run = runs_.find(way.collection);
  for (std::uint32_t row : wanted.rows) ids.emplace_back(run->id_of(row));
  auto only_one = [&] {
    return !ids.empty() && std::all_of(ids.begin(), ids.end(), [&](auto& id) { return id == ids[0]; });
  };
  if (!only_one()) ids.insert(ids.end(), wanted.ids.begin(), wanted.ids.end());
  if (only_one()) wanted.id = ids[0];
}

void References::write(CollectionRun& run) {
  for (const Batch& batch : run.batches)
    for (const FieldMap& field : batch.map->fields) {
      if (!is_asked(field)) continue;
      Way way = way_of(batch, field);
      for (auto& [text, wanted] : ways_[way]) settle(way, wanted);
    }
  std::vector<Counts> counts(run.batches.size());
  io::parallel_for(run.batches.size(), runs_.book().threads(),
                   [&](std::size_t i) { write(run.batches[i], counts[i]); });
  for (const Counts& some : counts)
    for (const auto& [field, count] : some) {
      ReferenceCount& all = counts_[field];
      all.found += count.found;
      all.unresolved += count.unresolved;
      all.collection = count.collection;
      for (const auto& [text, times] : count.examples) all.examples[text] += times;
    }
}

void References::look_elsewhere() {
  for (auto& one : counts_) {
    ReferenceCount& count = one.second;
    if (count.unresolved == 0) continue;
    std::map<std::string, std::set<std::string_view>, std::less<>> keys;  // by source
    const auto look = [&](std::string_view, std::string_view source, std::string_view key) {
      const auto text = count.examples.find(std::string(key));
      if (text != count.examples.end()) keys[std::string(source)].insert(text->first);
    };
    if (!runs_.book().files(count.collection).empty()) each_entry(runs_.book(), count.collection, look);
    if (CollectionRun* run = runs_.find(count.collection))
      for (std::uint32_t row = 0; row < run->rows; ++row)
        if (!run->gives_id(row)) look({}, run->batch(row).mapping->source, run->mapped(row).key);
    for (const auto& [source, texts] : keys) {
      std::uint64_t times = 0;
      for (std::string_view text : texts) times += count.examples.find(std::string(text))->second;
      if (times <= count.other_keys) continue;
      count.other_keys = times;
      count.other_source = source;
    }
  }
}

const Batch* References::own_batch(const Batch& batch, std::size_t record) {
  CollectionRun* run = runs_.find(batch.mapping->records[record].collection);
  for (const Batch& one : run->batches)
    if (one.mapped == batch.mapped && one.record == record) return &one;
  return nullptr;
}

std::string_view References::own_record(const Batch& batch, const Batch* other, std::uint32_t at) {
  if (other == nullptr) return {};
  std::uint32_t parent = batch.set->rows[at].parent;
  const std::vector<MappedRow>& rows = other->set->rows;
  std::uint32_t found_at = parent;
  if (other->record != 0) {
    auto found =
        std::lower_bound(rows.begin(), rows.end(), parent,
                         [](const MappedRow& row, std::uint32_t wanted) { return row.parent < wanted; });
    if (found == rows.end() || found->parent != parent) return {};
    found_at = static_cast<std::uint32_t>(found - rows.begin());
  }
  return runs_.find(other->map->collection)->id_of(other->first + found_at);
}

void References::write(const Batch& batch, Counts& counts) {
  std::vector<WrittenField> fields = written_fields(batch);
  if (fields.empty()) return;
  model::RecordSet& records = batch.set->records;
  for (std::uint32_t at = 0; at < records.size(); ++at)
    for (model::Value& value : records.edit(at))
      for (WrittenField& field : fields)
        if (field.map->path == value.path) write(batch, at, field, value);
  for (WrittenField& field : fields)
    if (is_asked(*field.map)) counts[{batch.map->collection, field.map->name}] = std::move(field.count);
}

void References::write(const Batch& batch, std::uint32_t row, WrittenField& field, model::Value& value) {
  if (field.map->origin == Origin::ref) {
    value.text = own_record(batch, field.own, row);
    return;
  }
  if (value.text.empty()) return;
  std::string_view id = field.ids[value.at];
  ++(id.empty() ? field.count.unresolved : field.count.found);
  if (id.empty())
    ++field.count.examples[std::string(value.text)];
  else
    value.text = id;
  value.at = 0;
}

std::vector<References::WrittenField> References::written_fields(const Batch& batch) {
  std::vector<WrittenField> fields;
  for (std::size_t i = 0; i < batch.map->fields.size(); ++i) {
    const FieldMap& field = batch.map->fields[i];
    if (field.kind != Kind::reference || field.origin == Origin::cancels) continue;
    WrittenField& one = fields.emplace_back();
    one.map = &field;
    one.count.collection = field.collection;
    if (field.origin == Origin::ref) one.own = own_batch(batch, field.ref);
    if (!is_asked(field)) continue;
    const Answers& answers = ways_.at(way_of(batch, field));
    for (std::string_view text : batch.mapped->references[batch.record][i].texts())
      one.ids.push_back(answers.find(text)->second.id);
  }
  return fields;
}

}  // namespace flatcrm::import
