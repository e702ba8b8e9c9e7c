#include "import/infer_town.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "import/column_names.h"

namespace flatcrm::import {

namespace {

constexpr double nearly_all = 0.8;
constexpr std::array<std::string_view, 22> names{"plzort",
                                                 "plzundort",
                                                 "ortplz",
                                                 "postleitzahlort",
                                                 "postleitzahlundort",
                                                 "wohnort",
                                                 "zipcity",
                                                 "cityzip",
                                                 "citystatezip",
                                                 "postcodecity",
                                                 "citypostcode",
                                                 "posttown",
                                                 "codepostalville",
                                                 "cpville",
                                                 "cpciudad",
                                                 "cppoblacion",
                                                 "capcitta",
                                                 "caplocalita",
                                                 "postcodeplaats",
                                                 "postcodewoonplaats",
                                                 "kodpocztowymiejscowosc",
                                                 "kodimiejscowosc"};

}  // namespace

bool is_town_line(const std::string& name, const ColumnLook& look) {
  const std::string letters = letters_of(name);
  return std::find(names.begin(), names.end(), letters) != names.end() && look.towns > 0 &&
         look.share(look.towns) >= nearly_all;
}

bool place_town(Inferred& inferred, const std::string& column, const ColumnLook& look, std::size_t address) {
  std::vector<FieldSpec>& fields = inferred.profile.main.fields;
  std::vector<FieldSpec> wanted;
  for (auto [field, part] : {std::pair("postcode", "postcode"), {"city", "town"}, {"region", "region"}}) {
    if (part == std::string_view("region") && look.regions == 0) continue;
    FieldSpec spec;
    spec.field = {fmt::format("addresses.{}.{}", address, field), {}};
    spec.from.push_back({{{column, {}}, true}});
    spec.part = Word{part, {}};
    if (std::any_of(fields.begin(), fields.end(),
                    [&](const FieldSpec& known) { return known.field.text == spec.field.text; }))
      return false;
    wanted.push_back(std::move(spec));
  }
  for (FieldSpec& spec : wanted) {
    inferred.reasons.push_back(
        {column, spec.field.text,
         fmt::format("{} of {} values are a postcode and its town", look.towns, look.filled)});
    fields.push_back(std::move(spec));
  }
  return true;
}

}  // namespace flatcrm::import
