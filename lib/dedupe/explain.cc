#include "dedupe/explain.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace flatcrm::dedupe {

namespace {

/// What a household's or a firm's two records would show as well: it counts against one customer.
double kin_bits(const LinkageModel& model, Pattern pattern, const Rarity& rarity, double same) {
  Score score = model.score(pattern, rarity);
  return score.bits - same;
}

std::string verdict(const Explanation& why, Who who) {
  bool people = who == Who::people;
  if (why.probability >= 0.99) return "one customer";
  if (why.probability >= 0.5) return "probably one customer: for a person to decide";
  if (why.relation == Relation::kin)
    return people ? "two of one family, not one customer"
                  : "two branches or offices of one organization, not one customer";
  if (why.relation == Relation::associates)
    return people ? "two at one place of work, not one customer"
                  : "two organizations in one house, not one customer";
  return "two customers";
}

std::string words_of_level(const Dimension& dimension, unsigned level, double rarity) {
  std::string words(dimension.levels[level].words);
  if (rarity >= 1.5) words += "; few have it";
  if (rarity <= -1.5) words += "; many have it";
  return words;
}

}  // namespace

Explainer::Explainer(const Run& run, const std::vector<std::string>& ids) : run_(run) {
  std::unordered_set<std::string_view> wanted(ids.begin(), ids.end());
  for (std::size_t p = 0; p < run.populations.all.size(); ++p) {
    const Population& population = run.populations.all[p];
    for (std::uint32_t member = 0; member < population.members.size(); ++member)
      if (std::string_view id = run.id_of(p, member); wanted.count(id) != 0)
        places_[id] = {p, population.row_of[member]};
  }
}

Explainer::Place Explainer::find(std::string_view id) const {
  if (auto found = places_.find(id); found != places_.end()) return found->second;
  std::vector<std::string_view> known;
  if (run_.populations.ids.size() < 100'000) known = run_.populations.ids;
  std::string_view near = core::nearest(id, known);
  throw Error(
      Code::usage, fmt::format("no customer '{}'", id), {},
      near.empty() ? "name two ids, as 'flatcrm show' finds them" : fmt::format("did you mean '{}'?", near));
}

Explanation explain(const Run& run, std::string_view id_a, std::string_view id_b) {
  return Explainer(run, {std::string(id_a), std::string(id_b)}).explain(id_a, id_b);
}

Explanation Explainer::explain(std::string_view id_a, std::string_view id_b) const {
  Place a = find(id_a), b = find(id_b);
  if (a.population != b.population)
    throw Error(Code::usage, fmt::format("'{}' and '{}' are a person and an organization", id_a, id_b), {},
                "only records of one kind are compared");
  const Population& population = run_.populations.all[a.population];
  const Comparison& comparison = population.comparison;
  const LinkageModel& model = run_.findings[a.population].model;
  Explanation why{std::string(id_a), std::string(id_b), {}, 0, 0, Relation::chance, {}};
  Pair pair{std::min(a.row, b.row), std::max(a.row, b.row)};
  Pattern pattern = 0;
  Score score = score_of(comparison, model, pair, pattern);
  Rarity rarity = rarity_of(comparison, pair, pattern);
  double sum = model.prior(Relation::same);
  why.steps.push_back({"before any evidence",
                       fmt::format("about 1 pair in {:.0f} is one customer", std::exp2(-sum) + 1), "", "",
                       sum, sum});
  for (std::size_t d = 0; d < model.size(); ++d) {
    unsigned level = level_of(pattern, d);
    if (level == missing) continue;
    double rare = static_cast<double>(rarity[d]);
    double bits = model.bits(Relation::same, d, level) + rare;
    sum += bits;
    const Dimension& dimension = *comparison.dimensions()[d];
    why.steps.push_back({dimension.name, words_of_level(dimension, level, rare), comparison.value(a.row, d),
                         comparison.value(b.row, d), bits, sum});
  }
  if (double kin = kin_bits(model, pattern, rarity, sum); kin < -0.05) {
    bool people = population.who == Who::people;
    why.steps.push_back({people ? "family or colleagues" : "branches or neighbours",
                         "would show much of it too", "", "", kin, sum + kin});
  }
  why.bits = score.bits;
  why.probability = probability(score.bits);
  why.relation = score.relation;
  why.verdict = verdict(why, population.who);
  return why;
}

std::vector<std::string> evidence_in_words(const Explanation& explanation) {
  std::vector<const Step*> steps;
  for (const Step& step : explanation.steps)
    if (!step.a.empty() || !step.b.empty()) steps.push_back(&step);
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step* a, const Step* b) { return std::abs(a->bits) > std::abs(b->bits); });
  std::vector<std::string> words;
  for (const Step* step : steps)
    words.push_back(fmt::format("{}: {} ({:+.1f})", step->what, step->words, step->bits));
  return words;
}

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : core::visible(text)) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string as_svg(const Explanation& why) {
  constexpr int row_height = 26, left = 330, width = 900, top = 44;
  double low = 0, high = 0;
  for (const Step& step : why.steps) low = std::min(low, step.after), high = std::max(high, step.after);
  double scale = (width - left - 70) / std::max(1.0, high - low);
  auto x = [&](double bits) { return left + (bits - low) * scale; };
  int height = top + row_height * static_cast<int>(why.steps.size() + 1) + 14;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" "
      "font-size=\"13\">\n"
      "<title>{} and {}</title>\n<text x=\"8\" y=\"24\" font-size=\"15\">{} · {}</text>\n",
      width, height, escaped(why.id_a), escaped(why.id_b), escaped(why.id_a), escaped(why.id_b));
  svg += fmt::format("<line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\" stroke=\"#999\"/>\n", x(0),
                     top - 6, height - 10);
  double before = 0;
  int y = top;
  for (const Step& step : why.steps) {
    double from = std::min(before, step.after), to = std::max(before, step.after);
    svg += fmt::format("<text x=\"8\" y=\"{}\">{}: {}</text>\n", y + 14, escaped(step.what),
                       escaped(step.words));
    svg += fmt::format("<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"18\" fill=\"{}\"/>\n", x(from),
                       y, std::max(1.0, (to - from) * scale), step.bits >= 0 ? "#2a7f62" : "#b3423a");
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\">{:+.1f}</text>\n", x(to) + 4, y + 14, step.bits);
    before = step.after;
    y += row_height;
  }
  svg += fmt::format("<text x=\"8\" y=\"{}\" font-weight=\"bold\">probability {:.4f}: {}</text>\n</svg>\n",
                     y + 14, why.probability, escaped(why.verdict));
  return svg;
}

}  // namespace flatcrm::dedupe
