#include <algorithm>

#include <fmt/format.h>

#include "book/names.h"
#include "cli/invocation.h"
#include "io/threads.h"
#include "query/book_catalog.h"
#include "render/listing.h"
#include "report/listing.h"
#include "report/segment_views.h"
#include "segment/diff.h"
#include "segment/listing.h"
#include "segment/saved.h"
#include "segment/tiers.h"
#include "shared/query.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// What was asked for: a saved segment by its name, else a query.
segment::ListWishes wishes_of(const cli::Invocation& invocation, const book::Book& book) {
  segment::ListWishes wishes;
  std::string words = joined(invocation.arguments("QUERY"));
  std::string columns = invocation.text("columns"), sort = invocation.text("sort");
  if (std::optional<segment::Saved> saved = segment::read_saved(book, words)) {
    wishes.collection = saved->collection;
    wishes.where = query::parse(saved->where, saved->file);
    if (columns.empty()) columns = saved->columns;
    if (sort.empty()) sort = saved->sort;
  } else {
    wishes.collection = invocation.text("of");
    wishes.where = query::parse(words);
  }
  bool grouped = !invocation.many("group-by").empty();
  if (!columns.empty()) wishes.columns = query::parse_columns(columns);
  for (const std::string& group : invocation.many("group-by")) {
    wishes.grouped = true;
    if (group == "all") continue;
    for (query::NamedSyntax& one : query::parse_columns(group, "group-by"))
      wishes.groups.push_back(std::move(one));
  }
  if (!sort.empty() && !(grouped && !invocation.given("sort"))) wishes.sort = segment::parse_sort(sort);
  std::int64_t limit = invocation.integer("limit").value_or(0);
  if (limit < 0) throw Error(Code::usage, "--limit is a number of records, 0 for all");
  wishes.limit = static_cast<std::size_t>(limit);
  wishes.only_count = invocation.flag("count");
  wishes.only_ids = invocation.flag("ids") || invocation.format() == "ids";
  if (wishes.only_ids) wishes.columns.clear();
  wishes.channel = invocation.text("for");
  wishes.seed = invocation.text("seed");
  if (std::optional<std::int64_t> sample = invocation.integer("sample")) {
    if (*sample < 0) throw Error(Code::usage, "--sample is a number of records");
    wishes.sample = static_cast<std::size_t>(*sample);
  }
  if (invocation.given("split")) wishes.split = segment::parse_split(invocation.text("split"));
  if (grouped && wishes.split)
    throw Error(Code::usage, "--split parts records, not groups", {}, "leave --group-by out");
  wishes.threads = io::default_threads();
  return wishes;
}

/// Whom the channel left out, and why.
void tell_left_out(const cli::Invocation& invocation, const segment::Listing& listing) {
  if (invocation.quiet()) return;
  for (const segment::Listing::LeftOut& one : listing.left_out)
    if (one.count != 0) invocation.err().write(fmt::format("left out: {} who {}\n", one.count, one.meaning));
}

void tell_losses(const cli::Invocation& invocation, const segment::Listing& listing) {
  if (invocation.quiet()) return;
  if (listing.unconverted != 0)
    invocation.err().write(fmt::format("{} amount{} left out: no rate on or before the day\n",
                                       listing.unconverted, listing.unconverted == 1 ? "" : "s"));
  if (listing.unreadable != 0)
    invocation.err().write(fmt::format("{} cell{} left out as missing; 'flatcrm check' lists them\n",
                                       listing.unreadable, listing.unreadable == 1 ? "" : "s"));
}

std::string ids_of(const segment::Listing& listing) {
  std::string text;
  for (std::size_t row = 0; row < listing.rows; ++row)
    text.append(listing.columns[0].values.text(row)).append("\n");
  return text;
}

int run_list(const cli::Invocation& invocation, Session& session) {
  segment::ListWishes wishes = wishes_of(invocation, session.book());
  query::Catalog catalog = catalog_of(session);
  segment::Listing listing = segment::list(session.book(), catalog, wishes);
  tell_losses(invocation, listing);
  tell_left_out(invocation, listing);
  if (wishes.only_count) {
    write_data(invocation, [&](const auto& out) { out(fmt::format("{}\n", listing.selected)); });
  } else if (wishes.only_ids && !wishes.grouped) {
    write_data(invocation, [&](const auto& out) { out(ids_of(listing)); });
  } else if (invocation.format() == "csv" || invocation.format() == "tsv") {
    write_data(invocation, [&](const auto& out) {
      render::write_listing(listing, session.book().config(), invocation.format() == "csv" ? ',' : '\t', out);
    });
  } else {
    std::string title = joined(invocation.arguments("QUERY"));
    print(
        invocation,
        report::listing_document(listing, session.book().config(), title.empty() ? wishes.collection : title),
        session.book(), session.today());
  }
  return listing.selected == 0 && invocation.flag("fail-empty") ? 1 : 0;
}

/// The members of a tier may be those who are to be served no longer: the guard has a word in that.
int guard_status(const cli::Invocation& invocation, const segment::Tiers& tiers, std::size_t tier) {
  bool lowest = tier + 1 == tiers.names.size() && !tiers.by_cells;
  std::size_t guarded = tiers.guarded.members.size();
  if (!lowest || guarded == 0 || tiers.mode != segment::GuardMode::flag || invocation.flag("ignore-guard"))
    return 0;
  invocation.err().write(fmt::format(
      "the community guard: {} of tier {} {} linked into tier {}; take them out, or pass --ignore-guard\n",
      guarded, tiers.names[tier], guarded == 1 ? "is" : "are", tiers.names.front()));
  return 1;
}

int run_tiers(const cli::Invocation& invocation, Session& session, const std::string& name) {
  segment::Saved saved = segment::saved_named(session.book(), name);
  query::Catalog catalog = catalog_of(session);
  segment::Tiers tiers = segment::make_tiers(session.book(), catalog, saved, io::default_threads());
  const book::Config& config = session.book().config();
  if (!invocation.given("tier")) {
    std::int64_t limit = std::max<std::int64_t>(0, invocation.integer("limit").value_or(0));
    print(invocation, report::tiers_document(tiers, saved, config, static_cast<std::size_t>(limit)),
          session.book(), session.today());
    return 0;
  }
  std::string wanted = invocation.text("tier");
  auto found = std::find(tiers.names.begin(), tiers.names.end(), wanted);
  if (found == tiers.names.end())
    throw Error(Code::usage, fmt::format("no tier '{}' in {}", wanted, name), {},
                fmt::format("there are {}", fmt::join(tiers.names, ", ")));
  auto tier = static_cast<std::size_t>(found - tiers.names.begin());
  if (invocation.flag("ids") || invocation.format() == "ids") {
    write_data(invocation, [&](const auto& out) {
      for (std::size_t row = 0; row < tiers.tier_of.size(); ++row)
        if (tiers.tier_of[row] == tier) out(fmt::format("{}\n", tiers.ids()[row]));
    });
  } else {
    print(invocation, report::members_document(tiers, saved, tier, config), session.book(), session.today());
  }
  return guard_status(invocation, tiers, tier);
}

segment::Saved saved_or_query(const cli::Invocation& invocation, Session& session, const std::string& name) {
  if (std::optional<segment::Saved> known = segment::read_saved(session.book(), name))
    return *std::move(known);
  segment::Saved saved;
  saved.name = name;
  saved.file = "query";
  saved.where = name;
  saved.collection = invocation.text("of");
  return saved;
}

int run_diff(const cli::Invocation& invocation, Session& session, const std::string& name) {
  std::string since = invocation.text("since");
  if (since.empty())
    throw Error(Code::usage, "nothing to compare with", {}, "add --since 2026-01-01, or --since HEAD~1");
  segment::Saved saved = saved_or_query(invocation, session, name);
  query::Catalog catalog = catalog_of(session);
  std::optional<core::Date> day = core::parse_date(since);
  std::optional<book::Book> before;
  segment::Difference difference;
  if (day) {
    difference = segment::diff(session.book(), catalog, saved, *day, io::default_threads());
  } else {
    git::Commit commit = session.commit_named(since);
    before = session.book_at(commit);
    since = fmt::format("{} of {}", commit.short_id(), core::print(commit.committed).substr(0, 10));
    query::Catalog earlier = query::catalog_of(*before, *core::parse_day(core::print(commit.committed)));
    difference = segment::diff({*before, earlier}, {session.book(), catalog}, saved, io::default_threads());
  }
  book::Names names(session.book());
  auto name_of = [&](std::string_view collection, std::string_view id) -> std::string {
    const std::string& known = names.of(collection, id);
    return known.empty() && before ? book::Names(*before).of(collection, id) : known;
  };
  print(invocation, report::difference_document(difference, saved, since, name_of), session.book(),
        session.today());
  return 0;
}

int run_overlap(const cli::Invocation& invocation, Session& session) {
  std::vector<std::string> queries = invocation.many("overlap");
  std::string first = joined(invocation.arguments("QUERY"));
  if (!first.empty()) queries.insert(queries.begin(), first);
  if (queries.size() < 2)
    throw Error(Code::usage, "an overlap is of two segments or more", {}, "segment NAME --overlap OTHER");
  query::Catalog catalog = catalog_of(session);
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> members;
  std::string collection;
  for (const std::string& one : queries) {
    std::optional<segment::Saved> saved = segment::read_saved(session.book(), one);
    segment::ListWishes wishes;
    wishes.collection = saved ? saved->collection : invocation.text("of");
    wishes.where = saved ? query::parse(saved->where, saved->file) : query::parse(one);
    wishes.only_ids = true;
    wishes.whole = true;
    wishes.threads = io::default_threads();
    if (!collection.empty() && collection != wishes.collection)
      throw Error(Code::usage, fmt::format("'{}' is a segment of {}, the others are of {}", one,
                                           wishes.collection, collection));
    collection = wishes.collection;
    members.emplace_back(one, segment::list(session.book(), catalog, wishes).records);
  }
  print(invocation, report::overlap_document(members), session.book(), session.today());
  return 0;
}

int run(cli::Invocation& invocation) {
  return explained(invocation, [&] {
    Session session(invocation);
    std::vector<std::string> words = invocation.arguments("QUERY");
    std::string verb = words.empty() ? "" : words.front();
    bool acts = verb == "tiers" || verb == "diff";
    if (acts && words.size() == 1 && !segment::read_saved(session.book(), verb))
      throw Error(Code::usage, fmt::format("'{}' needs the segment that it is about", verb), {},
                  fmt::format("write flatcrm segment {} NAME", verb));
    if (acts && words.size() > 1) {
      words.erase(words.begin());
      return verb == "tiers" ? run_tiers(invocation, session, joined(words))
                             : run_diff(invocation, session, joined(words));
    }
    return invocation.many("overlap").empty() ? run_list(invocation, session)
                                              : run_overlap(invocation, session);
  });
}

/// Whose records, and what of them.
std::vector<cli::Option> listing_options() {
  using cli::Kind;
  return {{.name = "of",
           .kind = Kind::text,
           .value = "COLLECTION",
           .help = "whose records",
           .suggestions = {"customers", "staff", "links", "interactions", "deals", "sales", "products",
                           "tickets", "goals", "quotas", "rates"},
           .preset = "customers"},
          {.name = "columns",
           .kind = Kind::text,
           .value = "EXPR, ...",
           .help = "what to list; `EXPR as NAME` heads a column"},
          at_option(),
          {.name = "sort",
           .kind = Kind::text,
           .value = "EXPR, ...",
           .help = "by these values or columns; `EXPR desc` from the largest down"},
          {.name = "limit",
           .kind = Kind::integer,
           .value = "N",
           .help = "only the first N; 0 for all",
           .preset = "0"},
          {.name = "group-by",
           .kind = Kind::text,
           .value = "EXPR",
           .help = "a row for each value, or one for all; columns are then aggregates; may be given again",
           .repeatable = true}};
}

/// Which of those that are selected, and how they are compared.
std::vector<cli::Option> choosing_options() {
  using cli::Kind;
  return {
      {.name = "for",
       .kind = Kind::choice,
       .value = "CHANNEL",
       .help = "leave out, and count, whom it must not or can't reach",
       .choices = {"email", "phone", "sms", "post"}},
      {.name = "sample",
       .kind = Kind::integer,
       .value = "N",
       .help = "only N of them, chosen by a hash of seed and id"},
      {.name = "split",
       .kind = Kind::text,
       .value = "A=50,B=50",
       .help = "a column `part`, shared out by a hash of seed and id"},
      {.name = "seed", .kind = Kind::text, .value = "TEXT", .help = "what --sample and --split turn on"},
      {.name = "overlap",
       .kind = Kind::text,
       .value = "QUERY",
       .help = "how many are in both; may be given again",
       .repeatable = true},
      {.name = "tier", .kind = Kind::text, .value = "NAME", .help = "of `tiers`: the members of this one"},
      {.name = "ignore-guard",
       .help = "list the lowest tier though members of it are linked into the highest"},
      {.name = "since",
       .kind = Kind::text,
       .value = "DATE",
       .help = "of `diff`: the day, or the git revision, to compare with"},
      {.name = "count", .help = "only how many there are"},
      {.name = "ids", .help = "only the ids, one a line"},
      {.name = "fail-empty", .help = "exit with 1 when nothing is found"}};
}

}  // namespace

cli::Command command_segment() {
  cli::Command command;
  command.name = "segment";
  command.summary = "list, count and compare the customers that a query selects";
  command.description = {
      "Lists the records that *QUERY* selects: customers, or those of another collection with `--of`. The "
      "language is described in flatcrm-query(7); a query without blanks and signs of the shell needs no "
      "quotes, any other does. The name of a file in `segments/` stands for the query that is saved there; "
      "no query selects every record.",
      "`segment tiers NAME` shows the tiers of a saved segment with their count, value and share, and whom "
      "of the lowest a link leads into the highest: the *community guard*. With `--tier` it lists the "
      "members of one; of the lowest only with `--ignore-guard` where guarded ones are among them. `segment "
      "diff NAME --since DATE` shows who came and who left, and the figure that made the difference, by the "
      "dates that stand in the book; with a git revision in place of the date, as the book was then, field "
      "by field.",
      "Amounts are exact, and in the book's currency at the rate of each document's day, but for a plain "
      "field, which is listed as it stands."};
  command.arguments = {{.name = "QUERY",
                        .help = "a condition, or the name of a saved segment",
                        .required = false,
                        .many = true}};
  command.options = cli::joined({listing_options(), choosing_options()});
  command.examples = {
      {"flatcrm segment 'country = DE and value > 1000'", "Customers by field and by figure."},
      {"flatcrm segment 'silence > 90d' --columns 'name, silence, value' --sort 'value desc' --limit 5",
       "The dearest of those who hear nothing."},
      {"flatcrm segment --group-by country --columns 'count() as customers, sum(value) as value'",
       "Figures by group."},
      {"flatcrm segment --of deals 'state = open' --columns 'name, customer.name, weighted'",
       "Another collection."}};
  command.needs.book = cli::Book::read;
  command.needs.time = true;
  command.needs.formats = {"table", "csv", "tsv", "json", "jsonl", "markdown", "html", "ids"};
  command.exit_statuses = {
      {1, "nothing was found, with --fail-empty; or the lowest tier was listed with guarded members in it"}};
  command.see_also = {"flatcrm-query(7)", "flatcrm-export(1)", "flatcrm-book(5)"};
  command.run = run;
  return command;
}
