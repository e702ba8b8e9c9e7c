// Digests that nobody reads a text out of, for marks and for proofs of what a file was.
//
//   sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
//
// Source  FIPS 180-4, through Mbed TLS.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::io {

std::string sha256_hex(std::string_view bytes);

/// So many random bytes of the system, in hexadecimal digits.
std::string random_hex(std::size_t bytes);

}  // namespace flatcrm::io
