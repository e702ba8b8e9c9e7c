#include "import/value_parts.h"

#include "core/text.h"
#include "text/address.h"
#include "text/unicode.h"

namespace flatcrm::import {

namespace {

std::string_view without_prefix(std::string_view name, std::string_view prefix) {
  if (prefix.empty() || !name.starts_with(prefix)) return name;
  std::string_view rest = core::trim(name.substr(prefix.size()));
  return rest.empty() ? name : rest;
}

/// In a name that is all capitals particles can't be told; in "DUPONT Jean" the capitals tell the family name.
std::string with_case(std::string_view clean) {
  bool capitals = text::may_be_capitals(clean) && text::upper(clean) == clean;
  return capitals ? text::proper_name(clean) : std::string(clean);
}

/// "Berg, Ann" names the family first, as no one is called.
bool is_turned(std::string_view clean, const text::PersonName& name) {
  return !name.given.empty() && !name.family.empty() && clean.starts_with(name.family) &&
         clean.substr(name.family.size()).starts_with(',');
}

}  // namespace

bool is_part_of_name(std::string_view part) {
  return part == "name" || part == "given" || part == "family" || part == "prefix" || part == "suffix";
}

std::string_view part_of_name(std::string_view part, std::string_view text, text::NameOrder order,
                              std::string_view country, core::Arena& arena) {
  std::string_view clean = text::clean_name(text, arena);
  const bool firm = text::is_organization_like(clean);
  if (firm && clean.find(',') != std::string_view::npos && part != "name")
    return clean.substr(0, 0);  // "Acme, Inc."
  if ((part == "name" || part == "prefix") && firm)
    return part == "name" ? clean : clean.substr(0, 0);  // "Dr. Oetker KG" is called so
  text::PersonName name = text::split_name(with_case(clean), order, country);
  if (part == "name" && is_turned(clean, name))
    return arena.keep(name.given + " " + name.family + (name.suffix.empty() ? "" : " " + name.suffix));
  if (part == "name") return without_prefix(clean, name.prefix);
  return arena.keep(part == "given"    ? name.given
                    : part == "family" ? name.family
                    : part == "prefix" ? name.prefix
                                       : name.suffix);
}

std::string_view part_of_address(std::string_view part, std::string_view text, std::string_view country,
                                 core::Arena& arena) {
  text::PostalAddress address = text::split_address(text, country);
  if (!address.sure) {
    const text::PostalAddress town = text::split_town(text, country);
    if (town.sure || part == "town") address = town;
  }
  return arena.keep(part == "street"     ? address.street
                    : part == "postcode" ? address.postcode
                    : part == "city"     ? address.city
                    : part == "town"     ? address.city
                    : part == "region"   ? address.region
                                         : address.country);
}

}  // namespace flatcrm::import
