#include <chrono>

#include <fmt/format.h>

#include "cli/invocation.h"
#include "dedupe/run.h"
#include "io/threads.h"
#include "shared/session.h"

using namespace flatcrm;  // NOLINT(google-build-using-namespace): a declaration of a command, no header

namespace {

int run(cli::Invocation& invocation) {
  Session session(invocation);
  dedupe::RunOptions options;
  options.threads = io::default_threads();
  auto start = std::chrono::steady_clock::now();
  options.stage = [&](std::string_view stage) {
    if (invocation.verbosity() == 0) return;
    auto now = std::chrono::steady_clock::now();
    invocation.err().write(
        fmt::format("{:.3f} {}\n", std::chrono::duration<double>(now - start).count(), stage));
  };
  dedupe::Run run = dedupe::run_dedupe(session.book(), options);
  options.stage("done");
  if (invocation.verbosity() > 0)
    for (std::size_t p = 0; p < run.findings.size(); ++p) {
      const dedupe::Findings& f = run.findings[p];
      auto say = [&](std::string t) { invocation.err().write(t); };
      say(fmt::format("rows {} members {} block size {} compared {} candidates {} kin {}\n",
                      run.populations.all[p].rows, run.populations.all[p].members.size(), f.block_size,
                      f.compared, f.candidates.pairs.size(), f.candidates.kin.size()));
      for (const auto& b : f.blocks)
        say(fmt::format("  {:50} {:>10} largest {} left out {}\n", b.name, b.pairs, b.largest, b.left_out));
      for (auto& l : run.populations.all[p].left_out) say("  left out " + l + "\n");
      say(fmt::format("  priors {:.2f} {:.2f} {:.2f}\n", f.model.prior(dedupe::Relation::same),
                      f.model.prior(dedupe::Relation::kin), f.model.prior(dedupe::Relation::associates)));
      const auto& dims = run.populations.all[p].comparison.dimensions();
      for (std::size_t d = 0; d < dims.size(); ++d) {
        say(fmt::format("  {}\n", dims[d]->name));
        for (unsigned l = 1; l < dims[d]->levels.size(); ++l)
          say(fmt::format("     {:40} m {:.4f} u {:.7f} bits {:.2f}\n", dims[d]->levels[l].words,
                          f.model.share(dedupe::Relation::same, d, l),
                          f.model.share(dedupe::Relation::chance, d, l),
                          f.model.bits(dedupe::Relation::same, d, l)));
      }
    }
  std::string list = invocation.text("list");
  write_data(invocation, [&](const auto& out) {
    if (list == "clusters") {
      out("id,cluster,probability\n");
      for (const dedupe::Cluster& cluster : run.clusters())
        for (const dedupe::ClusterRecord& r : cluster.records)
          out(fmt::format("{},{},{:.4f}\n", r.id, cluster.records[0].id, r.probability));
    } else {
      for (std::size_t p = 0; p < run.findings.size(); ++p)
        for (const dedupe::PairFound& pair : run.pairs(p, 0.01)) {
          std::string line =
              fmt::format("{},{},{:.4f},{:.2f}", pair.id_a, pair.id_b, pair.probability, pair.bits);
          for (double b : pair.bits_by_dimension) line += fmt::format(",{:.2f}", b);
          out(line + "\n");
        }
    }
  });
  return 0;
}

}  // namespace

cli::Command command_dedupe() {
  cli::Command command;
  command.name = "dedupe";
  command.summary = "find, explain and merge records of one customer";
  command.description = {"Finds records that are one customer."};
  using cli::Kind;
  command.options = {{.name = "list",
                      .kind = Kind::choice,
                      .value = "WHAT",
                      .help = "print what was found",
                      .choices = {"clusters", "pairs"}}};
  command.examples = {{"flatcrm dedupe --list clusters -O csv", "Who is in the book twice."}};
  command.needs.book = cli::Book::read;
  command.needs.formats = {"csv"};
  command.run = run;
  return command;
}
