// Writes aliases of a YAML document out, so that what they stand for can change without them.
#pragma once

#include <string>
#include <vector>

#include "format/yaml.h"

namespace flatcrm::format {

/// `nodes` is the way from the root to what is to change. Written out are the alias that it leads through and
/// every alias of an anchor on it and, when the last node is `replaced`, below it. `last_may_stay`: the last
/// itself may be an alias, as it gives way. False: nothing to do; else the text is changed and `file` no
/// longer valid.
bool write_aliases_out(std::string& text, const YamlFile& file, const std::vector<const YamlNode*>& nodes,
                       bool replaced, bool last_may_stay);
/// else the text is changed and `file` no longer valid.
bool write_aliases_out(std::string& text, const YamlFile& file, const std::vector<const YamlNode*>& nodes,
                       bool last_may_stay);

}  // namespace flatcrm::format
