#include "segment/saved.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include <fmt/format.h>

#include "book/named_files.h"
#include "core/id.h"
#include "core/text.h"
#include "format/yaml.h"

namespace flatcrm::segment {

namespace {

using format::YamlFile;
using format::YamlKind;
using format::YamlNode;

constexpr std::string_view folder = "segments";
constexpr std::size_t scores = 5;

class SavedReader {
 public:
  SavedReader(std::string_view text, const std::string& name, const std::string& file)
      : text_(text), yaml_(format::parse_yaml(text, file)) {
    saved_.name = name;
    saved_.file = file;
  }
  Saved read();

 private:
  using Setting = std::function<void(const YamlNode&)>;
  using Settings = std::vector<std::pair<std::string_view, Setting>>;

  [[noreturn]] void fail(std::size_t offset, const std::string& what, const std::string& hint = {}) const {
    core::Position at = core::position_of(text_, offset);
    throw Error(Code::book, what, {saved_.file, at.line, at.column}, hint);
  }
  std::string scalar(const YamlNode& node) const {
    if (node.kind != YamlKind::scalar) fail(node.begin, "a single value is wanted here");
    return std::string(node.text);
  }
  Setting text(std::string& into) {
    return [this, &into](const YamlNode& node) { into = scalar(node); };
  }
  void each_key(const YamlNode& map, const Settings& settings) const;
  std::vector<std::string> list_of(const YamlNode& node) const;
  void read_tiers(const YamlNode& node);
  void read_tier(const YamlNode& node);
  void read_guard(const YamlNode& node);
  void read_mode(const YamlNode& node);
  void read_cells(const YamlNode& node);
  void name_cells(const YamlNode& node, std::string_view pattern, std::uint8_t name,
                  std::array<bool, 125>& named);
  void finish_tiers(const YamlNode& root);

  std::string_view text_;
  YamlFile yaml_;
  Saved saved_;
  Tiering tiering_;
};

void SavedReader::each_key(const YamlNode& map, const Settings& settings) const {
  if (map.kind != YamlKind::map) fail(map.begin, "'name: value' is wanted here");
  for (const YamlNode* node = yaml_.child(map); node != nullptr; node = yaml_.next(*node)) {
    auto known = std::find_if(settings.begin(), settings.end(),
                              [&](const auto& one) { return one.first == node->key; });
    if (known != settings.end()) {
      known->second(*node);
      continue;
    }
    std::vector<std::string_view> names;
    for (const auto& setting : settings) names.push_back(setting.first);
    std::string_view near = core::nearest(node->key, names);
    fail(node->key_begin, fmt::format("no setting '{}' in a segment", core::visible(node->key)),
         near.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                      : fmt::format("did you mean '{}'?", near));
  }
}

std::vector<std::string> SavedReader::list_of(const YamlNode& node) const {
  if (node.kind == YamlKind::scalar) return core::split_list(node.text);
  std::vector<std::string> all;
  for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one))
    all.push_back(scalar(*one));
  return all;
}

void SavedReader::read_tier(const YamlNode& node) {
  Tier tier;
  auto top = [&](const YamlNode& value) {
    std::string share = scalar(value);
    if (share.ends_with('%')) share.pop_back();
    std::optional<core::Decimal> percent = core::parse_decimal(core::trim(share));
    bool fits = percent && percent->mantissa > 0 && core::compare(*percent, {100, 0}) <= 0;
    if (!fits)
      fail(value.begin, fmt::format("'{}' is no share", core::visible(scalar(value))), "write it as 20%");
    tier.rule = Tier::Rule::top;
    tier.share = *percent;
  };
  auto from = [&](const YamlNode& value) {
    tier.rule = Tier::Rule::from;
    tier.from = scalar(value);
  };
  each_key(node, {{"name", text(tier.name)}, {"top", top}, {"from", from}});
  if (tier.name.empty()) fail(node.begin, "a tier needs a name");
  for (const Tier& other : tiering_.tiers) {
    if (other.name == tier.name) fail(node.begin, fmt::format("two tiers are named '{}'", tier.name));
    if (other.rule == Tier::Rule::rest)
      fail(node.begin, fmt::format("the tier '{}' takes all the rest, and another one follows", other.name));
    bool mixed = tier.rule != Tier::Rule::rest && other.rule != tier.rule;
    if (mixed) fail(node.begin, "tiers are cut by shares (top) or by values (from), not by both");
    if (tier.rule == Tier::Rule::top && core::compare(other.share, tier.share) >= 0)
      fail(node.begin, "shares are counted from the best, each tier's with those before it: 20%, 50%, 80%");
  }
  tiering_.tiers.push_back(std::move(tier));
}

void SavedReader::read_tiers(const YamlNode& node) {
  if (node.kind == YamlKind::list) {
    for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one)) read_tier(*one);
  } else if (scalar(node) == "quintile") {
    for (int fifth = 1; fifth <= 4; ++fifth)
      tiering_.tiers.push_back(
          {std::to_string(6 - fifth), Tier::Rule::top, {std::int64_t{20} * fifth, 0}, {}});
    tiering_.tiers.push_back({"1", Tier::Rule::rest, {}, {}});
  } else {
    fail(node.begin, fmt::format("no tiers '{}'", core::visible(scalar(node))),
         "write quintile, or a list of {name: A, top: 20%}");
  }
}

void SavedReader::read_mode(const YamlNode& node) {
  std::string mode = scalar(node);
  if (mode == "flag")
    tiering_.guard.mode = GuardMode::flag;
  else if (mode == "protect")
    tiering_.guard.mode = GuardMode::protect;
  else if (mode == "off" || mode == "false")
    tiering_.guard.mode = GuardMode::off;
  else
    fail(node.begin, fmt::format("no guard '{}'", core::visible(mode)), "one of flag, protect, off");
}

void SavedReader::read_guard(const YamlNode& node) {
  if (node.kind == YamlKind::scalar) return read_mode(node);
  auto depth = [&](const YamlNode& value) {
    std::string digits = scalar(value);
    bool fits = digits.size() == 1 && digits[0] >= '1' && digits[0] <= '4';
    if (!fits)
      fail(value.begin, fmt::format("no depth '{}'", core::visible(digits)), "a number of links, 1 to 4");
    tiering_.guard.depth = digits[0] - '0';
  };
  each_key(node, {{"mode", [&](const YamlNode& value) { read_mode(value); }},
                  {"depth", depth},
                  {"links", [&](const YamlNode& value) { tiering_.guard.kinds = list_of(value); }}});
}

void SavedReader::read_cells(const YamlNode& node) {
  Cells cells;
  std::array<bool, 125> named{};
  if (node.kind != YamlKind::map) fail(node.begin, "cells are written as 'name: [patterns]'");
  for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one)) {
    cells.names.emplace_back(one->key);
    saved_.cells = cells;
    for (const std::string& pattern : list_of(*one))
      name_cells(*one, pattern, static_cast<std::uint8_t>(cells.names.size() - 1), named);
    cells.name_of = saved_.cells->name_of;
  }
  saved_.cells = cells;
  for (std::size_t cell = 0; cell < named.size(); ++cell) {
    if (!named[cell])
      fail(node.begin,
           fmt::format("no name for the cell {}{}{}", cell / 25 + 1, cell / 5 % 5 + 1, cell % 5 + 1),
           "each of the 125 cells has one name");
  }
}

/// "45 4-5 *": the scores of r, of f and of m, each as digits, a span or any.
void SavedReader::name_cells(const YamlNode& node, std::string_view pattern, std::uint8_t name,
                             std::array<bool, 125>& named) {
  std::array<std::array<bool, scores + 1>, 3> wanted{};
  std::size_t part = 0;
  std::string_view rest = core::trim(pattern);
  for (; part < 3 && !rest.empty(); ++part) {
    std::string_view word = rest.substr(0, rest.find(' '));
    rest = core::trim(rest.substr(word.size()));
    bool span = word.size() == 3 && word[1] == '-';
    for (char score = '1'; score <= '5'; ++score) {
      bool within = span ? score >= word[0] && score <= word[2]
                         : word == "*" || word.find(score) != std::string_view::npos;
      wanted[part][static_cast<std::size_t>(score - '0')] = within;
    }
    if (word.find_first_not_of("12345-*") != std::string_view::npos) part = 3;
  }
  if (part != 3 || !rest.empty())
    fail(node.begin, fmt::format("'{}' are no cells", core::visible(pattern)),
         "write the scores of r, f and m, as in '45 4-5 *'");
  for (std::size_t r = 1; r <= scores; ++r)
    for (std::size_t f = 1; f <= scores; ++f)
      for (std::size_t m = 1; m <= scores; ++m) {
        if (!wanted[0][r] || !wanted[1][f] || !wanted[2][m]) continue;
        std::size_t cell = Cells::cell(r, f, m);
        if (named[cell])
          fail(node.begin,
               fmt::format("the cell {}{}{} is '{}' already", r, f, m,
                           saved_.cells->names[saved_.cells->name_of[cell]]),
               "each of the 125 cells has one name");
        named[cell] = true;
        saved_.cells->name_of[cell] = name;
      }
}

void SavedReader::finish_tiers(const YamlNode& root) {
  if (tiering_.tiers.empty() && tiering_.by.empty()) return;
  if (tiering_.by.empty()) tiering_.by = "value";
  if (tiering_.tiers.empty())
    fail(root.begin, "'by' says what tiers are ranked by, and there are no tiers", "add tiers: quintile");
  if (tiering_.tiers.size() < 2)
    fail(root.begin, "one tier is none", "add another one, which may take the rest");
  if (saved_.collection != "customers") fail(root.begin, "tiers are of customers");
  saved_.tiering = tiering_;
}

Saved SavedReader::read() {
  if (yaml_.documents() == 0) fail(0, "the file is empty", "it needs at least 'where: QUERY'");
  const YamlNode& root = yaml_.root(0);
  std::string own_name;
  each_key(root, {{"name", text(own_name)},
                  {"title", text(saved_.title)},
                  {"description", text(saved_.description)},
                  {"owner", text(saved_.owner)},
                  {"of", text(saved_.collection)},
                  {"where", text(saved_.where)},
                  {"columns",
                   [&](const YamlNode& node) {
                     if (node.kind == YamlKind::scalar)
                       saved_.columns = node.text;
                     else
                       saved_.columns = fmt::format("{}", fmt::join(list_of(node), ", "));
                   }},
                  {"sort", text(saved_.sort)},
                  {"by", text(tiering_.by)},
                  {"tiers", [&](const YamlNode& node) { read_tiers(node); }},
                  {"guard", [&](const YamlNode& node) { read_guard(node); }},
                  {"cells", [&](const YamlNode& node) { read_cells(node); }}});
  if (!own_name.empty() && own_name != saved_.name)
    fail(root.begin,
         fmt::format("the segment says that its name is '{}', and its file '{}'", own_name, saved_.name),
         "rename one of them");
  finish_tiers(root);
  if (saved_.tiering && saved_.cells)
    fail(root.begin, "tiers and cells are two segments", "put one of them into a file of its own");
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
