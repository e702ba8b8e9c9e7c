// How well the comparison of names alone tells one name from two, on labelled pairs: names_bench CASES.csv [CUT]
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "dedupe/name_likeness.h"
#include "format/csv.h"
#include "io/bytes.h"

using namespace flatcrm;

int main(int count, char** words) {
  if (count < 2) return std::fputs("names_bench CASES.csv [CUT]\n", stderr), 2;
  double cut = count > 2 ? std::atof(words[2]) : dedupe::likely_one_name;
  io::Bytes bytes = io::read_file(words[1]);
  int right = 0, found = 0, wanted = 0;
  bool first = true;
  for (const std::vector<std::string>& row : format::read_csv(bytes.view()).rows) {
    if (std::exchange(first, false) || row.size() < 5) continue;
    bool person = row[1] == "Person", same = row[4] == "true";
    double likeness =
        person ? dedupe::person_likeness(row[2], row[3]) : dedupe::organization_likeness(row[2], row[3]);
    if (row[1] == "LegalEntity") likeness = std::max(likeness, dedupe::person_likeness(row[2], row[3]));
    bool taken = likeness >= cut;
    right += taken && same;
    found += taken;
    wanted += same;
    if (taken != same && std::getenv("SHOW") != nullptr)
      fmt::print("{} {:.2f} {} | {} | {}\n", same ? "missed" : "false ", likeness, row[1], row[2], row[3]);
  }
  double precision = found == 0 ? 0 : static_cast<double>(right) / found,
         recall = static_cast<double>(right) / wanted;
  fmt::print("precision {:.3f} recall {:.3f} F1 {:.3f}\n", precision, recall,
             2 * precision * recall / (precision + recall));
}
