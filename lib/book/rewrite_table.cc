#include "book/rewrite_table.h"

#include <algorithm>

#include "core/date.h"
#include "format/csv_edit.h"
#include "model/table_writer.h"

namespace flatcrm::book {

namespace {

using model::PathId;
using model::Paths;
using model::Record;

constexpr std::uint32_t no_column = 0xffffffff;

/// The columns of a table that is to hold further fields, and its text with them.
struct Widened {
  std::string text;             // "" where no column is new
  std::vector<PathId> columns;  // of the widened table
};

bool in_schema_order(const std::vector<PathId>& columns, const Paths& paths) {
  return std::is_sorted(columns.begin(), columns.end(),
                        [&](PathId a, PathId b) { return paths.before(a, b); });
}

/// Paths that get a value and have no column yet, in schema order.
std::vector<PathId> missing_columns(const std::vector<PathId>& columns, const FilePlan& plan,
                                    const CreatedRows& created, const Paths& paths) {
  std::vector<bool> known(paths.size(), false);
  for (PathId path : columns) known[path] = true;
  std::vector<PathId> missing;
  auto need = [&](PathId path) {
    if (known[path]) return;
    known[path] = true;
    missing.push_back(path);
  };
  std::size_t ids = 0;
  for (std::size_t row = 0; row < created.size(); ++row) ids += created[row].id().empty() ? 0 : 1;
  for (PathId path : created.columns())
    if (path != Paths::id || ids > 0) need(path);
  for (std::uint32_t number : plan.updates) {
    const RecordUpdate& update = plan.changes->updates[number];
    for (std::uint32_t i = 0; i < update.count; ++i) {
      const FieldEdit& edit = plan.changes->edits[update.first + i];
      if (!edit.after.empty()) need(edit.path);
    }
  }
  std::sort(missing.begin(), missing.end(), [&](PathId a, PathId b) { return paths.before(a, b); });
  return missing;
}

Widened widen(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created,
              const Paths& paths) {
  const std::vector<PathId>& old = loaded.style.columns;
  Widened widened{"", old};
  std::vector<PathId> missing = missing_columns(old, plan, created, paths);
  if (missing.empty()) return widened;
  bool ordered = in_schema_order(old, paths);
  std::vector<std::string> names;
  names.reserve(missing.size());
  std::vector<format::CsvNewColumn> columns;
  auto before = [&](PathId a, PathId b) { return paths.before(a, b); };
  for (PathId path : missing) {
    auto place = ordered ? std::upper_bound(old.begin(), old.end(), path, before) : old.end();
    names.push_back(paths[path].header());
    columns.push_back({static_cast<std::size_t>(place - old.begin()), names.back()});
  }
  for (std::size_t i = missing.size(); i-- > 0;)
    widened.columns.insert(widened.columns.begin() + static_cast<std::ptrdiff_t>(columns[i].before),
                           missing[i]);
  widened.text = format::insert_columns(loaded.bytes.view(), loaded.style.dialect, columns);
  return widened;
}

/// Edits one table: knows which column a path has, and where rows go.
class TableEdit {
 public:
  TableEdit(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created, Paths& paths)
      : loaded_(loaded),
        plan_(plan),
        created_(created),
        widened_(widen(loaded, plan, created, paths)),
        columns_(widened_.columns),
        editor_(widened_.text.empty() ? loaded.bytes.view() : widened_.text, loaded.style.dialect) {
    column_number_.assign(paths.size(), no_column);
    for (std::uint32_t i = 0; i < columns_.size(); ++i) column_number_[columns_[i]] = i;
    const std::string& date = paths.schema().log_date();
    if (!date.empty()) date_ = paths.intern(date);
  }

  std::string run() {
    for (std::uint32_t update : plan_.updates) apply(plan_.changes->updates[update]);
    insert_created();
    return editor_.text();
  }

 private:
  struct Key {
    core::Date date = core::no_date;
    std::string_view id;
    auto operator<=>(const Key&) const = default;
  };
  Key key(const Record& record) const {
    Key key{core::no_date, record.id()};
    if (date_ != 0)
      if (std::optional<core::Date> day = core::parse_day(record.value(date_))) key.date = *day;
    return key;
  }

  void apply(const RecordUpdate& update);
  void insert_created();
  bool rows_in_order(std::vector<Key>& keys) const;
  std::vector<std::string_view> cells_of(const Record& record) const;

  const LoadedFile& loaded_;
  const FilePlan& plan_;
  const CreatedRows& created_;
  Widened widened_;
  const std::vector<PathId>& columns_;
  format::CsvEditor editor_;
  std::vector<std::uint32_t> column_number_;  // by PathId
  PathId date_ = 0;
};

void TableEdit::apply(const RecordUpdate& update) {
  std::size_t row = update.index + std::size_t{1};  // behind the header
  if (update.remove) {
    editor_.remove_row(row);
    return;
  }
  for (std::uint32_t i = 0; i < update.count; ++i) {
    const FieldEdit& edit = plan_.changes->edits[update.first + i];
    std::uint32_t column = column_number_[edit.path];
    if (column != no_column) editor_.set(row, column, edit.after);
  }
}

bool TableEdit::rows_in_order(std::vector<Key>& keys) const {
  keys.reserve(loaded_.records.size());
  for (std::size_t row = 0; row < loaded_.records.size(); ++row) {
    keys.push_back(key(loaded_.records[row]));
    if (row > 0 && keys[row] < keys[row - 1]) return false;
  }
  return true;
}

std::vector<std::string_view> TableEdit::cells_of(const Record& record) const {
  std::vector<std::string_view> cells(columns_.size());
  for (const model::Value& value : record.values())
    if (!value.text.empty()) cells[column_number_[value.path]] = value.text;
  return cells;
}

void TableEdit::insert_created() {
  if (created_.empty()) return;
  std::vector<Key> keys;
  bool ordered = rows_in_order(keys);
  std::size_t next = 0;
  for (std::size_t row = 0; row < created_.size(); ++row) {
    created_.fetch(row);
    Record record = created_[row];
    std::size_t before = editor_.rows();
    if (ordered) {
      Key mine = key(record);
      while (next < keys.size() && !(mine < keys[next])) ++next;  // rows without an id have equal keys
      if (next < keys.size()) before = loaded_.records[next].index() + std::size_t{1};
    }
    editor_.insert_row(before, cells_of(record));
  }
}

}  // namespace

void new_table(std::string& out, const CreatedRows& created, const Paths& paths) {
  const format::CsvDialect dialect;
  // Some cells are quoted; should they be many, the text grows.
  out.reserve(created.text_bytes() + created.text_bytes() / 16 +
              created.size() * (created.columns().size() + 1) + 1024);
  model::TableWriter writer(created.columns(), paths, dialect);
  writer.header(out);
  for (std::size_t row = 0; row < created.size(); ++row) {
    created.fetch(row);
    writer.row(out, created[row]);
  }
}

std::string edit_table(const LoadedFile& loaded, const FilePlan& plan, const CreatedRows& created,
                       Paths& paths) {
  return TableEdit(loaded, plan, created, paths).run();
}

}  // namespace flatcrm::book
