#include "book/config.h"

#include <array>
#include <bit>
#include <charconv>
#include <optional>

#include "book/factor_weights.h"
#include "core/text.h"
#include "format/yaml.h"
#include "format/yaml_edit.h"
#include "format/yaml_settings.h"

namespace flatcrm::book {

namespace {

using format::YamlFile;
using format::YamlKind;
using format::YamlNode;
using format::YamlSettings;

constexpr std::array<std::pair<LayoutKind, std::string_view>, 4> layout_names{{
    {LayoutKind::yaml, "yaml"},
    {LayoutKind::csv, "csv"},
    {LayoutKind::csv_by_month, "csv-by-month"},
    {LayoutKind::csv_sharded, "csv-sharded"},
}};

constexpr int most_shards = 65'536;

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Walks the settings of one file, knowing where each stands.
class ConfigReader {
 public:
  ConfigReader(std::string_view text, const std::string& file, core::Problems& problems)
      : yaml_(text, file), problems_(problems) {}

  Config read();

 private:
  using Settings = YamlSettings::Settings;

  int number(const YamlNode& node) const {
    std::optional<int> value = whole_number(yaml_.scalar(node));
    if (!value) yaml_.fail(node, "'" + yaml_.scalar(node) + "' is no whole number");
    return *value;
  }
  core::Decimal decimal(const YamlNode& node) const {
    std::optional<core::Decimal> value = core::parse_decimal(yaml_.scalar(node));
    if (!value) yaml_.fail(node, "'" + yaml_.scalar(node) + "' is no number");
    return *value;
  }

  void each_key(const YamlNode& map, const Settings& settings);
  void each_element(const YamlNode& list, const YamlSettings::Setting& element);

  void read_format(const YamlNode& node);
  void read_layout(const YamlNode& node);
  void read_pipeline(const YamlNode& node);
  void read_stage(const YamlNode& node, Pipeline& pipeline);
  void read_link_kind(const YamlNode& node);
  void read_policy(const YamlNode& node);
  void read_fiscal_month(const YamlNode& node);
  void read_network(const YamlNode& node);
  void check_scorecard(const YamlNode& node);

  YamlSettings yaml_;
  core::Problems& problems_;
  Config config_;
};

/// A setting that is none is a warning: it may be a newer flatcrm's.
void ConfigReader::each_key(const YamlNode& map, const Settings& settings) {
  yaml_.each_key(map, settings, [&](const YamlNode& node, std::string_view nearest) {
    problems_.push_back({"unknown-setting", Severity::warning, yaml_.place(node.key_begin),
                         "no setting '" + std::string(node.key) + "'", "",
                         nearest.empty() ? "" : "did you mean '" + std::string(nearest) + "'?"});
  });
}

void ConfigReader::each_element(const YamlNode& list, const YamlSettings::Setting& element) {
  if (list.kind != YamlKind::list) yaml_.fail(list, "a list is wanted here");
  yaml_.each_child(list, element);
}

void ConfigReader::read_format(const YamlNode& node) {
  config_.format = number(node);
  if (config_.format > newest_format)
    yaml_.fail(node,
               "the book has format " + yaml_.scalar(node) + ", this flatcrm reads up to " +
                   std::to_string(newest_format),
               "use a newer flatcrm");
  if (config_.format < 1) yaml_.fail(node, "no format " + yaml_.scalar(node), "the first one is 1");
}

void ConfigReader::read_layout(const YamlNode& node) {
  Layout layout;
  auto kind = [&](const YamlNode& value) {
    for (const auto& [candidate, name] : layout_names)
      if (name == value.text) {
        layout.kind = candidate;
        return;
      }
    yaml_.fail(value, "no layout '" + yaml_.scalar(value) + "'",
               "one of yaml, csv, csv-by-month, csv-sharded");
  };
  if (node.kind == YamlKind::scalar) {
    kind(node);
  } else {
    auto shard = [&](const YamlNode& value) { layout.shard = number(value); };
    each_key(node, {{"layout", kind}, {"shard", shard}});
  }
  auto shard = static_cast<unsigned>(layout.shard);
  if (layout.kind == LayoutKind::yaml && layout.shard != 0 && layout.shard != 2)
    yaml_.fail(node, "shard is 2 for a folder of two characters, or left out");
  if (layout.kind == LayoutKind::csv_sharded &&
      (layout.shard < 0 || layout.shard > most_shards || std::popcount(shard) > 1))
    yaml_.fail(node, "shard is the number of files, a power of two up to " + std::to_string(most_shards));
  config_.layouts[std::string(node.key)] = layout;
}

void ConfigReader::read_stage(const YamlNode& node, Pipeline& pipeline) {
  Stage stage;
  stage.outcome = "open";
  if (node.kind == YamlKind::scalar) {
    stage.name = yaml_.scalar(node);
  } else {
    each_key(node, {{"name", [&](const YamlNode& value) { stage.name = yaml_.scalar(value); }},
                    {"probability", [&](const YamlNode& value) { stage.probability = decimal(value); }},
                    {"outcome", [&](const YamlNode& value) {
                       stage.outcome = yaml_.scalar(value);
                       if (stage.outcome != "open" && stage.outcome != "won" && stage.outcome != "lost")
                         yaml_.fail(value, "no outcome '" + stage.outcome + "'", "one of open, won, lost");
                     }}});
  }
  if (stage.name.empty()) yaml_.fail(node, "a stage needs a name");
  pipeline.stages.push_back(stage);
}

void ConfigReader::read_pipeline(const YamlNode& node) {
  Pipeline pipeline;
  each_key(node, {{"name", [&](const YamlNode& value) { pipeline.name = yaml_.scalar(value); }},
                  {"stages", [&](const YamlNode& list) {
                     each_element(list, [&](const YamlNode& stage) { read_stage(stage, pipeline); });
                   }}});
  if (pipeline.name.empty()) yaml_.fail(node, "a pipeline needs a name");
  config_.pipelines.push_back(pipeline);
}

void ConfigReader::read_link_kind(const YamlNode& node) {
  LinkKind kind;
  each_key(node, {{"kind", [&](const YamlNode& value) { kind.name = yaml_.scalar(value); }},
                  {"forward", [&](const YamlNode& value) { kind.forward = yaml_.scalar(value); }},
                  {"reverse", [&](const YamlNode& value) { kind.reverse = yaml_.scalar(value); }},
                  {"strength", [&](const YamlNode& value) { kind.strength = decimal(value); }}});
  if (kind.name.empty()) yaml_.fail(node, "a kind of link needs its name as 'kind'");
  if (kind.forward.empty()) kind.forward = kind.name;
  if (kind.reverse.empty()) kind.reverse = kind.forward;
  for (LinkKind& known : config_.link_kinds)
    if (known.name == kind.name) {
      known = kind;
      return;
    }
  config_.link_kinds.push_back(kind);
}

void ConfigReader::read_policy(const YamlNode& node) {
  ContactPolicy policy;
  each_key(node, {{"tier", [&](const YamlNode& value) { policy.tier = yaml_.scalar(value); }},
                  {"days", [&](const YamlNode& value) { policy.days = number(value); }}});
  config_.contact_policy.push_back(policy);
}

void ConfigReader::read_fiscal_month(const YamlNode& node) {
  config_.fiscal_month = number(node);
  if (config_.fiscal_month < 1 || config_.fiscal_month > 12)
    yaml_.fail(node, "no month " + yaml_.scalar(node), "the month that the fiscal year starts in, 1 to 12");
}

void ConfigReader::read_network(const YamlNode& node) {
  constexpr int deepest = 4;
  auto depth = [&](const YamlNode& value) {
    config_.network_depth = number(value);
    if (config_.network_depth < 1 || config_.network_depth > deepest)
      yaml_.fail(value, "no depth " + yaml_.scalar(value),
                 "a number of links, 1 to " + std::to_string(deepest));
  };
  auto step = [&](const YamlNode& value) {
    config_.network_step = decimal(value);
    bool fits = config_.network_step.mantissa >= 0 && core::compare(config_.network_step, {1, 0}) <= 0 &&
                config_.network_step.scale <= 4;
    if (!fits)
      yaml_.fail(value, "no share " + yaml_.scalar(value),
                 "a number from 0 to 1, with at most four decimals");
  };
  each_key(node, {{"depth", depth}, {"step", step}});
}

/// Only the scorecard wants them; that they are sound is wanted of every book.
void ConfigReader::check_scorecard(const YamlNode& node) {
  each_key(node, {{"weights", [&](const YamlNode& weights) {
                     read_factor_weights(yaml_.yaml(), weights, yaml_.file());
                   }}});
}

Config ConfigReader::read() {
  config_.link_kinds = default_link_kinds();
  if (yaml_.is_empty())
    throw Error(Code::book, "the file is empty", {yaml_.file(), 1, 1}, "it needs at least 'format: 1'");
  const YamlNode& root = yaml_.root();
  bool has_format = false;
  auto list = [&](void (ConfigReader::*read_one)(const YamlNode&)) {
    return [this, read_one](const YamlNode& node) {
      each_element(node, [&](const YamlNode& element) { (this->*read_one)(element); });
    };
  };
  each_key(root, {{"format",
                   [&](const YamlNode& node) {
                     read_format(node);
                     has_format = true;
                   }},
                  {"name", yaml_.text(config_.name)},
                  {"currency", yaml_.text(config_.currency)},
                  {"time_zone", yaml_.text(config_.zone)},
                  {"region", yaml_.text(config_.region)},
                  {"language", yaml_.text(config_.language)},
                  {"fiscal_year_starts", [&](const YamlNode& node) { read_fiscal_month(node); }},
                  {"network", [&](const YamlNode& node) { read_network(node); }},
                  {"layouts",
                   [&](const YamlNode& node) {
                     if (node.kind != YamlKind::map)
                       yaml_.fail(node, "layouts are written as 'collection: layout'");
                     yaml_.each_child(node, [&](const YamlNode& one) { read_layout(one); });
                   }},
                  {"pipelines", list(&ConfigReader::read_pipeline)},
                  {"links", list(&ConfigReader::read_link_kind)},
                  {"contact_policy", list(&ConfigReader::read_policy)},
                  {"scorecard", [&](const YamlNode& node) { check_scorecard(node); }}});
  if (!has_format)
    throw Error(Code::book, "no 'format'", {yaml_.file(), 1, 1}, "write 'format: 1' as its first line");
  return std::move(config_);
}

}  // namespace

const std::vector<LinkKind>& default_link_kinds() {
  static const std::vector<LinkKind> kinds{
      {"household", "household with", "household with", {1, 0}},
      {"family", "family of", "family of", {1, 0}},
      {"employee", "employee of", "employer of", {1, 0}},
      {"parent", "parent of", "child of", {1, 0}},
      {"owner", "owner of", "owned by", {1, 0}},
      {"referral", "referred", "referred by", {1, 0}},
      {"partner", "partner of", "partner of", {1, 0}},
  };
  return kinds;
}

Layout Config::layout(const std::string& collection) const {
  if (auto said = layouts.find(collection); said != layouts.end()) return said->second;
  for (std::string_view one : {"customers", "staff", "deals", "goals", "tickets"})
    if (one == collection) return {LayoutKind::yaml, 0};
  for (std::string_view log : {"interactions", "sales"})
    if (log == collection) return {LayoutKind::csv_by_month, 0};
  return {LayoutKind::csv, 0};
}

const LinkKind* Config::link_kind(std::string_view kind) const {
  for (const LinkKind& candidate : link_kinds)
    if (candidate.name == kind) return &candidate;
  return nullptr;
}

Config parse_config(std::string_view text, const std::string& file, core::Problems& problems) {
  return ConfigReader(text, file, problems).read();
}

std::string_view name_of(LayoutKind kind) {
  for (const auto& [candidate, name] : layout_names)
    if (candidate == kind) return name;
  return "";
}

Layout layout_named(std::string_view name) {
  for (const auto& [candidate, candidate_name] : layout_names)
    if (candidate_name == name) return {candidate, 0};
  throw Error(Code::usage, "no layout '" + std::string(name) + "'", {},
              "one of yaml, csv, csv-by-month, csv-sharded");
}

std::string with_layout(std::string_view config_text, const std::string& file, const std::string& collection,
                        const Layout& layout) {
  using format::YamlEdit;
  YamlFile yaml = format::parse_yaml(config_text, file);
  std::string path = "layouts." + collection;
  std::string name(name_of(layout.kind));
  const YamlNode* old = yaml.find_path(yaml.root(0), path);
  std::vector<YamlEdit> edits;
  auto set = [&](const std::string& where, const std::string& value) {
    edits.push_back({where, YamlEdit::set, value, {}, true});
  };
  bool as_map = old != nullptr && old->kind == YamlKind::map;
  if (layout.shard == 0 && !as_map) {
    set(path, name);
  } else {
    if (old != nullptr && !as_map) edits.push_back({path, YamlEdit::remove, "", {}, false});
    set(path + ".layout", name);
    if (layout.shard != 0)
      set(path + ".shard", std::to_string(layout.shard));
    else if (yaml.find_path(yaml.root(0), path + ".shard") != nullptr)
      edits.push_back({path + ".shard", YamlEdit::remove, "", {}, false});
  }
  auto order = [](std::string_view, std::string_view first, std::string_view second) {
    return first == "layout" && second == "shard";
  };
  if (edits.front().kind == YamlEdit::remove) {
    std::string without = format::edit_yaml(config_text, file, 0, {edits.front()}, order);
    edits.erase(edits.begin());
    return format::edit_yaml(without, file, 0, edits, order);
  }
  return format::edit_yaml(config_text, file, 0, edits, order);
}

}  // namespace flatcrm::book
