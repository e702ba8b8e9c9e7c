// Cards in every version and encoding: lines that are printed are read as the same, and a card that was exported says the same again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "book/vcard_of_record.h"
#include "core/error.h"
#include "core/text.h"
#include "format/vcard_rows.h"

using namespace flatcrm;
using namespace flatcrm::format;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const bool utf8 = core::find_invalid_utf8(text) == std::string::npos;
  FlatTable table(vcard_columns());
  try {
    read_vcard_rows(text, utf8 ? "UTF-8" : "windows-1252", 0, table);
    if (read_csv(table.rows()).rows.size() != table.places().size()) std::abort();
  } catch (const Error&) {
  }
  try {
    VcardReader reader(text, "UTF-8");
    Vcard card;
    while (reader.next(card)) {
      book::Contact contact{.id = "x-1f9x2k", .name = "X"};
      for (const VcardLine& line : card.lines) {
        VcardLine again;
        const std::string printed = print(line);
        if (!parse_vcard_line(printed, again)) continue;  // a name or blanks that a person could not type
        if (print(again) != printed) std::abort();
        contact.rest += printed + "\n";
      }
      for (int version : {3, 4}) {
        const std::string exported = book::print_vcard(contact, version);
        VcardReader second(exported, "UTF-8");
        Vcard out;
        if (!second.next(out) || !out.problem.empty()) std::abort();
      }
    }
  } catch (const Error&) {
  }
  if (!utf8) return 0;
  try {
    FlatTable other(vcard_columns());
    text.find('<') == 0 ? read_xcard_rows(text, other) : read_jcard_rows(text, other);
  } catch (const Error&) {
  }
  return 0;
}
