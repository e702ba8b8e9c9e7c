#include "dedupe/against.h"

#include <algorithm>
#include <unordered_map>

#include "io/tree.h"
#include "model/record_set.h"

namespace flatcrm::dedupe {

namespace {

constexpr const char* listed_file = "customers/listed.yaml";

/// The book's files with one more, that stands on no disk.
class WithList : public io::Tree {
 public:
  WithList(io::Tree& below, std::string text) : below_(below), text_(std::move(text)) {}
  std::vector<io::TreeEntry> list(const std::string& folder) const override {
    std::vector<io::TreeEntry> entries = below_.list(folder);
    if (folder == "customers" || folder.empty()) entries.push_back({listed_file});
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    return entries;
  }
  io::Bytes read(const std::string& path) const override {
    return path == listed_file ? io::Bytes(text_) : below_.read(path);
  }
  bool exists(const std::string& path) const override { return path == listed_file || below_.exists(path); }
  bool unchanged() const override { return below_.unchanged(); }
  void refresh() override { below_.refresh(); }

 private:
  io::Tree& below_;
  std::string text_;
};

struct Listed {
  std::vector<Met> met;
  std::string text;
};

Listed listed_customers(const book::Book& book, const book::Changes& planned) {
  Listed listed;
  model::Paths& paths = book.paths("customers");
  model::PathId name = paths.intern("name");
  for (const book::CollectionChanges& changes : planned.collections) {
    if (changes.collection != "customers") continue;
    for (std::size_t row = 0; row < changes.created.size(); ++row) {
      model::Record record = changes.created[row];
      listed.met.push_back({std::string(record.id()), std::string(record.value(name)), {}, 0});
      if (!listed.text.empty()) listed.text += "---\n";
      model::write_yaml_record(listed.text, record, paths);
    }
  }
  return listed;
}

struct Found {
  std::size_t met = 0;
  std::string_view match;
  double probability = 0;
};

}  // namespace

std::vector<Met> check_against(const book::Book& book, const book::Changes& planned,
                               const RunOptions& options) {
  Listed listed = listed_customers(book, planned);
  if (listed.met.empty()) return {};
  std::unordered_map<std::string_view, std::size_t> number;
  for (std::size_t i = 0; i < listed.met.size(); ++i) number.emplace(listed.met[i].record, i);
  book::Book both = book::Book::open(std::make_unique<WithList>(book.tree(), std::move(listed.text)),
                                     book.root(), options.threads);
  Run run = run_dedupe(both, options);
  std::vector<Found> found;
  auto add = [&](std::string_view a, std::string_view b, double likely) {
    auto one = number.find(a), other = number.find(b);
    if ((one == number.end()) == (other == number.end())) return;
    found.push_back(one != number.end() ? Found{one->second, b, likely} : Found{other->second, a, likely});
  };
  for (std::size_t p = 0; p < run.findings.size(); ++p)
    for (const PairFound& pair : run.pairs(p, 0.5)) add(pair.id_a, pair.id_b, pair.probability);
  for (const Cluster& cluster : run.clusters())
    for (const ClusterRecord& a : cluster.records)
      for (const ClusterRecord& b : cluster.records)
        if (a.id < b.id) add(a.id, b.id, std::min(a.probability, b.probability));
  std::stable_sort(found.begin(), found.end(),
                   [](const Found& a, const Found& b) { return a.probability > b.probability; });
  std::unordered_map<std::string_view, bool> taken;
  for (const Found& one : found) {
    Met& met = listed.met[one.met];
    if (!met.match.empty() || taken[one.match]) continue;
    met.match = one.match;
    met.probability = one.probability;
    taken[one.match] = true;
  }
  return listed.met;
}

}  // namespace flatcrm::dedupe
