// How fast CSV is read, beside memchr and a plain byte loop over the same text.
//
//   bench_format_csv [MEGABYTES]       12 columns, a tenth of the cells quoted, some with line ends inside
#include <fmt/core.h>

#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <random>
#include <string>

#include "format/csv.h"
#include "format/csv_edit.h"

using namespace flatcrm::format;

namespace {

std::string make_text(std::size_t size) {
  std::mt19937 random(7);
  std::string text = "c1,c2,c3,c4,c5,c6,c7,c8,c9,c10,c11,c12\n";
  text.reserve(size + 1000);
  while (text.size() < size) {
    for (int column = 0; column < 12; ++column) {
      if (column > 0) text += ',';
      const std::string word(4 + random() % 17, static_cast<char>('a' + random() % 26));
      if (random() % 10 != 0) {
        text += word;
      } else {
        text += "\"" + word + (random() % 4 == 0 ? "\n" : random() % 3 == 0 ? "\"\"" : ",") + " x\"";
      }
    }
    text += '\n';
  }
  return text;
}

/// The best of three runs, since the first also pays for pages; processor time, since others may be running.
void measure(const char* name, const std::string& text, const std::function<std::size_t()>& work) {
  double best = 1e9;
  std::size_t result = 0;
  for (int run = 0; run < 3; ++run) {
    const std::clock_t begin = std::clock();
    result = work();
    best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  fmt::print("{:34} {:6.2f} GB/s {:9.3f} ms {:10}\n", name, static_cast<double>(text.size()) / best / 1e9,
             best * 1e3, result);
}

std::size_t scan(std::string_view text, CsvWay way, const std::function<std::size_t(const CsvBlock&)>& use) {
  CsvScanner scanner(text, {}, way);
  CsvBlock block;
  std::size_t sum = 0;
  while (scanner.next(block)) sum += use(block);
  return sum;
}

std::size_t sizes(const CsvBlock& block, const std::vector<std::size_t>& columns) {
  flatcrm::core::Arena arena;
  std::size_t sum = 0;
  for (std::size_t row = 0; row < block.rows(); ++row) {
    for (const std::size_t column : columns) sum += block.text(row, column, arena).size();
  }
  return sum;
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t megabytes = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 150;
  const std::string text = make_text(megabytes * 1000000);
  const auto rows = [](const CsvBlock& block) { return block.rows(); };
  measure("memchr for line ends", text, [&] {
    std::size_t lines = 0;
    const char* end = text.data() + text.size();
    for (const char* at = text.data();
         (at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)))) !=
         nullptr;
         ++at)
      ++lines;
    return lines;
  });
  measure("memchr for what is not there", text,
          [&] { return std::size_t{std::memchr(text.data(), 1, text.size()) == nullptr}; });
  measure("a loop over bytes", text, [&] {
    std::size_t cells = 0;
    bool inside = false;
    for (const char byte : text) {
      if (byte == '"') inside = !inside;
      if (!inside && (byte == ',' || byte == '\n')) ++cells;
    }
    return cells;
  });
  measure("scan, byte by byte", text, [&] { return scan(text, CsvWay::bytewise, rows); });
  measure("scan, portable masks", text, [&] { return scan(text, CsvWay::portable, rows); });
  if (has_kernel(CsvKernel::sse2))
    measure("scan, sse2 masks", text, [&] { return scan(text, CsvWay::sse2, rows); });
  if (has_kernel(CsvKernel::avx2))
    measure("scan, avx2 masks", text, [&] { return scan(text, CsvWay::avx2, rows); });
  measure("scan and text of 3 columns", text, [&] {
    return scan(text, CsvWay::best, [](const CsvBlock& block) { return sizes(block, {0, 5, 9}); });
  });
  measure("scan and text of 12 columns", text, [&] {
    return scan(text, CsvWay::best, [](const CsvBlock& block) {
      return sizes(block, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    });
  });
  measure("split_rows into 8", text, [&] { return split_rows(text, {}, 8).size(); });
  const std::string shard = text.substr(0, split_rows(text, {}, text.size() / 400000)[1]);
  measure("edit: 400 kB, 1 in 3 rows changed", shard, [&] {
    CsvEditor editor(shard, {});
    for (std::size_t row = 1; row < editor.rows(); row += 3) editor.set(row, 7, "changed");
    return editor.text().size();
  });
  measure("edit: 400 kB, as many rows new", shard, [&] {
    CsvEditor editor(shard, {});
    for (std::size_t row = 1; row < editor.rows(); ++row) {
      editor.insert_row(row, {"a", "b", "c", "d", "e", "some words", "f,g", "", "h", "i", "j", "k"});
    }
    return editor.text().size();
  });
}
