#include <algorithm>

#include <fmt/format.h>

#include "book/find.h"
#include "cli/invocation.h"
#include "core/text.h"
#include "git/history.h"
#include "io/threads.h"
#include "report/history_view.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

/// The collections to look in: the one that is named, else all, customers first as the schemas have them.
std::vector<std::string> collections_of(const cli::Invocation& invocation, const book::Book& book) {
  std::string named = invocation.text("collection");
  if (named.empty()) return book.schemas().collections();
  book.schemas().of(named);  // refuses a name that is none
  return {named};
}

/// What is not committed yet; a work tree that can't be read is no reason to say nothing of the commits.
std::optional<git::HistoryEvent> edited_now(Session& session, const book::Book& committed,
                                            const git::HistoryWishes& wishes, std::string& trouble) {
  try {
    return git::uncommitted(book::Book::open(session.root(), io::default_threads()), committed, wishes);
  } catch (const Error& error) {
    trouble = fmt::format("the work tree: {}", error.what());
    return std::nullopt;
  }
}

git::History story_of(const cli::Invocation& invocation, Session& session, const git::Commit& start) {
  book::Book book = session.book_at(start);
  bool from_now = !invocation.given("at") && !session.repository().bare();
  git::HistoryWishes wishes;
  wishes.id = invocation.argument("ID");
  wishes.start = start.id;
  wishes.fields = invocation.names("field");
  wishes.limit = static_cast<std::size_t>(std::max<std::int64_t>(0, invocation.integer("limit").value_or(0)));
  std::vector<std::string> collections = collections_of(invocation, book);
  std::optional<git::HistoryEvent> edited;
  std::string trouble;
  // Where it is now is looked up everywhere before any past is searched for one that is gone.
  if (std::optional<std::string> holder = book::collection_of(book, collections, wishes.id))
    std::stable_partition(collections.begin(), collections.end(),
                          [&](const std::string& collection) { return collection == *holder; });
  git::History story;
  for (const std::string& collection : collections) {
    wishes.collection = collection;
    if (from_now) edited = edited_now(session, book, wishes, trouble);
    story = git::history(session.repository(), book, wishes);
    if (story.known || edited) break;
  }
  if (!trouble.empty()) story.unreadable.insert(story.unreadable.begin(), trouble);
  if (edited) {
    if (story.label.empty()) story.label = edited->change.label;
    story.events.insert(story.events.begin(), *std::move(edited));
    story.known = true;
    if (wishes.limit != 0 && story.events.size() > wishes.limit) story.events.pop_back();
  }
  return story;
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  session.root_or_bare();
  std::optional<git::Commit> start = session.revision();
  if (!start) start = session.repository().head();
  if (!start)
    throw Error(Code::book, "the repository has no commit yet, so that nothing has a history", {},
                "commit the book first");
  git::History story = story_of(invocation, session, *start);
  std::string id = core::visible(invocation.argument("ID"));
  if (!story.known)
    throw Error(Code::book, fmt::format("no record '{}' now or in any commit before", id), {},
                session.repository().shallow()
                    ? "this clone is shallow: 'git fetch --unshallow' brings the rest"
                    : "'flatcrm show WORDS' finds ids");
  if (story.events.empty()) {
    if (!invocation.quiet()) invocation.err().write("no commit changed that\n");
    return invocation.flag("fail-empty") ? 1 : 0;
  }
  std::string title = story.label.empty() ? story.id : fmt::format("{} ({})", story.label, story.id);
  std::string format = invocation.format();
  bool for_people = format == "table" || format == "markdown" || format == "html";
  report::Document document =
      for_people ? report::history_for_people(story, title) : report::history_as_rows(story, title);
  if (session.repository().shallow())
    document.sections[0].notes.emplace_back(
        "This clone is shallow: what was before its oldest commit is not known here.");
  print(invocation, std::move(document), session.book_at(*start), core::no_date);
  return 0;
}

}  // namespace

cli::Command command_history() {
  cli::Command command;
  command.name = "history";
  command.summary = "who changed which field of a record, when, from what to what";
  command.description = {
      "Follows one record back through the commits of the book: through rows of tables, files and layouts "
      "that it moved between, and merges. Asked for by the id that stays, a customer's history has that of "
      "the records that were merged into it; asked for by an id that was merged into another one, it goes on "
      "with that one from the merge on. A record that is gone is found in the past. What is not committed "
      "yet stands on top.",
      "Who brought a value is the author of the commit, and for an import that was committed with `import "
      "--commit` the file that it came from.",
      "For programs there is a row for each field: `id`, `id_name`, `date`, `author`, `email`, `change`, "
      "`field`, `before`, `after`, `import`, `commit`, `subject`, `file`."};
  command.arguments = {{.name = "ID", .help = "a record's id, now or in the past"}};
  using cli::Kind;
  command.options = {
      {.name = "collection",
       .kind = Kind::text,
       .value = "NAME",
       .help = "where the record is, where two collections have its id",
       .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales", "products", "tickets",
                       "goals", "quotas", "rates"}},
      {.name = "field",
       .kind = Kind::text,
       .value = "FIELD",
       .help = "only this field, or those below it; several with commas between; may be given again",
       .repeatable = true},
      {.name = "limit",
       .kind = Kind::integer,
       .value = "N",
       .help = "only the last N changes",
       .preset = "0"},
      {.name = "fail-empty", .help = "exit with 1 when nothing is found"},
      at_option()};
  command.examples = {
      {"git init -q && git add -A && git commit -qm 'The book' && flatcrm history tobias-brandt-a6xknv",
       "Since when the book has somebody."},
      {"flatcrm history tobias-brandt-a6xknv --field status --field owner -O csv",
       "Who set status and owner, for a spreadsheet."},
      {"flatcrm history tobias-brandt-a6xknv --at HEAD --limit 5 -O json",
       "The last changes, for a program."}};
  command.needs.book = cli::Book::read;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "ids"};
  command.exit_statuses = {{1, "nothing was found, with --fail-empty"}};
  command.see_also = {"flatcrm-diff(1)", "flatcrm-show(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
