#include "text/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <memory>

#include "core/text.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

/// Neither combining nor changed by composition: text of nothing else is in normal form C. Source:
/// NFC_Quick_Check, UAX 15.
bool is_always_nfc(char32_t code) {
  return code < 0x300 || (code >= 0x400 && code <= 0x482) || (code >= 0x2010 && code <= 0x2027) ||
         code == 0x20AC || (code >= 0x3041 && code <= 0x3096) || (code >= 0x30A1 && code <= 0x30FA) ||
         (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xAC00 && code <= 0xD7A3);
}

bool is_plainly_nfc(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_always_nfc(next_code_point(text, at))) return false;
  }
  return true;
}

icu::StringPiece piece_of(std::string_view text) {
  return {text.data(), static_cast<std::int32_t>(text.size())};
}

icu::UnicodeString normalized(const icu::UnicodeString& text, const icu::Normalizer2* form) {
  UErrorCode status = U_ZERO_ERROR;
  return form->normalize(text, status);
}

std::string composed(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  normalized(text, icu::Normalizer2::getNFCInstance(status)).toUTF8String(out);
  return out;
}

/// Letters that have no decomposition to their base letter.
std::u16string_view base_of(char16_t unit) {
  switch (unit) {
    case u'ø':
      return u"o";
    case u'ł':
      return u"l";
    case u'đ':
    case u'ð':
      return u"d";
    case u'ħ':
      return u"h";
    case u'ı':
      return u"i";
    case u'ŧ':
      return u"t";
    case u'þ':
      return u"th";
    case u'æ':
      return u"ae";
    case u'œ':
      return u"oe";
    default:
      return {};
  }
}

std::string fold_by_icu(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  auto* decompose = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString folded = normalized(icu::UnicodeString::fromUTF8(piece_of(text)), casefold);
  icu::UnicodeString parts = normalized(folded, decompose);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < parts.length(); ++i) {
    char16_t unit = parts[i];
    if (unit >= 0x300 && unit <= 0x36F) continue;
    std::u16string_view base = base_of(unit);
    if (base.empty()) {
      kept.append(unit);
    } else {
      kept.append(base.data(), static_cast<std::int32_t>(base.size()));
    }
  }
  return composed(kept);
}

constexpr char32_t latin_end = 0x250;

/// Folded forms of U+0080 to U+024F, which make up nearly all names that are not ASCII.
const std::array<std::string, latin_end>& folded_latin() {
  static const auto table = [] {
    std::array<std::string, latin_end> folded;
    for (char32_t code = 0x80; code < latin_end; ++code) {
      std::string letter;
      append_utf8(letter, code);
      folded[code] = fold_by_icu(letter);
    }
    return folded;
  }();
  return table;
}

char lower_letter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// The width of a character that stands alone.
std::size_t width_of(char32_t code) {
  if (code == no_code_point) return 1;
  if (code < 0x300) return code < 0x20 || (code >= 0x7F && code < 0xA0) ? 0 : 1;
  auto point = static_cast<UChar32>(code);
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  if (code >= 0x1160 && code <= 0x11FF) return 0;  // vowels and finals of Hangul join the initial before them
  int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  bool wide =
      width == U_EA_WIDE || width == U_EA_FULLWIDTH || u_hasBinaryProperty(point, UCHAR_EMOJI_PRESENTATION);
  return wide ? 2 : 1;
}

constexpr char32_t joiner = 0x200D;
constexpr char32_t emoji_variation = 0xFE0F;

bool is_flag_letter(char32_t code) {
  return code >= 0x1F1E6 && code <= 0x1F1FF;
}
bool is_skin_tone(char32_t code) {
  return code >= 0x1F3FB && code <= 0x1F3FF;
}

/// Adds up widths, the parts of a joined emoji counting once.
class WidthCounter {
 public:
  void add(char32_t code) {
    std::size_t width = width_of(code);
    if (code == emoji_variation && last_ == 1) {
      width = 1;  // makes a narrow sign before it an emoji
    } else if (last_ == 2 && (previous_ == joiner || is_skin_tone(code))) {
      width = 0;
    } else if (is_flag_letter(code)) {
      width = open_flag_ ? 0 : 2;
      open_flag_ = !open_flag_;
    }
    if (!is_flag_letter(code)) open_flag_ = false;
    total_ += width;
    if (code == emoji_variation && width == 1)
      last_ = 2;
    else if (width > 0)
      last_ = width;
    previous_ = code;
  }
  std::size_t total() const { return total_; }

 private:
  std::size_t total_ = 0;
  std::size_t last_ = 0;  // width of what the last visible character takes
  char32_t previous_ = 0;
  bool open_flag_ = false;
};

const icu::Transliterator* latin_transliterator() {
  static const auto transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
  }();
  return transliterator.get();
}

}  // namespace

std::string_view nfc(std::string_view text, core::Arena& arena) {
  if (core::is_ascii(text) || is_plainly_nfc(text)) return text;
  if (core::find_invalid_utf8(text) != std::string_view::npos) return text;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || form->isNormalizedUTF8(piece_of(text), status)) return text;
  std::string written;
  icu::StringByteSink<std::string> sink(&written);
  form->normalizeUTF8(0, piece_of(text), sink, nullptr, status);
  return U_SUCCESS(status) ? arena.keep(written) : text;
}

void fold(std::string_view text, std::string& out) {
  std::size_t before = out.size();
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      out.push_back(lower_letter(text[at++]));
      continue;
    }
    char32_t code = next_code_point(text, at);
    if (code >= latin_end) {
      out.resize(before);
      out += fold_by_icu(text);
      return;
    }
    out += folded_latin()[code];
  }
}

std::string fold(std::string_view text) {
  std::string out;
  fold(text, out);
  return out;
}

std::string lower(std::string_view text) {
  if (core::is_ascii(text)) return core::lower_ascii(text);
  icu::UnicodeString units = icu::UnicodeString::fromUTF8(piece_of(text));
  return composed(units.toLower(icu::Locale::getRoot()));
}

std::string upper(std::string_view text) {
  icu::UnicodeString units = icu::UnicodeString::fromUTF8(piece_of(text));
  return composed(units.toUpper(icu::Locale::getRoot()));
}

std::size_t display_width(std::string_view text) {
  WidthCounter counter;
  for (std::size_t at = 0; at < text.size();) counter.add(next_code_point(text, at));
  return counter.total();
}

std::string to_latin(std::string_view text) {
  if (core::is_ascii(text)) return std::string(text);
  icu::UnicodeString units = icu::UnicodeString::fromUTF8(piece_of(text));
  if (const icu::Transliterator* transliterator = latin_transliterator())
    transliterator->transliterate(units);
  std::string out;
  for (std::int32_t i = 0; i < units.length(); ++i) {
    if (units[i] < 0x80) out.push_back(static_cast<char>(units[i]));
  }
  return out;
}

}  // namespace flatcrm::text
