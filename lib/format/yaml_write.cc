#include <algorithm>

#include "format/yaml_edit.h"
#include "format/yaml_style.h"

namespace flatcrm::format {
namespace {

struct Step {
  std::string_view name;
  bool element = false;  // of a list
};

bool is_number(std::string_view step) {
  return !step.empty() && step.front() != '0' && step.find_first_not_of("0123456789") == step.npos;
}

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void write(const YamlField& field) {
    std::size_t shared = take_path(field.path);
    bool on_line = false;
    for (std::size_t level = shared; level < steps_.size(); ++level) {
      if (!on_line) out_.append(2 * level, ' ');
      on_line = steps_[level].element;
      if (on_line) {
        out_ += "- ";
        continue;
      }
      print_scalar(steps_[level].name, false, YamlSpot::block, out_);
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
    std::size_t shared = 0;
    for (bool same = true, more = true; more;) {
      std::size_t dot = path.find('.');
      more = dot != path.npos;
      Step step{path.substr(0, dot)};
      std::size_t level = steps_.size();
      bool beside_element = same && level < last_.size() && last_[level].element;
      step.element = level > 0 && is_number(step.name) && (step.name == "1" || beside_element);
      same = same && level < last_.size() && last_[level].name == step.name;
      shared += same ? 1 : 0;
      steps_.push_back(step);
      path.remove_prefix(more ? dot + 1 : path.size());
    }
    return std::min(shared, steps_.size() - 1);
  }

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
  std::vector<Step> steps_, last_;
};

}  // namespace

void write_yaml(std::string& out, const std::vector<YamlField>& fields) {
  Writer writer(out);
  for (const YamlField& field : fields) writer.write(field);
}

}  // namespace flatcrm::format
