#include <fmt/format.h>

#include <filesystem>

#include "book/diff.h"
#include "book/names.h"
#include "cli/invocation.h"
#include "core/text.h"
#include "git/record_text.h"
#include "io/bytes.h"
#include "shared/changes.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

/// "A..B" and "A...B" are two revisions; "" on either side is HEAD. Three dots: what B brings since they parted.
std::vector<std::string> revisions_of(const cli::Invocation& invocation, Session& session) {
  std::vector<std::string> words = invocation.arguments("REV");
  if (words.size() > 2) throw Error(Code::usage, "more than two revisions", {}, "flatcrm diff REV REV");
  if (words.size() != 1) return words;
  std::size_t dots = words[0].find("..");
  if (dots == std::string::npos) return words;
  bool three = words[0].compare(dots, 3, "...") == 0;
  std::string before = words[0].substr(0, dots), after = words[0].substr(dots + (three ? 3 : 2));
  if (before.empty()) before = "HEAD";
  if (after.empty()) after = "HEAD";
  if (three) {
    std::vector<std::string> bases =
        session.repository().merge_bases(session.commit_named(before).id, session.commit_named(after).id);
    if (bases.empty())
      throw Error(Code::book, fmt::format("'{}' and '{}' have no commit in common", before, after), {},
                  "compare them with two dots");
    before = bases.front();
  }
  return {before, after};
}

report::BookStates states_of(const cli::Invocation& invocation, Session& session) {
  std::vector<std::string> revisions = revisions_of(invocation, session);
  const git::Repository& repository = session.repository();
  if (revisions.size() < 2 && repository.bare())
    throw Error(Code::book, "a bare repository has no work tree to compare with", {},
                "name two revisions: flatcrm diff HEAD~1 HEAD");
  std::optional<git::Commit> after;
  if (revisions.size() == 2) after = session.commit_named(revisions[1]);
  return {revisions.empty() ? repository.head() : session.commit_named(revisions[0]), std::move(after)};
}

int compare(const cli::Invocation& invocation) {
  Session session(invocation);
  session.root_or_bare();
  report::BookStates what = states_of(invocation, session);
  book::Book book = book_after(session, what);
  std::string only = invocation.text("collection");
  if (!only.empty()) book.schemas().of(only);  // refuses a name that is none
  git::BookDiff diff =
      git::diff_book(session.repository(), book, what.ids(), {only, invocation.names("field")});
  int status = invocation.flag("exit-code") && !diff.empty() ? 1 : 0;
  if (diff.empty() && !by_rows(invocation)) {
    if (!invocation.quiet()) invocation.err().write("no record differs\n");
    return status;
  }
  print(invocation, changes_document(invocation, book, diff, what, invocation.flag("summary")), book,
        core::no_date, invocation.text("table"));
  return status;
}

std::optional<io::Bytes> side_of(const std::string& file) {
  if (file == "/dev/null") return std::nullopt;
  return io::read_file(file);
}

/// git names the file from the top of its work tree, which is where it runs this.
std::string book_around(const std::string& path) {
  std::error_code failure;
  std::filesystem::path folder = std::filesystem::absolute(path, failure).lexically_normal().parent_path();
  return book::Book::find(folder.string());
}

/// As git calls the command of a diff driver: path old-file old-hex old-mode new-file new-hex new-mode.
int drive(const cli::Invocation& invocation) {
  const std::vector<std::string>& words = invocation.arguments("REV");
  if (words.size() == 1) {
    invocation.out().write(fmt::format("{}: not merged yet\n", core::visible(words[0])));
    return 0;
  }
  constexpr std::size_t least_words = 7, new_file = 4;
  if (words.size() < least_words)
    throw Error(Code::usage, "--driver is how git calls it", {}, "wire it with 'flatcrm git-setup'");
  std::string root = book_around(words[0]);
  if (root.empty())
    throw Error(Code::book, "the file is in no book", {words[0], 0, 0}, "run git without --ext-diff");
  book::Book book = book::Book::open(root, 1);
  std::error_code failure;
  std::string path =
      std::filesystem::absolute(words[0], failure).lexically_normal().lexically_relative(root).string();
  std::string collection = git::collection_of(book.schemas(), path);
  std::vector<git::FileSides> sides(1);
  sides[0] = {path, side_of(words[1]), side_of(words[new_file])};
  if (collection.empty()) {
    std::string text;
    auto view = [](const std::optional<io::Bytes>& side) {
      return side ? std::optional(side->view()) : std::nullopt;
    };
    book::write_unified_diff(text, path, view(sides[0].before), view(sides[0].after));
    invocation.out().write(text);
    return 0;
  }
  std::vector<git::DriverRecord> records;
  book::Names names(book);
  for (git::RecordChange& change : git::diff_records(book.paths(collection), std::move(sides), 1)) {
    std::string owner = collection == "customers" ? "" : names.of("customers", change.customer);
    records.push_back({std::move(change), book.schemas().of(collection).title(), owner});
  }
  invocation.out().write(git::driver_text(records));
  return 0;
}

int textconv(const cli::Invocation& invocation) {
  std::string file = invocation.text("textconv");
  io::Bytes bytes = file == "-" ? io::read_standard_input() : io::read_file(file);
  invocation.out().write(git::record_text(bytes.view(), file, model::Schemas::built_in()));
  return 0;
}

int run(cli::Invocation& invocation) {
  if (invocation.given("textconv")) return textconv(invocation);
  return invocation.flag("driver") ? drive(invocation) : compare(invocation);
}

}  // namespace

cli::Command command_diff() {
  cli::Command command;
  command.name = "diff";
  command.summary = "what changed between two revisions, as records and fields";
  command.description = {
      "Compares two states of a book under git by record and field: the work tree with its last commit, or "
      "with *REV*, or two revisions (`REV REV`, `REV..REV`; `REV...REV` is what the second brings since the "
      "two parted). A *REV* is anything that git takes, or a date, which is the last commit of that day.",
      "Changes stand under the customer that they belong to: those of the customer's own record, and those "
      "of interactions, deals, sales and tickets. A record that only moved to another file, or whose "
      "collection was written in another layout, has not changed. A record is merged when another one took "
      "it in. What is no record, the settings or a saved segment, is named below.",
      "For programs there is a row for each field: `id`, `collection`, `name`, `customer`, `customer_name`, "
      "`change` (added, changed, removed, merged), `field`, `before`, `after`, `file`. The time it takes is "
      "that of what differs, however large the book.",
      "`--textconv` and `--driver` are how git itself asks for records in `git diff` and `git log -p`; "
      "flatcrm-git-setup(1) wires them."};
  command.arguments = {{.name = "REV", .help = "a revision or a date", .required = false, .many = true}};
  using cli::Kind;
  command.options = {
      {.name = "collection",
       .kind = Kind::text,
       .value = "NAME",
       .help = "only records of this one",
       .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales", "products", "tickets",
                       "goals", "quotas", "rates"}},
      {.name = "field",
       .kind = Kind::text,
       .value = "FIELD",
       .help = "only this field, or those below it; several with commas between; may be given again",
       .repeatable = true},
      {.name = "summary", .help = "counts by collection and the customers concerned, for a pull request"},
      {.name = "limit",
       .kind = Kind::integer,
       .value = "N",
       .help = "of --summary: customers listed; 0 for all",
       .preset = "20"},
      {.name = "table",
       .kind = Kind::text,
       .value = "NAME",
       .help = "only this table, or all of them in one"},
      {.name = "exit-code", .help = "exit with 1 when anything differs"},
      {.name = "textconv",
       .kind = Kind::text,
       .value = "FILE",
       .help = "print the records of one file as lines, for git",
       .completion = cli::Completion::file},
      {.name = "driver", .help = "compare two versions of one file as git asks for it"}};
  command.examples = {
      {"git init -q && git add -A && git commit -qm 'The book' && flatcrm diff",
       "What was edited since the last commit: nothing yet."},
      {"flatcrm log -q acme-1f9x2k --channel phone 'Wants an offer' ; flatcrm diff --exit-code",
       "After a call."},
      {"flatcrm diff HEAD --summary -O markdown", "For the description of a pull request."},
      {"flatcrm diff HEAD --field status -O csv", "Who became what."}};
  command.needs.book = cli::Book::read;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "ids"};
  command.exit_statuses = {{1, "something differs, with --exit-code"}};
  command.see_also = {"flatcrm-history(1)", "flatcrm-show(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
