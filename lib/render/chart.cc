#include "render/chart.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "render/html.h"
#include "render/values.h"

namespace flatcrm::render {

namespace {

using report::Series;

constexpr std::size_t most_lying = 24;
constexpr std::size_t colours = 6;
constexpr int drawing_width = 1000, drawing_height = 300;

core::Decimal difference(core::Decimal left, core::Decimal right) {
  core::Sum sum;
  sum.add(left);
  sum.add(core::Decimal{-right.mantissa, right.scale});
  return sum.total();
}

/// From the least to the most of all values, 0 being within.
struct Scale {
  core::Decimal low{}, high{};
  report::Cell low_cell{std::int64_t{0}}, high_cell{};

  void add(const report::Cell& cell) {
    core::Decimal room;
    const core::Decimal* value = report::decimal_of(cell, room);
    if (value == nullptr) return;
    if (core::compare(*value, low) < 0) {
      low = *value;
      low_cell = cell;
    }
    if (core::compare(*value, high) > 0 || report::is_missing(high_cell)) high_cell = cell;
    if (core::compare(*value, high) > 0) high = *value;
  }
  /// Where a value stands, `size` being the most.
  core::Decimal place(core::Decimal value, int size) const {
    core::Decimal range = difference(high, low);
    if (range.mantissa == 0) return {0, 0};
    core::Decimal share = core::divide(difference(value, low), range, 6);
    return core::round(core::multiply(share, {size, 0}), 2);
  }
};

Scale scale_of(const Series& series) {
  Scale scale;
  for (const Series::Line& line : series.lines)
    for (const report::Cell& cell : line.values) scale.add(cell);
  return scale;
}

std::string number_text(core::Decimal value) {
  std::string text = core::print(value);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string share_text(std::size_t part, std::size_t whole, int size) {
  return number_text(
      core::divide({static_cast<std::int64_t>(part) * size, 0}, {static_cast<std::int64_t>(whole), 0}, 2));
}

std::string description(const Series& series) {
  std::vector<std::string> labels;
  for (const Series::Line& line : series.lines) labels.push_back(line.label);
  std::string text = fmt::format("{}: {}", series.title, fmt::join(labels, ", "));
  if (!series.categories.empty())
    text += fmt::format(" from {} to {}", readable(series.categories.front()),
                        readable(series.categories.back()));
  return html_text(text + "; the values are in the table below");
}

void open_drawing(std::string& out, const Series& series) {
  out += fmt::format(
      "<svg class=\"drawing\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
      "aria-label=\"{}\">\n",
      drawing_width, drawing_height, description(series));
}

void rule(std::string& out, core::Decimal from_below, std::string_view name) {
  std::string y = number_text(difference({drawing_height, 0}, from_below));
  out +=
      fmt::format("<line class=\"{}\" x1=\"0\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n", name, drawing_width, y, y);
}

/// One polyline for each stretch without a gap; a value alone is a short one.
void draw_line(std::string& out, const Series::Line& line, std::size_t number, const Scale& scale) {
  std::string points;
  std::size_t count = 0, size = std::max<std::size_t>(line.values.size() - 1, 1);
  auto finish = [&] {
    if (count == 1)
      points += " " + points.substr(0, points.find(',')) + ".01" + points.substr(points.find(','));
    if (count > 0)
      out += fmt::format("<polyline class=\"l c{}\" points=\"{}\"/>\n", number % colours, points);
    points.clear();
    count = 0;
  };
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    core::Decimal room;
    const core::Decimal* value = report::decimal_of(line.values[i], room);
    if (value == nullptr) {
      finish();
      continue;
    }
    core::Decimal up = scale.place(*value, drawing_height);
    points += fmt::format("{}{},{}", count == 0 ? "" : " ", share_text(i, size, drawing_width),
                          number_text(difference({drawing_height, 0}, up)));
    ++count;
  }
  finish();
}

/// The bars of a category stand side by side, with a gap of a fifth behind them.
void draw_bars(std::string& out, const Series& series, const Scale& scale) {
  std::size_t steps = series.lines.size() * 4 + 1;  // of a category
  std::size_t all = std::max<std::size_t>(series.categories.size(), 1) * steps;
  core::Decimal zero = scale.place({0, 0}, drawing_height);
  for (std::size_t number = 0; number < series.lines.size(); ++number) {
    for (std::size_t i = 0; i < series.lines[number].values.size(); ++i) {
      core::Decimal room;
      const core::Decimal* value = report::decimal_of(series.lines[number].values[i], room);
      if (value == nullptr || value->mantissa == 0) continue;
      core::Decimal up = scale.place(*value, drawing_height);
      core::Decimal top = value->mantissa > 0 ? up : zero, bottom = value->mantissa > 0 ? zero : up;
      out += fmt::format("<rect class=\"c{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>\n",
                         number % colours, share_text(i * steps + number * 4, all, drawing_width),
                         number_text(difference({drawing_height, 0}, top)), share_text(4, all, drawing_width),
                         number_text(difference(top, bottom)));
    }
  }
}

void write_legend(std::string& out, const Series& series) {
  if (series.lines.size() < 2) return;
  out += "<ul class=\"legend\">\n";
  for (std::size_t i = 0; i < series.lines.size(); ++i)
    out += fmt::format(
        "<li><svg viewBox=\"0 0 30 10\" aria-hidden=\"true\"><line class=\"l c{}\" x1=\"0\" x2=\"30\" "
        "y1=\"5\" "
        "y2=\"5\"/></svg> {}</li>\n",
        i % colours, html_text(series.lines[i].label));
  out += "</ul>\n";
}

void write_plot(std::string& out, const Series& series, const Scale& scale) {
  out += fmt::format(
      "<div class=\"plot\">\n<div class=\"y\" aria-hidden=\"true\"><span>{}</span><span>{}</span></div>\n",
      html_text(with_unit(scale.high_cell)), html_text(with_unit(scale.low_cell)));
  open_drawing(out, series);
  rule(out, {drawing_height, 0}, "grid");
  rule(out, {drawing_height / 2, 0}, "grid");
  if (series.shape == Series::Shape::bars)
    draw_bars(out, series, scale);
  else
    for (std::size_t i = 0; i < series.lines.size(); ++i) draw_line(out, series.lines[i], i, scale);
  rule(out, scale.place({0, 0}, drawing_height), "zero");
  out += "</svg>\n";
  const auto& categories = series.categories;
  out += fmt::format("<div class=\"x\" aria-hidden=\"true\"><span>{}</span><span>{}</span></div>\n",
                     html_text(readable(categories.front())),
                     categories.size() > 1 ? html_text(readable(categories.back())) : "");
  out += "</div>\n";
  write_legend(out, series);
}

/// Bars with their value beside them; no bar for what is missing, 0 or below.
void write_lying_bars(std::string& out, const Series& series, const Scale& scale) {
  out += fmt::format("<div class=\"bars\" role=\"img\" aria-label=\"{}\">\n", description(series));
  for (std::size_t i = 0; i < series.categories.size(); ++i) {
    const report::Cell& cell = series.lines[0].values[i];
    core::Decimal room;
    const core::Decimal* value = report::decimal_of(cell, room);
    bool drawn = value != nullptr && value->mantissa > 0;
    std::string width = drawn ? number_text(scale.place(*value, drawing_width)) : "0";
    out += fmt::format(
        "<span>{}</span><svg viewBox=\"0 0 {} 10\" preserveAspectRatio=\"none\"><rect class=\"c0\" "
        "width=\"{}\" "
        "height=\"10\"/></svg><span class=\"n\">{}</span>\n",
        html_text(readable(series.categories[i])), drawing_width, width, html_text(with_unit(cell)));
  }
  out += "</div>\n";
}

}  // namespace

void write_chart(std::string& out, const Series& series) {
  Scale scale = scale_of(series);
  if (series.categories.empty() || series.lines.empty() || report::is_missing(scale.high_cell)) return;
  bool lying = series.shape == Series::Shape::bars && series.lines.size() == 1 &&
               series.categories.size() <= most_lying && scale.low.mantissa >= 0;
  lying ? write_lying_bars(out, series, scale) : write_plot(out, series, scale);
}

std::string_view chart_style() {
  return R"(
figure { margin: 1rem 0; }
.plot { display: grid; grid-template-columns: auto 1fr; gap: .25rem .5rem; }
.plot .y { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
.y, .x, .legend, .bars { color: var(--soft); font-size: .875rem; font-variant-numeric: tabular-nums; }
.x { grid-column: 2; display: flex; justify-content: space-between; }
svg.drawing { width: 100%; height: 10rem; overflow: visible; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .5rem 0; }
.legend svg { display: inline-block; width: 1.875rem; height: .625rem; }
.bars { display: grid; grid-template-columns: minmax(4rem, max-content) 1fr max-content; gap: .25rem .75rem; align-items: center; }
.bars svg { width: 100%; }
.bars .n { text-align: right; color: var(--text); }
line, polyline { vector-effect: non-scaling-stroke; fill: none; }
.grid { stroke: var(--line); stroke-width: 1; }
.zero { stroke: var(--soft); stroke-width: 1; }
.l { stroke-width: 2; stroke-linejoin: round; }
.c0 { fill: var(--c0); } .c1 { fill: var(--c1); } .c2 { fill: var(--c2); } .c3 { fill: var(--c3); } .c4 { fill: var(--c4); } .c5 { fill: var(--c5); }
.l.c0 { stroke: var(--c0); } .l.c1 { stroke: var(--c1); stroke-dasharray: 6 3; } .l.c2 { stroke: var(--c2); stroke-dasharray: 2 2; }
.l.c3 { stroke: var(--c3); stroke-dasharray: 8 3 2 3; } .l.c4 { stroke: var(--c4); stroke-dasharray: 12 4; } .l.c5 { stroke: var(--c5); stroke-dasharray: 4 6; }
.l { fill: none; }
details { margin: .5rem 0; }
summary { cursor: pointer; color: var(--soft); font-size: .875rem; }
)";
}

}  // namespace flatcrm::render
