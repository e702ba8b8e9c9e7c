// Writes roff with the man(7) macros, whatever the text holds.
//
//   Roff page;
//   page.section("NAME");  page.paragraph("see `--at`");  page.term("`-q`", "print less");
//   page.take() == ".SH NAME\n.PP\nsee \\fB\\-\\-at\\fR\n.TP\n\\fB\\-q\\fR\nprint less\n"
//
// A backslash, a hyphen that is to be copied as one, and a dot or quote at the start of a line are escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::cli {

class Roff {
 public:
  void title(std::string_view name, int volume, std::string_view source, std::string_view manual);
  void section(std::string_view title);
  void subsection(std::string_view title);
  void paragraph(std::string_view markup);
  void line(std::string_view markup);  // text that goes on in the same paragraph
  void term(std::string_view markup, std::string_view definition_markup);
  void item(std::string_view markup);
  void code(std::string_view text);
  /// All blocks of a text in the Markdown of markup.h.
  void markdown(std::string_view text);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace flatcrm::cli
