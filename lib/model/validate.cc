// Records against their schema.
#include <algorithm>
#include <string>

#include "core/date.h"
#include "core/decimal.h"
#include "core/id.h"
#include "core/text.h"
#include "model/contradiction.h"
#include "model/iso_codes.h"
#include "model/list_text.h"
#include "model/record_set.h"
#include "model/value_forms.h"

namespace flatcrm::model {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  if (text.size() <= longest) return "'" + core::visible(text) + "'";
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "'" + core::visible(text.substr(0, end)) + "...'";
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string permitted(const Field& field, std::string_view text) {
  std::vector<std::string_view> values(field.values.begin(), field.values.end());
  if (std::string_view nearest = core::nearest(text, values); !nearest.empty()) {
    return "did you mean '" + std::string(nearest) + "'?";
  }
  std::string out = "it is one of:";
  for (std::string_view value : values) out.append(" ").append(value);
  return out;
}

class Validator {
 public:
  Validator(const Record& record, const Paths& paths, const std::string& file, core::Lines& lines,
            core::Problems& problems)
      : record_(record), paths_(paths), file_(file), lines_(lines), problems_(problems) {}

  void run() {
    for (const Value& value : record_.values()) {
      if (!value.text.empty()) check(value);
    }
    check_required();
    check_custom();
  }

 private:
  void check(const Value& value) {
    const Path& path = paths_[value.path];
    value_ = &value;
    if (path.misplaced)
      return error("bad-shape", quoted(path.header()) + " is not how the schema has it",
                   "see flatcrm-book(5)");
    if (path.field == nullptr) return;
    field_ = path.field;
    if (!path.has_declared_shape())
      return error("bad-shape", quoted(path.text) + " is one value, not a list",
                   "join them, or take another field");
    if (!path.list) return check_scalar(value.text);
    std::size_t count = 0;
    for_each_element(value.text, [&](std::string_view element) {
      check_scalar(element);
      ++count;
    });
    if (field_->maximum_items != 0 && count > field_->maximum_items) {
      error("bad-length", path.text + " has " + std::to_string(count) + " values",
            "at most " + std::to_string(field_->maximum_items) + " are allowed");
    }
  }

  void check_scalar(std::string_view text) {
    switch (field_->type) {
      case Type::integer:
      case Type::decimal:
      case Type::money:
        return check_number(text);
      case Type::date:
        if (!core::parse_date(text)) wrong("bad-date", text, "a date", "write it as 2026-11-22");
        return;
      case Type::date_time:
        if (!core::parse_day(text))
          wrong("bad-date", text, "a date", "write it as 2026-11-22 or 2026-11-22T09:30:00+01:00");
        return;
      case Type::boolean:
        if (text != "true" && text != "false") wrong("bad-value", text, "true or false", "");
        return;
      case Type::reference:
        return;
      case Type::text:
        return check_text(text);
    }
  }

  void check_number(std::string_view text) {
    std::optional<core::Decimal> number = core::parse_decimal(text);
    bool whole = field_->type == Type::integer;
    if (!number || (whole && number->scale != 0)) {
      return wrong("bad-number", text, whole ? "a whole number" : "a number",
                   "write it as 4821.50, without signs for thousands or currencies");
    }
    bool low = field_->minimum && core::compare(*number, *field_->minimum) < 0;
    bool high = field_->maximum && core::compare(*number, *field_->maximum) > 0;
    if (low)
      error("out-of-range", field_->path + " is " + std::string(text),
            "it is at least " + core::print(*field_->minimum));
    if (high)
      error("out-of-range", field_->path + " is " + std::string(text),
            "it is at most " + core::print(*field_->maximum));
  }

  void check_text(std::string_view text) {
    if (value_->path == Paths::id) {
      if (!core::is_valid_id(text))
        wrong("bad-id", text, "an id", "an id has lower-case letters, digits and single hyphens, at most 80");
      return;
    }
    if (!field_->values.empty()) {
      bool known = std::find(field_->values.begin(), field_->values.end(), text) != field_->values.end();
      if (!known) error("bad-value", field_->path + " can't be " + quoted(text), permitted(*field_, text));
    }
    check_format(text);
    check_length(text);
  }

  void check_format(std::string_view text) {
    switch (field_->format) {
      case Format::none:
        return;
      case Format::email:
        if (!has_email_form(text)) wrong("bad-email", text, "an e-mail address", "");
        return;
      case Format::country:
        if (!is_country_code(text))
          wrong("bad-country", text, "a country", "take the two capital letters of ISO 3166, such as DE");
        return;
      case Format::currency:
        if (!is_currency_code(text))
          wrong("bad-currency", text, "a currency",
                "take the three capital letters of ISO 4217, such as EUR");
        return;
      case Format::period:
        if (!has_period_form(text))
          wrong("bad-period", text, "a period", "write it as 2026, 2026-Q3 or 2026-07");
        return;
      case Format::phone:
        if (!has_phone_form(text)) doubt("bad-phone", text, "a telephone number", "write it as +49301234567");
        return;
      case Format::url:
        if (!has_url_form(text)) doubt("bad-url", text, "a web address", "");
        return;
      case Format::language:
        if (!has_language_form(text)) doubt("bad-language", text, "a language", "write it as de or pt-BR");
        return;
    }
  }

  void check_length(std::string_view text) {
    if (field_->minimum_length == 0 && field_->maximum_length == 0) return;
    std::size_t length = code_points(text);
    if (length >= field_->minimum_length && (field_->maximum_length == 0 || length <= field_->maximum_length))
      return;
    std::string bounds = "it has " + std::to_string(field_->minimum_length) + " or more";
    if (length > field_->maximum_length && field_->maximum_length != 0)
      bounds = "it has at most " + std::to_string(field_->maximum_length);
    error("bad-length", field_->path + " has " + std::to_string(length) + " characters", bounds);
  }

  void check_required() {
    const Schema& schema = paths_.schema();
    for (std::uint32_t rank : schema.required()) {
      const Field& field = schema.fields()[rank];
      if (has(field.path) || has("merged_into")) continue;
      core::Position place = lines_.position(static_cast<std::size_t>(record_.begin()));
      add("missing-field", Severity::error, place, "no " + quoted(field.path),
          "every record of " + schema.collection() + " needs one");
    }
  }

  /// What the schema does not name may still contradict itself: "a" beside "a.b".
  void check_custom() {
    std::span<const Value> values = record_.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Path& one = paths_[values[i].path];
      if (one.field != nullptr || values[i].text.empty()) continue;
      for (std::size_t j = 0; j < i; ++j) {
        const Path& other = paths_[values[j].path];
        if (other.field != nullptr || values[j].text.empty()) continue;
        if (one.steps[0].text != other.steps[0].text || !contradict(one.text, other.text)) continue;
        value_ = &values[i];
        error("bad-shape", quoted(one.header()) + " contradicts " + quoted(other.header()),
              "rename one of them");
      }
    }
  }

  bool has(std::string_view path) const {
    return std::any_of(record_.values().begin(), record_.values().end(), [&](const Value& value) {
      return !value.text.empty() && paths_[value.path].text == path;
    });
  }

  void wrong(const char* code, std::string_view text, const char* kind, std::string hint) {
    error(code, field_->path + " is " + quoted(text) + ", which is not " + kind, std::move(hint));
  }
  void doubt(const char* code, std::string_view text, const char* kind, std::string hint) {
    add(code, Severity::warning, place_of_value(),
        field_->path + " is " + quoted(text) + ", which is not " + kind, std::move(hint));
  }
  void error(const char* code, std::string what, std::string hint) {
    add(code, Severity::error, place_of_value(), std::move(what), std::move(hint));
  }
  core::Position place_of_value() {
    return lines_.position(static_cast<std::size_t>(record_.begin()) + value_->at);
  }
  void add(const char* code, Severity severity, core::Position place, std::string what, std::string hint) {
    problems_.push_back({code,
                         severity,
                         {file_, place.line, place.column},
                         std::move(what),
                         core::visible(record_.id()),
                         std::move(hint)});
  }

  const Record& record_;
  const Paths& paths_;
  const std::string& file_;
  core::Lines& lines_;
  core::Problems& problems_;
  const Value* value_ = nullptr;
  const Field* field_ = nullptr;
};

}  // namespace

void validate(const Record& record, const Paths& paths, const std::string& file, core::Lines& lines,
              core::Problems& problems) {
  Validator(record, paths, file, lines, problems).run();
}

void validate(const Record& record, const Paths& paths, const std::string& file, std::string_view text,
              core::Problems& problems) {
  core::Lines lines(text);
  validate(record, paths, file, lines, problems);
}

}  // namespace flatcrm::model
