#include "cli/roff.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cli/markup.h"

namespace flatcrm::cli {
namespace {

/// Signs of formulas that roff has names for; groff reads no UTF-8.
constexpr std::pair<std::string_view, std::string_view> signs[] = {
    {"×", "\\(mu"}, {"≥", "\\(>="}, {"≤", "\\(<="}, {"−", "\\(mi"}, {"–", "\\(en"}, {"∞", "\\(if"},
    {"∈", "\\(mo"}, {"√", "\\(sr"}, {"Σ", "\\(*S"}, {"∑", "\\(*S"}, {"σ", "\\(*s"}, {"…", "..."}};

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto known = std::find_if(std::begin(signs), std::end(signs),
                              [&](const auto& sign) { return text.substr(at).starts_with(sign.first); });
    if (known != std::end(signs)) {
      out += known->second;
      at += known->first.size() - 1;
      continue;
    }
    char c = text[at];
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else {
      out += c;
    }
  }
  return out;
}

/// A line that starts with a dot would be taken for a macro.
std::string safe_line(const std::string& text) {
  return text.starts_with('.') ? "\\&" + text : text;
}

std::string inlined(std::string_view markup) {
  std::string out;
  for (const Span& span : spans(markup)) {
    if (span.style == Span::Style::plain) {
      out += escaped(span.text);
    } else {
      out += (span.style == Span::Style::code ? "\\fB" : "\\fI") + escaped(span.text) + "\\fR";
    }
  }
  return safe_line(out);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : escaped(text)) out += c == '"' ? std::string("\\(dq") : std::string(1, c);
  return out + "\"";
}

}  // namespace

void Roff::title(std::string_view name, int volume, std::string_view source, std::string_view manual) {
  out_ += ".TH " + quoted(name) + " " + std::to_string(volume) + " \"\" " + quoted(source) + " " +
          quoted(manual) + "\n";
}
void Roff::section(std::string_view title) {
  out_ += ".SH " + escaped(title) + "\n";
}
void Roff::subsection(std::string_view title) {
  out_ += ".SS " + escaped(title) + "\n";
}
void Roff::paragraph(std::string_view markup) {
  // A paragraph macro right after a heading says nothing, and mandoc's lint says so.
  std::size_t last = out_.rfind('\n', out_.empty() ? 0 : out_.size() - 2);
  std::string_view previous = std::string_view(out_).substr(last == std::string::npos ? 0 : last + 1);
  if (!previous.starts_with(".SH") && !previous.starts_with(".SS")) out_ += ".PP\n";
  line(markup);
}
void Roff::line(std::string_view markup) {
  out_ += inlined(markup) + "\n";
}
void Roff::term(std::string_view markup, std::string_view definition_markup) {
  out_ += ".TP\n" + inlined(markup) + "\n" + inlined(definition_markup) + "\n";
}
void Roff::item(std::string_view markup) {
  out_ += ".IP \\(bu 2\n" + inlined(markup) + "\n";
}

void Roff::code(std::string_view text) {
  out_ += ".PP\n.RS 4\n.EX\n";
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    out_ += safe_line(escaped(text.substr(0, end))) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  out_ += ".EE\n.RE\n";
}

void Roff::markdown(std::string_view text) {
  std::string pending_term;
  for (const Block& block : blocks(text)) {
    switch (block.kind) {
      case Block::Kind::heading:
        block.level < 3 ? section(block.text) : subsection(block.text);
        break;
      case Block::Kind::paragraph:
        paragraph(block.text);
        break;
      case Block::Kind::item:
        item(block.text);
        break;
      case Block::Kind::term:
        pending_term = block.text;
        break;
      case Block::Kind::definition:
        term(pending_term, block.text);
        break;
      case Block::Kind::comment:
        out_ += ".\\\" " + block.text + "\n";
        break;
      case Block::Kind::code:
        code(block.text);
        break;
    }
  }
}

}  // namespace flatcrm::cli
