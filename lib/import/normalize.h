// Brings single values to the form that a book keeps, and says whether it could.
//
//   Normalizers normalizers;
//   normalizers.normalize(phone_field, "030 123456", "DE", arena)   -> {"+4930123456", changed}
//   normalizers.normalize(phone_field, "ask Mary", "DE", arena)      -> {"ask Mary", failed}: kept as it came
//
// Requires  the value is trimmed and not empty.
// Threads   one object serves one thread at a time: it remembers what was dear to find out.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/arena.h"
#include "import/mapping.h"
#include "text/phone.h"

namespace flatcrm::import {

enum class Form : std::uint8_t { plain, changed, failed };

struct Normal {
  std::string_view text;  // part of the value, for good, or in the arena
  Form form = Form::plain;
  std::string_view currency;  // that an amount names
};

/// Without white space at the ends; a view into the text, never null.
std::string_view trimmed(std::string_view text);

class Normalizers {
 public:
  Normal normalize(const FieldMap& field, std::string_view value, std::string_view region,
                   core::Arena& arena);
  /// ISO 3166 of a country's name or code, or "".
  std::string_view country(std::string_view name);

 private:
  Normal phone(std::string_view value, std::string_view region, core::Arena& arena);

  std::unique_ptr<text::PhoneNormalizer> phones_;  // made when first needed: it is dear
  std::unordered_map<std::string, std::string_view, TextHash, std::equal_to<>> countries_;
};

}  // namespace flatcrm::import
