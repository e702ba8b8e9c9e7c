#include "import/infer_finish.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "import/choice_words.h"
#include "import/column_names.h"
#include "import/document_kind.h"

namespace flatcrm::import {

namespace {

using model::Field;

constexpr std::array<std::string_view, 26> supplier_words{
    "supplier",  "suppliers", "vendor",      "vendors",    "lieferant",  "lieferanten", "zulieferer",
    "kreditor",  "creditor",  "fournisseur", "proveedor",  "fornitore",  "fornecedor",  "leverancier",
    "dostawca",  "dodavatel", "szallito",    "leverandør", "leverandor", "leverantor",  "toimittaja",
    "tedarikci", "поставщик", "仕入先",      "供应商",     "供應商"};
constexpr std::array<std::string_view, 9> contact_words{"contact",  "kontakt",  "ansprechpartner",
                                                        "contatto", "contacto", "referent",
                                                        "担当者",   "联系人",   "osobakontaktowa"};

class Finish {
 public:
  Finish(Inferred& result, const InferFacts& facts) : inferred_(result), facts_(facts) {}

  void run() {
    family_from_name();
    org_from_account();
    org_from_supplier();
    firms_without_people(inferred_);
    name_from_parts(inferred_);
    name_from_org(inferred_);
    outcome_from_stage(inferred_);
    kind_from_key(inferred_);
  }

 private:
  FieldSpec* spec_of(std::string_view path) const {
    std::vector<FieldSpec>& fields = inferred_.profile.main.fields;
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const FieldSpec& spec) { return spec.field.text == path; });
    return found == fields.end() ? nullptr : &*found;
  }

  /// The number of the one column that a field is; -1 for one that is made otherwise.
  int column_of(const FieldSpec* spec) const {
    const bool plain = spec != nullptr && !spec->part && spec->from.size() == 1 &&
                       spec->from[0].size() == 1 && spec->from[0][0].column;
    return plain ? facts_.source.find_column(spec->from[0][0].text.text) : -1;
  }

  void rename(FieldSpec& spec, const std::string& field, const std::string& why) {
    const std::string& column = spec.from[0][0].text.text;
    for (Inferred::Reason& reason : inferred_.reasons)
      if (reason.column == column && reason.field == spec.field.text) reason = {column, field, why};
    spec.field.text = field;
  }

  /// "Name" beside "Vorname" is the family's, unless the given name stands in it as well.
  void family_from_name() {
    FieldSpec* name = spec_of("name");
    const int whole = column_of(name), given = column_of(spec_of("given_name"));
    if (whole < 0 || given < 0 || spec_of("family_name") != nullptr) return;
    if (!never_holds(facts_.source, static_cast<std::size_t>(whole), static_cast<std::size_t>(given))) return;
    rename(*name, "family_name", "it stands beside a given name, and has none in it");
  }

  /// Whoever has a given and a family name works for the account.
  void org_from_account() {
    FieldSpec* name = spec_of("name");
    const int column = column_of(name), given = column_of(spec_of("given_name"));
    if (column < 0 || given < 0 || spec_of("family_name") == nullptr || spec_of("org") != nullptr) return;
    const std::string letters = letters_of(facts_.source.columns()[static_cast<std::size_t>(column)]);
    if (!letters.ends_with("account") && !letters.ends_with("accountname")) return;
    if (!never_holds(facts_.source, static_cast<std::size_t>(column), static_cast<std::size_t>(given)))
      return;
    rename(*name, "org", "its people have names of their own");
  }

  /// A list of suppliers, each with whom to ask for or without. Beside a customer it says who supplies them.
  void org_from_supplier() {
    if (facts_.schema.collection() != "customers" || spec_of("org") != nullptr) return;
    const FieldSpec* name = spec_of("name");
    const bool parts = spec_of("given_name") != nullptr || spec_of("family_name") != nullptr;
    const int column = column_of(name);
    if (parts || (name != nullptr && (column < 0 || !names_whom_to_ask_for(column)))) return;
    for (FieldSpec& spec : inferred_.profile.main.fields) {
      const int supplier = column_of(&spec);
      if (supplier < 0 || !names_a_supplier(facts_.source.columns()[static_cast<std::size_t>(supplier)]))
        continue;
      return rename(spec, "org",
                    name == nullptr ? "nobody else is named" : "people to ask for stand beside it");
    }
  }

  bool names_whom_to_ask_for(int column) const {
    const std::string letters = letters_of(facts_.source.columns()[static_cast<std::size_t>(column)]);
    return std::any_of(contact_words.begin(), contact_words.end(),
                       [&](std::string_view word) { return letters.find(word) != letters.npos; });
  }

  static bool names_a_supplier(const std::string& column) {
    std::string letters = letters_of(column);
    if (letters.size() > 4 && letters.ends_with("name")) letters.resize(letters.size() - 4);
    return std::find(supplier_words.begin(), supplier_words.end(), letters) != supplier_words.end();
  }

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

  /// A list of firms in which nobody is named. With addresses of their own, those who share one are people of it.
  void firms_without_people(Inferred& inferred) {
    FieldSpec* org = spec_of("org");
    const int column = column_of(org);
    const bool people =
        spec_of("name") != nullptr || spec_of("given_name") != nullptr || spec_of("family_name") != nullptr;
    if (facts_.schema.collection() != "customers" || column < 0 || people) return;
    if (spec_of("emails") != nullptr &&
        !look_at_key(facts_.source, static_cast<std::size_t>(column)).is_unique)
      return;
    rename(*org, "name", "nobody is named but the firm itself");
    if (spec_of("kind") != nullptr) return;
    FieldSpec kind;
    kind.field = {"kind", {}};
    kind.constant = Word{"organization", {}};
    inferred.profile.main.fields.push_back(std::move(kind));
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
    if (facts_.schema.collection() != "sales" || known || inferred.profile.main.key.size() != 1) return;
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
      const ColumnLook& look =
          facts_.looks[static_cast<std::size_t>(facts_.source.find_column(part.text.text))];
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
    const Field* outcome = facts_.schema.find("outcome");
    if (stage == fields.end() || outcome == nullptr ||
        std::any_of(fields.begin(), fields.end(), is("outcome")))
      return;
    const std::string& column = stage->from[0][0].text.text;
    FieldSpec spec;
    spec.field = {"outcome", {}};
    spec.from = stage->from;
    bool foreign = false;
    for (const std::string& word :
         facts_.looks[static_cast<std::size_t>(facts_.source.find_column(column))].words) {
      const auto same = std::find_if(
          outcome->values.begin(), outcome->values.end(),
          [&](const std::string& value) { return core::equal_ignoring_ascii_case(value, word); });
      const std::string_view meant = same != outcome->values.end()
                                         ? std::string_view(*same)
                                         : choice_meant(facts_.schema, *outcome, word);
      if (meant.empty() || meant == "open") continue;
      foreign = foreign || meant != word;
      spec.map.emplace_back(word, meant);
    }
    if (!foreign) return;
    spec.otherwise = "open";
    inferred.reasons.push_back({column, "outcome", "its words tell which deals are closed"});
    fields.push_back(std::move(spec));
  }

  Inferred& inferred_;
  const InferFacts& facts_;
};

}  // namespace

std::string free_path(std::string path, const std::vector<FieldSpec>& fields, const model::Schema& schema) {
  while (schema.find(path) != nullptr ||
         std::any_of(fields.begin(), fields.end(),
                     [&](const FieldSpec& spec) { return spec.field.text == path; }))
    path += "_2";
  return path;
}

void finish_profile(Inferred& inferred, const InferFacts& facts) {
  Finish(inferred, facts).run();
}

}  // namespace flatcrm::import
