#include "segment/saved.h"

#include <fmt/format.h>

#include "book/named_files.h"
#include "core/id.h"
#include "core/text.h"
#include "format/yaml_settings.h"
#include "segment/cell_pattern.h"

namespace flatcrm::segment {

namespace {

using format::YamlKind;
using format::YamlNode;

constexpr std::string_view folder = "segments";

class SavedReader {
 public:
  SavedReader(std::string_view text, const std::string& name, const std::string& file)
      : yaml_(text, file, "in a segment") {
    saved_.name = name;
    saved_.file = file;
  }
  Saved read();

 private:
  void read_columns(const YamlNode& node);
  void read_tiers(const YamlNode& node);
  void read_tier(const YamlNode& node);
  void check_after(const YamlNode& node, const Tier& before, const Tier& tier) const;
  void read_guard(const YamlNode& node);
  void read_mode(const YamlNode& node);
  void read_cells(const YamlNode& node);
  void finish_tiers(const YamlNode& root);

  format::YamlSettings yaml_;
  Saved saved_;
  Tiering tiering_;
};

void SavedReader::read_tier(const YamlNode& node) {
  Tier tier;
  auto top = [&](const YamlNode& value) {
    std::string share = yaml_.scalar(value);
    if (share.ends_with('%')) share.pop_back();
    std::optional<core::Decimal> percent = core::parse_decimal(core::trim(share));
    bool fits = percent && percent->mantissa > 0 && core::compare(*percent, {100, 0}) <= 0;
    if (!fits)
      yaml_.fail(value, fmt::format("'{}' is no share", core::visible(yaml_.scalar(value))),
                 "write it as 20%");
    tier.rule = Tier::Rule::top;
    tier.share = *percent;
  };
  auto from = [&](const YamlNode& value) {
    tier.rule = Tier::Rule::from;
    tier.from = yaml_.scalar(value);
  };
  yaml_.each_key(node, {{"name", yaml_.text(tier.name)}, {"top", top}, {"from", from}});
  if (tier.name.empty()) yaml_.fail(node, "a tier needs a name");
  for (const Tier& before : tiering_.tiers) check_after(node, before, tier);
  tiering_.tiers.push_back(std::move(tier));
}

void SavedReader::check_after(const YamlNode& node, const Tier& before, const Tier& tier) const {
  if (before.name == tier.name) yaml_.fail(node, fmt::format("two tiers are named '{}'", tier.name));
  if (before.rule == Tier::Rule::rest)
    yaml_.fail(node, fmt::format("the tier '{}' takes all the rest, and another one follows", before.name));
  bool mixed = tier.rule != Tier::Rule::rest && before.rule != tier.rule;
  if (mixed) yaml_.fail(node, "tiers are cut by shares (top) or by values (from), not by both");
  if (tier.rule == Tier::Rule::top && core::compare(before.share, tier.share) >= 0)
    yaml_.fail(node, "shares are counted from the best, each tier's with those before it: 20%, 50%, 80%");
}

void SavedReader::read_tiers(const YamlNode& node) {
  if (node.kind == YamlKind::list) {
    yaml_.each_child(node, [&](const YamlNode& one) { read_tier(one); });
  } else if (yaml_.scalar(node) == "quintile") {
    for (int fifth = 1; fifth <= 4; ++fifth)
      tiering_.tiers.push_back(
          {std::to_string(6 - fifth), Tier::Rule::top, {std::int64_t{20} * fifth, 0}, {}});
    tiering_.tiers.push_back({"1", Tier::Rule::rest, {}, {}});
  } else {
    yaml_.fail(node, fmt::format("no tiers '{}'", core::visible(yaml_.scalar(node))),
               "write quintile, or a list of {name: A, top: 20%}");
  }
}

void SavedReader::read_mode(const YamlNode& node) {
  std::string mode = yaml_.scalar(node);
  if (mode == "flag")
    tiering_.guard.mode = GuardMode::flag;
  else if (mode == "protect")
    tiering_.guard.mode = GuardMode::protect;
  else if (mode == "off" || mode == "false")
    tiering_.guard.mode = GuardMode::off;
  else
    yaml_.fail(node, fmt::format("no guard '{}'", core::visible(mode)), "one of flag, protect, off");
}

void SavedReader::read_guard(const YamlNode& node) {
  if (node.kind == YamlKind::scalar) return read_mode(node);
  auto depth = [&](const YamlNode& value) {
    std::string digits = yaml_.scalar(value);
    bool fits = digits.size() == 1 && digits[0] >= '1' && digits[0] <= '4';
    if (!fits)
      yaml_.fail(value, fmt::format("no depth '{}'", core::visible(digits)), "a number of links, 1 to 4");
    tiering_.guard.depth = digits[0] - '0';
  };
  yaml_.each_key(node,
                 {{"mode", [&](const YamlNode& value) { read_mode(value); }},
                  {"depth", depth},
                  {"links", [&](const YamlNode& value) { tiering_.guard.kinds = yaml_.list_of(value); }}});
}

void SavedReader::read_cells(const YamlNode& node) {
  if (node.kind != YamlKind::map) yaml_.fail(node, "cells are written as 'name: [patterns]'");
  CellNames cells;
  yaml_.each_child(node, [&](const YamlNode& one) {
    cells.begin(one.key);
    for (const std::string& pattern : yaml_.list_of(one)) {
      std::optional<CellPattern> cells_named = parse_cell_pattern(pattern);
      if (!cells_named)
        yaml_.fail(one, fmt::format("'{}' are no cells", core::visible(pattern)),
                   "write the scores of r, f and m, as in '45 4-5 *'");
      if (std::optional<CellNames::Clash> clash = cells.add(*cells_named))
        yaml_.fail(one, fmt::format("the cell {} is '{}' already", clash->cell, clash->name),
                   "each of the 125 cells has one name");
    }
  });
  if (std::optional<std::string> cell = cells.first_without_name())
    yaml_.fail(node, fmt::format("no name for the cell {}", *cell), "each of the 125 cells has one name");
  saved_.cells = cells.cells();
}

void SavedReader::finish_tiers(const YamlNode& root) {
  if (tiering_.tiers.empty() && tiering_.by.empty()) return;
  if (tiering_.by.empty()) tiering_.by = "value";
  if (tiering_.tiers.empty())
    yaml_.fail(root, "'by' says what tiers are ranked by, and there are no tiers", "add tiers: quintile");
  if (tiering_.tiers.size() < 2)
    yaml_.fail(root, "one tier is none", "add another one, which may take the rest");
  if (saved_.collection != "customers") yaml_.fail(root, "tiers are of customers");
  saved_.tiering = tiering_;
}

void SavedReader::read_columns(const YamlNode& node) {
  bool single = node.kind == YamlKind::scalar;
  saved_.columns = single ? std::string(node.text) : fmt::format("{}", fmt::join(yaml_.list_of(node), ", "));
}

Saved SavedReader::read() {
  if (yaml_.is_empty()) yaml_.fail(0, "the file is empty", "it needs at least 'where: QUERY'");
  const YamlNode& root = yaml_.root();
  std::string own_name;
  yaml_.each_key(root, {{"name", yaml_.text(own_name)},
                        {"title", yaml_.text(saved_.title)},
                        {"description", yaml_.text(saved_.description)},
                        {"owner", yaml_.text(saved_.owner)},
                        {"of", yaml_.text(saved_.collection)},
                        {"where", yaml_.text(saved_.where)},
                        {"columns", [&](const YamlNode& node) { read_columns(node); }},
                        {"sort", yaml_.text(saved_.sort)},
                        {"by", yaml_.text(tiering_.by)},
                        {"tiers", [&](const YamlNode& node) { read_tiers(node); }},
                        {"guard", [&](const YamlNode& node) { read_guard(node); }},
                        {"cells", [&](const YamlNode& node) { read_cells(node); }}});
  if (!own_name.empty() && own_name != saved_.name)
    yaml_.fail(
        root, fmt::format("the segment says that its name is '{}', and its file '{}'", own_name, saved_.name),
        "rename one of them");
  finish_tiers(root);
  if (saved_.tiering && saved_.cells)
    yaml_.fail(root, "tiers and cells are two segments", "put one of them into a file of its own");
  return std::move(saved_);
}

}  // namespace

Saved parse_saved(std::string_view text, const std::string& name, const std::string& file) {
  return SavedReader(text, name, file).read();
}

std::vector<std::string> saved_names(const book::Book& book) {
  return book::named_files(book, folder);
}

std::optional<Saved> read_saved(const book::Book& book, const std::string& name) {
  std::optional<io::Bytes> bytes = book::read_named(book, folder, name);
  if (!bytes) return std::nullopt;
  return parse_saved(bytes->view(), name, book::named_path(folder, name));
}

void add_saved(query::Catalog& catalog, const book::Book& book) {
  catalog.segment = [&book](std::string_view name) -> std::optional<query::SavedQuery> {
    std::optional<Saved> saved = read_saved(book, std::string(name));
    if (!saved) return std::nullopt;
    return query::SavedQuery{saved->collection, saved->where, saved->file};
  };
  catalog.segment_names = [&book] { return saved_names(book); };
}

Saved saved_named(const book::Book& book, const std::string& name) {
  if (std::optional<Saved> saved = read_saved(book, name)) return std::move(*saved);
  std::vector<std::string> names = saved_names(book);
  std::vector<std::string_view> views(names.begin(), names.end());
  std::string_view near = core::nearest(name, views);
  throw Error(Code::usage, fmt::format("no segment '{}'", core::visible(name)), {},
              !near.empty()   ? fmt::format("did you mean '{}'?", near)
              : names.empty() ? "the book has none in segments/"
                              : fmt::format("there are {}", fmt::join(names, ", ")));
}

}  // namespace flatcrm::segment
