#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "cli/invocation.h"
#include "core/text.h"
#include "format/json.h"
#include "import/built_in.h"
#include "import/commit_message.h"
#include "import/find_profile.h"
#include "import/infer.h"
#include "import/plan.h"
#include "io/file_system.h"
#include "io/memory.h"
#include "io/sha256.h"
#include "io/threads.h"
#include "shared/committing.h"
#include "shared/output_file.h"
#include "shared/session.h"
#include "shared/summary.h"
#include "shared/undo_import.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

// Not written out: clang-format 14 takes a line that begins with import:: for a C++20 import.
using import::ImportOptions;
using import::InferOptions;
using import::Profile;
using import::SourceOptions;

SourceOptions source_options(const cli::Invocation& invocation) {
  SourceOptions options;
  options.encoding = invocation.text("encoding");
  options.delimiter = invocation.maybe_text("delimiter");
  if (options.delimiter == "tab") options.delimiter = "\t";
  if (std::optional<std::int64_t> line = invocation.integer("header"))
    options.header = static_cast<std::size_t>(*line);
  options.format = invocation.text("input-format");
  options.sheet = invocation.text("sheet");
  options.threads = io::default_threads();
  return options;
}

InferOptions infer_options(const cli::Invocation& invocation) {
  InferOptions options;
  options.collection = invocation.text("collection");
  options.source = invocation.text("source");
  options.key = invocation.many("key");
  options.region = invocation.text("region");
  return options;
}

/// What stands on the command line counts more than what the profile says.
void override_profile(const cli::Invocation& invocation, Profile& profile) {
  auto replace = [&](const char* option, import::Word& word) {
    if (std::string said = invocation.text(option); !said.empty()) word = {said, {}};
  };
  replace("source", profile.source);
  replace("collection", profile.main.collection);
  if (invocation.given("key")) {
    profile.main.key.clear();
    for (const std::string& column : invocation.many("key")) profile.main.key.push_back({column, {}});
  }
  if (std::string region = invocation.text("region"); !region.empty())
    profile.region = import::Word{region, {}};
}

/// Without --profile, --collection and --key a built-in profile is looked for.
const import::BuiltIn* built_in_for(const cli::Invocation& invocation, const import::Source& source) {
  if (invocation.given("collection") || invocation.given("key")) return nullptr;
  return import::built_in_profile_for(source);
}

Profile profile_for(const cli::Invocation& invocation, const book::Book& book, const import::Source& source) {
  const import::BuiltIn* known = built_in_for(invocation, source);
  if (known == nullptr)
    return import::infer_profile(source, book.schemas(), infer_options(invocation)).profile;
  Profile profile = import::parse_built_in(*known);
  override_profile(invocation, profile);
  return profile;
}

using Origins = std::map<std::string, import::SourceOrigin>;

/// `origins` gets what a commit says of the file; null where none is made.
std::shared_ptr<const import::Source> open_source(const std::string& file, const SourceOptions& options,
                                                  Origins* origins = nullptr) {
  io::Bytes bytes = file == "-" ? io::read_standard_input() : io::read_file(file);
  std::string name = file == "-" ? "standard input" : file;
  if (origins != nullptr) (*origins)[name].sha256 = io::sha256_hex(bytes.view());
  return import::Source::open(name, std::move(bytes), options);
}

std::vector<import::ImportSource> open_sources(const cli::Invocation& invocation, const book::Book& book,
                                               Origins* origins = nullptr) {
  std::vector<import::ImportSource> sources;
  std::string name = invocation.text("profile");
  std::optional<Profile> profile;
  if (!name.empty()) {
    profile = import::read_profile(book, name);
    override_profile(invocation, *profile);
  }
  for (const std::string& file : invocation.arguments("FILE")) {
    SourceOptions options = source_options(invocation);
    if (profile) options = import::source_options(options, *profile);
    std::shared_ptr<const import::Source> source = open_source(file, options, origins);
    if (origins != nullptr) (*origins)[source->name()].profile = name;
    sources.push_back({source, profile ? *profile : profile_for(invocation, book, *source)});
  }
  return sources;
}

ImportOptions import_options(const cli::Invocation& invocation, core::Date today) {
  ImportOptions options;
  options.as_of = core::print(today);
  options.strict = invocation.flag("strict");
  options.only_new = invocation.flag("only-new");
  options.limit =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, invocation.integer("limit").value_or(0)));
  options.fields = invocation.names("fields");
  options.where = invocation.text("where");
  if (std::string order = invocation.text("date-order"); !order.empty())
    options.date_order = text::parse_date_order(order);
  if (std::string mark = invocation.text("decimal"); !mark.empty())
    options.decimal = mark == "comma" ? text::DecimalMark::comma : text::DecimalMark::point;
  if (std::string since = invocation.text("since"); !since.empty()) {
    if (!core::parse_date(since))
      throw Error(Code::usage, "--since is a day here", {}, "write it as 2026-11-22");
    options.since = since;
  }
  return options;
}

int most_changed(const cli::Invocation& invocation) {
  std::int64_t percent = invocation.integer("max-change").value_or(20);
  if (percent < 0 || percent > 100) throw Error(Code::usage, "--max-change is a share from 0 to 100 percent");
  return static_cast<int>(percent);
}

void write_rejects(const cli::Invocation& invocation, const import::ImportPlan& plan) {
  std::string path = invocation.text("rejects");
  if (path.empty()) return;
  std::vector<std::string> files = import::print_all_rejects(plan);
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::string one = i == 0 ? path : fmt::format("{}.{}", path, i + 1);
    write_file(one, files[i]);
    if (i > 0 && !invocation.quiet())
      invocation.err().write(fmt::format("rejected rows with another header: {}\n", one));
  }
}

/// Looked at before anything is read: what is rejected must have a place that is nobody else's.
void check_rejects(const cli::Invocation& invocation) {
  std::string path = invocation.text("rejects");
  if (path.empty()) return;
  check_output(path);
  std::error_code none;
  for (const std::string& file : invocation.arguments("FILE"))
    if (std::filesystem::equivalent(path, file, none))
      throw Error(Code::usage, "the rejected rows would take the place of the source", {path, 0, 0},
                  "give --rejects another file");
}

/// On standard error for a person, on standard output as JSON for a program.
void tell(const cli::Invocation& invocation, const import::ImportPlan& plan, bool dry_run) {
  if (invocation.format() == "json") {
    write_data(invocation, [&](const auto& out) { out(summary_as_json(plan)); });
  } else if (!invocation.quiet()) {
    invocation.err().write(summary_as_text(plan, invocation.verbosity() > 0));
    if (dry_run) invocation.err().write("a dry run: nothing was written\n");
  }
}

int run(cli::Invocation& invocation) {
  io::keep_freed_memory();
  Session session(invocation);
  bool undoes = invocation.given("undo");
  if (undoes != invocation.arguments("FILE").empty())
    throw Error(Code::usage, undoes ? "--undo takes no files" : "no file to import", {},
                undoes ? "name the commit: flatcrm import --undo last" : "name one; - is standard input");
  if (undoes) return undo_import(invocation, session);
  if (invocation.flag("suggest")) {
    for (const std::string& file : invocation.arguments("FILE")) {
      std::shared_ptr<const import::Source> source = open_source(file, source_options(invocation));
      const import::BuiltIn* known = built_in_for(invocation, *source);
      invocation.out().write(known != nullptr
                                 ? import::suggestion_of(*known, *source)
                                 : import::print(import::infer_profile(*source, session.book().schemas(),
                                                                       infer_options(invocation))));
    }
    return 0;
  }
  core::Date today = session.today();
  check_rejects(invocation);
  if (invocation.flag("dry-run")) {
    import::ImportPlan plan = import::plan_import(session.book(), open_sources(invocation, session.book()),
                                                  import_options(invocation, today));
    if (invocation.format() != "json")
      book::print_diff(session.book(), plan.changes,
                       [&](std::string_view text) { invocation.out().write(text); });
    tell(invocation, plan, true);
    if (std::string refusal = import::change_guard(plan.summary, most_changed(invocation)); !refusal.empty())
      invocation.err().write("it would be refused: " + refusal + "\n");
    return 0;
  }
  Committing committing(invocation, session);
  // The files are read before the lock is taken: a pipe may take its time.
  Origins origins;
  std::vector<import::ImportSource> sources =
      open_sources(invocation, session.book(), committing.wanted() ? &origins : nullptr);
  std::unique_ptr<book::WriteSession> writing = session.open_for_writing();
  import::ImportPlan plan = import::plan_import(writing->book(), sources, import_options(invocation, today));
  if (std::string refusal = import::change_guard(plan.summary, most_changed(invocation)); !refusal.empty())
    throw Error(Code::bad_input, refusal, {},
                "look at it with --dry-run, and allow it with a larger --max-change; nothing was imported");
  committing.check(writing->book(), plan.changes);
  book::Written written = writing->commit(plan.changes);
  write_rejects(invocation, plan);
  tell(invocation, plan, false);
  committing.commit(written, import::commit_message(plan.summary, origins));
  return 0;
}

/// What the columns mean.
std::vector<cli::Option> mapping_options() {
  using cli::Kind;
  return {{.name = "profile",
           .kind = Kind::text,
           .value = "NAME",
           .help = "a profile of the book's imports/, or the path to one",
           .completion = cli::Completion::file},
          {.name = "collection",
           .kind = Kind::text,
           .value = "NAME",
           .help = "where the records go, in place of a profile's word",
           .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales", "products",
                           "tickets", "goals", "quotas", "rates"}},
          {.name = "source",
           .kind = Kind::text,
           .value = "NAME",
           .help = "what the source is called in each record"},
          {.name = "key",
           .kind = Kind::text,
           .value = "COLUMN",
           .help = "the source's own key; may be given again",
           .repeatable = true},
          {.name = "region",
           .kind = Kind::text,
           .value = "CODE",
           .help = "country of phone numbers without a country code"},
          {.name = "date-order",
           .kind = Kind::choice,
           .value = "ORDER",
           .help = "how dates are written where the column leaves it open",
           .choices = {"dmy", "mdy", "ymd"}},
          {.name = "decimal",
           .kind = Kind::choice,
           .value = "MARK",
           .help = "the decimal mark where the column leaves it open",
           .choices = {"point", "comma"}}};
}

/// How the bytes are read.
std::vector<cli::Option> reading_options() {
  using cli::Kind;
  return {{.name = "input-format",
           .kind = Kind::choice,
           .value = "FORMAT",
           .help = "what the files are, instead of finding it out",
           .choices = {"csv", "xlsx", "json", "yaml", "vcard", "ldif"}},
          {.name = "sheet",
           .kind = Kind::text,
           .value = "NAME",
           .help = "the sheet of a workbook, instead of its first"},
          {.name = "encoding", .kind = Kind::text, .value = "NAME", .help = "instead of finding it out"},
          {.name = "delimiter",
           .kind = Kind::text,
           .value = "CHARACTER",
           .help = "instead of finding it out; tab is a word for it"},
          {.name = "header",
           .kind = Kind::integer,
           .value = "LINE",
           .help = "the line of the column names; 0 for none"}};
}

/// Which rows and fields are taken, and what becomes of the others.
std::vector<cli::Option> choosing_options() {
  using cli::Kind;
  return {
      {.name = "fields",
       .kind = Kind::text,
       .value = "FIELD",
       .help = "only this field, or these with commas between; may be given again",
       .repeatable = true},
      {.name = "limit", .kind = Kind::integer, .value = "N", .help = "only the first rows of each file"},
      {.name = "where",
       .kind = Kind::text,
       .value = "QUERY",
       .help = "only rows of which it holds, such as \"{Status} != 'Deleted' and number(Amount) > 100\""},
      {.name = "since",
       .kind = Kind::text,
       .value = "DATE",
       .help = "only rows that the source changed on this day or later, by the column that the profile names "
               "in `updated`"},
      {.name = "max-change",
       .kind = Kind::integer,
       .value = "PERCENT",
       .help = "refuse to overwrite or blank values in more than this share of the records touched; 20 where "
               "it is not given, 100 for no bound"},
      {.name = "only-new", .help = "leave records alone that the book has already"},
      {.name = "strict", .help = "all or nothing: a rejected row stops the import"},
      {.name = "rejects",
       .kind = Kind::text,
       .value = "FILE",
       .help = "where rejected rows go, with line and reason, ready to be mended",
       .completion = cli::Completion::file},
      commit_option(),
      {.name = "undo",
       .kind = Kind::text,
       .value = "WHICH",
       .help = "take back, record by record, the import of this commit, or the `last` one"},
      {.name = "suggest", .help = "print the profile that would be used, and import nothing"}};
}

}  // namespace

cli::Command command_import() {
  cli::Command command;
  command.name = "import";
  command.summary = "bring files into the book";
  command.description = {
      "Reads tables (CSV, semicolons, tabs, any common encoding; Excel workbooks, JSON and JSON lines, YAML, "
      "vCard, LDIF; packed by gzip or zstd or not: all found out and reported), maps their columns to "
      "fields, finds for each row the record that it belongs to, and merges it in, field by field. All files "
      "are one transaction: the book has all of it or nothing.",
      "What a column means is said by a profile, a YAML file in the book's `imports/` or anywhere else. "
      "Without one, columns are matched by name, title and synonym; a column that fits no field becomes a "
      "custom one. `--suggest` prints the profile that would be used, ready to be saved and edited.",
      "A record is found by its source and key first, then by the identifiers that the profile names in "
      "`match`. Every row is accounted for: read = created + updated + unchanged + rejected + skipped. The "
      "same file again changes nothing, not a byte.",
      "`--commit` makes one git commit of the files that were written, whose last lines name each file with "
      "its SHA-256, the profile and the counts; flatcrm-history(1) reads them. It refuses where one of the "
      "files has work in it that is not committed. `--undo` takes such an import back: records that it added "
      "go, values that it changed are what they were. A record that someone edited since, or that another "
      "one refers to, is kept, and each one is accounted for."};
  command.arguments = {{.name = "FILE",
                        .help = "what to read; - is standard input",
                        .required = false,
                        .many = true,
                        .completion = cli::Completion::file}};
  command.options = cli::joined({mapping_options(), reading_options(), choosing_options()});
  command.examples = {
      {"flatcrm import sources/shop-kunden.csv --profile shop-kunden --dry-run",
       "What the import would change, as a diff."},
      {"flatcrm import sources/newsletter.csv --profile newsletter --rejects rejects.csv",
       "Rows that can't be used go to a file, ready to be mended."},
      {"flatcrm import sources/newsletter.csv --key 'Email Address' --suggest > imports/mail.yaml",
       "A first profile for a new source."},
      {"cat sources/staff.csv | flatcrm import - --profile staff -O json",
       "From a pipe, with the account for a program."}};
  command.needs.book = cli::Book::write;
  command.needs.dry_run = true;
  command.needs.time = true;
  command.needs.formats = {"table", "json"};
  command.see_also = {"flatcrm-check(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
