// vCards that are written as JSON or XML.
#include <pugixml.hpp>

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "format/json_reader.h"
#include "format/vcard_rows.h"

namespace flatcrm::format {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// The kind of value is written only where it is not the usual one.
bool names_value(const std::string& name, std::string_view type) {
  if (name == "TEL") return type == "uri";
  return (name == "BDAY" || name == "ANNIVERSARY") && type == "text";
}

void add_parameter(VcardLine& line, const std::string& name, std::string_view value) {
  if (name == "GROUP") {
    line.group = value;
    return;
  }
  auto known = std::find_if(line.parameters.begin(), line.parameters.end(),
                            [&](const VcardParameter& one) { return one.name == name; });
  if (known == line.parameters.end()) known = line.parameters.insert(line.parameters.end(), {name, {}});
  known->values.push_back(name == "TYPE" ? core::lower_ascii(value) : std::string(value));
}

std::string value_text(std::string_view text, std::string_view type) {
  return type == "text" || type == "component" ? escape_vcard(text) : std::string(text);
}

/// A property is [name, {parameters}, type, value, ...]; a card ["vcard", [property, ...]]; a file a card or a list of them.
class Jcards : public JsonEvents {
 public:
  Jcards(std::string_view json, FlatTable& table) : json_(json), table_(table) {}

  void object_begins(std::size_t offset) override {
    if (level() != 3 || index_ != 1) fail(offset);
    ++depth_;
  }
  void object_ends() override {
    --depth_;
    ++index_;
  }
  void key(std::string_view name, std::size_t) override { parameter_ = upper(name); }
  void array_begins(std::size_t offset) override {
    ++depth_;
    if (depth_ == 1) first_ = offset;
    if (depth_ == 2 && !opened_) base_ = 1;  // a list of cards
    if (level() == 1) begin_card(offset);
    if (level() == 3) {
      card_.lines.emplace_back();
      index_ = 0;
      components_ = 0;
    }
    if (level() > 5) fail(offset);
  }
  void array_ends() override {
    if (level() == 1 && opened_) end_card();
    if (level() == 3) end_property();
    if (level() == 4 && index_ >= 3) ++index_;
    if (level() == 5 && index_ >= 3) ++components_;
    if (level() == 4) components_ = 0;
    --depth_;
    values_in_component_ = 0;
  }
  void scalar(JsonKind, std::string_view text, std::size_t offset) override {
    if (level() == 1) {
      if (opened_ || text != "vcard") fail(offset);
      if (depth_ == 1) begin_card(first_);
      opened_ = true;
      return;
    }
    if (level() < 3 || card_.lines.empty()) fail(offset);
    VcardLine& line = card_.lines.back();
    if (level() >= 4 && index_ == 1) return add_parameter(line, parameter_, text);
    if (level() == 3 && index_ == 0) line.name = upper(text);
    if (level() == 3 && index_ == 2) type_ = text;
    if (index_ >= 3) add_value(line, text);
    if (level() == 3) ++index_;
  }

 private:
  [[noreturn]] void fail(std::size_t offset) const {
    const core::Position position = core::position_of(json_, offset);
    throw Error(Code::bad_input, "this is no jCard", {"", position.line, position.column},
                "a card is [\"vcard\", [[name, {}, type, value], ...]]");
  }
  int level() const { return depth_ - base_; }
  /// Level 3 is a value beside others, 4 a component of a structured one, 5 one of the values of a component.
  void add_value(VcardLine& line, std::string_view text) {
    std::string_view before;
    if (level() == 3 && index_ > 3) before = ",";
    if (level() == 4 && components_++ > 0) before = ";";
    if (level() == 5 && components_ > 0) before = ";";
    if (level() == 5 && values_in_component_++ > 0) before = ",";
    line.value += before;
    line.value += value_text(text, type_);
  }
  void begin_card(std::size_t offset) {
    card_ = Vcard{};
    card_.offset = offset;
    opened_ = false;
  }
  void end_card() {
    opened_ = false;
    add_vcard_row(card_, card_.offset, table_);
  }
  void end_property() {
    VcardLine& line = card_.lines.back();
    if (names_value(line.name, type_)) line.parameters.push_back({"VALUE", {type_}});
    if (line.name == "VERSION") {
      card_.version = line.value;
      card_.lines.pop_back();
    }
  }

  std::string_view json_;
  FlatTable& table_;
  Vcard card_;
  std::string parameter_, type_;
  int depth_ = 0, base_ = 0;
  std::size_t first_ = 0, index_ = 0, components_ = 0, values_in_component_ = 0;
  bool opened_ = false;
};

/// The parts of a structured value in their order in a content line.
std::vector<std::string_view> parts_in_order(std::string_view name) {
  if (name == "N") return {"surname", "given", "additional", "prefix", "suffix"};
  if (name == "ADR") return {"pobox", "ext", "street", "locality", "region", "code", "country"};
  if (name == "GENDER") return {"sex", "identity"};
  return {};
}

void add_xml_property(Vcard& card, const pugi::xml_node& node, const std::string& group) {
  VcardLine line;
  line.group = group;
  line.name = upper(node.name());
  for (const pugi::xml_node& parameter : node.child("parameters").children())
    for (const pugi::xml_node& value : parameter.children())
      add_parameter(line, upper(parameter.name()), value.text().get());
  const std::vector<std::string_view> parts = parts_in_order(line.name);
  std::string type;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) line.value += ';';
    std::size_t count = 0;
    const std::string wanted(parts[i]);
    for (const pugi::xml_node& one : node.children(wanted.c_str())) {
      if (count++ > 0) line.value += ',';
      line.value += escape_vcard(one.text().get());
    }
  }
  if (parts.empty())
    for (const pugi::xml_node& one : node.children()) {
      if (std::string_view(one.name()) == "parameters" || one.type() != pugi::node_element) continue;
      if (!type.empty()) line.value += line.name == "ORG" ? ';' : ',';
      type = one.name();
      line.value += value_text(one.text().get(), type);
    }
  if (names_value(line.name, type)) line.parameters.push_back({"VALUE", {type}});
  if (line.name == "VERSION")
    card.version = line.value;
  else
    card.lines.push_back(std::move(line));
}

}  // namespace

void read_jcard_rows(std::string_view json, FlatTable& table) {
  Jcards events(json, table);
  const std::size_t end = read_json(json, 0, events);
  if (skip_json_space(json, end) < json.size()) throw_json(json, end, "something stands behind the end");
}

void read_xcard_rows(std::string_view xml, FlatTable& table) {
  pugi::xml_document document;
  // No entity but XML's own five is expanded, and no document type looked at.
  const pugi::xml_parse_result result =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result) {
    const core::Position position = core::position_of(xml, static_cast<std::size_t>(result.offset));
    throw Error(Code::bad_input, std::string("this is not XML: ") + result.description(),
                {"", position.line, position.column}, "mend the file at this place");
  }
  for (const pugi::xml_node& node : document.child("vcards").children("vcard")) {
    Vcard card;
    card.offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
    for (const pugi::xml_node& property : node.children()) {
      if (property.type() != pugi::node_element) continue;
      if (std::string_view(property.name()) != "group") {
        add_xml_property(card, property, "");
        continue;
      }
      for (const pugi::xml_node& grouped : property.children())
        if (grouped.type() == pugi::node_element)
          add_xml_property(card, grouped, property.attribute("name").value());
    }
    add_vcard_row(card, card.offset, table);
  }
}

}  // namespace flatcrm::format
