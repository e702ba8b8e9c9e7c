#include "shared/query.h"

#include <fmt/format.h>

#include "io/threads.h"
#include "query/book_catalog.h"
#include "query/error.h"
#include "segment/listing.h"
#include "segment/saved.h"

namespace flatcrm {

int explained(const cli::Invocation& invocation, const std::function<int()>& work) {
  try {
    return work();
  } catch (const query::QueryError& error) {
    invocation.err().write(fmt::format("{}: {}\n", invocation.surroundings().program, error.what()));
    if (!invocation.quiet()) invocation.err().write(error.excerpt());
    return core::exit_status(error.code());
  }
}

query::Catalog catalog_of(const book::Book& book, core::Date today) {
  query::Catalog catalog = query::catalog_of(book, today);
  segment::add_saved(catalog, book);
  return catalog;
}

query::Catalog catalog_of(Session& session) {
  return catalog_of(session.book(), session.today());
}

cli::Option where_option() {
  return {.name = "where",
          .kind = cli::Kind::text,
          .value = "QUERY",
          .help = "only records that the query selects; see flatcrm-query(7)"};
}

namespace {

segment::Listing selected(const cli::Invocation& invocation, Session& session,
                          const std::string& collection) {
  segment::ListWishes wishes;
  wishes.collection = collection;
  wishes.where = query::parse(invocation.text("where"), "--where");
  wishes.only_ids = true;
  wishes.threads = io::default_threads();
  return segment::list(session.book(), catalog_of(session), wishes);
}

}  // namespace

std::optional<std::vector<std::string>> selected_ids(const cli::Invocation& invocation, Session& session,
                                                     const std::string& collection) {
  if (!invocation.given("where")) return std::nullopt;
  segment::Listing listing = selected(invocation, session, collection);
  std::vector<std::string> ids;
  for (std::size_t row = 0; row < listing.rows; ++row) {
    ids.emplace_back(listing.columns[0].values.text(row));
    if (ids.back().empty())
      throw Error(Code::usage,
                  fmt::format("records of {} without an id can't be picked by --where", collection), {},
                  "list them with 'flatcrm segment --of'");
  }
  return ids;
}

}  // namespace flatcrm
