#include <algorithm>

#include "core/path.h"
#include "format/yaml_edit.h"
#include "format/yaml_style.h"

namespace flatcrm::format {
namespace {

using core::PathStep;

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write(const YamlField& field) {
    std::size_t shared = take_path(field.path);
    bool on_line = false;
    for (std::size_t level = shared; level < steps_.size(); ++level) {
      if (!on_line) out_.append(2 * level, ' ');
      on_line = is_element(level);
      if (on_line) {
        out_ += "- ";
        continue;
      }
      print_scalar(core::key_of(steps_[level], key_), false, YamlSpot::block, out_);
      out_ += ':';
      if (level + 1 < steps_.size()) out_ += '\n';
    }
    if (field.list == nullptr) {
      if (!on_line) out_ += ' ';
      write_text(field.text, field.typed, steps_.size());
    } else {
      write_list(*field.list, field.typed, on_line);
    }
  }

 private:
  /// Cuts the path into steps; the result is how many of them are open already.
  std::size_t take_path(std::string_view path) {
    last_.swap(steps_);
    steps_.clear();
    for (PathStep step; core::next_step(path, step);) steps_.push_back(step);
    std::size_t shared = 0;
    while (shared < std::min(steps_.size(), last_.size()) && steps_[shared].text == last_[shared].text)
      ++shared;
    return std::min(shared, steps_.size() - 1);
  }

  /// A document is a map, so that its first step is always a key.
  bool is_element(std::size_t level) const { return level > 0 && steps_[level].number != 0; }

  void write_text(std::string_view text, bool typed, std::size_t level) {
    if (text.find('\n') != text.npos && fits_literal(text)) {
      print_block(text, false, 2 * level, "\n", out_);
    } else {
      print_scalar(text, typed, YamlSpot::block, out_);
    }
    out_ += '\n';
  }

  void write_list(const std::vector<std::string>& list, bool typed, bool on_line) {
    if (list.empty()) {
      out_ += on_line ? "[]\n" : " []\n";
      return;
    }
    std::size_t level = steps_.size();
    if (!on_line) out_ += '\n';
    for (const std::string& element : list) {
      if (!on_line) out_.append(2 * level, ' ');
      out_ += "- ";
      on_line = false;
      write_text(element, typed, level + 1);
    }
  }

  std::string& out_;
  std::vector<PathStep> steps_, last_;
  std::string key_;  // the last one that had escapes
};

}  // namespace

void write_yaml(std::string& out, const std::vector<YamlField>& fields) {
  Writer writer(out);
  for (const YamlField& field : fields) writer.write(field);
}

}  // namespace flatcrm::format
