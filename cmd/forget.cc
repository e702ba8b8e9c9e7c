#include "book/forget.h"

#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/text.h"
#include "dedupe/decisions.h"
#include "io/sha256.h"
#include "shared/output_file.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

struct Outcome {
  book::Forgot forgot;
  dedupe::ForgottenDecisions decisions;
};

Outcome plan(const cli::Invocation& invocation, Session& session, const book::Book& book,
             book::Changes& changes) {
  book::ForgetRequest request;
  request.collection = invocation.text("collection");
  if (request.collection != "customers" && request.collection != "staff")
    throw Error(Code::usage, fmt::format("there are no people in '{}'", request.collection), {},
                "--collection is customers or staff");
  request.id = invocation.argument("ID");
  request.date = core::print(session.today());
  request.salt = invocation.given("salt") ? invocation.text("salt") : io::random_hex(16);
  Outcome out;
  out.forgot = book::plan_forget(book, request, changes);
  out.decisions = dedupe::forget_decisions(book, out.forgot.ids, out.forgot.words, changes);
  return out;
}

report::Document document_of(const Outcome& outcome) {
  const book::Forgot& forgot = outcome.forgot;
  report::Document document{.name = "forget", .title = fmt::format("Forgotten: now {}", forgot.id)};
  report::Section& section = document.add("");
  report::Table table{.name = "collections",
                      .columns = {{"collection", "Collection"},
                                  {"kept", "Records kept", report::Kind::integer},
                                  {"values", "Values changed", report::Kind::integer},
                                  {"removed", "Records taken out", report::Kind::integer}}};
  for (const book::Forgot::Count& one : forgot.collections)
    table.rows.push_back({one.collection, one.kept, one.values, one.removed});
  auto add_plain = [&](const char* name, std::size_t removed) {
    if (removed > 0)
      table.rows.push_back(
          {std::string(name), std::int64_t{0}, std::int64_t{0}, static_cast<std::int64_t>(removed)});
  };
  add_plain("dedupe/decisions.csv", outcome.decisions.decisions);
  add_plain("dedupe/merges", outcome.decisions.merges);
  section.tables.push_back(std::move(table));
  report::Table mentions{
      .name = "mentions",
      .title = "Still named in other words: look there yourself",
      .columns = {{"file", "File"}, {"id", "Record", report::Kind::reference}, {"field", "Field"}}};
  for (const book::Forgot::Mention& one : forgot.mentions)
    mentions.rows.push_back({one.file, report::Reference{one.id, ""}, one.field});
  if (!mentions.rows.empty()) section.tables.push_back(std::move(mentions));
  return document;
}

/// What `git filter-repo --replace-text` takes: the longest first, so that none is part of one that comes later.
std::string replacements(const book::Forgot& forgot) {
  std::vector<std::string> words = forgot.ids;
  words.insert(words.end(), forgot.words.begin(), forgot.words.end());
  std::stable_sort(words.begin(), words.end(), [](const std::string& left, const std::string& right) {
    return left.size() > right.size();
  });
  std::string out;
  for (const std::string& word : words) out += fmt::format("literal:{}==>{}\n", word, forgot.id);
  return out;
}

/// In a shell's word.
std::string quoted(std::string_view word) {
  std::string out = "'";
  for (char c : word)
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  return out += "'";
}

std::string advice(const cli::Invocation& invocation, const Outcome& outcome) {
  std::string list = invocation.text("replacements");
  std::string out =
      "git's history still holds what was erased, and so do clones, backups and the files that were "
      "imported.\n"
      "To take it out of the history too: commit this, tell everyone who has a clone, and rewrite it with\n";
  out += fmt::format("  git filter-repo --force --replace-text {}", list.empty() ? "FILE" : quoted(list));
  for (const std::string& file : outcome.forgot.files)
    for (const std::string& id : outcome.forgot.ids)
      if (std::size_t at = file.find(id); at != file.npos) {
        std::string renaming = fmt::format("{0}:{0}", file);
        renaming.replace(file.size() + 1 + at, id.size(), outcome.forgot.id);
        out += fmt::format(" --path-rename {}", quoted(renaming));
      }
  out += "\n";
  if (list.empty()) out += "where --replacements FILE writes the file that it needs.\n";
  return out += "Then push with --force, and let everyone clone anew.\n";
}

void tell(const cli::Invocation& invocation, Session& session, const book::Book& book,
          const Outcome& outcome) {
  print(invocation, document_of(outcome), book, session.today());
  if (!invocation.quiet()) invocation.err().write(core::visible(advice(invocation, outcome), true));
}

int run(cli::Invocation& invocation) {
  Session session(invocation);
  book::Changes changes;
  if (invocation.flag("dry-run")) {
    Outcome outcome = plan(invocation, session, session.book(), changes);
    book::print_diff(session.book(), changes, [&](std::string_view text) { invocation.out().write(text); });
    if (!invocation.quiet())
      invocation.err().write(
          "a dry run: nothing was written; the id and the salt are drawn anew when it is carried out\n");
    return 0;
  }
  std::string list = invocation.text("replacements");
  if (!list.empty()) check_output(list);
  std::unique_ptr<book::WriteSession> writing = session.open_for_writing();
  Outcome outcome = plan(invocation, session, writing->book(), changes);
  if (!list.empty()) write_file(list, replacements(outcome.forgot));
  writing->commit(changes);
  tell(invocation, session, writing->book(), outcome);
  return 0;
}

}  // namespace

cli::Command command_forget() {
  cli::Command command;
  command.name = "forget";
  command.summary = "erase a person's data for good";
  command.description = {
      "Takes out of the book what tells who a person is. Of the record those fields stay that its schema "
      "declares and does not call personal (`x-personal`), under a new id; personal fields and those that no "
      "schema knows go. What refers to the person (sales, deals, interactions, tickets) keeps its figures "
      "under the new id and loses its personal fields, and the name, the addresses and the numbers wherever "
      "else they stand in it. Links go as a whole, and so do what was decided and merged in `dedupe/`.",
      "Salted marks in `forgotten.csv` stay: by them an import knows the person by the id, the key of a "
      "source, an e-mail address, a social handle, a tax id, or the name together with a telephone number, a "
      "birthday, a postcode or a street, leaves the row out, and says so. Nobody can read a name out of a "
      "mark; whoever knows a name can still ask whether there is one.",
      "Other records that name the person in words of their own are left alone and listed. The history of "
      "git, clones, backups and the files that were imported are not touched: what to do about the history "
      "is printed."};
  command.arguments = {{.name = "ID", .help = "whom to forget; 'flatcrm show' finds the id of a name"}};
  using cli::Kind;
  command.options = {{.name = "collection",
                      .kind = Kind::text,
                      .value = "NAME",
                      .help = "where the record is",
                      .suggestions = {"customers", "staff"},
                      .preset = "customers"},
                     {.name = "replacements",
                      .kind = Kind::text,
                      .value = "FILE",
                      .help = "write the list with which 'git filter-repo --replace-text' rewrites the "
                              "history; it holds what was erased, so delete it afterwards",
                      .completion = cli::Completion::file},
                     {.name = "salt",
                      .kind = Kind::text,
                      .value = "TEXT",
                      .help = "the salt of the book's first mark, for tests that must end in the same bytes; "
                              "random where it is not given"}};
  command.examples = {{"flatcrm forget wang-xiu-r0z9mh --dry-run --salt 7f", "What would go, as a diff."},
                      {"flatcrm forget margarete-brandt-v8j57w --salt 7f --replacements replacements.txt",
                       "Erased, with what to do about git's history."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.needs.time = true;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html"};
  command.see_also = {"flatcrm-import(1)", "flatcrm-show(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
