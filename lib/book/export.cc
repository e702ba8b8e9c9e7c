#include "book/export.h"

#include <algorithm>

#include <fmt/format.h>

#include "book/read.h"
#include "core/path.h"
#include "core/text.h"
#include "format/csv_guard.h"
#include "format/json.h"

namespace flatcrm::book {

namespace {

using model::PathId;
using model::Record;
using model::Type;

[[noreturn]] void refuse_field(const model::Schema& schema, const std::string& field,
                               std::vector<std::string_view> names) {
  for (const model::Field& declared : schema.fields()) names.push_back(declared.path);
  std::string_view near = core::nearest(field, names);
  throw Error(Code::usage, fmt::format("no field '{}' in {}", field, schema.collection()), {},
              near.empty() ? "" : fmt::format("did you mean '{}'?", near));
}

/// Opens and closes objects and arrays between one path and the next.
class Nesting {
 public:
  explicit Nesting(format::JsonWriter& json) : json_(json) {}

  void go_to(std::string_view path) {
    std::vector<core::PathStep> steps;
    core::PathStep step;
    while (core::next_step(path, step)) steps.push_back(step);
    std::size_t shared = 0;
    while (shared < open_.size() && shared + 1 < steps.size() && open_[shared] == steps[shared].text)
      ++shared;
    close_to(shared);
    for (std::size_t i = shared; i < steps.size(); ++i) {
      name(steps[i]);
      if (i + 1 == steps.size()) break;
      bool list = steps[i + 1].number != 0;
      list ? json_.begin_array() : json_.begin_object();
      open_.emplace_back(steps[i].text);
      lists_.push_back(list);
    }
  }
  void close_to(std::size_t depth) {
    while (open_.size() > depth) {
      lists_.back() ? json_.end_array() : json_.end_object();
      open_.pop_back();
      lists_.pop_back();
    }
  }

 private:
  /// Elements of lists have no key.
  void name(const core::PathStep& step) {
    if (step.number == 0) json_.key(core::key_of(step, buffer_));
  }
  format::JsonWriter& json_;
  std::vector<std::string> open_;
  std::vector<bool> lists_;
  std::string buffer_;
};

class Exporter {
 public:
  Exporter(const Book& book, const Export& wishes, const std::function<void(std::string_view)>& out)
      : book_(book), wishes_(wishes), out_(out), paths_(book.paths(wishes.collection)) {
    tombstone_ = paths_.intern("merged_into");
  }

  std::size_t run() {
    files_ = io::read_in_one_state(book_.tree(), [&] {
      core::Problems problems;
      return load_collection(book_, wishes_.collection, problems);
    });
    choose_columns();
    if (wishes_.form == Form::csv || wishes_.form == Form::tsv) write_header();
    std::size_t records = 0;
    for (const LoadedFile& file : files_) {
      for (std::size_t row = 0; row < file.records.size(); ++row) {
        Record record = file.records[row];
        if (!record.value(tombstone_).empty() || !is_wanted(record)) continue;
        write(record);
        ++records;
      }
      flush();
    }
    flush();
    return records;
  }

 private:
  bool is_wanted(const Record& record) const {
    return !wishes_.ids || wishes_.ids->count(std::string(record.id())) != 0;
  }
  void choose_columns();
  void write(const Record& record);
  void write_cells(const Record& record);
  void write_object(const Record& record);
  void write_header();
  void flush() {
    if (!text_.empty()) out_(text_);
    text_.clear();
  }
  format::CsvDialect dialect() const {
    format::CsvDialect dialect;
    if (wishes_.form == Form::tsv) dialect.delimiter = '\t';
    return dialect;
  }

  const Book& book_;
  const Export& wishes_;
  const std::function<void(std::string_view)>& out_;
  model::Paths& paths_;
  PathId tombstone_ = 0;
  std::vector<LoadedFile> files_;
  std::vector<PathId> columns_;
  std::string text_, guarded_;
};

void Exporter::choose_columns() {
  std::vector<bool> used(paths_.size(), false);
  for (const LoadedFile& file : files_)
    for (std::size_t row = 0; row < file.records.size(); ++row)
      for (const model::Value& value : file.records[row].values())
        used[value.path] = used[value.path] || (!value.text.empty() && is_wanted(file.records[row]));
  for (PathId path = 0; path < used.size(); ++path)
    if (used[path]) columns_.push_back(path);
  std::sort(columns_.begin(), columns_.end(), [&](PathId a, PathId b) { return paths_.before(a, b); });
  if (wishes_.fields.empty()) return;
  std::vector<std::string_view> names;
  for (PathId path : columns_) names.push_back(paths_[path].text);
  columns_.clear();
  for (const std::string& field : wishes_.fields) {
    bool known =
        std::find(names.begin(), names.end(), field) != names.end() || paths_.schema().find(field) != nullptr;
    if (!known) refuse_field(paths_.schema(), field, names);
    columns_.push_back(paths_.intern(field));
  }
}

void Exporter::write_header() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) text_ += dialect().delimiter;
    format::write_cell(text_, paths_[columns_[i]].header(), dialect());
  }
  text_ += '\n';
}

void Exporter::write_cells(const Record& record) {
  format::CsvDialect style = dialect();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) text_ += style.delimiter;
    std::string_view value = record.value(columns_[i]);
    Type type = paths_[columns_[i]].type();
    const bool guard = !wishes_.raw && type == Type::text;
    format::write_cell(text_, guard ? format::guard_cell(value, guarded_) : value, style);
  }
  text_ += '\n';
}

void Exporter::write_object(const Record& record) {
  format::JsonWriter json(text_);
  json.begin_object();
  Nesting nesting(json);
  for (PathId column : columns_) {
    std::string_view value = record.value(column);
    if (value.empty()) continue;
    const model::Path& path = paths_[column];
    nesting.go_to(path.text);
    if (path.list) {
      json.begin_array();
      for (const std::string& element : core::split_list(value)) json.text(element);
      json.end_array();
      continue;
    }
    std::optional<core::Decimal> number;
    if (path.type() == Type::integer) number = core::parse_decimal(value);
    if (number && number->scale == 0)
      json.number(number->mantissa);
    else if (path.type() == Type::boolean && (value == "true" || value == "false"))
      json.boolean(value == "true");
    else
      json.text(value);
  }
  nesting.close_to(0);
  json.end_object();
  text_ += '\n';
}

void Exporter::write(const Record& record) {
  switch (wishes_.form) {
    case Form::csv:
    case Form::tsv:
      return write_cells(record);
    case Form::jsonl:
      return write_object(record);
    case Form::ids:
      text_.append(record.id());
      text_ += '\n';
  }
}

/// Only some fields, as a table: read as columns, without whole records.
class ColumnExporter {
 public:
  ColumnExporter(const Book& book, const Export& wishes) : book_(book), wishes_(wishes) {
    if (wishes.form == Form::tsv) dialect_.delimiter = '\t';
  }

  std::size_t run(const std::function<void(std::string_view)>& out) {
    model::TableRequest request{wishes_.collection, {}};
    for (const std::string& field : wishes_.fields) request.columns.push_back({field, model::As::texts});
    Tables tables = read_tables(book_, {request});
    const model::Table& table = tables[0];
    std::vector<const std::vector<std::string_view>*> columns;
    for (const std::string& field : wishes_.fields) columns.push_back(&column(table, field));
    std::string text;
    write_header(text);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) text += dialect_.delimiter;
        format::write_cell(text, harmless((*columns[i])[row], free_text_[i]), dialect_);
      }
      text += '\n';
      if (text.size() < flush_size) continue;
      out(text);
      text.clear();
    }
    out(text);
    return table.rows();
  }

 private:
  static constexpr std::size_t flush_size = std::size_t{1} << 16;

  const std::vector<std::string_view>& column(const model::Table& table, const std::string& field) {
    const std::vector<std::string_view>& texts = table.texts(field).texts;
    const model::Field* declared = book_.schemas().of(wishes_.collection).find(field);
    bool used = std::any_of(texts.begin(), texts.end(), [](std::string_view text) { return !text.empty(); });
    if (declared == nullptr && !used) refuse_field(book_.schemas().of(wishes_.collection), field, {});
    free_text_.push_back(!wishes_.raw && (declared == nullptr || declared->type == Type::text));
    return texts;
  }
  void write_header(std::string& text) const {
    for (std::size_t i = 0; i < wishes_.fields.size(); ++i) {
      if (i > 0) text += dialect_.delimiter;
      format::write_cell(text, wishes_.fields[i], dialect_);
    }
    text += '\n';
  }
  std::string_view harmless(std::string_view value, bool free_text) {
    return free_text ? format::guard_cell(value, guarded_) : value;
  }

  const Book& book_;
  const Export& wishes_;
  format::CsvDialect dialect_;
  std::vector<bool> free_text_;
  std::string guarded_;
};

}  // namespace

std::size_t export_records(const Book& book, const Export& wishes,
                           const std::function<void(std::string_view)>& out) {
  bool table = wishes.form == Form::csv || wishes.form == Form::tsv;
  if (table && !wishes.fields.empty() && !wishes.ids) return ColumnExporter(book, wishes).run(out);
  return Exporter(book, wishes, out).run();
}

}  // namespace flatcrm::book
