#include "format/yaml_alias.h"

#include <algorithm>
#include <set>

#include "format/yaml_place.h"
#include "format/yaml_style.h"
#include "format/yaml_tree.h"

namespace flatcrm::format {
namespace {

class AliasWriter {
 public:
  AliasWriter(std::string& text, const YamlFile& file) : text_(text), file_(file) {}

  bool write(const std::vector<const YamlNode*>& nodes, bool replaced, bool last_may_stay) {
    for (const YamlNode* node : nodes) {
      if (node->anchored && !node->aliased) anchors_.insert(anchor_of(*node));
    }
    if (replaced) collect_anchors(*nodes.back());
    bool standing =
        last_may_stay && nodes.size() > 1 && nodes.back()->aliased && !nodes[nodes.size() - 2]->aliased;
    if (standing) kept_ = nodes.back();
    auto first = std::find_if(nodes.begin(), nodes.end(), [](const YamlNode* node) { return node->aliased; });
    if (first != nodes.end()) way_ = *first;
    collect_aliases(file_.root(0), YamlSpot::block);
    // From the last to the first, so that the places before stay right.
    std::sort(aliases_.begin(), aliases_.end(),
              [](const Alias& one, const Alias& other) { return one.node->begin > other.node->begin; });
    std::vector<std::pair<const YamlNode*, std::string>> replacements;
    for (const Alias& alias : aliases_) {
      std::string& value = replacements.emplace_back(alias.node, "").second;
      print_inline(read_tree(file_, *alias.node), alias.spot, value);
    }
    for (const auto& [alias, value] : replacements)
      text_.replace(alias->begin, alias->end - alias->begin, value);
    return !replacements.empty();
  }

 private:
  /// The name behind the last & before the value.
  std::string anchor_of(const YamlNode& node) const {
    std::size_t mark = text_.rfind('&', node.begin == 0 ? 0 : node.begin - 1);
    if (mark == text_.npos) return {};
    return text_.substr(mark + 1, end_of_property(text_, mark) - mark - 1);
  }
  void collect_anchors(const YamlNode& node) {
    if (node.aliased) return;
    if (node.anchored) anchors_.insert(anchor_of(node));
    for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child))
      collect_anchors(*child);
  }
  void collect_aliases(const YamlNode& node, YamlSpot spot) {
    if (node.aliased) {
      std::string name = text_.substr(node.begin + 1, node.end - node.begin - 1);
      if (&node != kept_ && (&node == way_ || anchors_.contains(name))) aliases_.push_back({&node, spot});
      return;
    }
    for (const YamlNode* child = file_.child(node); child != nullptr; child = file_.next(*child)) {
      collect_aliases(*child, node.flow ? YamlSpot::flow : YamlSpot::block);
    }
  }

  struct Alias {
    const YamlNode* node;
    YamlSpot spot;
  };

  std::string& text_;
  const YamlFile& file_;
  std::set<std::string> anchors_;
  std::vector<Alias> aliases_;
  const YamlNode* kept_ = nullptr;
  const YamlNode* way_ = nullptr;
};

}  // namespace

bool write_aliases_out(std::string& text, const YamlFile& file, const std::vector<const YamlNode*>& nodes,
                       bool replaced, bool last_may_stay) {
  return AliasWriter(text, file).write(nodes, replaced, last_may_stay);
}

}  // namespace flatcrm::format
