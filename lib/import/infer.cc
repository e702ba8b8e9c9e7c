#include "import/infer.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/id.h"
#include "core/text.h"
#include "import/address_groups.h"
#include "import/choice_words.h"
#include "import/column_look.h"
#include "import/column_names.h"
#include "import/infer_address.h"
#include "import/infer_collection.h"
#include "import/infer_consent.h"
#include "import/infer_finish.h"
#include "import/infer_party.h"
#include "import/infer_town.h"
#include "import/plain_names.h"
#include "text/web.h"

namespace flatcrm::import {

namespace {

using model::Field;
using model::Schema;

std::string base_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  name = name.substr(0, name.find('.'));
  std::string slug = core::slug(name);
  return slug.empty() ? "file" : slug;
}

/// The concrete path of a declared field: an element of a list, the column's own last word where any key will do.
std::string concrete(const Field& field, const std::string& column, const Schema& schema,
                     std::size_t element) {
  if (schema.find(column) == &field) return column;
  std::string path = field.path;
  if (std::size_t star = path.find('*'); star != path.npos) path.replace(star, 1, std::to_string(element));
  return path;
}

class Inference {
 public:
  Inference(const Source& source, const Schema& schema, const Schema& customers)
      : source_(source),
        customers_(customers),
        schema_(schema),
        names_(schema),
        looks_(look_at_columns(source)),
        plain_(plain_names(source)) {
    if (schema.collection() == "customers") groups_ = AddressGroups(plain_, names_);
  }

  void run(Inferred& inferred) {
    find_key(inferred);
    const std::vector<std::string>& columns = source_.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].empty() || source_.is_own_column(i) || is_key(inferred, columns[i])) continue;
      place(inferred, i);
    }
    label_addresses(inferred, addresses_);
    finish_profile(inferred, {source_, schema_, looks_});
    find_party(inferred, {source_, schema_, looks_}, plain_, customers_);
    find_match(inferred);
  }

 private:
  bool is_key(const Inferred& inferred, const std::string& column) const {
    const std::vector<Word>& key = inferred.profile.main.key;
    return std::any_of(key.begin(), key.end(), [&](const Word& word) { return word.text == column; });
  }

  /// Does the column hold the ids of records of a book, as flatcrm exports them?
  bool holds_ids(std::size_t column) const {
    KeyLook look = look_at_key(source_, column);
    return look.only_ids || (source_.columns()[column] == "id" && look.could_be_ids);
  }

  /// Digits alone under the name for a name.
  bool holds_numbers(std::size_t column) const {
    const ColumnLook& look = looks_[column];
    const Field* field = names_.find(plain_[column]).field;
    return field != nullptr && field->path == "name" && look.filled > 0 && look.numbers == look.filled;
  }

  /// Which address of the record a column is of: the first, or another for each group and number of columns.
  std::size_t address_of(std::size_t column) {
    const std::string& whole = source_.columns()[column];
    const std::string& own = source_.own_name(column);
    AddressKey key{whole == own ? "" : whole.substr(0, whole.size() - own.size()), ""};
    const std::size_t number = split_number(plain_[column]).number;
    if (const AddressGroups::Part* part = groups_.of(column); part != nullptr)
      key.second = part->group;
    else if (number > 1 && has_town(number))
      key.first += std::to_string(number);
    return addresses_.try_emplace(key, addresses_.size() + 1).first->second;
  }

  /// "Address 2" is a second line of the first address, unless there is a "Town 2".
  bool has_town(std::size_t number) const {
    return std::any_of(plain_.begin(), plain_.end(), [&](const std::string& name) {
      const Field* field = names_.find(name).field;
      return split_number(name).number == number && field != nullptr &&
             (field->path == "addresses.*.city" || field->path == "addresses.*.postcode");
    });
  }

  void find_key(Inferred& inferred) {
    const std::vector<std::string>& columns = source_.columns();
    for (std::size_t i = 0; i < columns.size() && inferred.profile.main.key.empty(); ++i) {
      if (columns[i].empty() || source_.is_own_column(i) || groups_.of(i) != nullptr) continue;
      const Field* field = names_.find(plain_[i]).field;
      // "Customer" over numbers alone says which one, and not how it is called.
      if (field != nullptr && field->path == "name" && holds_numbers(i)) field = nullptr;
      bool id = field != nullptr && field->path == "id";
      if ((field != nullptr && !id) || (!id && !names_a_key(plain_[i]) && !holds_numbers(i)) ||
          (id && holds_ids(i)))
        continue;
      KeyLook look = look_at_key(source_, i);
      if (!look.is_key()) continue;
      inferred.profile.main.key.push_back({columns[i], {}});
      inferred.key_why = id ? "every row has another one, and they are no ids of this book"
                            : "named as a number, and every row has another one";
    }
  }

  /// A list of addresses that stand once each tells who is meant.
  void find_match(Inferred& inferred) {
    if (schema_.collection() != "customers" || !inferred.profile.main.match.empty()) return;
    for (const FieldSpec& spec : inferred.profile.main.fields) {
      if (spec.field.text != "emails") continue;
      for (const Template& column : spec.from) {
        KeyLook look =
            look_at_key(source_, static_cast<std::size_t>(source_.find_column(column[0].text.text)));
        if (!look.is_unique) return;
      }
      inferred.profile.main.match.push_back({"emails", {}});
      inferred.match_why = "no address stands twice: it tells who of the book is meant";
      if (!inferred.profile.main.key.empty()) return;
      inferred.profile.main.id_from = Word{"emails", {}};
      inferred.profile.remember = true;
    }
  }

  /// What nearly all values are, where the name says nothing or something else.
  ColumnNames::Meaning by_content(std::size_t column, const ColumnNames::Meaning& by_name) const {
    constexpr double nearly_all = 0.8;
    const ColumnLook& look = looks_[column];
    if (look.filled == 0) return by_name;
    bool plain = by_name.field == nullptr ||
                 (by_name.field->type == model::Type::text && by_name.field->format == model::Format::none);
    auto field = [&](const char* path, std::size_t count, const char* what) {
      const Field* found = schema_.find(path);
      if (found == nullptr || look.share(count) < nearly_all) return ColumnNames::Meaning{};
      return ColumnNames::Meaning{found, fmt::format("{} of {} values are {}", count, look.filled, what)};
    };
    if (!plain) return by_name;
    if (ColumnNames::Meaning found = field("emails", look.emails, "e-mail addresses"); found.field != nullptr)
      return found;
    if (by_name.field != nullptr) return by_name;
    if (ColumnNames::Meaning found = field("phones", look.phones, "telephone numbers");
        found.field != nullptr)
      return found;
    return by_name;
  }

  /// Its meaning by name; "Note" is a mark where numbers stand below it, else a text.
  ColumnNames::Meaning named(std::size_t number) const {
    const std::vector<std::string>& words = looks_[number].words;
    const ColumnNames::Meaning meaning = names_.find(plain_[number]),
                               other = names_.find_other(plain_[number]);
    const bool counts = meaning.field != nullptr && (meaning.field->type == model::Type::integer ||
                                                     meaning.field->type == model::Type::decimal);
    const bool has_digits = std::any_of(words.begin(), words.end(), [](const std::string& word) {
      return word.find_first_of("0123456789") != std::string::npos;
    });
    return counts && other.field != nullptr && !words.empty() && !has_digits ? other : meaning;
  }

  /// Its meaning by name and content, without what the name of the column promises and the values don't keep.
  ColumnNames::Meaning meaning_of(std::size_t number) const {
    ColumnNames::Meaning meaning = by_content(number, named(number));
    if (meaning.field == nullptr) return meaning;
    const std::string& path = meaning.field->path;
    const std::size_t numbered = split_number(plain_[number]).number;
    const bool line_of_address = path.starts_with("addresses.") && numbered > 1 && !has_town(numbered);
    if ((path == "id" && !holds_ids(number)) || (path == "name" && holds_numbers(number)) || line_of_address)
      return {};
    return meaning;
  }

  void place(Inferred& inferred, std::size_t number) {
    const std::string& column = source_.columns()[number];
    const bool customers = schema_.collection() == "customers";
    const ColumnLook& look = looks_[number];
    if (customers && place_consent(inferred, column, plain_[number], look.words)) return;
    if (customers && is_town_line(plain_[number], look) &&
        place_town(inferred, column, look, address_of(number)))
      return;
    if (const AddressGroups::Part* part = groups_.of(number); part != nullptr)
      return place_address(inferred, source_.columns()[number], *part, address_of(number));
    ColumnNames::Meaning candidate = meaning_of(number);
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    std::string path = "";
    if (candidate.field != nullptr) {
      const bool address = candidate.field->path.starts_with("addresses.");
      path = concrete(*candidate.field, plain_[number], schema_, address ? address_of(number) : 1);
    }
    auto known = std::find_if(fields.begin(), fields.end(),
                              [&](const FieldSpec& spec) { return spec.field.text == path; });
    if (known != fields.end() && joins(*known, *candidate.field, number)) {
      known->from.push_back({{{column, {}}, true}});
      inferred.reasons.push_back({column, path, candidate.why});
      return;
    }
    if (path.empty() || known != fields.end()) {
      candidate.why = path.empty() ? "no field of this name: a custom one" : path + " has a column already";
      path = custom_path(fields, number);
    }
    if (path == "addresses.1.street" && is_whole_address(number)) {
      place_parts(inferred, number);
      return;
    }
    if (path == "name" && schema_.find("given_name") != nullptr && is_turned(number)) {
      place_turned(inferred, number);
      return;
    }
    if (path == "name" && schema_.find("given_name") != nullptr && looks_[number].titled > 0) {
      place_titled(inferred, number);
      return;
    }
    FieldSpec spec;
    spec.field = {path, {}};
    spec.from.push_back({{{column, {}}, true}});
    if (std::string_view network = text::network_named(column); path == "social" && !network.empty())
      spec.network = Word{std::string(network), {}};
    if (candidate.field != nullptr) add_words(spec, *candidate.field, number, candidate.why);
    fields.push_back(std::move(spec));
    inferred.reasons.push_back({column, path, candidate.why});
  }

  /// A list takes several columns; else one that is never filled in a row that fills the others, as are a deal's days of winning
  /// and of losing.
  bool joins(const FieldSpec& spec, const Field& field, std::size_t number) const {
    if (field.list) return true;
    return looks_[number].filled > 0 &&
           std::all_of(spec.from.begin(), spec.from.end(), [&](const Template& from) {
             return from.size() == 1 && from[0].column &&
                    never_together(source_, static_cast<std::size_t>(source_.find_column(from[0].text.text)),
                                   number);
           });
  }

  /// A field of the column's own name that none has yet.
  std::string custom_path(const std::vector<FieldSpec>& fields, std::size_t number) const {
    return free_path(custom_name(whole_name(number), number + 1), fields, schema_);
  }

  /// What the column's own words for the permitted values mean.
  void add_words(FieldSpec& spec, const Field& field, std::size_t number, std::string& why) const {
    for (const std::string& word : looks_[number].words) {
      auto is_it = [&](const std::string& value) { return core::equal_ignoring_ascii_case(value, word); };
      if (field.values.empty() || std::any_of(field.values.begin(), field.values.end(), is_it)) continue;
      if (std::string_view meant = choice_meant(schema_, field, word); !meant.empty())
        spec.map.emplace_back(word, meant);
    }
    if (!spec.map.empty()) why += ", and its words are known";
  }

  /// A name is no place for "Herr Dr.": what stands before it is a field of its own.
  void place_titled(Inferred& inferred, std::size_t number) {
    const std::string& column = source_.columns()[number];
    const ColumnLook& look = looks_[number];
    for (auto [field, part] : {std::pair("name", "name"), std::pair("name_prefix", "prefix")}) {
      FieldSpec spec;
      spec.field = {field, {}};
      spec.from.push_back({{{column, {}}, true}});
      spec.part = Word{part, {}};
      inferred.profile.main.fields.push_back(std::move(spec));
      inferred.reasons.push_back(
          {column, field, fmt::format("{} of {} names have a title before them", look.titled, look.filled)});
    }
  }

  /// The name of the group stays where it tells columns apart; "Deal - " of every column tells nothing.
  const std::string& whole_name(std::size_t number) const {
    const std::string& column = source_.columns()[number];
    return column == source_.own_name(number) ? plain_[number] : column;
  }

  /// Nearly all people have their family name first, and a comma behind it.
  bool is_turned(std::size_t number) const {
    const ColumnLook& look = looks_[number];
    return look.turned > 0 && 10 * look.turned >= 8 * (look.filled - look.firms);
  }

  void place_turned(Inferred& inferred, std::size_t number) {
    const std::string& column = source_.columns()[number];
    const ColumnLook& look = looks_[number];
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    for (auto [field, part] :
         {std::pair("name", "name"), std::pair("given_name", "given"), std::pair("family_name", "family")}) {
      const std::string_view path = field;
      const bool has_column = std::any_of(plain_.begin(), plain_.end(), [&](const std::string& name) {
        const Field* other = names_.find(name).field;
        return path != "name" && other != nullptr && other->path == path;
      });
      if (has_column) continue;
      FieldSpec spec;
      spec.field = {field, {}};
      spec.from.push_back({{{column, {}}, true}});
      spec.part = Word{part, {}};
      fields.push_back(std::move(spec));
      inferred.reasons.push_back(
          {column, field,
           fmt::format("{} of {} names have the family name first, and a comma", look.turned, look.filled)});
    }
  }

  /// One column with street, postcode and town, and none with a part of it.
  bool is_whole_address(std::size_t number) const {
    constexpr double nearly_all = 0.8;
    const ColumnLook& look = looks_[number];
    if (look.addresses == 0 || look.share(look.addresses) < nearly_all) return false;
    return std::none_of(plain_.begin(), plain_.end(), [&](const std::string& column) {
      const Field* field = names_.find(column).field;
      return field != nullptr && (field->path == "addresses.*.city" || field->path == "addresses.*.postcode");
    });
  }

  void place_parts(Inferred& inferred, std::size_t number) {
    const std::string& column = source_.columns()[number];
    const ColumnLook& look = looks_[number];
    for (std::string_view part : {"street", "postcode", "city", "region", "country"}) {
      if ((part == "region" && look.regions == 0) || (part == "country" && look.lands == 0)) continue;
      FieldSpec spec;
      spec.field = {"addresses.1." + std::string(part), {}};
      std::vector<FieldSpec>& fields = inferred.profile.main.fields;
      if (std::any_of(fields.begin(), fields.end(),
                      [&](const FieldSpec& known) { return known.field.text == spec.field.text; }))
        continue;
      spec.from.push_back({{{column, {}}, true}});
      spec.part = Word{std::string(part), {}};
      inferred.reasons.push_back(
          {column, spec.field.text,
           fmt::format("{} of {} values are whole addresses", look.addresses, look.filled)});
      fields.push_back(std::move(spec));
    }
  }

  const Source& source_;
  const Schema& customers_;
  const Schema& schema_;
  ColumnNames names_;
  std::vector<ColumnLook> looks_;
  std::vector<std::string> plain_;  // by column, its name without what others share with it
  AddressGroups groups_;
  std::map<AddressKey, std::size_t> addresses_;  // by group and number of columns, which address they are of
};

}  // namespace

Inferred infer_profile(const Source& source, const model::Schemas& schemas, const InferOptions& options) {
  Inferred inferred;
  Profile& profile = inferred.profile;
  profile.inferred = true;
  std::string collection = options.collection.empty() ? best_collection(source, schemas) : options.collection;
  profile.source = {options.source.empty() ? base_name(source.name()) : options.source, {}};
  profile.main.collection = {collection, {}};
  for (const std::string& column : options.key) {
    if (source.find_column(column) < 0) {
      std::vector<std::string_view> names(source.columns().begin(), source.columns().end());
      std::string_view near = core::nearest(column, names);
      throw Error(Code::usage, fmt::format("no column '{}' for the key", column), {source.name(), 0, 0},
                  near.empty() ? "" : fmt::format("did you mean '{}'?", near));
    }
    profile.main.key.push_back({column, {}});
  }
  if (!options.region.empty()) profile.region = Word{options.region, {}};
  Inference(source, schemas.of(collection), schemas.of("customers")).run(inferred);
  return inferred;
}

}  // namespace flatcrm::import
