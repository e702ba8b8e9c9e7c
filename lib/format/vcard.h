// Reads vCards of every version into content lines that are written one way.
//
//   VcardReader reader("BEGIN:VCARD\nVERSION:2.1\nTEL;WORK;CHARSET=UTF-8:123\nEND:VCARD\n", "UTF-8");
//   Vcard card;
//   reader.next(card);
//   card.version == "2.1"      print(card.lines[0]) == "TEL;TYPE=work:123"
//
// Shape   a line's value is escaped as vCard 4 has it, whatever the version was: quoted-printable and
//         charsets are decoded, folds are undone, names are in capitals, types in lower case and in one
//         parameter. Base64 stays, as ENCODING=b. VERSION, BEGIN and END are no lines. A card within a card
//         (AGENT) is one value of text.
// Errors  Code::limit for a line past 32 MiB or 500,000 folds or a card of more than 100,000 lines. A card
//         that can't be read in full says why in `problem` and holds what could be.
// Source  RFC 6350, RFC 2426, RFC 6868, and the vCard 2.1 specification of the IMC.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::format {

struct VcardParameter {
  std::string name;  // in capitals
  std::vector<std::string> values;
};

struct VcardLine {
  std::string group;  // "item1", or ""
  std::string name;   // in capitals
  std::vector<VcardParameter> parameters;
  std::string value;

  /// The values of a parameter; null where it has none.
  const std::vector<std::string>* find(std::string_view parameter) const;
  bool has_type(std::string_view type) const;
  /// 1 to 100 as PREF says, 1 for the type "pref", else 101.
  int preference() const;
};

struct Vcard {
  std::string version;
  std::vector<VcardLine> lines;
  std::size_t offset = 0;  // of BEGIN
  std::string problem;
};

class VcardReader {
 public:
  /// `encoding` is that of lines that name none. The text is as it stands in the file, or UTF-8 where that
  /// is UTF-16.
  VcardReader(std::string_view bytes, const std::string& encoding) : bytes_(bytes), encoding_(encoding) {
    separator_ = bytes.find('\n') == std::string_view::npos ? '\r' : '\n';
  }
  /// False at the end.
  bool next(Vcard& card);

 private:
  bool physical(std::string_view& line);
  bool logical(std::string_view& line);
  void unfold(std::string_view& line);
  void add(Vcard& card, std::string_view line);
  std::string nested();
  /// What a property says of itself that is none of its parameters.
  struct Header {
    std::string charset, transfer;
    std::vector<std::string> types;
  };
  bool read_header(VcardLine& out, std::string_view head, Header& header) const;
  bool read_parameter(VcardLine& out, std::string_view part, Header& header) const;
  /// The value of a property; false with the reason where it can't be read.
  bool read_value(VcardLine& out, std::string value, const Header& header, std::string& reason);
  void note_problem(Vcard& card, std::string_view line, const std::string& what) const;
  void continue_quoted(std::string& value);
  void continue_base64(std::string& value);
  bool decode(std::string_view value, const std::string& charset, std::string& out) const;
  [[noreturn]] void refuse_size(const char* what) const;

  std::string_view bytes_;
  std::string encoding_;
  char separator_;
  std::size_t at_ = 0, begin_ = 0;
  bool old_ = false;  // 2.1: a fold keeps its blank, commas are plain
  std::string joined_;
};

/// "item1.TEL;TYPE=cell:+49301234": unfolded, without a line end.
std::string print(const VcardLine& line);
/// One line that print() made, or a person; false where it is none.
bool parse_vcard_line(std::string_view text, VcardLine& line);

/// The text behind escapes: "a\\nb\\, c" is "a", a line feed, "b, c".
std::string unescape_vcard(std::string_view value);
std::string escape_vcard(std::string_view text);
/// The parts between separators that no backslash stands before, still escaped.
std::vector<std::string_view> split_vcard(std::string_view value, char separator);

/// Folds at 75 bytes between characters, with CR LF, as files have it.
void write_folded(std::string& out, std::string_view line);

}  // namespace flatcrm::format
