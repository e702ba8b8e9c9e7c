// Unpacks what gzip or zstd has packed, within bounds.
//
//   packing_of(bytes) == Packing::gzip
//   std::string text = decompress(bytes, packing_of(bytes), "list.csv.gz");
//
// Shape   several packed parts one behind the other are one text, as gzip and zstd have it.
// Errors  Code::bad_input for what is broken or ends too early; Code::limit past 8 GiB, and past 64 MiB when
//         it is more than 100 times what it was: such a file holds no list of anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flatcrm::io {

enum class Packing : std::uint8_t { none, gzip, zstd };

Packing packing_of(std::string_view bytes);

std::string decompress(std::string_view bytes, Packing packing, const std::string& file);

}  // namespace flatcrm::io
