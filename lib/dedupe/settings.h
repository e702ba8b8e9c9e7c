// What the book's dedupe.yaml says: which fields are compared as what, and whose lists hold nobody twice.
//
//   fields: {birth_place: category, soc_sec_id: identifier, notes: off}
//   clean_sources: [crm]            # no two records of it are one customer
//   survivorship: {name: longest, phones: union, default: complete}
//
// Errors  Code::book with file, line and column, and the nearest name, for anything else.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dedupe/kind.h"
#include "model/schema.h"

namespace flatcrm::dedupe {

/// Which value a merged record takes where its parts differ.
enum class Survival : std::uint8_t { complete, recent, longest, first, all };

struct Settings {
  std::map<std::string, Kind> fields;
  std::vector<std::string> clean_sources;
  std::map<std::string, Survival> survivorship;
};

inline constexpr const char* settings_file = "dedupe.yaml";

Settings parse_settings(std::string_view text, const std::string& file, const model::Schema& schema);

std::string_view name_of(Survival survival);

/// One column that is compared.
struct ComparedField {
  std::string path;
  Kind kind = Kind::off;
};

/// What the schema says, and over it the settings, in schema order; lists of maps are followed to their
/// third element.
std::vector<ComparedField> compared_fields(const model::Schema& schema, const Settings& settings);

}  // namespace flatcrm::dedupe
