// Makes a customer's consent of columns such as "Newsletter", "Email opt-in" and "SMS opt-out", where nothing but words for yes and no
// stands below them.
//
//   place_consent(inferred, "Newsletter", "Newsletter", {"ja", "nein"})
//   //   consent.email: {from: Newsletter, map: {ja: granted, nein: denied}, else: ""}
//   place_consent(inferred, "Email opt-in", "Email opt-in", {"x"})
//   //   consent.email: {from: "{Newsletter}/{Email opt-in}", map: {ja/x: granted, nein/x: denied, ...}, else: ""}
//
// Shape   of several columns of one channel a no in any is a no; a yes in any else is a yes.
#pragma once

#include <string>
#include <vector>

#include "import/infer.h"

namespace flatcrm::import {

/// False where the column is none of consent. `name` is the column's without what others share with it.
bool place_consent(Inferred& inferred, const std::string& column, const std::string& name,
                   const std::vector<std::string>& words);

}  // namespace flatcrm::import
