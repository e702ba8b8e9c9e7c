// What commands that take a query share: the catalog of a book, and errors that point into the query.
//
//   return explained(invocation, [&] { ...; return 0; });
//   // flatcrm: query:1:1: no field 'contry' in customers; did you mean 'country'?
//   //   contry = DE
//   //   ^^^^^^
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/invocation.h"
#include "query/catalog.h"
#include "shared/session.h"

namespace flatcrm {

/// The exit status of `work`; a mistake in a query is explained on standard error, with the place in it.
int explained(const cli::Invocation& invocation, const std::function<int()>& work);

/// Names of the book, saved segments among them.
query::Catalog catalog_of(Session& session);
/// Of another state of the book.
query::Catalog catalog_of(const book::Book& book, core::Date today);

/// The option --where as every command has it.
cli::Option where_option();

/// The ids of a collection that --where selects; nothing when it is not given.
std::optional<std::vector<std::string>> selected_ids(const cli::Invocation& invocation, Session& session,
                                                     const std::string& collection);

}  // namespace flatcrm
