#include "import/infer_consent.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "import/consent_column.h"

namespace flatcrm::import {

namespace {

using Words = std::vector<std::pair<std::string, std::string>>;  // and what each means

constexpr std::size_t most_pairs = 64;

const std::string& stricter(const std::string& left, const std::string& right) {
  if (left == "denied" || right == "denied") return left == "denied" ? left : right;
  return left.empty() ? right : left;
}

/// The words of two columns that stand in one cell, with "/" between them; either may be empty.
Words pairs_of(Words left, Words right) {
  Words out;
  left.emplace_back("", "");
  right.emplace_back("", "");
  for (const auto& [first, one] : left)
    for (const auto& [second, other] : right)
      if (!first.empty() || !second.empty())
        out.emplace_back(fmt::format("{}/{}", first, second), stricter(one, other));
  return out;
}

bool has_braces(const std::string& text) {
  return text.find_first_of("{}") != std::string::npos;
}

/// A second column of the channel.
bool join(FieldSpec& known, const std::string& column, const Words& words) {
  Template& from = known.from[0];
  const bool braces = has_braces(column) || has_braces(from[0].text.text);
  if (from.size() != 1 || braces || (known.map.size() + 1) * (words.size() + 1) > most_pairs) return false;
  known.map = pairs_of(std::move(known.map), words);
  from.push_back({{"/", {}}, false});
  from.push_back({{column, {}}, true});
  return true;
}

}  // namespace

bool place_consent(Inferred& inferred, const std::string& column, const std::string& name,
                   const std::vector<std::string>& words) {
  const std::optional<ConsentColumn> consent = consent_column(name);
  if (!consent || words.empty()) return false;
  const std::string field = fmt::format("consent.{}", consent->channel);
  Words meanings;
  for (const std::string& word : words) {
    const std::string_view meant = consent_meant(word, consent->refuses);
    if (meant.empty()) return false;
    meanings.emplace_back(word, meant == "unknown" ? "" : meant);
  }
  std::string why = consent->refuses ? "a yes there is a no, and its words are known"
                                     : "it says who agreed, and its words are known";
  std::vector<FieldSpec>& fields = inferred.profile.main.fields;
  const auto known = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldSpec& spec) { return spec.field.text == field; });
  if (known != fields.end()) {
    if (!join(*known, column, meanings)) return false;
    inferred.reasons.push_back({column, field, why + "; a no in either is a no"});
    return true;
  }
  FieldSpec spec;
  spec.field = {field, {}};
  spec.from.push_back({{{column, {}}, true}});
  spec.map = std::move(meanings);
  spec.otherwise = "";
  inferred.reasons.push_back({column, field, std::move(why)});
  fields.push_back(std::move(spec));
  return true;
}

}  // namespace flatcrm::import
