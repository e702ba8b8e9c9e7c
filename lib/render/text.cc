#include "render/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/sparkline.h"
#include "render/values.h"
#include "render/width.h"

namespace flatcrm::render {

namespace {

constexpr std::string_view bold = "\x1b[1m", yellow = "\x1b[33m", plain_again = "\x1b[0m";

class TextWriter {
 public:
  TextWriter(std::string& out, const TextStyle& style) : out_(out), style_(style) {}

  void write(const report::Document& document) {
    heading(document.title, '=');
    if (!document.subtitle.empty()) paragraph(document.subtitle, 0);
    if (!document.comparison.empty()) paragraph(fmt::format("before: {}", document.comparison), 0);
    for (const report::Section& section : document.sections) write(section);
    std::string made_from = footer(document.made_from);
    if (made_from.empty()) return;
    out_ += '\n';
    paragraph(made_from, 0);
  }

 private:
  void write(const report::Section& section) {
    if (!section.heading.empty()) {
      out_ += '\n';
      heading(section.heading, '-');
    }
    if (!section.figures.empty()) figures(section.figures);
    if (!section.findings.empty()) out_ += '\n';
    for (const report::Finding& finding : section.findings) write(finding);
    for (const report::Table& table : section.tables) write(table);
    for (const report::Series& series : section.series) write(series);
    for (const std::string& note : section.notes) {
      out_ += '\n';
      paragraph(note, 0);
    }
  }

  void heading(std::string_view text, char rule) {
    std::string line = one_line(text);
    emphasized(line, bold);
    out_.append("\n").append(columns_of(line), rule).append("\n");
  }

  void emphasized(std::string_view text, std::string_view colour) {
    if (style_.colour) out_ += colour;
    out_ += text;
    if (style_.colour) out_ += plain_again;
  }

  void paragraph(std::string_view text, std::size_t indent) {
    std::size_t room = style_.width > indent ? style_.width - indent : 0;
    for (const std::string& line : wrap(one_line(text), room))
      out_.append(indent, ' ').append(line).append("\n");
  }

  void figures(const std::vector<report::Figure>& figures) {
    std::size_t labels = 0, values = 0, units = 0;
    for (const report::Figure& figure : figures) {
      labels = std::max(labels, columns_of(one_line(figure.label)));
      values = std::max(values, columns_of(value_of(figure)));
      units = std::max(units, columns_of(unit_of(figure)));
    }
    for (const report::Figure& figure : figures) {
      std::string line =
          fmt::format("  {}  {} {}", pad(one_line(figure.label), labels, Side::left),
                      pad(value_of(figure), values, Side::right), pad(unit_of(figure), units, Side::left));
      line.resize(line.find_last_not_of(' ') + 1);
      out_ += line;
      std::string more = beside(figure);
      if (!more.empty())
        write_beside(fmt::format("({})", more), columns_of(line), labels + values + units + 7);
      out_ += '\n';
    }
  }

  /// Behind the units of all, or on a line of its own where that is too far to the right.
  void write_beside(const std::string& text, std::size_t used, std::size_t column) {
    if (style_.width == 0 || column + columns_of(text) <= style_.width) {
      out_.append(column - used, ' ').append(text);
      return;
    }
    std::size_t indent = style_.width > columns_of(text) ? style_.width - columns_of(text) : 0;
    out_.append("\n").append(std::min<std::size_t>(indent, column), ' ').append(text);
  }

  static std::string value_of(const report::Figure& figure) {
    return is_missing(figure.value) ? "none" : readable(figure.value);
  }

  /// What with_unit() says behind the value.
  static std::string unit_of(const report::Figure& figure) {
    std::string value = readable(figure.value);
    std::string whole = with_unit(figure.value, figure.unit);
    return whole.size() > value.size() ? whole.substr(value.size() + 1) : "";
  }

  void write(const report::Table& table) {
    out_ += '\n';
    if (!table.title.empty()) {
      emphasized(one_line(table.title), bold);
      out_ += '\n';
    }
    write_text_table(out_, table, style_, 2);
    if (!table.note.empty()) paragraph(table.note, 2);
  }

  /// Lines as sparklines, and below them the values.
  void write(const report::Series& series) {
    report::Table table = report::as_table(series);
    bool drawn = series.shape == report::Series::Shape::line && series.categories.size() > 1;
    if (!drawn) return write(table);
    out_ += '\n';
    if (!table.title.empty()) {
      emphasized(one_line(table.title), bold);
      out_ += '\n';
    }
    constexpr std::size_t most_columns = 60, gaps = 4;
    std::size_t labels = 0;
    for (const report::Series::Line& line : series.lines)
      labels = std::max(labels, columns_of(one_line(line.label)));
    std::size_t room = most_columns;
    if (style_.width > 0)
      room = std::min(room, style_.width > labels + gaps ? style_.width - labels - gaps : 1);
    for (const report::Series::Line& line : series.lines) {
      std::string spark = sparkline(line.values, room, style_.ascii);
      if (!spark.empty())
        out_ += fmt::format("  {}  {}\n", pad(one_line(line.label), labels, Side::left), spark);
    }
    write_text_table(out_, table, style_, 2);
  }

  void write(const report::Finding& finding) {
    std::string text = one_line(finding.text);
    if (!finding.records.empty()) {
      std::vector<std::string> names;
      for (const report::Reference& record : finding.records) names.push_back(one_line(record.id));
      bool all = static_cast<std::int64_t>(names.size()) >= finding.count;
      text += fmt::format(" ({}{})", fmt::join(names, ", "), all ? "" : ", ...");
    }
    if (!finding.command.empty()) text += fmt::format(": {}", one_line(finding.command));
    emphasized("!", yellow);
    std::string body;
    std::swap(body, out_);
    paragraph(text, 2);
    std::swap(body, out_);
    out_.append(body, 1);  // the mark stands where the first blank was
  }

  std::string& out_;
  const TextStyle& style_;
};

}  // namespace

void write_text(std::string& out, const report::Document& document, const TextStyle& style) {
  TextWriter(out, style).write(document);
}

std::string beside(const report::Figure& figure) {
  std::vector<std::string> parts;
  report::Cell by = report::change(figure.value, figure.previous);
  if (!is_missing(by)) {
    bool points =
        std::holds_alternative<report::Percent>(by);  // of a percentage: "%" would say something else
    std::string text = points ? plain(by) + " points" : readable(by);
    parts.push_back(text.front() == '-' ? text : "+" + text);
  }
  if (!is_missing(figure.previous)) parts.push_back(fmt::format("before {}", readable(figure.previous)));
  if (!is_missing(figure.target)) parts.push_back(fmt::format("target {}", readable(figure.target)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string footer(const report::Provenance& made_from) {
  if (made_from.book.empty() && made_from.records.empty()) return {};
  std::string text = fmt::format("Made from {}", one_line(made_from.book));
  if (!made_from.revision.empty()) text += fmt::format(" at {}", one_line(made_from.revision));
  if (made_from.as_of != core::no_date) text += fmt::format(" as of {}", core::print(made_from.as_of));
  if (!made_from.version.empty()) text += fmt::format(" with flatcrm {}", made_from.version);
  std::vector<std::string> counts;
  for (const auto& count : made_from.records) {
    counts.push_back(
        fmt::format("{} {}", one_line(count.collection), grouped(std::to_string(count.records))));
  }
  if (!counts.empty()) text += fmt::format(": {}", fmt::join(counts, ", "));
  constexpr std::size_t enough = 16;  // to tell two states apart; JSON has all of it
  if (!made_from.digest.empty())
    text += fmt::format("; digest {}", one_line(made_from.digest.substr(0, enough)));
  return text + ".";
}

}  // namespace flatcrm::render
