// The SHA-256 of bytes, in 64 hexadecimal digits: what a source was, for who has it still.
//
//   sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
//
// Source  FIPS 180-4.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::git {

std::string sha256(std::string_view bytes);

}  // namespace flatcrm::git
