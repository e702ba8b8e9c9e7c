// Fills a YamlFile, node by node; what both readers of YAML share.
//
//   YamlBuilder builder(file, text);
//   YamlBuilder::Frame map{builder.add_root(0), 0};
//   builder.append(map, {});            // a child of it, linked behind the last
//   builder.find_duplicate(map.node)    // 0, or the node whose key came before in that map
#pragma once

#include "format/yaml.h"

namespace flatcrm::format {

class YamlBuilder {
 public:
  static constexpr std::size_t max_depth = 64;
  static constexpr std::size_t max_text = std::size_t{1} << 30;

  /// An open collection.
  struct Frame {
    std::uint32_t node = 0;
    std::uint32_t last = 0;  // its last child so far
  };

  YamlBuilder(YamlFile& file, std::string_view text) : file_(file) {
    clear();
    file_.text_ = text;
    file_.nodes_.emplace_back();
  }

  void clear() {
    file_.nodes_.clear();
    file_.roots_.clear();
    file_.arena_.clear();
    file_.text_ = {};
  }
  core::Arena& arena() { return file_.arena_; }
  YamlNode& node(std::uint32_t index) { return file_.nodes_[index]; }

  /// Opens a document whose text begins there.
  std::uint32_t add_root(std::size_t begin) {
    std::uint32_t index = add({});
    file_.roots_.push_back({index, static_cast<std::uint32_t>(begin), 0});
    return index;
  }
  void end_document(std::size_t end) { file_.roots_.back().end = static_cast<std::uint32_t>(end); }

  std::uint32_t append(Frame& parent, const YamlNode& child) {
    std::uint32_t index = add(child);
    YamlNode& above = file_.nodes_[parent.node];
    ++above.children;
    (parent.last == 0 ? above.first_child : file_.nodes_[parent.last].next) = index;
    parent.last = index;
    return index;
  }

  std::uint32_t find_duplicate(std::uint32_t map) const;

 private:
  std::uint32_t add(const YamlNode& node) {
    file_.nodes_.push_back(node);
    return static_cast<std::uint32_t>(file_.nodes_.size() - 1);
  }
  std::uint32_t find_duplicate_of_many(const YamlNode& map) const;

  YamlFile& file_;
};

}  // namespace flatcrm::format
