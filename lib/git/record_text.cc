#include "git/record_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace flatcrm::git {

namespace {

bool is_table(std::string_view text, const std::string& path) {
  if (path.ends_with(".csv")) return true;
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return false;
  std::string_view line = text.substr(0, text.find('\n'));
  return line.find(": ") == line.npos && line.find(',') != line.npos;
}

void read(std::string_view text, const std::string& path, model::Paths& paths, model::RecordSet& into) {
  core::Problems ignored;
  if (is_table(text, path))
    model::read_table_records(text, path, paths, into, ignored);
  else
    model::read_yaml_records(text, path, paths, into, ignored);
}

/// The collection whose schema knows most of the fields; of equals the first.
std::string best_collection(std::string_view text, const std::string& path, const model::Schemas& schemas) {
  std::string best;
  std::size_t most = 0;
  for (const std::string& collection : schemas.collections()) {
    model::Paths paths(schemas.of(collection));
    model::RecordSet records;
    // Names are all in the header, and most of them in the first document.
    std::string_view start = is_table(text, path) ? text.substr(0, text.find('\n') + 1) : text;
    read(start, path, paths, records);
    std::size_t known = 0;
    for (model::PathId id = 0; id < paths.size(); ++id) known += paths[id].field != nullptr ? 1 : 0;
    if (known <= most) continue;
    most = known;
    best = collection;
  }
  return best.empty() ? schemas.collections().front() : best;
}

void add_lines(std::string& out, const std::string& start, std::string_view value) {
  if (value.ends_with('\n')) value.remove_suffix(1);
  while (true) {
    std::size_t end = value.find('\n');
    std::string_view line = value.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    out.append(start).append(core::visible(line)).append("\n");
    if (end == value.npos) return;
    value.remove_prefix(end + 1);
  }
}

void add_record(std::string& out, const std::string& key, const model::Record& record,
                const model::Paths& paths) {
  if (record.values().size() == 1) out.append(key).append("\n");
  for (const FieldChange& field : diff_fields(paths, nullptr, &record))
    add_lines(out, fmt::format("{} {}: ", key, field.field), field.after);
}

std::string all_lines(std::string_view text, const std::string& path, const model::Schemas& schemas) {
  model::Paths paths(schemas.of(best_collection(text, path, schemas)));
  model::RecordSet records;
  read(text, path, paths, records);
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t row = 0; row < records.size(); ++row)
    order.emplace_back(core::visible(model::key_of(records[row], paths)), row);
  std::sort(order.begin(), order.end());
  std::string out;
  for (const auto& [key, row] : order) add_record(out, key, records[row], paths);
  return out;
}

std::string title_line(const DriverRecord& record) {
  const RecordChange& change = record.change;
  std::string line = fmt::format("{}: {} {}", change.path, record.title, change.id);
  if (!change.label.empty() && change.label != change.id) line += fmt::format(" ({})", change.label);
  if (!record.owner.empty()) line += fmt::format(", {}", record.owner);
  if (change.kind == ChangeKind::merged) line += fmt::format(", merged into {}", change.merged_into);
  if (change.kind == ChangeKind::added || change.kind == ChangeKind::removed)
    line += fmt::format(", {}", name_of(change.kind));
  return core::visible(line) + "\n";
}

}  // namespace

std::string record_text(std::string_view text, const std::string& path, const model::Schemas& schemas) {
  try {
    return all_lines(text, path, schemas);
  } catch (const Error&) {
    return std::string(text);
  }
}

std::string driver_text(const std::vector<DriverRecord>& records) {
  std::string out;
  for (const DriverRecord& record : records) {
    out += title_line(record);
    if (record.change.kind == ChangeKind::merged) continue;
    for (const FieldChange& field : record.change.fields) {
      if (!field.before.empty()) add_lines(out, fmt::format("- {}: ", field.field), field.before);
      if (!field.after.empty()) add_lines(out, fmt::format("+ {}: ", field.field), field.after);
    }
  }
  return out;
}

}  // namespace flatcrm::git
