#include "shared/undo_import.h"

#include <fmt/format.h>

#include "core/text.h"
#include "format/json.h"
#include "git/book_diff.h"
#include "git/find_import.h"
#include "git/revert.h"
#include "git/trailers.h"
#include "shared/committing.h"

namespace flatcrm {

namespace {

using git::Outcome;

std::string counts_of(const git::Reverted& reverted) {
  return fmt::format("{} reversed, {} kept, {} failed", reverted.count(Outcome::reversed),
                     reverted.count(Outcome::kept), reverted.count(Outcome::failed));
}

std::string as_text(const git::Commit& import, const git::Reverted& reverted, bool more) {
  std::string text;
  for (const git::RevertedRecord& record : reverted.records) {
    if (record.outcome == Outcome::reversed && !more) continue;
    text +=
        fmt::format("{}: {} {}", git::name_of(record.outcome), record.collection, core::visible(record.id));
    if (!record.label.empty()) text += fmt::format(" ({})", core::visible(record.label));
    text += fmt::format(": {}\n", core::visible(record.reason));
  }
  return text + fmt::format("import of {} ({} of {}): {}\n",
                            core::visible(import.trailer(git::import_trailer)), import.short_id(),
                            core::print(import.committed).substr(0, 10), counts_of(reverted));
}

std::string as_json(const git::Commit& import, const git::Reverted& reverted) {
  std::string out;
  format::JsonWriter json(out, 2);
  auto text = [&](const char* key, std::string_view value) {
    json.key(key);
    json.text(value);
  };
  auto number = [&](const char* key, Outcome outcome) {
    json.key(key);
    json.number(static_cast<std::int64_t>(reverted.count(outcome)));
  };
  json.begin_object();
  text("commit", import.id);
  text("import", import.trailer(git::import_trailer));
  number("reversed", Outcome::reversed);
  number("kept", Outcome::kept);
  number("failed", Outcome::failed);
  json.key("records");
  json.begin_array();
  for (const git::RevertedRecord& record : reverted.records) {
    json.begin_object();
    text("collection", record.collection);
    text("id", record.id);
    text("outcome", git::name_of(record.outcome));
    text("reason", record.reason);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

void tell(const cli::Invocation& invocation, const git::Commit& import, const git::Reverted& reverted,
          bool dry_run) {
  if (invocation.format() == "json") {
    write_data(invocation, [&](const auto& out) { out(as_json(import, reverted)); });
  } else if (!invocation.quiet()) {
    invocation.err().write(as_text(import, reverted, invocation.verbosity() > 0));
    if (dry_run) invocation.err().write("a dry run: nothing was written\n");
  }
}

std::string message_of(const git::Commit& import, const git::Reverted& reverted) {
  return fmt::format("Take back the import of {}: {}\n\n{}: {}\n",
                     core::visible(import.trailer(git::import_trailer)), counts_of(reverted),
                     git::undo_trailer, import.id);
}

/// What the commit did to records, as the schemas of now read them.
git::BookDiff diff_of(Session& session, const book::Book& book, const git::Commit& import) {
  if (import.parents.empty() && session.repository().shallow())
    throw Error(Code::book, fmt::format("what was before {} is not in this clone", import.short_id()), {},
                "the clone is shallow: 'git fetch --unshallow' brings the rest");
  return git::diff_book(session.repository(), book,
                        {import.parents.empty() ? "" : import.parents.front(), import.id}, {});
}

}  // namespace

int undo_import(const cli::Invocation& invocation, Session& session) {
  git::Commit import = git::find_import(session.repository(), invocation.text("undo"));
  book::Changes changes;
  if (invocation.flag("dry-run")) {
    git::Reverted reverted =
        git::plan_revert(session.book(), diff_of(session, session.book(), import), changes);
    if (invocation.format() != "json")
      book::print_diff(session.book(), changes, [&](std::string_view text) { invocation.out().write(text); });
    tell(invocation, import, reverted, true);
    return 0;
  }
  Committing committing(invocation, session);
  std::unique_ptr<book::WriteSession> writing = session.open_for_writing();
  git::Reverted reverted =
      git::plan_revert(writing->book(), diff_of(session, writing->book(), import), changes);
  committing.check(writing->book(), changes);
  book::Written written = changes.empty() ? book::Written{} : writing->commit(changes);
  tell(invocation, import, reverted, false);
  committing.commit(written, message_of(import, reverted));
  return 0;
}

}  // namespace flatcrm
