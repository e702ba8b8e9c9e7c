// A long list as CSV or TSV, straight from its columns.
//
//   write_listing(listing, config, ',', [&](std::string_view some) { sink.write(some); });
//
// The same bytes as write_csv(listing_document(listing)), without a cell for each value.
#pragma once

#include <functional>
#include <string_view>

#include "book/config.h"
#include "segment/listing.h"

namespace flatcrm::render {

void write_listing(const segment::Listing& listing, const book::Config& config, char delimiter,
                   const std::function<void(std::string_view)>& out);

}  // namespace flatcrm::render
