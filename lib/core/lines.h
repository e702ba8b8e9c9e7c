// Lines and columns of many offsets in one text, counted once when they come in growing order.
//
//   Lines lines("id,name\n7,Acme\n");
//   lines.position(10)      // line 2, column 3
#pragma once

#include <cstddef>
#include <string_view>

#include "core/text.h"

namespace flatcrm::core {

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// Any order will do; only growing ones are quick.
  Position position(std::size_t offset) {
    if (offset < line_begin_) {
      line_begin_ = 0;
      line_ = 1;
    }
    Position further = position_of(text_.substr(line_begin_), offset - line_begin_);
    line_ += further.line - 1;
    line_begin_ = offset - (further.column - 1);
    return {line_, further.column};
  }

 private:
  std::string_view text_;
  std::size_t line_begin_ = 0;
  std::size_t line_ = 1;
};

}  // namespace flatcrm::core
