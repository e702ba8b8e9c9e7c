// Any bytes as a source: rows with no more cells than columns, or an error; a rejects file of them is read with the same columns.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "import/source.h"

using namespace flatcrm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const char* const names[] = {"x.csv", "x.json", "x.yaml", "x.vcf", "x.ldif", "x", "x.txt", "x.xlsx"};
  const std::string name = names[data[0] % 8];
  const std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  try {
    const auto source = import::Source::open(name, io::Bytes(bytes), {});
    format::CsvScanner scanner(source->rows(), source->dialect());
    format::CsvBlock block;
    std::size_t line = 0;
    import::LineFinder lines(*source);
    while (scanner.next(block))
      for (std::size_t row = 0; row < block.rows(); ++row) {
        const std::uint64_t offset = source->rows_begin() + block.offset(row);
        const std::size_t next = lines.line(offset);
        if (next < line) std::abort();
        line = next;
        source->refusal(offset, block.line(row).size());
        source->is_no_row(offset);
      }
    for (const std::string& column : source->columns())
      if (!column.empty() && source->find_column(column) < 0) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
