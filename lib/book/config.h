// What flatcrm.yaml says: name, currency, zone, layouts, pipelines, kinds of link, contact policy.
//
//   Config config = parse_config(text, "flatcrm.yaml", problems);
//   config.layout("customers").kind == LayoutKind::yaml
//
// Errors  Code::book with its place for text that is no YAML, a missing or unknown `format`, a value of the
//         wrong kind. A key that flatcrm does not know is a Problem "unknown-setting" with the nearest name,
//         and stays.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/decimal.h"
#include "core/problem.h"

namespace flatcrm::book {

enum class LayoutKind { yaml, csv, csv_by_month, csv_sharded };

struct Layout {
  LayoutKind kind = LayoutKind::csv;
  int shard = 0;  // yaml: characters of the folder between (0 or 2); csv_sharded: number of files, a power of
                  // two, 0: not yet chosen
};

struct Stage {
  std::string name;
  core::Decimal probability;  // percent
  std::string outcome;        // "open", "won" or "lost"
};

struct Pipeline {
  std::string name;
  std::vector<Stage> stages;
};

struct LinkKind {
  std::string name;  // as the links' kind says it: "parent"
  std::string forward,
      reverse;  // how it reads from either end: "parent of", "child of"; the same where it is symmetric
  core::Decimal strength{1, 0};
};

struct ContactPolicy {
  std::string tier;
  int days = 0;
};

struct Config {
  int format = 1;
  std::string name;
  std::string currency = "EUR";
  std::string zone = "UTC";
  std::string region;  // ISO 3166, for phones without a country code
  std::string language;
  int fiscal_month = 1;              // the first of the fiscal year
  int network_depth = 2;             // of network_value: how many links away a customer still counts
  core::Decimal network_step{5, 1};  // what is left of a value, a link further
  std::vector<Pipeline> pipelines;
  std::vector<LinkKind> link_kinds;
  std::vector<ContactPolicy> contact_policy;
  std::map<std::string, Layout> layouts;  // only what the file says

  /// What the file says, else the default of the design.
  Layout layout(const std::string& collection) const;
  const LinkKind* link_kind(std::string_view kind) const;
};

/// The kinds of link that a book has without naming them: household, family, employee, parent, owner,
/// referral, partner.
const std::vector<LinkKind>& default_link_kinds();

inline constexpr int newest_format = 1;

Config parse_config(std::string_view text, const std::string& file, core::Problems& problems);

std::string_view name_of(LayoutKind kind);
/// Error usage for a name that is none of the four.
Layout layout_named(std::string_view name);

/// flatcrm.yaml with another layout for one collection, all else as it stands.
std::string with_layout(std::string_view config_text, const std::string& file, const std::string& collection,
                        const Layout& layout);

}  // namespace flatcrm::book
