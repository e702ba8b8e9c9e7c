#include "report/quality_source.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/iso_codes.h"
#include "model/value_forms.h"

namespace flatcrm::report {

namespace {

std::string source_column(int number, const char* field) {
  return fmt::format("sources.{}.{}", number, field);
}

/// Calls `see` with each element of a list of scalars as a record joins them.
template <typename See>
void each_element(std::string_view list, See see) {
  while (!list.empty()) {
    std::size_t end = list.find("; ");
    while (end != std::string_view::npos && end > 0 && list[end - 1] == '\\') end = list.find("; ", end + 1);
    see(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 2);
  }
}

std::uint16_t bit(QualityField field) {
  return static_cast<std::uint16_t>(1U << field);
}

}  // namespace

Needs quality_needs(const Parameters&) {
  using model::As;
  model::TableRequest customers{"customers",
                                {{"id", As::texts},
                                 {"name", As::texts},
                                 {"emails", As::texts},
                                 {"phones", As::texts},
                                 {"addresses.1.street", As::texts},
                                 {"addresses.1.city", As::texts},
                                 {"addresses.1.country", As::codes},
                                 {"owner", As::codes},
                                 {"status", As::codes},
                                 {"language", As::texts},
                                 {"acquired", As::texts},
                                 {"birthday", As::texts}}};
  for (int number = 1; number <= read_sources; ++number) {
    customers.columns.push_back({source_column(number, "source"), As::codes});
    customers.columns.push_back({source_column(number, "updated"), As::texts});
  }
  return {
      .tables = {std::move(customers), {"staff", {{"id", As::texts}}}},
      .columns = {{"last_contact", "customers", "last_contact"}, {"last_order", "customers", "last_order"}}};
}

QualitySource::QualitySource(const Input& given)
    : input(given), table(given.data.table("customers")), records(table.rows()) {
  read_fields();
  read_dates();
  read_shared(phone_field, "phones", most_phones, Suspicion::shared_phone);
  read_shared(email_field, "emails", most_emails, Suspicion::shared_email);
  read_sources_of();
}

void QualitySource::suspect(std::uint32_t row, QualityField field, Suspicion why, std::string_view value) {
  if (why == Suspicion::none) return;
  records[row].suspicious |= bit(field);
  suspects.push_back({row, field, why, std::string(value)});
}

void QualitySource::read_fields() {
  auto texts = [&](const char* path) { return table.texts(path).texts.data(); };
  const std::string_view *names = texts("name"), *emails = texts("emails"), *phones = texts("phones"),
                         *streets = texts("addresses.1.street"), *cities = texts("addresses.1.city"),
                         *languages = texts("language");
  const model::Codes &countries = table.codes("addresses.1.country"), &owners = table.codes("owner"),
                     &status = table.codes("status");
  std::vector<std::uint8_t> is_country;
  for (std::uint32_t code = 0; code < countries.dictionary.size(); ++code)
    is_country.push_back(code == 0 || model::is_country_code(countries.dictionary.text(code)) ? 1 : 0);
  Join owner = input.data.join("customers", "owner", "staff");
  for (std::uint32_t row = 0; row < records.size(); ++row) {
    QualityRecord& record = records[row];
    auto see = [&](QualityField field, bool given, bool valid = true) {
      if (given) record.given |= bit(field);
      if (given && !valid) record.invalid |= bit(field);
    };
    see(name_field, !names[row].empty());
    suspect(row, name_field, suspect_name(names[row]), names[row]);
    see(street_field, !streets[row].empty());
    see(city_field, !cities[row].empty());
    see(language_field, !languages[row].empty(), model::has_language_form(languages[row]));
    see(country_field, countries.codes[row] != 0, is_country[countries.codes[row]] != 0);
    see(status_field, status.codes[row] != 0);
    see(owner_field, owners.codes[row] != 0, owner.row(row) != no_row);
    each_element(emails[row], [&](std::string_view email) {
      bool valid = model::has_email_form(email);
      see(email_field, true, valid);
      if (valid) suspect(row, email_field, suspect_email(email), email);
    });
    each_element(phones[row],
                 [&](std::string_view phone) { see(phone_field, true, model::has_phone_form(phone)); });
  }
}

void QualitySource::read_dates() {
  core::Date today = input.parameters.as_of;
  const std::vector<std::string_view>&acquired = table.texts("acquired").texts,
        &birthdays = table.texts("birthday").texts;
  for (std::uint32_t row = 0; row < records.size(); ++row) {
    auto read = [&](QualityField field, std::string_view text) -> core::Date {
      if (text.empty()) return core::no_date;
      records[row].given |= bit(field);
      std::optional<core::Date> day = core::parse_day(text);
      bool yearless = field == birthday_field && text.starts_with("--");
      if (!day.has_value() && !yearless) records[row].invalid |= bit(field);
      return day.value_or(core::no_date);
    };
    core::Date since = read(acquired_field, acquired[row]);
    if (since != core::no_date && since > today)
      suspect(row, acquired_field, Suspicion::future_date, acquired[row]);
    else if (is_filler_date(since))
      suspect(row, acquired_field, Suspicion::filler_date, acquired[row]);
    suspect(row, birthday_field, suspect_birthday(read(birthday_field, birthdays[row]), today),
            birthdays[row]);
    records[row].fresh =
        std::max(input.data.values("last_contact").day(row), input.data.values("last_order").day(row));
  }
}

void QualitySource::read_shared(QualityField field, const char* column, std::size_t most, Suspicion why) {
  const std::vector<std::string_view>& lists = table.texts(column).texts;
  model::Dictionary values;
  std::vector<std::uint32_t> counts;
  for (std::string_view list : lists)
    each_element(list, [&](std::string_view value) {
      std::uint32_t code = values.code(value);
      if (code >= counts.size()) counts.resize(code + 1, 0);
      ++counts[code];
    });
  for (std::uint32_t row = 0; row < records.size(); ++row)
    each_element(lists[row], [&](std::string_view value) {
      std::uint32_t code = values.find(value);
      if (code != 0 && counts[code] > most) suspect(row, field, why, value);
    });
}

/// Where a record came from, and when that last said something of it.
void QualitySource::read_sources_of() {
  core::Date today = input.parameters.as_of;
  for (int number = 1; number <= read_sources; ++number) {
    const model::Codes& names = table.codes(source_column(number, "source"));
    const std::vector<std::string_view>& updated = table.texts(source_column(number, "updated")).texts;
    for (std::size_t row = 0; row < records.size(); ++row) {
      std::string_view name = names.dictionary.text(names.codes[row]);
      records[row].sources[static_cast<std::size_t>(number - 1)] = source_names.code(name);
      std::optional<core::Date> day = core::parse_day(updated[row]);
      if (day.has_value() && *day <= today) records[row].fresh = std::max(records[row].fresh, *day);
    }
  }
}

}  // namespace flatcrm::report
