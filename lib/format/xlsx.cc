#include "format/xlsx.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/xlsx_sheet.h"
#include "format/zip_archive.h"

namespace flatcrm::format {
namespace {

struct SheetName {
  std::string name, relation;
  bool hidden = false;
};

/// Reads one file of the archive through `reader`.
template <typename Begin, typename End, typename Text>
void read_xml(const ZipArchive& archive, const std::string& name, const Begin& begin, const End& end,
              const Text& text) {
  const XmlEvents events{begin, end, text};
  XmlReader reader(events);
  archive.read(name, [&](std::string_view some) { reader.feed(some); });
  reader.finish();
}

template <typename Begin>
void read_elements(const ZipArchive& archive, const std::string& name, const Begin& begin) {
  read_xml(
      archive, name, begin, [](std::string_view) {}, [](std::string_view) {});
}

/// Where a relation leads, from the folder that its file is in.
std::string resolve(std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string path = "xl/" + std::string(target);
  for (std::size_t up = path.find("/../"); up != std::string::npos && up > 0; up = path.find("/../")) {
    const std::size_t before = path.rfind('/', up - 1);
    path.erase(before == std::string::npos ? 0 : before + 1,
               up + 4 - (before == std::string::npos ? 0 : before + 1));
  }
  return path;
}

unsigned number_of(std::string_view text) {
  unsigned number = 0;
  for (char c : text) {
    if (c < '0' || c > '9' || number > 100'000'000) return 0;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

bool is_true(std::string_view word) {
  return word == "1" || word == "true";
}

class Workbook {
 public:
  explicit Workbook(std::string_view bytes) : archive_(bytes) {}

  XlsxSheet read(const std::string& wanted) {
    read_elements(archive_, "xl/workbook.xml", [&](std::string_view name, const XmlAttributes& attributes) {
      if (name == "sheet")
        sheets_.push_back({std::string(attributes["name"]), std::string(attributes["id"]),
                           attributes["state"] == "hidden" || attributes["state"] == "veryHidden"});
      if (name == "workbookPr" && is_true(attributes["date1904"])) book_.from_1904 = true;
    });
    read_elements(archive_, "xl/_rels/workbook.xml.rels",
                  [&](std::string_view name, const XmlAttributes& attributes) {
                    if (name != "Relationship") return;
                    relations_[std::string(attributes["Id"])] = resolve(attributes["Target"]);
                    const std::string_view type = attributes["Type"];
                    if (type.ends_with("/sharedStrings")) texts_ = resolve(attributes["Target"]);
                    if (type.ends_with("/styles")) styles_ = resolve(attributes["Target"]);
                  });
    const SheetName& chosen = choose(wanted);
    if (!texts_.empty() && archive_.has(texts_)) read_texts();
    if (!styles_.empty() && archive_.has(styles_)) read_styles();
    XlsxSheet sheet;
    sheet.name = chosen.name;
    XlsxSheetReader reader(book_, sheet);
    read_xml(
        archive_, relations_[chosen.relation],
        [&](std::string_view name, const XmlAttributes& attributes) { reader.begin(name, attributes); },
        [&](std::string_view name) { reader.end(name); }, [&](std::string_view text) { reader.text(text); });
    note_others(chosen, sheet);
    reader.finish();
    return sheet;
  }

 private:
  const SheetName& choose(const std::string& wanted) const;
  void note_others(const SheetName& chosen, XlsxSheet& sheet) const;
  void read_texts();
  void read_styles();

  ZipArchive archive_;
  XlsxBook book_;
  std::vector<SheetName> sheets_;
  std::map<std::string, std::string> relations_;
  std::string texts_, styles_;
};

const SheetName& Workbook::choose(const std::string& wanted) const {
  if (sheets_.empty()) throw Error(Code::bad_input, "the workbook has no sheet", {}, "");
  std::vector<std::string_view> names;
  for (const SheetName& sheet : sheets_) {
    if (!wanted.empty() && core::equal_ignoring_ascii_case(sheet.name, wanted)) return sheet;
    names.push_back(sheet.name);
  }
  if (!wanted.empty())
    throw Error(Code::usage, fmt::format("no sheet '{}' in the workbook", wanted), {},
                fmt::format("it has {}", fmt::join(names, ", ")));
  for (const SheetName& sheet : sheets_)
    if (!sheet.hidden) return sheet;
  return sheets_.front();
}

void Workbook::note_others(const SheetName& chosen, XlsxSheet& sheet) const {
  std::string names;
  for (const SheetName& other : sheets_)
    if (&other != &chosen)
      names +=
          fmt::format("{}'{}'{}", names.empty() ? "" : ", ", other.name, other.hidden ? " (hidden)" : "");
  if (!names.empty()) sheet.notes.push_back(fmt::format("not read: {}; --sheet names another", names));
}

void Workbook::read_texts() {
  SharedTextReader reader(book_.texts);
  read_xml(
      archive_, texts_, [&](std::string_view name, const XmlAttributes&) { reader.begin(name); },
      [&](std::string_view name) { reader.end(name); }, [&](std::string_view text) { reader.text(text); });
}

/// The format of each style of cells.
void Workbook::read_styles() {
  std::map<unsigned, NumberForm> own;
  bool in_cells = false;
  read_xml(
      archive_, styles_,
      [&](std::string_view name, const XmlAttributes& attributes) {
        if (name == "numFmt")
          own[number_of(attributes["numFmtId"])] = classify_format(attributes["formatCode"]);
        if (name == "cellXfs") in_cells = true;
        if (name != "xf" || !in_cells) return;
        const unsigned id = number_of(attributes["numFmtId"]);
        const auto known = own.find(id);
        book_.forms.push_back(known != own.end() ? known->second : builtin_format(id));
      },
      [&](std::string_view name) {
        if (name == "cellXfs") in_cells = false;
      },
      [](std::string_view) {});
}

}  // namespace

XlsxSheet read_xlsx(std::string_view bytes, const std::string& sheet) {
  return Workbook(bytes).read(sheet);
}

}  // namespace flatcrm::format
