#include "report/history_view.h"

#include <fmt/format.h>

#include "git/trailers.h"
#include "report/record_changes.h"

namespace flatcrm::report {

namespace {

using git::HistoryEvent;

bool is_committed(const HistoryEvent& event) {
  return !event.commit.id.empty();
}

std::string kind_of_event(const HistoryEvent& event) {
  if (event.earlier_unknown) return "known since";
  return std::string(git::name_of(event.change.kind));
}

std::string import_of(const HistoryEvent& event) {
  return event.commit.trailer(git::import_trailer);
}

void add_notes(Section& section, const git::History& story) {
  for (const std::string& note : story.unreadable)
    section.notes.push_back(fmt::format("Passed by, as it can't be read: {}", note));
}

}  // namespace

Document history_for_people(const git::History& story, const std::string& title) {
  Document document{.name = "history", .title = title};
  Section& section = document.add("");
  bool several = false;
  for (const HistoryEvent& event : story.events) several = several || event.change.id != story.id;
  Table table{.name = "history", .columns = {{"date", "Date"}, {"author", "Who"}}};
  if (several) table.columns.push_back({"id", "Id"});
  for (Column column : {Column{"change", "Change"}, Column{"field", "Field"}, Column{"before", "Before"},
                        Column{"after", "After"}, Column{"commit", "Commit"}, Column{"why", "Why"}})
    table.columns.push_back(std::move(column));
  for (const HistoryEvent& event : story.events) {
    std::string import = import_of(event);
    Row row{is_committed(event) ? core::print(event.commit.authored).substr(0, 10) : std::string("now"),
            is_committed(event) ? event.commit.author : std::string("not committed")};
    if (several) row.emplace_back(event.change.id);
    row.emplace_back(kind_of_event(event));
    FieldCells cells{.first = row.size()};
    row.insert(row.end(), 3, Cell());
    row.push_back(text_or_nothing(event.commit.short_id()));
    row.push_back(
        text_or_nothing(import.empty() ? std::string(event.commit.subject()) : "import of " + import));
    std::vector<git::FieldChange> fields = shown_fields(event.change);
    if (fields.empty()) table.rows.push_back(row);
    for (const git::FieldChange& field : fields) {
      cells.write(row, field);
      table.rows.push_back(row);
      row.assign(row.size(), Cell());  // said once
    }
  }
  section.tables.push_back(std::move(table));
  add_notes(section, story);
  return document;
}

Document history_as_rows(const git::History& story, const std::string& title) {
  Document document{.name = "history", .title = title};
  Section& section = document.add("");
  Table table{.name = "history",
              .columns = {{"id", "Id", Kind::reference},
                          {"date", "Date"},
                          {"author", "Author"},
                          {"email", "E-mail"},
                          {"change", "Change"},
                          {"field", "Field"},
                          {"before", "Before"},
                          {"after", "After"},
                          {"import", "Import"},
                          {"commit", "Commit"},
                          {"subject", "Subject"},
                          {"file", "File"}}};
  for (const HistoryEvent& event : story.events) {
    Row row{Reference{event.change.id, event.change.label},
            is_committed(event) ? Cell(core::print(event.commit.authored)) : Cell(),
            text_or_nothing(event.commit.author),
            text_or_nothing(event.commit.email),
            kind_of_event(event),
            Cell(),
            Cell(),
            Cell(),
            text_or_nothing(import_of(event)),
            text_or_nothing(event.commit.id),
            text_or_nothing(std::string(event.commit.subject())),
            event.change.path};
    add_field_rows(table, std::move(row), {.first = 5}, event.change);
  }
  section.tables.push_back(std::move(table));
  add_notes(section, story);
  return document;
}

}  // namespace flatcrm::report
