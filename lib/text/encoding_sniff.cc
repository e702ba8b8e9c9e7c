// How sniff_encoding decides: by marks, by validity, and then by how well the letters fit a language.
#include <unicode/uchar.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "text/charset.h"
#include "text/encoding.h"
#include "text/encoding_languages.h"
#include "text/utf8.h"

namespace flatcrm::text {
namespace {

constexpr std::size_t head_size = std::size_t{64} << 10;

bool is_ascii_letter(unsigned char byte) {
  return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

bool is_wrong_control(unsigned char byte) {
  return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B &&
         byte != 0x1F;
}

[[noreturn]] void throw_binary(std::string_view what) {
  throw Error(Code::encoding, fmt::format("this is no text but {}", what), {},
              "export it as CSV, or name the encoding with --encoding");
}

struct Magic {
  std::string_view bytes;
  std::string_view what;
};
constexpr Magic magics[] = {
    {"PK\x03\x04", "a zip archive or a workbook (.xlsx, .ods)"},
    {"\xD0\xCF\x11\xE0", "an old Office file (.xls)"},
    {"\x1F\x8B", "a gzip file"},
    {"\x28\xB5\x2F\xFD", "a zstd file"},
    {"%PDF-", "a PDF"},
    {"\x89PNG", "a picture"},
    {"\xFF\xD8\xFF", "a picture"},
    {"SQLite format 3", "a SQLite database"},
};

void refuse_magic(std::string_view bytes) {
  for (const Magic& magic : magics) {
    if (bytes.substr(0, magic.bytes.size()) == magic.bytes) throw_binary(magic.what);
  }
}

void refuse_controls(std::string_view bytes) {
  std::string_view head = bytes.substr(0, head_size);
  auto wrong = static_cast<std::size_t>(std::count_if(head.begin(), head.end(), [](char byte) {
    return is_wrong_control(static_cast<unsigned char>(byte));
  }));
  if (wrong * 50 > head.size()) throw_binary("bytes with many control characters");
}

std::optional<EncodingGuess> by_mark(std::string_view bytes) {
  auto begins = [&](std::string_view mark) { return bytes.substr(0, mark.size()) == mark; };
  auto guess = [](const char* name, std::size_t size) {
    return EncodingGuess{name, 1, size, "its byte order mark says so"};
  };
  if (begins("\xEF\xBB\xBF")) return guess("UTF-8", 3);
  if (begins({"\xFF\xFE\0\0", 4})) return guess("UTF-32LE", 4);
  if (begins({"\0\0\xFE\xFF", 4})) return guess("UTF-32BE", 4);
  if (begins("\xFF\xFE")) return guess("UTF-16LE", 2);
  if (begins("\xFE\xFF")) return guess("UTF-16BE", 2);
  if (begins("\x84\x31\x95\x33")) return guess("GB18030", 4);
  return {};
}

/// The share of 16-bit units that a text would hold, read in one byte order.
double plausible_units(std::string_view bytes, bool big) {
  std::size_t good = 0;
  std::size_t all = 0;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2, ++all) {
    auto high = static_cast<unsigned char>(bytes[big ? at : at + 1]);
    auto low = static_cast<unsigned char>(bytes[big ? at + 1 : at]);
    UChar32 code = (high << 8) | low;
    bool is_text = code >= 0x20 ? u_isdefined(code) && !(code >= 0xE000 && code < 0xF900)
                                : code == '\n' || code == '\r' || code == '\t';
    // Ideographs and Latin are common, the rest of the plane is where a swapped text lands.
    bool usual =
        high < 0x06 || high == 0x20 || (high >= 0x30 && high < 0xA0) || (high >= 0xAC && high < 0xD8);
    bool swapped_ascii = low == 0 && high >= 0x09 && high < 0x7F;
    if (is_text && usual && !swapped_ascii) ++good;
  }
  return all == 0 ? 0 : static_cast<double>(good) / static_cast<double>(all);
}

EncodingGuess by_units(std::string_view bytes) {
  std::string_view head = bytes.substr(0, head_size);
  double little = plausible_units(head, false);
  double big = plausible_units(head, true);
  double best = std::max(little, big);
  if (bytes.size() % 2 == 1 || best < 0.9 || best - std::min(little, big) < 0.2) {
    throw_binary("bytes with NULs");
  }
  return {little > big ? "UTF-16LE" : "UTF-16BE", best, 0, "its NULs stand where 16-bit text has them"};
}

/// How often each byte from 0x80 on occurs, by what stands beside it.
struct HighBytes {
  std::array<std::uint32_t, 256> in_word{};  // beside a letter or another high byte
  std::array<std::uint32_t, 256> alone{};
  std::array<std::uint32_t, 256> after_small{};  // of in_word: behind a small ASCII letter
  std::array<std::uint32_t, 256> by_ascii{};     // of in_word: beside an ASCII letter
  bool has_c1 = false;

  explicit HighBytes(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      auto byte = static_cast<unsigned char>(bytes[at]);
      if (byte < 0x80) continue;
      auto before = static_cast<unsigned char>(at > 0 ? bytes[at - 1] : ' ');
      auto after = static_cast<unsigned char>(at + 1 < bytes.size() ? bytes[at + 1] : ' ');
      bool ascii = is_ascii_letter(before) || is_ascii_letter(after);
      bool word = ascii || before >= 0x80 || after >= 0x80;
      ++(word ? in_word : alone)[byte];
      if (ascii) ++by_ascii[byte];
      if (before >= 'a' && before <= 'z') ++after_small[byte];
      if (byte < 0xA0) has_c1 = true;
    }
  }
};

bool is_common_symbol(char32_t code) {
  return std::u32string_view(U"\u00a0€£§°±«»“”„‘’‚–—…•™®©½¼¾²³×·¿¡№´µ").find(code) !=
         std::u32string_view::npos;
}

bool is_word_symbol(char32_t code) {
  return std::u32string_view(U"’‘“”„«»–—\u00ad\u00a0·…®™€").find(code) != std::u32string_view::npos;
}

/// What the high bytes of a text are under one code page, told by one language.
struct Explained {
  double good = 0, all = 0;                   // explained occurrences, and all of them
  double letters = 0, common = 0, small = 0;  // of the language's letters in words

  void add_letter(const HighBytes& bytes, unsigned char byte, char32_t code, char32_t lower, bool is_latin) {
    constexpr std::u32string_view common_cyrillic = U"оеаинтсрвлкαοιετσνηυρπκλ";
    double in_word = bytes.in_word[byte];
    good += in_word + bytes.alone[byte] - (lower != code ? bytes.after_small[byte] : 0);
    // Latin words are mostly ASCII, those of other scripts have none.
    good -= is_latin ? 0.7 * (in_word - bytes.by_ascii[byte]) : bytes.by_ascii[byte];
    letters += in_word;
    if (common_cyrillic.find(lower) != std::u32string_view::npos) common += in_word;
    if (lower == code) small += in_word;
  }
  void add_symbol(const HighBytes& bytes, unsigned char byte, char32_t code) {
    if (is_common_symbol(code)) good += bytes.alone[byte];
    if (is_word_symbol(code)) good += bytes.in_word[byte];
  }
  double score(const LanguageLetters& language, bool is_latin) const {
    double value = language.weight * good / std::max(all, 1.0);
    // The orders of Cyrillic encodings differ, so that a wrong one shows in rare letters and in capitals
    // inside words.
    if (!is_latin && letters > 0)
      value *= std::min(1.0, common / letters / 0.5) * (0.8 + 0.2 * small / letters);
    return value;
  }
};

/// From 0 (nothing fits) to 1: how well a language explains the high bytes; nothing when a byte is not
/// assigned.
std::optional<double> score(const HighBytes& bytes, const CodePage& page, const LanguageLetters& language,
                            bool is_latin) {
  Explained explained;
  for (unsigned i = 0x80; i < 256; ++i) {
    auto byte = static_cast<unsigned char>(i);
    std::uint32_t occurrences = bytes.in_word[byte] + bytes.alone[byte];
    if (occurrences == 0) continue;
    char32_t code = page[byte];
    if (code == no_code_point) return {};
    explained.all += occurrences;
    char32_t lower = static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)));
    if (language.letters.find(lower) != std::u32string_view::npos)
      explained.add_letter(bytes, byte, code, lower, is_latin);
    else
      explained.add_symbol(bytes, byte, code);
  }
  return explained.score(language, is_latin);
}

EncodingGuess by_letters(std::string_view bytes) {
  HighBytes high(bytes);
  EncodingGuess best;
  for (const EncodingCandidate& candidate : single_byte_candidates) {
    CodePage page{std::string(candidate.encoding)};
    for (const LanguageLetters* language = candidate.first; language != candidate.last; ++language) {
      std::optional<double> value = score(high, page, *language, candidate.is_latin);
      if (!value || *value < best.confidence + 0.02) continue;
      bool plain = !high.has_c1 && !candidate.without_c1.empty();
      best = {std::string(plain ? candidate.without_c1 : candidate.encoding), *value, 0,
              fmt::format("letters of {} in words", language->language)};
    }
  }
  return best;
}

/// Lines with bytes beyond ASCII, up to a bound: what the statistics are made of.
std::string telling_lines(std::string_view bytes) {
  std::string lines;
  for (std::size_t at = 0; at < bytes.size() && lines.size() < head_size;) {
    std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at).substr(0, 4096);
    if (!core::is_ascii(line)) lines.append(line).push_back('\n');
    at = end + 1;
  }
  return lines;
}

/// A multi-byte encoding by the ranges of its common characters.
struct MultiByte {
  const char* encoding;
  bool (*is_lead)(unsigned char);
  bool (*is_common)(unsigned char lead, unsigned char trail);
  bool (*is_single)(unsigned char);  // a character of one byte beyond ASCII
  const char* script;
  std::u32string_view usual;
};

constexpr MultiByte multi_byte[] = {
    {"EUC-KR", [](unsigned char b) { return b >= 0x81 && b <= 0xFE; },
     [](unsigned char b, unsigned char t) { return t >= 0xA1 && ((b >= 0xB0 && b <= 0xC8) || b == 0xA1); },
     [](unsigned char) { return false; }, "Hangul", korean},
    {"EUC-JP", [](unsigned char b) { return b == 0x8E || b == 0x8F || b >= 0xA1; },
     [](unsigned char b, unsigned char t) {
       return t >= 0xA1 && (b == 0xA1 || b == 0xA4 || b == 0xA5 || (b >= 0xB0 && b <= 0xCF));
     },
     [](unsigned char) { return false; }, "kana and kanji", japanese},
    {"Shift_JIS", [](unsigned char b) { return (b >= 0x81 && b <= 0x9F) || (b >= 0xE0 && b <= 0xFC); },
     [](unsigned char b, unsigned char) { return b >= 0x81 && b <= 0x98 && (b <= 0x83 || b >= 0x88); },
     [](unsigned char b) { return b >= 0xA1 && b <= 0xDF; }, "kana and kanji", japanese},
    {"GB18030", [](unsigned char b) { return b >= 0x81 && b <= 0xFE; },
     [](unsigned char b, unsigned char t) {
       return t >= 0xA1 && ((b >= 0xB0 && b <= 0xD7) || b == 0xA1 || b == 0xA3);
     },
     [](unsigned char) { return false; }, "simplified Chinese", simplified},
    {"Big5", [](unsigned char b) { return b >= 0x81 && b <= 0xFE; },
     [](unsigned char b, unsigned char) { return b >= 0xA4 && b <= 0xC6; },
     [](unsigned char) { return false; }, "traditional Chinese", traditional},
};

struct PairShare {
  double common = 0;       // of the characters beyond ASCII
  bool even_runs = false;  // bytes beyond ASCII stand in pairs throughout, which words of other scripts don't
};

bool touches_ascii_letter(std::string_view bytes, std::size_t at) {
  return (at > 0 && is_ascii_letter(static_cast<unsigned char>(bytes[at - 1]))) ||
         (at + 1 < bytes.size() && is_ascii_letter(static_cast<unsigned char>(bytes[at + 1])));
}

PairShare share_pairs(std::string_view bytes, const MultiByte& encoding) {
  std::size_t common = 0, pairs = 0, singles = 0, odd = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) continue;
    if (encoding.is_single(lead)) {
      ++singles;
      if (!touches_ascii_letter(bytes, at)) ++common;
      continue;
    }
    ++pairs;
    if (!encoding.is_lead(lead) || at + 1 == bytes.size()) continue;
    auto trail = static_cast<unsigned char>(bytes[++at]);
    if (trail < 0x80) ++odd;
    if (encoding.is_common(lead, trail)) ++common;
  }
  PairShare share;
  if (pairs + singles > 0) share.common = static_cast<double>(common) / static_cast<double>(pairs + singles);
  share.even_runs = odd == 0 && singles == 0 && pairs >= 8;
  return share;
}

/// How much of a text is kana, or a character that its language uses often.
double usual_share(std::string_view bytes, const MultiByte& encoding) {
  std::string decoded;
  decode(encoding.encoding, bytes, &decoded);
  std::size_t usual = 0;
  std::size_t all = 0;
  for (std::size_t at = 0; at < decoded.size();) {
    char32_t code = next_code_point(decoded, at);
    if (code < 0x80) continue;
    ++all;
    if (encoding.usual.find(code) != std::u32string_view::npos || (code >= 0x3041 && code <= 0x30FE)) ++usual;
  }
  return all == 0 ? 0 : static_cast<double>(usual) / static_cast<double>(all);
}

struct Close {
  void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// What ICU's statistics make of it: encodings with their confidence, best first.
std::vector<std::pair<std::string, double>> by_statistics(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UCharsetDetector, Close> detector(ucsdet_open(&status));
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  std::int32_t count = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
  std::vector<std::pair<std::string, double>> found;
  for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
    std::string name = ucsdet_getName(matches[i], &status);
    found.emplace_back(name, ucsdet_getConfidence(matches[i], &status) / 100.0);
  }
  return found;
}

double confidence_of(const std::vector<std::pair<std::string, double>>& found, std::string_view name) {
  for (const auto& [encoding, confidence] : found) {
    if (core::equal_ignoring_ascii_case(encoding, name)) return confidence;
  }
  return 0;
}

EncodingGuess by_characters(std::string_view bytes, std::string_view sample,
                            const std::vector<std::pair<std::string, double>>& statistics) {
  EncodingGuess best;
  double best_value = 0;
  for (const MultiByte& encoding : multi_byte) {
    PairShare share = share_pairs(sample, encoding);
    double usual = usual_share(sample, encoding);
    double value = share.common + 2 * usual + 0.3 * confidence_of(statistics, encoding.encoding);
    if (share.common + usual < 0.7 || value <= best_value + 0.01 || !decodes(encoding.encoding, bytes))
      continue;
    best_value = value;
    double confidence = std::min(1.0, share.common + usual + (share.even_runs ? 0.3 : 0));
    best = {encoding.encoding, confidence, 0, fmt::format("its pairs of bytes are {}", encoding.script)};
  }
  return best;
}

struct Utf8Share {
  std::size_t characters = 0;
  std::size_t wrong = 0;
};

Utf8Share count_utf8(std::string_view bytes) {
  Utf8Share share;
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
    } else {
      ++(next_code_point(bytes, at) == no_code_point ? share.wrong : share.characters);
    }
  }
  return share;
}

EncodingGuess by_content(std::string_view bytes) {
  Utf8Share utf8 = count_utf8(bytes);
  if (utf8.characters >= 20 * utf8.wrong) {
    return {"UTF-8", 0.9, 0, fmt::format("all but {} of its characters are UTF-8", utf8.wrong)};
  }
  std::string sample = telling_lines(bytes);
  auto statistics = by_statistics(sample);
  EncodingGuess pairs = by_characters(bytes, sample, statistics);
  EncodingGuess letters = by_letters(bytes);
  EncodingGuess best = pairs.confidence >= letters.confidence ? pairs : letters;
  if (best.confidence >= 0.5) return best;
  for (const auto& [name, confidence] : statistics) {
    if (confidence <= best.confidence || !decodes(name, bytes)) continue;
    return {name, confidence, 0, "the statistics of its bytes"};
  }
  if (best.name.empty()) return {"windows-1252", 0.1, 0, "nothing better fits"};
  return best;
}

}  // namespace

EncodingGuess sniff_encoding(std::string_view bytes) {
  if (std::optional<EncodingGuess> marked = by_mark(bytes)) return *marked;
  refuse_magic(bytes);
  if (bytes.find('\0') != std::string_view::npos) return by_units(bytes);
  refuse_controls(bytes);
  if (core::is_ascii(bytes)) {
    if (bytes.find("\x1B$") != std::string_view::npos && decodes("ISO-2022-JP", bytes)) {
      return {"ISO-2022-JP", 0.9, 0, "its escape sequences"};
    }
    return {"UTF-8", 1, 0, "every byte is ASCII"};
  }
  if (is_utf8(bytes)) return {"UTF-8", 1, 0, "every byte is valid UTF-8"};
  return by_content(bytes);
}

EncodingGuess sniff_encoding(std::string_view bytes, const core::TextLook& look) {
  if (bytes.empty() || !look.is_plain() || by_mark(bytes)) return sniff_encoding(bytes);
  refuse_magic(bytes);
  return {"UTF-8", 1, 0, look.ascii ? "every byte is ASCII" : "every byte is valid UTF-8"};
}

}  // namespace flatcrm::text
