#include "book/factor_weights.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "book/book.h"
#include "core/error.h"
#include "core/lines.h"
#include "core/text.h"
#include "io/tree.h"

namespace flatcrm::book {

namespace {

constexpr const char* settings_file = "flatcrm.yaml";
constexpr int most_digits = 2;

using format::YamlFile;
using format::YamlKind;
using format::YamlNode;

/// One map of weights, knowing where it stands.
class Weights {
 public:
  Weights(const YamlFile& yaml, const std::string& file) : yaml_(yaml), file_(file) {}

  void read(const YamlNode& node) {
    if (node.kind != YamlKind::map) fail(node, "weights are written as 'factor: percent'");
    for (const YamlNode* one = yaml_.child(node); one != nullptr; one = yaml_.next(*one))
      weights_.percent[factor(*one)] = weight(*one);
    check_sum(node);
  }
  const FactorWeights& weights() const { return weights_; }

 private:
  [[noreturn]] void fail(const YamlNode& node, const std::string& what, const std::string& hint = {}) const {
    core::Position at = core::position_of(yaml_.text(), node.begin);
    throw Error(Code::book, what, {file_, at.line, at.column}, hint);
  }

  std::size_t factor(const YamlNode& node) const {
    const auto* found = std::find(factor_names.begin(), factor_names.end(), node.key);
    if (found != factor_names.end()) return static_cast<std::size_t>(found - factor_names.begin());
    std::string_view near = core::nearest(node.key, {factor_names.begin(), factor_names.end()});
    fail(node, fmt::format("no factor '{}'", core::visible(node.key)),
         near.empty() ? fmt::format("it is one of {}", fmt::join(factor_names, ", "))
                      : fmt::format("did you mean '{}'?", near));
  }

  core::Decimal weight(const YamlNode& node) const {
    std::optional<core::Decimal> value;
    if (node.kind == YamlKind::scalar) value = core::parse_decimal(node.text);
    bool fits =
        value && value->mantissa >= 0 && core::compare(*value, {100, 0}) <= 0 && value->scale <= most_digits;
    if (!fits)
      fail(node, fmt::format("'{}' is no weight", core::visible(node.text)),
           "percent, 0 to 100, with at most two decimals");
    if (node.key == "technology" && core::compare(*value, {technology_weight, 0}) != 0)
      fail(node, fmt::format("technology weighs {} % in every book, not {} %", technology_weight, node.text),
           fmt::format("leave it out, and let the other four add up to {}", 100 - technology_weight));
    return *value;
  }

  /// A factor that was forgotten keeps its usual weight, and shows here.
  void check_sum(const YamlNode& node) const {
    core::Sum sum;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < factor_names.size(); ++i) {
      sum.add(weights_.percent[i]);
      parts.push_back(fmt::format("{} {}", factor_names[i], core::print(weights_.percent[i])));
    }
    if (core::compare(sum.total(), {100, 0}) != 0)
      fail(node,
           fmt::format("the weights of the scorecard add up to {} %, not to 100 %", core::print(sum.total())),
           fmt::format("they are now {}", fmt::join(parts, ", ")));
  }

  const YamlFile& yaml_;
  const std::string& file_;
  FactorWeights weights_;
};

}  // namespace

FactorWeights read_factor_weights(const YamlFile& yaml, const YamlNode& node, const std::string& file) {
  Weights weights(yaml, file);
  weights.read(node);
  return weights.weights();
}

FactorWeights factor_weights(const Book& book) {
  io::Bytes bytes = book.tree().read(settings_file);
  const std::string file = settings_file;
  YamlFile yaml = format::parse_yaml(bytes.view(), file);
  if (yaml.documents() == 0) return {};
  const YamlNode* node = yaml.find_path(yaml.root(0), "scorecard.weights");
  return node == nullptr ? FactorWeights{} : read_factor_weights(yaml, *node, file);
}

}  // namespace flatcrm::book
