#include "import/infer.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/id.h"
#include "core/text.h"
#include "import/choice_words.h"
#include "import/column_look.h"
#include "import/column_names.h"
#include "import/document_kind.h"
#include "text/web.h"

namespace flatcrm::import {

namespace {

using model::Field;
using model::Schema;

std::size_t fitting(const Source& source, const Schema& schema) {
  ColumnNames names(schema);
  const bool sales = schema.collection() == "sales";
  return static_cast<std::size_t>(
      std::count_if(source.columns().begin(), source.columns().end(), [&](const std::string& column) {
        return names.find(column).field != nullptr || (sales && !document_kind(column).empty());
      }));
}

std::string best_collection(const Source& source, const model::Schemas& schemas) {
  std::string best = "customers";
  std::size_t most = fitting(source, schemas.of(best));
  for (const std::string& collection : schemas.collections()) {
    std::size_t fits = fitting(source, schemas.of(collection));
    if (fits > most) {
      most = fits;
      best = collection;
    }
  }
  return best;
}

std::string base_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  name = name.substr(0, name.find('.'));
  std::string slug = core::slug(name);
  return slug.empty() ? "file" : slug;
}

/// The concrete path of a declared field: the first element of a list, the column's own last word where any key will do.
std::string concrete(const Field& field, const std::string& column, const Schema& schema) {
  if (schema.find(column) == &field) return column;
  std::string path = field.path;
  if (std::size_t star = path.find('*'); star != path.npos) path.replace(star, 1, "1");
  return path;
}

class Inference {
 public:
  Inference(const Source& source, const Schema& schema)
      : source_(source), schema_(schema), names_(schema), looks_(look_at_columns(source)) {}

  void run(Inferred& inferred) {
    find_key(inferred);
    const std::vector<std::string>& columns = source_.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].empty() || source_.is_own_column(i) || is_key(inferred, columns[i])) continue;
      place(inferred, i);
    }
    name_from_parts(inferred);
    name_from_org(inferred);
    outcome_from_stage(inferred);
    kind_from_key(inferred);
    find_match(inferred);
  }

 private:
  /// Whoever has a given and a family name has a name, by which deals and people find them.
  void name_from_parts(Inferred& inferred) const {
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    auto column_of = [&](std::string_view path) -> std::string {
      for (const FieldSpec& spec : fields)
        if (spec.field.text == path && spec.from.size() == 1) return spec.from[0][0].text.text;
      return "";
    };
    std::string given = column_of("given_name"), family = column_of("family_name");
    bool braces = (given + family).find_first_of("{}") != std::string::npos;
    if (given.empty() || family.empty() || !column_of("name").empty() || braces) return;
    FieldSpec spec;
    spec.field = {"name", {}};
    spec.from.push_back({{{given, {}}, true}, {{" ", {}}, false}, {{family, {}}, true}});
    fields.insert(fields.begin(), std::move(spec));
    inferred.reasons.push_back({given, "name", "no column has the whole name"});
  }

  /// A list of firms with whom to ask for: where nobody is named, the firm itself is the customer.
  void name_from_org(Inferred& inferred) const {
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    const auto find = [&](std::string_view path) {
      return std::find_if(fields.begin(), fields.end(),
                          [&](const FieldSpec& spec) { return spec.field.text == path; });
    };
    const auto name = find("name"), org = find("org");
    if (name == fields.end() || org == fields.end() || name->part || !has_gaps(name->from[0])) return;
    name->from.push_back(org->from[0]);
    inferred.reasons.push_back({org->from[0][0].text.text, "name", "where nobody is named"});
  }

  /// What numbers the rows of a list of sales tells what they are: invoices, where it is "Rechnungsnr".
  void kind_from_key(Inferred& inferred) const {
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    const bool known = std::any_of(fields.begin(), fields.end(),
                                   [](const FieldSpec& spec) { return spec.field.text == "kind"; });
    if (schema_.collection() != "sales" || known || inferred.profile.main.key.size() != 1) return;
    const std::string& column = inferred.profile.main.key[0].text;
    const std::string_view kind = document_kind(column);
    if (kind.empty()) return;
    FieldSpec spec;
    spec.field = {"kind", {}};
    spec.constant = Word{std::string(kind), {}};
    fields.push_back(std::move(spec));
    inferred.reasons.push_back({column, "kind", fmt::format("'{}' numbers them", core::visible(column))});
  }

  /// Are there rows in which every column of a template is empty?
  bool has_gaps(const Template& parts) const {
    return std::all_of(parts.begin(), parts.end(), [&](const TemplatePart& part) {
      if (!part.column) return true;
      const ColumnLook& look = looks_[static_cast<std::size_t>(source_.find_column(part.text.text))];
      return look.filled < look.rows;
    });
  }

  /// Where a deal's stages are called as another program calls them, the book knows no outcome of them: their names tell it.
  void outcome_from_stage(Inferred& inferred) const {
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    const auto is = [](std::string_view path) {
      return [path](const FieldSpec& spec) { return spec.field.text == path; };
    };
    const auto stage = std::find_if(fields.begin(), fields.end(), is("stage"));
    const Field* outcome = schema_.find("outcome");
    if (stage == fields.end() || outcome == nullptr ||
        std::any_of(fields.begin(), fields.end(), is("outcome")))
      return;
    const std::string& column = stage->from[0][0].text.text;
    FieldSpec spec;
    spec.field = {"outcome", {}};
    spec.from = stage->from;
    bool foreign = false;
    for (const std::string& word : looks_[static_cast<std::size_t>(source_.find_column(column))].words) {
      const auto same = std::find_if(
          outcome->values.begin(), outcome->values.end(),
          [&](const std::string& value) { return core::equal_ignoring_ascii_case(value, word); });
      const std::string_view meant =
          same != outcome->values.end() ? std::string_view(*same) : choice_meant(schema_, *outcome, word);
      if (meant.empty() || meant == "open") continue;
      foreign = foreign || meant != word;
      spec.map.emplace_back(word, meant);
    }
    if (!foreign) return;
    spec.otherwise = "open";
    inferred.reasons.push_back({column, "outcome", "its words tell which deals are closed"});
    fields.push_back(std::move(spec));
  }

  bool is_key(const Inferred& inferred, const std::string& column) const {
    const std::vector<Word>& key = inferred.profile.main.key;
    return std::any_of(key.begin(), key.end(), [&](const Word& word) { return word.text == column; });
  }

  /// Does the column hold the ids of records of a book, as flatcrm exports them?
  bool holds_ids(std::size_t column) const {
    KeyLook look = look_at_key(source_, column);
    return look.only_ids || (source_.columns()[column] == "id" && look.could_be_ids);
  }

  void find_key(Inferred& inferred) {
    const std::vector<std::string>& columns = source_.columns();
    for (std::size_t i = 0; i < columns.size() && inferred.profile.main.key.empty(); ++i) {
      if (columns[i].empty() || source_.is_own_column(i)) continue;
      const Field* field = names_.find(columns[i]).field;
      bool id = field != nullptr && field->path == "id";
      if ((field != nullptr && !id) || (!id && !names_a_key(columns[i])) || (id && holds_ids(i))) continue;
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

  void place(Inferred& inferred, std::size_t number) {
    const std::string& column = source_.columns()[number];
    ColumnNames::Meaning candidate = by_content(number, names_.find(column));
    if (candidate.field != nullptr && candidate.field->path == "id" && !holds_ids(number)) candidate = {};
    std::vector<FieldSpec>& fields = inferred.profile.main.fields;
    std::string path = candidate.field != nullptr ? concrete(*candidate.field, column, schema_) : "";
    auto known = std::find_if(fields.begin(), fields.end(),
                              [&](const FieldSpec& spec) { return spec.field.text == path; });
    if (!path.empty() && known != fields.end() && candidate.field->list) {
      known->from.push_back({{{column, {}}, true}});
      inferred.reasons.push_back({column, path, candidate.why});
      return;
    }
    if (path.empty() || known != fields.end()) {
      std::string taken = path;
      path = custom_name(column, number + 1);
      while (std::any_of(fields.begin(), fields.end(),
                         [&](const FieldSpec& spec) { return spec.field.text == path; }) ||
             schema_.find(path) != nullptr)
        path += "_2";
      candidate.why = taken.empty() ? "no field of this name: a custom one" : taken + " has a column already";
    }
    if (path == "addresses.1.street" && is_whole_address(number)) {
      place_parts(inferred, number);
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

  /// One column with street, postcode and town, and none with a part of it.
  bool is_whole_address(std::size_t number) const {
    constexpr double nearly_all = 0.8;
    const ColumnLook& look = looks_[number];
    if (look.addresses == 0 || look.share(look.addresses) < nearly_all) return false;
    return std::none_of(source_.columns().begin(), source_.columns().end(), [&](const std::string& column) {
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
  const Schema& schema_;
  ColumnNames names_;
  std::vector<ColumnLook> looks_;
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
  Inference(source, schemas.of(collection)).run(inferred);
  return inferred;
}

}  // namespace flatcrm::import
