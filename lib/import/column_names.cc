#include "import/column_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/id.h"
#include "import/plain_names.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

bool is_small(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

/// "ContactName" as "Contact Name" and "POCity" as "PO City".
std::string with_words_apart(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool begins = i > 0 && is_capital(name[i]) && is_small(name[i - 1]);
    bool ends_capitals = i > 0 && i + 1 < name.size() && is_capital(name[i]) && is_capital(name[i - 1]) &&
                         name[i + 1] >= 'a' && name[i + 1] <= 'z';
    if (begins || ends_capitals) out += ' ';
    out += name[i];
  }
  return out;
}

/// "Created (UTC)" without what stands in brackets behind it.
std::string_view without_brackets(std::string_view name) {
  std::size_t open = name.rfind('(');
  return open != name.npos && open > 0 && name.ends_with(')') ? name.substr(0, open) : std::string_view();
}

/// "properties.firstname", of records that lie a level deeper: the last word.
std::string_view last_of_path(std::string_view name) {
  std::size_t dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

/// "Phone - Work", of several of a kind: what stands before the place or use.
std::string_view without_use(std::string_view name) {
  static constexpr std::array<std::string_view, 9> uses{"work",   "home",     "other",   "mobile", "main",
                                                        "office", "business", "primary", "private"};
  const std::size_t dash = name.rfind(" - ");
  if (dash == name.npos) return {};
  const std::string use = text::fold(name.substr(dash + 3));
  return std::find(uses.begin(), uses.end(), use) == uses.end() ? std::string_view() : name.substr(0, dash);
}

/// Of several numbered columns each fills a list; where one value counts, the first gives it.
bool takes_numbers(const model::Field& field, std::size_t number) {
  return number == 1 || field.list || field.path.find('*') != std::string::npos;
}

}  // namespace

std::string words_of(std::string_view name) {
  std::string words;
  for (char c : text::fold(with_words_apart(name))) {
    if (is_small(c) || static_cast<unsigned char>(c) >= 0x80)
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

std::string letters_of(std::string_view name) {
  std::string letters = words_of(name);
  std::erase(letters, ' ');
  return letters;
}

namespace {

/// Of what stands in lists of maps only a town says by its title what it is: "Label" and "Date" could be anything's.
bool says_itself(const model::Field& field) {
  const bool part = field.path.find(".*.") != std::string::npos;
  return !part || (field.path.starts_with("addresses.") && !field.path.ends_with(".label"));
}

}  // namespace

ColumnNames::ColumnNames(const model::Schema& schema) : schema_(schema) {
  for (const model::Field& field : schema.fields()) add(field, field.path, "its name");
  for (const model::Field& field : schema.fields())
    if (says_itself(field)) add(field, field.title, "its title");
  for (const model::Field& field : schema.fields())
    for (const std::string& synonym : field.synonyms())
      add(field, synonym, fmt::format("'{}' means it", synonym));
}

void ColumnNames::add(const model::Field& field, const std::string& name, const std::string& why) {
  if (field.path.starts_with("sources.") || field.path.starts_with("merged_")) return;
  std::string letters = letters_of(name);
  if (letters.empty()) return;
  const auto [known, is_new] = names_.try_emplace(letters, Meaning{&field, why});
  if (!is_new && known->second.field != &field) others_.try_emplace(letters, Meaning{&field, why});
}

ColumnNames::Meaning ColumnNames::find(const std::string& column) const {
  if (const model::Field* field = schema_.find(column)) return {field, "its name"};
  for (std::string_view name :
       {std::string_view(column), without_brackets(column), last_of_path(column), without_use(column)}) {
    if (name.empty()) continue;
    if (auto found = names_.find(letters_of(name)); found != names_.end()) return found->second;
  }
  const NumberedName numbered = split_number(column);
  if (numbered.number == 0 || schema_.collection() != "customers") return {};
  const auto found = names_.find(letters_of(numbered.name));
  return found != names_.end() && takes_numbers(*found->second.field, numbered.number) ? found->second
                                                                                       : Meaning{};
}

ColumnNames::Meaning ColumnNames::find_other(const std::string& column) const {
  const auto found = others_.find(letters_of(column));
  return found == others_.end() ? Meaning{} : found->second;
}

namespace {

/// "rechnungsnr", "auftragsnummer", but no telephone's and no account's.
bool is_compound_number(std::string_view name) {
  static constexpr std::array<std::string_view, 10> others{"telefon", "tel",   "handy", "mobil",  "fax",
                                                           "haus",    "konto", "bank",  "karten", "steuer"};
  const bool number = name.ends_with("nummer") || name.ends_with("nr");
  return number && std::none_of(others.begin(), others.end(),
                                [&](std::string_view other) { return name.find(other) != name.npos; });
}

}  // namespace

bool names_a_key(const std::string& column) {
  static constexpr std::array<std::string_view, 27> words{"id",
                                                          "ids",
                                                          "key",
                                                          "no",
                                                          "nr",
                                                          "num",
                                                          "number",
                                                          "code",
                                                          "uid",
                                                          "uuid",
                                                          "guid",
                                                          "nummer",
                                                          "numero",
                                                          "ref",
                                                          "kundennummer",
                                                          "kundennr",
                                                          "kdnr",
                                                          "klantnummer",
                                                          "belegnummer",
                                                          "bestellnummer",
                                                          "auftragsnummer",
                                                          "rechnungsnummer",
                                                          "mitgliedsnummer",
                                                          "codigo",
                                                          "codice",
                                                          "identifiant",
                                                          "matricule"};
  // "Postal Code" and "Mobile No" number no row, though every row may have another one.
  static constexpr std::array<std::string_view, 24> others{
      "postal", "post",  "zip",    "country",  "currency", "tax",   "vat",    "account",
      "area",   "state", "region", "language", "discount", "promo", "coupon", "phone",
      "mobile", "fax",   "house",  "street",   "card",     "bank",  "cell",   "telephone"};
  auto is_one_of = [](const auto& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  };
  std::string name = words_of(column);
  std::size_t blank = name.rfind(' ');
  if (blank == name.npos) return is_one_of(words, name) || is_compound_number(name);
  std::string_view before = std::string_view(name).substr(0, blank);
  // "CustomerID" and "customerId" are two words; "customerid" can't be told from "paid".
  return is_one_of(words, std::string_view(name).substr(blank + 1)) &&
         !is_one_of(others, before.substr(before.rfind(' ') + 1));
}

std::string custom_name(const std::string& column, std::size_t number) {
  std::string name = core::slug(text::to_latin(with_words_apart(column)));
  std::replace(name.begin(), name.end(), '-', '_');
  return name.empty() ? fmt::format("column_{}", number) : name;
}

}  // namespace flatcrm::import
