#include "core/error.h"

#include <utility>

#include "core/text.h"

namespace flatcrm::core {

Error::Error(Code code, std::string what, Place place, std::string hint)
    : code_(code), message_(std::move(what)), place_(std::move(place)), hint_(std::move(hint)) {
  line_ = print(place_);
  if (!line_.empty()) line_ += ": ";
  line_ += message_;
  if (!hint_.empty()) line_ += "; " + hint_;
  line_ = visible(line_);
}

int exit_status(Code code) {
  switch (code) {
    case Code::usage:
      return 2;
    case Code::locked:
      return 4;
    case Code::system:
      return 5;
    default:
      return 3;
  }
}

std::string print(const Place& place) {
  std::string out = place.file;
  if (place.line != 0) {
    out += ":" + std::to_string(place.line);
    if (place.column != 0) out += ":" + std::to_string(place.column);
  }
  return out;
}

}  // namespace flatcrm::core
