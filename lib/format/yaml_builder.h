// Fills a YamlFile, node by node; what both readers of YAML share.
//
//   YamlBuilder builder(file, text);
//   std::uint32_t map = builder.add_root(0), last = 0;
//   builder.append(map, last);          // a child of it, linked behind the last
//   builder.find_duplicate(map)         // 0, or the node whose key came before in that map
#pragma once

#include "format/yaml.h"

namespace flatcrm::format {

class YamlBuilder {
 public:
  static constexpr std::size_t max_depth = 64;
  static constexpr std::size_t max_text = std::size_t{1} << 30;

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
    file_.nodes_.emplace_back();
    auto index = static_cast<std::uint32_t>(file_.nodes_.size() - 1);
    file_.roots_.push_back({index, static_cast<std::uint32_t>(begin), 0});
    return index;
  }
  void end_document(std::size_t end) { file_.roots_.back().end = static_cast<std::uint32_t>(end); }

  /// A new child of a collection whose last child so far is given, 0 for none.
  std::uint32_t append(std::uint32_t parent, std::uint32_t& last) {
    file_.nodes_.emplace_back();
    auto index = static_cast<std::uint32_t>(file_.nodes_.size() - 1);
    YamlNode& above = file_.nodes_[parent];
    ++above.children;
    (last == 0 ? above.first_child : file_.nodes_[last].next) = index;
    last = index;
    return index;
  }

  std::uint32_t find_duplicate(std::uint32_t map) const;

 private:
  std::uint32_t find_duplicate_of_many(const YamlNode& map) const;

  YamlFile& file_;
};

}  // namespace flatcrm::format
