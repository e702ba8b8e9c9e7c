// The reader takes what another library takes, and the rows of any text are CSV that is read again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"
#include "format/csv.h"
#include "format/json_rows.h"

using namespace flatcrm::format;

namespace {

struct Nothing : JsonEvents {
  void object_begins(std::size_t) override {}
  void key(std::string_view, std::size_t) override {}
  void object_ends() override {}
  void array_begins(std::size_t) override {}
  void array_ends() override {}
  void scalar(JsonKind, std::string_view, std::size_t) override {}
};

/// Does the library say something else? A number that no double holds it refuses, and does not look at what comes behind.
bool differs(const std::string& text, bool taken) {
  try {
    if (nlohmann::json::parse(text).is_discarded()) return taken;
    return !taken;
  } catch (const nlohmann::json::out_of_range&) {
    return false;
  } catch (const nlohmann::json::exception&) {
    return taken;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  // The library takes NUL for the end, and a source never holds one.
  if (flatcrm::core::find_invalid_utf8(text) != std::string::npos || text.find('\0') != std::string::npos)
    return 0;
  bool taken = false, deep = false;
  try {
    Nothing nothing;
    const std::size_t end = read_json(text, 0, nothing);
    taken = skip_json_space(text, end) == text.size();
  } catch (const flatcrm::Error& error) {
    deep = error.code() == flatcrm::Code::limit;
  }
  // A byte order mark is skipped by the library, and before our reader.
  if (!deep && text.substr(0, 3) != "\xEF\xBB\xBF" && differs(text, taken)) std::abort();
  try {
    FlatTable table;
    read_json_rows(text, table);
    const CsvTable read = read_csv(table.rows());
    if (read.rows.size() != table.places().size()) std::abort();
    for (const auto& row : read.rows)
      if (row.size() > std::max<std::size_t>(table.columns().size(), 1)) std::abort();
  } catch (const flatcrm::Error&) {
  }
  return 0;
}
