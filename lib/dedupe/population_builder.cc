#include "dedupe/population_builder.h"

#include <algorithm>
#include <functional>
#include <map>

#include "core/text.h"
#include "dedupe/address_comparator.h"
#include "dedupe/forms.h"
#include "dedupe/person_comparator.h"
#include "dedupe/value_comparator.h"
#include "io/threads.h"
#include "model/iso_codes.h"
#include "text/country.h"
#include "text/name.h"

namespace flatcrm::dedupe {

namespace {

constexpr char between = '\x1f';

std::string web_form(std::string_view raw) {
  std::string form = email_form(raw);
  for (std::string_view start : {"https://", "http://", "www."})
    if (form.starts_with(start)) form.erase(0, start.size());
  while (form.ends_with('/')) form.pop_back();
  return form;
}

std::string country_form(std::string_view raw) {
  std::string_view code = text::country_code(raw);
  return code.empty() ? plain_words(raw) : std::string(code);
}

class Builder {
 public:
  Builder(Who who, const std::vector<std::uint32_t>& rows, const model::Table& table,
          const model::Schema& schema, const std::vector<ComparedField>& fields, int threads)
      : who_(who), rows_(rows), table_(table), schema_(schema), fields_(fields), threads_(threads) {}

  void build(Population& population) {
    plan_each(Kind::identifier, identifier_form, compare_identifiers);
    if (who_ == Who::people) plan([this] { return person_names(); });
    if (who_ == Who::organizations) plan_each(Kind::full_name, organization_words, compare_organizations);
    plan_each(Kind::organization, organization_words, compare_organizations);
    plan_each(Kind::email, email_form, compare_emails);
    plan_each(Kind::phone, phone_form, compare_phones);
    plan_each(Kind::date, date_form, compare_dates);
    plan([this] { return addresses(); });
    plan_each(Kind::category, plain_words, compare_categories);
    plan_each(Kind::text, plain_words, compare_texts);
    std::vector<Made> made(plans_.size());
    io::parallel_for(plans_.size(), threads_, [&](std::size_t i) { made[i] = plans_[i](); });
    for (Made& one : made) {
      if (one.comparator) population.comparison.add(std::move(one.comparator));
      if (!one.left_out.empty()) population.left_out.push_back(std::move(one.left_out));
    }
  }

 private:
  using Make = std::unique_ptr<Comparator> (*)(Values);
  using Form = std::string (*)(std::string_view);

  std::vector<const ComparedField*> of_kind(Kind kind) const {
    std::vector<const ComparedField*> found;
    for (const ComparedField& field : fields_)
      if (field.kind == kind) found.push_back(&field);
    return found;
  }

  /// A comparator, or why there is none.
  struct Made {
    std::unique_ptr<Comparator> comparator;
    std::string left_out;
  };
  void plan(std::function<Made()> make) { plans_.push_back(std::move(make)); }

  /// Fields of one kind that are no lists are compared each by itself.
  void plan_each(Kind kind, Form form, Make make) {
    for (const ComparedField* field : of_kind(kind))
      plan([this, field, form, make] { return compared(*field, form, make); });
  }
  Made compared(const ComparedField& field, Form form, Make make) const {
    const model::Field* declared = schema_.find(field.path);
    bool web = declared != nullptr && declared->format == model::Format::url;
    bool list = declared != nullptr && declared->list;
    Values values{readable(field.path), who_, {}, {}};
    values.column =
        intern(table_.codes(field.path), rows_,
               {web ? web_form : form, list || field.kind == Kind::email || field.kind == Kind::phone},
               values.dictionary, threads_);
    if (values.dictionary.size() <= 1) return {};  // nothing to tell either
    std::string reason = says_nothing(field, values);
    if (!reason.empty()) return {nullptr, field.path + ": " + reason};
    return {(web ? compare_identifiers : make)(std::move(values)), {}};
  }

  static std::string readable(std::string path) {
    std::replace(path.begin(), path.end(), '_', ' ');
    return path;
  }

  static std::string says_nothing(const ComparedField& field, const Values& values) {
    std::size_t distinct = values.dictionary.size() - 1;
    std::size_t present = 0;
    for (std::uint32_t code : values.column.codes) present += code != 0 ? 1 : 0;
    if (distinct == 1 && present > 2) return "one value for all";
    if (field.kind == Kind::category && distinct == present && present > 2)
      return "another value in each record";
    return {};
  }

  // ---- names of people

  struct RawName {
    std::string given, family;
    char generation = 0;
  };
  struct NameColumn {
    const model::Codes* codes = nullptr;
    std::vector<std::string> forms;  // "words" or "words#j"
  };

  /// "wei~" where the name came in a script of signs that stand for syllables or words: several names read so.
  static std::string marked(const std::string& words, std::string_view raw) {
    std::size_t at = 0;
    bool signs = false;
    while (at < raw.size() && !signs) {
      core::CodePoint one = core::first_code_point(raw.substr(at));
      signs = one.value >= 0x2E80 && one.length >= 3;
      at += std::max<std::size_t>(one.length, 1);
    }
    return signs && !words.empty() ? words + '~' : words;
  }
  static std::string form_of_part(std::string_view raw) {
    NameWords name = name_words(raw);
    std::string words = marked(name.words, raw);
    return name.generation != 0 ? words + '#' + name.generation : words;
  }
  static std::string form_of_whole(std::string_view raw) {
    text::PersonName name = text::split_name(raw);
    NameWords family = name_words(name.family);
    char generation = family.generation;
    if (!name.suffix.empty()) generation = name_words("x " + name.suffix).generation;
    std::string form =
        marked(name_words(name.given).words, name.given) + between + marked(family.words, name.family);
    return generation != 0 ? form + '#' + generation : form;
  }

  NameColumn part(const ComparedField& field) {
    const model::Codes& codes = table_.codes(field.path);
    return {&codes, forms_of(codes, rows_, form_of_part, threads_)};
  }

  Made person_names() {
    std::vector<NameColumn> given, family, whole;
    for (const ComparedField* field : of_kind(Kind::given_name)) given.push_back(part(*field));
    for (const ComparedField* field : of_kind(Kind::family_name)) family.push_back(part(*field));
    auto first = [](const std::vector<NameColumn>& columns, std::uint32_t row) -> std::string_view {
      for (const NameColumn& column : columns)
        if (std::string_view form = column.forms[column.codes->codes[row]]; !form.empty()) return form;
      return {};
    };
    std::vector<std::uint32_t> without;
    for (std::uint32_t row : rows_)
      if (first(given, row).empty() && first(family, row).empty()) without.push_back(row);
    for (const ComparedField* field : of_kind(Kind::full_name)) {
      const model::Codes& codes = table_.codes(field->path);
      whole.push_back({&codes, forms_of(codes, without, form_of_whole, threads_)});
    }
    PersonNames names;
    bool any = false;
    for (std::uint32_t row : rows_) {
      std::string_view one = first(given, row), other = first(family, row);
      if (one.empty() && other.empty()) {
        std::string_view all = first(whole, row);
        one = all.substr(0, all.find(between));
        other = all.empty() ? all : all.substr(one.size() + 1);
      }
      any = add_name(names, one, other) || any;
    }
    if (!any) return {};
    return {compare_person_names(std::move(names)), {}};
  }

  /// The generation stands with the given name: it tells a father from his son.
  static bool add_name(PersonNames& names, std::string_view given, std::string_view family) {
    std::string_view family_words = family.substr(0, family.find('#'));
    std::string_view generation = family.substr(family_words.size());
    names.family.codes.push_back(names.dictionary.code(family_words));
    bool joined = !generation.empty() && !given.empty() && given.find('#') == given.npos;
    names.given.codes.push_back(joined ? names.dictionary.code(std::string(given) + std::string(generation))
                                       : names.dictionary.code(given));
    return !given.empty() || !family.empty();
  }

  // ---- addresses

  static std::string form_of_street(std::string_view raw) {
    StreetForm form = street_form(raw);
    PlaceForm place = place_form(form.place);
    return form.number + between + form.words + between + place.postcode + between + place.city;
  }

  struct AddressFields {
    const ComparedField *street = nullptr, *city = nullptr, *region = nullptr, *postcode = nullptr,
                        *country = nullptr;
  };
  std::map<std::string, AddressFields> address_fields() const {
    std::map<std::string, AddressFields> by_prefix;
    for (const ComparedField& field : fields_) {
      std::size_t dot = field.path.rfind('.');
      std::string prefix = dot == field.path.npos ? "" : field.path.substr(0, dot);
      auto put = [&](const ComparedField* AddressFields::*place) {
        // A second one of the kind, such as another line of the street, is an address of its own.
        std::string at = prefix;
        while (by_prefix[at].*place != nullptr) at += '+';
        by_prefix[at].*place = &field;
      };
      if (field.kind == Kind::street) put(&AddressFields::street);
      if (field.kind == Kind::city) put(&AddressFields::city);
      if (field.kind == Kind::region) put(&AddressFields::region);
      if (field.kind == Kind::postcode) put(&AddressFields::postcode);
      if (field.kind == Kind::country) put(&AddressFields::country);
    }
    return by_prefix;
  }

  ValueColumn column(const ComparedField* field, Form form, model::Dictionary& dictionary) {
    if (field == nullptr) return none();
    return intern(table_.codes(field->path), rows_, {form, false}, dictionary, threads_);
  }
  ValueColumn none() const {
    ValueColumn column;
    column.codes.assign(rows_.size(), 0);
    return column;
  }

  AddressParts parts_of(const AddressFields& fields, model::Dictionary& dictionary) {
    AddressParts parts{none(),
                       none(),
                       column(fields.postcode, postcode_form, dictionary),
                       column(fields.city, city_form, dictionary),
                       column(fields.region, plain_words, dictionary),
                       column(fields.country, country_form, dictionary)};
    if (fields.street == nullptr) return parts;
    const model::Codes& raw = table_.codes(fields.street->path);
    std::vector<std::string> forms = forms_of(raw, rows_, form_of_street, threads_);
    std::vector<std::array<std::uint32_t, 4>> codes(forms.size());
    for (std::size_t code = 1; code < forms.size(); ++code) {
      std::string_view rest = forms[code];
      for (std::uint32_t& one : codes[code]) {
        std::string_view text = rest.substr(0, rest.find(between));
        one = dictionary.code(text);
        rest.remove_prefix(std::min(rest.size(), text.size() + 1));
      }
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::array<std::uint32_t, 4>& found = codes[raw.codes[rows_[i]]];
      parts.number.codes[i] = found[0];
      parts.street.codes[i] = found[1];
      if (parts.postcode.codes[i] == 0) parts.postcode.codes[i] = found[2];
      if (parts.city.codes[i] == 0) parts.city.codes[i] = found[3];
    }
    return parts;
  }

  Made addresses() {
    Addresses addresses;
    addresses.who = who_;
    for (const auto& [prefix, fields] : address_fields()) {
      AddressParts parts = parts_of(fields, addresses.dictionary);
      bool empty =
          parts.street.empty() && parts.postcode.empty() && parts.city.empty() && parts.region.empty();
      if (!empty) addresses.slots.push_back(std::move(parts));
    }
    if (addresses.slots.empty()) return {};
    return {compare_addresses(std::move(addresses)), {}};
  }

  Who who_;
  const std::vector<std::uint32_t>& rows_;
  const model::Table& table_;
  const model::Schema& schema_;
  const std::vector<ComparedField>& fields_;
  int threads_;
  std::vector<std::function<Made()>> plans_;  // in the order of the comparators
};

}  // namespace

Population build_population(Who who, std::vector<std::uint32_t> members, const model::Table& table,
                            const model::Schema& schema, const std::vector<ComparedField>& fields,
                            int threads) {
  Population population;
  population.who = who;
  population.members = std::move(members);
  Builder(who, population.members, table, schema, fields, threads).build(population);
  return population;
}

}  // namespace flatcrm::dedupe
