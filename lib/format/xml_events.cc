#include "format/xml_events.h"

#include <expat.h>

#include <utility>

#include "core/error.h"

namespace flatcrm::format {
namespace {

constexpr int most_levels = 256;

std::string_view local(const char* name) {
  const std::string_view whole = name;
  const std::size_t colon = whole.rfind(':');
  return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

XML_Parser parser_of(void* parser) {
  return static_cast<XML_Parser>(parser);
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2)
    if (local(pair[0]) == name) return pair[1];
  return {};
}

struct XmlReader::Calls {
  static XmlReader& of(void* data) { return *static_cast<XmlReader*>(data); }
  static void stop(XmlReader& reader, const char* why) {
    reader.refused_ = why;
    XML_StopParser(parser_of(reader.parser_), XML_FALSE);
  }
  template <typename Call>
  static void guard(XmlReader& reader, const Call& call) {
    if (reader.thrown_) return;
    try {
      call();
    } catch (...) {
      reader.thrown_ = std::current_exception();
      XML_StopParser(parser_of(reader.parser_), XML_FALSE);
    }
  }
  static void XMLCALL begin(void* data, const char* name, const char** attributes) {
    XmlReader& reader = of(data);
    if (++reader.depth_ > most_levels) return stop(reader, "elements nested too deep");
    guard(reader, [&] { reader.events_.begin(local(name), XmlAttributes(attributes)); });
  }
  static void XMLCALL end(void* data, const char* name) {
    XmlReader& reader = of(data);
    --reader.depth_;
    guard(reader, [&] { reader.events_.end(local(name)); });
  }
  static void XMLCALL text(void* data, const char* bytes, int size) {
    XmlReader& reader = of(data);
    guard(reader, [&] { reader.events_.text({bytes, static_cast<std::size_t>(size)}); });
  }
  static void XMLCALL document_type(void* data, const char*, const char*, const char*, int) {
    stop(of(data), "the XML declares a document type, which no workbook does");
  }
};

XmlReader::XmlReader(const XmlEvents& events) : events_(events), parser_(XML_ParserCreate(nullptr)) {
  if (parser_ == nullptr) throw Error(Code::system, "no memory to read XML");
  XML_Parser parser = parser_of(parser_);
  XML_SetUserData(parser, this);
  XML_SetElementHandler(parser, Calls::begin, Calls::end);
  XML_SetCharacterDataHandler(parser, Calls::text);
  XML_SetStartDoctypeDeclHandler(parser, Calls::document_type);
}

XmlReader::~XmlReader() {
  XML_ParserFree(parser_of(parser_));
}

void XmlReader::check(int status) {
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
  if (status != XML_STATUS_ERROR) return;
  const std::string what =
      refused_.empty() ? XML_ErrorString(XML_GetErrorCode(parser_of(parser_))) : refused_;
  throw Error(refused_.empty() ? Code::bad_input : Code::limit, "broken XML in the workbook: " + what, {},
              "open it in a spreadsheet and save it again");
}

void XmlReader::feed(std::string_view xml) {
  check(XML_Parse(parser_of(parser_), xml.data(), static_cast<int>(xml.size()), XML_FALSE));
}

void XmlReader::finish() {
  check(XML_Parse(parser_of(parser_), "", 0, XML_TRUE));
}

}  // namespace flatcrm::format
