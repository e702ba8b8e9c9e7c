// Refuses text before yaml-cpp sees it: what YAML allows nowhere, and what the library would let pass.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"
#include "format/yaml_stream.h"

namespace flatcrm::format {

/// An Error that names the line and column of an offset.
[[noreturn]] void fail_yaml(std::string_view text, const std::string& name, std::size_t offset,
                            const std::string& what, const std::string& hint = {}, Code code = Code::book);

/// Encoding, control characters, byte order marks, conflict markers, size.
void check_yaml_text(std::string_view text, const std::string& name);
/// Size, directives, and what stands behind the end of a document.
void check_yaml_piece(std::string_view text, const std::string& name, const YamlPiece& piece);

}  // namespace flatcrm::format
