#include "shared/summary.h"

#include <fmt/format.h>

#include "core/text.h"
#include "format/json.h"

namespace flatcrm {

namespace {

using import::FieldSummary;
using import::RowCounts;

constexpr std::size_t most_examples = 3;
constexpr std::size_t most_rejects = 5;

std::string counts_as_text(const RowCounts& rows) {
  return fmt::format("read {}: created {}, updated {}, unchanged {}, rejected {}, skipped {}", rows.read,
                     rows.created, rows.updated, rows.unchanged, rows.rejected, rows.skipped);
}

/// "gzip, XLSX, sheet 'Kunden'" or "UTF-8, delimiter ;, header in line 3".
std::string describe(const import::SourceReport& report) {
  std::string out = report.packed.empty() ? "" : report.packed + ", ";
  if (report.format == "csv") {
    out +=
        fmt::format("{}, delimiter {}", report.encoding, report.delimiter == "\t" ? "tab" : report.delimiter);
  } else if (report.format == "xlsx") {
    out += fmt::format("XLSX, sheet '{}'", report.sheet);
  } else {
    out += fmt::format("{}, {}",
                       report.format == "vcard"  ? "vCard"
                       : report.format == "json" ? "JSON"
                       : report.format == "yaml" ? "YAML"
                                                 : "LDIF",
                       report.encoding);
  }
  if (report.header_line > 1) out += fmt::format(", header in line {}", report.header_line);
  return out;
}

/// A few names say enough; all of them with -v.
void add_left_out(std::string& out, const std::vector<std::string>& columns, bool all) {
  constexpr std::size_t most_columns = 6;
  if (columns.empty()) return;
  out += fmt::format("  {} column{} left out:", columns.size(), columns.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < columns.size() && (all || i < most_columns); ++i)
    out += fmt::format("{} {}", i == 0 ? "" : ",", columns[i]);
  out += !all && columns.size() > most_columns ? ", ...\n" : "\n";
}

/// Nothing is guessed in silence: which columns were taken for what, the first few of them without -v.
void add_found(std::string& out, const std::vector<import::Found>& found, bool all) {
  constexpr std::size_t most_columns = 6;
  std::size_t known = 0, custom = 0;
  std::string fields, custom_fields, words;
  for (const import::Found& one : found) {
    std::string& list = one.custom ? custom_fields : fields;
    std::size_t& count = one.custom ? custom : known;
    if (++count <= most_columns || all)
      list += fmt::format("{}{}", list.empty() ? "" : ", ",
                          one.custom ? one.field : fmt::format("{} is {}", one.column, one.field));
    if (!one.words.empty()) words += fmt::format("  {}: {}\n", one.column, one.words);
  }
  auto add = [&](std::string_view what, const std::string& list, std::size_t count) {
    if (count > 0)
      out += fmt::format("  {}: {}{}\n", what, list, !all && count > most_columns ? ", ..." : "");
  };
  add("taken for", fields, known);
  add("fields of its own", custom_fields, custom);
  out += words;
}

void add_source(std::string& out, const import::SourceSummary& source, bool more) {
  const import::SourceReport& report = source.report;
  out += fmt::format("{}: {}\n", report.name, counts_as_text(source.rows));
  out += fmt::format("  {}\n", describe(report));
  for (const std::string& note : report.notes) out += fmt::format("  {}\n", note);
  if (!report.left_out.empty()) out += fmt::format("  {}\n", report.left_out);
  if (more && !report.encoding_why.empty()) out += fmt::format("  encoding: {}\n", report.encoding_why);
  if (!source.profile.empty()) out += fmt::format("  profile {}\n", source.profile);
  add_found(out, source.found, more);
  for (const std::string& decision : source.decisions) out += fmt::format("  {}\n", decision);
  if (source.forgotten > 0)
    out +=
        fmt::format("  {} row{} of people whom the book was told to forget, left out: the first in line {}\n",
                    source.forgotten, source.forgotten == 1 ? " is" : "s are", source.forgotten_line);
  add_left_out(out, source.left_out, more);
}

/// " acme-1 has 'Acme', the source 'Acme Ltd'", for the first few.
std::string examples_of(const FieldSummary& field, bool gave_way) {
  std::string out;
  std::size_t count = 0;
  for (const import::Example& example : field.conflict_examples)
    if (example.gave_way == gave_way && count++ < most_examples)
      out += fmt::format(" {} {} '{}', the source '{}'", example.record, gave_way ? "had" : "has",
                         example.present, example.given);
  return out;
}

void add_field(std::string& out, const FieldSummary& field) {
  std::string name = fmt::format("  {}.{}", field.collection, field.field);
  if (field.not_normalized > 0) {
    out += fmt::format("{}: {} kept as they came:", name, field.not_normalized);
    for (std::size_t i = 0; i < field.not_normalized_examples.size() && i < most_examples; ++i)
      out += fmt::format(" '{}'", field.not_normalized_examples[i]);
    out += '\n';
  }
  if (field.cancelled + field.open > 0)
    out += fmt::format("{}: {} credits point at what they take back, of {} it is not known\n", name,
                       field.cancelled, field.open);
  if (field.unresolved > 0) {
    out += fmt::format("{}: {} lead to no record of {}:", name, field.unresolved,
                       field.refers_to.empty() ? "the book" : field.refers_to);
    for (std::size_t i = 0; i < field.unresolved_examples.size() && i < most_examples; ++i)
      out +=
          fmt::format(" '{}' ({})", field.unresolved_examples[i].first, field.unresolved_examples[i].second);
    out += "; they stay as they came, and lead there once it is imported\n";
    if (field.other_keys > 0)
      out +=
          fmt::format("{}: {} of them {} of source '{}'; files of one system take one --source\n", name,
                      field.other_keys, field.other_keys == 1 ? "is a key" : "are keys", field.other_source);
  }
  if (field.conflicts > 0)
    out += fmt::format("{}: {} differ and stay:{}\n", name, field.conflicts, examples_of(field, false));
  if (field.gave_way > 0)
    out += fmt::format("{}: {} gave way to the source whose name comes first:{}\n", name, field.gave_way,
                       examples_of(field, true));
}

class JsonSummary {
 public:
  explicit JsonSummary(const import::ImportPlan& plan) : plan_(plan), json_(out_, 2) {}

  std::string run() {
    json_.begin_object();
    json_.key("rows");
    add_counts(plan_.summary.rows);
    list("sources", plan_.summary.sources, [&](const import::SourceSummary& source) { add_source(source); });
    list("collections", plan_.summary.collections, [&](const import::CollectionSummary& one) {
      text("collection", one.collection);
      number("created", one.created);
      number("updated", one.updated);
      number("unchanged", one.unchanged);
    });
    list("fields", plan_.summary.fields, [&](const FieldSummary& field) { add_field(field); });
    list("rejects", plan_.rejects, [&](const import::Reject& reject) {
      text("file", plan_.sources[reject.source]->name());
      number("line", reject.line);
      text("reason", reject.reason);
    });
    json_.end_object();
    return out_ + "\n";
  }

 private:
  template <typename List, typename Write>
  void list(const char* name, const List& elements, const Write& write) {
    json_.key(name);
    json_.begin_array();
    for (const auto& element : elements) {
      json_.begin_object();
      write(element);
      json_.end_object();
    }
    json_.end_array();
  }
  void text(const char* name, const std::string& value) {
    json_.key(name);
    json_.text(value);
  }
  void texts(const char* name, const std::vector<std::string>& values) {
    json_.key(name);
    json_.begin_array();
    for (const std::string& value : values) json_.text(value);
    json_.end_array();
  }
  void number(const char* name, std::uint64_t value) {
    json_.key(name);
    json_.number(static_cast<std::int64_t>(value));
  }
  void add_counts(const RowCounts& rows) {
    json_.begin_object();
    number("read", rows.read);
    number("created", rows.created);
    number("updated", rows.updated);
    number("unchanged", rows.unchanged);
    number("rejected", rows.rejected);
    number("skipped", rows.skipped);
    json_.end_object();
  }
  void add_source(const import::SourceSummary& source) {
    text("file", source.report.name);
    text("format", source.report.format);
    text("packed", source.report.packed);
    text("sheet", source.report.sheet);
    text("encoding", source.report.encoding);
    text("delimiter", source.report.delimiter);
    number("header_line", source.report.header_line);
    json_.key("rows");
    add_counts(source.rows);
    number("forgotten", source.forgotten);
    texts("decisions", source.decisions);
    list("found", source.found, [&](const import::Found& found) {
      text("column", found.column);
      text("field", found.field);
    });
    texts("notes", source.report.notes);
    text("left_out", source.report.left_out);
  }
  void add_field(const FieldSummary& field) {
    text("collection", field.collection);
    text("field", field.field);
    number("given", field.given);
    number("normalized", field.normalized);
    number("not_normalized", field.not_normalized);
    number("unresolved", field.unresolved);
    text("other_source", field.other_source);
    number("other_keys", field.other_keys);
    number("conflicts", field.conflicts);
    number("gave_way", field.gave_way);
  }

  const import::ImportPlan& plan_;
  std::string out_;
  format::JsonWriter json_;
};

}  // namespace

std::string summary_as_text(const import::ImportPlan& plan, bool more) {
  std::string out;
  for (const import::SourceSummary& source : plan.summary.sources) add_source(out, source, more);
  for (const import::CollectionSummary& one : plan.summary.collections)
    out += fmt::format("{}: {} created, {} updated, {} unchanged\n", one.collection, one.created, one.updated,
                       one.unchanged);
  for (const FieldSummary& field : plan.summary.fields) add_field(out, field);
  for (std::size_t i = 0; i < plan.rejects.size() && i < most_rejects; ++i) {
    const import::Reject& reject = plan.rejects[i];
    out +=
        fmt::format("{}:{}: rejected: {}\n", plan.sources[reject.source]->name(), reject.line, reject.reason);
  }
  if (plan.rejects.size() > most_rejects)
    out += fmt::format("... and {} more rejected rows\n", plan.rejects.size() - most_rejects);
  return core::visible(out, true);
}

std::string summary_as_json(const import::ImportPlan& plan) {
  return JsonSummary(plan).run();
}

}  // namespace flatcrm
