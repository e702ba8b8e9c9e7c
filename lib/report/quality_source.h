// What every customer's record holds, what of it can't be right, and when it was last touched.
//
//   QualitySource source(input);
//   source.records[7].given            bits by QualityField          source.records[7].invalid
//   source.records[7].fresh            last contact, sale or change of a source; no_date where nothing is known
//   source.suspects                    a line a suspicious value
//
// Shape   records[i] is row i of customers. A number is shared where more than most_phones customers have it, an address where more than
//         most_emails have it: a household shares one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"
#include "report/suspicion.h"

namespace flatcrm::report {

enum QualityField : std::uint8_t {
  name_field,
  email_field,
  phone_field,
  street_field,
  city_field,
  country_field,
  owner_field,
  status_field,
  language_field,
  acquired_field,
  birthday_field,
  quality_fields
};
inline constexpr std::array<std::string_view, quality_fields> quality_names{
    "name",  "emails", "phones",   "street",   "city",    "country",
    "owner", "status", "language", "acquired", "birthday"};
inline constexpr std::size_t most_phones = 4, most_emails = 2;
inline constexpr int read_sources = 4;  // of a record

struct QualityRecord {
  std::uint16_t given = 0, invalid = 0, suspicious = 0;
  core::Date fresh = core::no_date;
  std::array<std::uint32_t, read_sources> sources{};  // codes of `source_names`, 0: none
};

struct Suspect {
  std::uint32_t row = 0;
  QualityField field = name_field;
  Suspicion why = Suspicion::none;
  std::string value{};
};

struct QualitySource {
  const Input& input;
  const model::Table& table;
  std::vector<QualityRecord> records;
  std::vector<Suspect> suspects{};
  model::Dictionary source_names;

  explicit QualitySource(const Input& given);
  std::string_view id(std::size_t row) const { return table.texts("id").texts[row]; }

 private:
  void read_fields();
  void read_dates();
  void read_shared(QualityField field, const char* column, std::size_t most, Suspicion why);
  void read_sources_of();
  void suspect(std::uint32_t row, QualityField field, Suspicion why, std::string_view value);
};

Needs quality_needs(const Parameters& parameters);

}  // namespace flatcrm::report
