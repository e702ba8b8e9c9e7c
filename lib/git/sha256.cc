#include "git/sha256.h"

#include <mbedtls/sha256.h>

#include <array>

#include <fmt/format.h>

#include "core/error.h"

namespace flatcrm::git {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  if (mbedtls_sha256_ret(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data(),
                         0) != 0)
    throw Error(Code::system, "the digest can't be made");
  std::string text;
  for (unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace flatcrm::git
