#include "text/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <memory>
#include <vector>

#include "core/text.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

// Where a label is used for a superset in practice, the superset is taken, as browsers do.
struct Superset {
  std::string_view label;
  const char* converter;
};
constexpr Superset supersets[] = {
    {"euc-kr", "windows-949-2000"}, {"ks_c_5601-1987", "windows-949-2000"},
    {"gb2312", "gb18030"},          {"gbk", "gb18030"},
    {"gb18030", "gb18030"},         {"big5", "windows-950-2000"},
    {"shift_jis", "windows-31j"},   {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},        {"cp932", "windows-31j"},
    {"euc-jp", "euc-jp-2007"},
};

Converter open_strict(const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::string name = converter_name(encoding);
  if (name.empty()) return {};
  Converter converter(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) return {};
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return converter;
}

void append_utf16(std::string& out, const UChar* units, std::int32_t size) {
  std::size_t before = out.size();
  out.resize(before + static_cast<std::size_t>(size) * 3);
  std::int32_t written = 0;
  UErrorCode status = U_ZERO_ERROR;
  u_strToUTF8(out.data() + before, static_cast<std::int32_t>(out.size() - before), &written, units, size,
              &status);
  out.resize(before + static_cast<std::size_t>(written));
}

}  // namespace

std::string converter_name(const std::string& encoding) {
  for (const Superset& superset : supersets) {
    if (core::equal_ignoring_ascii_case(encoding, superset.label)) return superset.converter;
  }
  UErrorCode status = U_ZERO_ERROR;
  const char* name = ucnv_getAlias(encoding.c_str(), 0, &status);
  return U_SUCCESS(status) && name != nullptr ? name : "";
}

bool is_single_byte(const std::string& encoding) {
  Converter converter = open_strict(encoding);
  return converter != nullptr && ucnv_getMaxCharSize(converter.get()) == 1;
}

CodePage::CodePage(const std::string& encoding) {
  codes_.fill(no_code_point);
  Converter converter = open_strict(encoding);
  if (converter == nullptr) return;
  for (unsigned byte = 0; byte < 256; ++byte) {
    char in = static_cast<char>(byte);
    UChar out[4];
    UErrorCode status = U_ZERO_ERROR;
    ucnv_reset(converter.get());
    std::int32_t size = ucnv_toUChars(converter.get(), out, 4, &in, 1, &status);
    bool is_c1 = size == 1 && out[0] >= 0x80 && out[0] <= 0x9F;
    if (U_SUCCESS(status) && size == 1 && !is_c1) codes_[byte] = out[0];
  }
}

std::size_t decode(const std::string& encoding, std::string_view bytes, std::string* decoded) {
  Converter converter = open_strict(encoding);
  if (converter == nullptr) return 0;
  std::vector<UChar> units(std::size_t{16} << 10);
  const char* from = bytes.data();
  const char* end = from + bytes.size();
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  while (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    UChar* to = units.data();
    ucnv_toUnicode(converter.get(), &to, to + units.size(), &from, end, nullptr, true, &status);
    if (decoded != nullptr)
      append_utf16(*decoded, units.data(), static_cast<std::int32_t>(to - units.data()));
  }
  if (U_SUCCESS(status)) return bytes.size();
  char bad[16];
  std::int8_t bad_size = sizeof bad;
  UErrorCode ignored = U_ZERO_ERROR;
  ucnv_getInvalidChars(converter.get(), bad, &bad_size, &ignored);
  auto read = static_cast<std::size_t>(from - bytes.data());
  auto back = static_cast<std::size_t>(static_cast<unsigned char>(bad_size));  // never below 0
  return read >= back ? read - back : 0;
}

bool decodes(const std::string& encoding, std::string_view bytes) {
  return decode(encoding, bytes, nullptr) == bytes.size();
}

}  // namespace flatcrm::text
