#include "io/sha256.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <vector>

#include <mbedtls/sha256.h>

#include "core/error.h"

namespace flatcrm::io {

namespace {

template <typename Bytes>
std::string hexadecimal(const Bytes& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (unsigned char byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  if (mbedtls_sha256_ret(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(),
                         0) != 0)
    throw Error(Code::system, "no digest could be made");
  return hexadecimal(digest);
}

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> drawn(bytes);
  if (::getrandom(drawn.data(), drawn.size(), 0) != static_cast<ssize_t>(drawn.size()))
    throw Error(Code::system, "the system gives no random numbers");
  return hexadecimal(drawn);
}

}  // namespace flatcrm::io
