#include "shared/session.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "core/text.h"
#include "format/json.h"
#include "git/fingerprint.h"
#include "io/file_system.h"
#include "io/memory.h"
#include "io/threads.h"
#include "program.h"
#include "render/render.h"
#include "shared/output_file.h"

namespace flatcrm {

namespace {

std::string working_folder() {
  std::error_code failure;
  std::string folder = std::filesystem::current_path(failure).string();
  if (failure) throw Error(Code::system, "the working folder is gone", {}, "change to another one");
  return folder;
}

/// Whether --at is given; not every command has it.
bool at_given(const cli::Invocation& invocation) {
  for (const cli::Option& option : invocation.command().options)
    if (option.name == "at") return invocation.given("at");
  return false;
}

/// The settings of today say which zone's day a date means.
std::string zone_of(const git::Repository& repository, const std::string& root) {
  std::optional<git::Commit> head = repository.head();
  if (!head) return "UTC";
  return book::Book::open(repository.tree(head->id), root, 1).config().zone;
}

/// Who holds the lock, for the one who waits.
std::string whole_command(const cli::Invocation& invocation) {
  return "flatcrm " + invocation.command().name;
}

}  // namespace

const std::string& Session::root() {
  if (root_) return *root_;
  if (std::optional<std::string> said = invocation_.maybe_text("book"); said && !said->empty()) {
    root_ = *said;
    return *root_;
  }
  root_ = book::Book::find(working_folder());
  if (root_->empty() && (may_be_bare_ || at_given(invocation_))) root_ = working_folder();
  if (root_->empty())
    throw Error(Code::book, "no book here: neither this folder nor one above it has a flatcrm.yaml", {},
                "name one with -C, or make one with 'flatcrm init'");
  return *root_;
}

const std::string& Session::root_or_bare() {
  may_be_bare_ = true;
  return root();
}

const git::Repository& Session::repository() {
  if (!repository_) repository_ = git::Repository::open(root());
  return *repository_;
}

git::Commit Session::commit_named(const std::string& revision_or_date) {
  bool dated = core::parse_date(revision_or_date).has_value();
  return repository().commit_of(revision_or_date, dated ? zone_of(repository(), root()) : "UTC");
}

book::Book Session::book_at(const git::Commit& commit) {
  io::keep_freed_memory();
  return book::Book::open(repository().tree(commit.id), fmt::format("{} at {}", root(), commit.short_id()),
                          io::default_threads());
}

const book::Book& Session::book() {
  if (book_) return *book_;
  if (const std::optional<git::Commit>& at = revision()) {
    book_ = book_at(*at);
  } else if (may_be_bare_ && git::Repository::find(root()) && repository().bare()) {
    std::optional<git::Commit> head = repository().head();
    if (!head) throw Error(Code::book, "the repository has no commit yet", {}, "commit the book first");
    book_ = book_at(*head);
  } else {
    book_ = book::Book::open(root(), io::default_threads());
  }
  return *book_;
}

const std::optional<git::Commit>& Session::revision() {
  if (revision_known_ || !at_given(invocation_)) return revision_;
  revision_ = commit_named(invocation_.text("at"));
  revision_known_ = true;
  return revision_;
}

cli::Option at_option() {
  return {.name = "at",
          .kind = cli::Kind::text,
          .value = "REV",
          .help = "read the book as of a git revision, or of the end of a day"};
}

core::Date today(const cli::Invocation& invocation, const std::string& zone) {
  if (std::optional<core::Date> said = invocation.date("as-of")) return *said;
  return io::read_clock(zone).today;
}

std::unique_ptr<book::WriteSession> Session::open_for_writing() {
  auto writing =
      std::make_unique<book::WriteSession>(io::posix(), root(), lock_request(), io::default_threads());
  for (const io::Kept& file : writing->kept())
    invocation_.err().write(
        fmt::format("flatcrm: {}: was edited while an interrupted change of it waited to be completed; the "
                    "change is there now, "
                    "your version is {}: compare the two\n",
                    file.path, file.kept_as));
  return writing;
}

core::Date Session::today() {
  return flatcrm::today(invocation_, book().config().zone);
}

io::Lock::Request lock_request(const cli::Invocation& invocation) {
  std::int64_t seconds = invocation.integer("lock-timeout").value_or(10);
  if (seconds < 0) throw Error(Code::usage, "--lock-timeout is a number of seconds, 0 or more");
  return {whole_command(invocation), std::chrono::milliseconds(seconds * 1000),
          core::print(io::read_clock("UTC").instant)};
}

io::Lock::Request Session::lock_request() {
  return flatcrm::lock_request(invocation_);
}

void write_data(const cli::Invocation& invocation,
                const std::function<void(const std::function<void(std::string_view)>&)>& write) {
  std::string path = invocation.text("output");
  if (path.empty() || path == "-") {
    write([&](std::string_view text) { invocation.out().write(text); });
    return;
  }
  check_output(path);
  std::string text;
  write([&](std::string_view some) { text += some; });
  write_file(path, text);
}

namespace {

/// Formats that say what they were made from.
bool has_footer(const cli::Invocation& invocation) {
  std::string format = invocation.format();
  return format == "table" || format == "json" || format == "markdown" || format == "html";
}

/// The state of the book, where git knows it. A report is none the worse for a repository that can't be read.
git::Fingerprint fingerprint_for(const cli::Invocation& invocation, const book::Book& book,
                                 const report::Provenance& made_from) {
  std::vector<std::string> collections;
  for (const auto& count : made_from.records) collections.push_back(count.collection);
  if (collections.empty()) collections = book.schemas().collections();
  try {
    return git::fingerprint(book, collections);
  } catch (const Error& error) {
    if (invocation.verbosity() > 0)
      invocation.err().write(fmt::format("the revision is not named: {}\n", error.what()));
    return {};
  }
}

/// A book without a name is called by its folder, wherever that lies.
std::string name_of_book(const book::Book& book, const std::string& revision) {
  if (!book.config().name.empty()) return book.config().name;
  std::string root = book.root(), at = " at " + revision;  // as a state of it is called
  if (root.ends_with(at)) root.resize(root.size() - at.size());
  std::filesystem::path folder = std::filesystem::absolute(root).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  return folder.has_filename() ? folder.filename().string() : root;
}

}  // namespace

void print(const cli::Invocation& invocation, report::Document document, const book::Book& book,
           core::Date as_of, const std::string& table) {
  if (has_footer(invocation)) {
    git::Fingerprint state = fingerprint_for(invocation, book, document.made_from);
    document.made_from.revision = state.revision;
    document.made_from.digest = state.digest;
  }
  document.made_from.book = name_of_book(book, document.made_from.revision);
  document.made_from.as_of = as_of;
  document.made_from.version = program().version;
  render::Options options;
  options.format = render::format_named(invocation.format());
  options.table = table;
  options.style.width = static_cast<std::size_t>(invocation.width());
  options.style.ascii = wants_ascii(invocation);
  std::string text = render::render(document, options);
  write_data(invocation, [&](const auto& out) { out(text); });
}

bool wants_ascii(const cli::Invocation& invocation) {
  for (const cli::Option& option : invocation.command().options)
    if (option.name == "ascii" && invocation.flag("ascii")) return true;
  if (!invocation.surroundings().out_is_terminal) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::optional<std::string> locale = invocation.surroundings().variable(name);
    if (!locale || locale->empty()) continue;
    std::string lower = core::lower_ascii(*locale);
    return lower.find("utf-8") == std::string::npos && lower.find("utf8") == std::string::npos;
  }
  return false;
}

std::string as_json(const core::Problems& problems) {
  std::string out;
  format::JsonWriter json(out, 2);
  json.begin_array();
  for (const Problem& problem : problems) {
    json.begin_object();
    auto text = [&](const char* key, const std::string& value) {
      json.key(key);
      json.text(value);
    };
    text("code", problem.code);
    text("severity", problem.severity == Severity::error ? "error" : "warning");
    text("file", problem.place.file);
    json.key("line");
    json.number(static_cast<std::int64_t>(problem.place.line));
    json.key("column");
    json.number(static_cast<std::int64_t>(problem.place.column));
    text("record", problem.record);
    text("message", problem.message);
    text("hint", problem.hint);
    json.end_object();
  }
  json.end_array();
  out += '\n';
  return out;
}

}  // namespace flatcrm
