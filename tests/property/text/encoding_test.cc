// Real names of a country, written in the encodings that the country used, are read back as they were.
#include "text/encoding.h"

#include <doctest/doctest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "core/text.h"

using namespace flatcrm::text;

namespace {

using Names = std::map<std::string, std::vector<std::string>>;

Names read_names() {
  Names names;
  for (const char* file : {"common-forenames-by-country.csv", "common-surnames-by-country.csv"}) {
    std::ifstream in(std::string(FLATCRM_SOURCE "/../shared/data/names/popular-names-by-country/") + file);
    std::string line;
    std::getline(in, line);
    std::stringstream header(line);
    std::size_t wanted = 0;
    for (std::string cell; std::getline(header, cell, ',') && cell != "Localized Name";) ++wanted;
    while (std::getline(in, line)) {
      std::vector<std::string> cells;
      std::stringstream row(line);
      for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
      if (cells.size() > wanted) names[cells[0]].push_back(cells[wanted]);
    }
  }
  return names;
}

/// Through ICU the other way; empty where a character has no place in the encoding.
std::string encode(const std::string& text, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding, &status);
  ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  std::string out(text.size() * 4 + 16, '\0');
  std::int32_t size = ucnv_fromUChars(converter, out.data(), static_cast<std::int32_t>(out.size()),
                                      units.getBuffer(), units.length(), &status);
  ucnv_close(converter);
  out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(size) : 0);
  return out;
}

struct Custom {
  std::string country;
  std::vector<const char*> encodings;
};
const std::vector<Custom> customs{
    {"DE", {"windows-1252", "ISO-8859-1", "ISO-8859-15", "UTF-16LE", "UTF-16BE", "UTF-8"}},
    {"FR", {"windows-1252", "ISO-8859-1", "ISO-8859-15"}},
    {"ES", {"windows-1252", "ISO-8859-1"}},
    {"PT", {"windows-1252", "ISO-8859-1"}},
    {"DK", {"windows-1252", "ISO-8859-1"}},
    {"PL", {"windows-1250", "ISO-8859-2"}},
    {"CZ", {"windows-1250", "ISO-8859-2"}},
    {"HU", {"windows-1250", "ISO-8859-2"}},
    {"HR", {"windows-1250", "ISO-8859-2"}},
    {"RU", {"windows-1251", "KOI8-R", "ISO-8859-5"}},
    {"BG", {"windows-1251"}},
    {"GR", {"windows-1253", "ISO-8859-7"}},
    {"TR", {"windows-1254"}},
    {"CN", {"GB18030", "UTF-16LE", "UTF-16BE"}},
    {"TW", {"Big5"}},
    {"JP", {"Shift_JIS", "EUC-JP", "UTF-16LE"}},
    {"KR", {"EUC-KR"}},
};

}  // namespace

TEST_CASE("names of each country are read from the encodings of that country") {
  Names names = read_names();
  if (names.empty()) {
    MESSAGE("skipped: no ../shared/data");
    return;
  }
  std::mt19937 random(7);
  for (const Custom& custom : customs) {
    for (const std::string encoding : custom.encodings) {
      std::vector<std::string> all;
      for (const std::string& name : names[custom.country]) {
        if (!encode(name, encoding.c_str()).empty()) all.push_back(name);
      }
      int tried = 0, right = 0;
      std::string wrong;
      for (int round = 0; round < 20; ++round) {
        std::string text = "id;name;city\n";
        for (int row = 0; row < 60 && !all.empty(); ++row) {
          text += std::to_string(row) + ";" + all[random() % all.size()] + " " + all[random() % all.size()] +
                  ";x\n";
        }
        std::string bytes = encode(text, encoding.c_str());
        if (bytes.empty() || flatcrm::core::is_ascii(text)) continue;
        ++tried;
        std::string read = to_utf8(bytes, "", "names");
        if (read == text)
          ++right;
        else
          wrong = sniff_encoding(bytes).name + " " + sniff_encoding(bytes).why + ": " + read.substr(0, 200);
      }
      CAPTURE(custom.country);
      CAPTURE(encoding);
      CAPTURE(wrong);
      CHECK(tried > 0);
      CHECK(tried == right);
    }
  }
}
