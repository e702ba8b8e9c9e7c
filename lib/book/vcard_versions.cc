#include "book/vcard_versions.h"

#include <algorithm>

#include <fmt/format.h>

namespace flatcrm::book {

namespace {

using format::VcardLine;
using format::VcardParameter;

void set_parameter(VcardLine& line, const std::string& name, std::vector<std::string> values) {
  line.parameters.push_back({name, std::move(values)});
}

void drop_parameter(VcardLine& line, std::string_view name) {
  std::erase_if(line.parameters, [&](const VcardParameter& one) { return one.name == name; });
}

bool is_binary(const VcardLine& line) {
  return line.name == "PHOTO" || line.name == "LOGO" || line.name == "SOUND" || line.name == "KEY";
}

/// Programs cut pictures short. What is left over of the last byte is dropped and the padding mended, as strict readers would refuse the card.
std::string whole_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() % 4 == 1) text.remove_suffix(1);
  std::string out(text);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

/// "data:image/jpeg;base64,..." and ENCODING=b say the same.
void to_version_4(VcardLine& line) {
  if (line.has_type("pref")) {
    drop_vcard_type(line, "pref");
    if (line.find("PREF") == nullptr) set_parameter(line, "PREF", {"1"});
  }
  if (!is_binary(line) || line.find("ENCODING") == nullptr) return;
  const std::vector<std::string>* types = line.find("TYPE");
  const std::string kind = line.name == "SOUND" ? "audio" : line.name == "KEY" ? "application" : "image";
  const std::string type =
      types == nullptr || types->empty() ? (kind == "image" ? "jpeg" : "octet-stream") : types->front();
  line.value = fmt::format("data:{}/{};base64,{}", kind, type, whole_base64(line.value));
  drop_parameter(line, "ENCODING");
  drop_parameter(line, "TYPE");
  drop_parameter(line, "VALUE");
}

void to_version_3(VcardLine& line) {
  const std::vector<std::string>* pref = line.find("PREF");
  if (pref != nullptr && !pref->empty() && pref->front() == "1") {
    drop_parameter(line, "PREF");
    if (!line.has_type("pref")) add_vcard_type(line, "pref");
  }
  if (line.name == "TEL" && line.value.starts_with("tel:")) {
    line.value.erase(0, 4);
    drop_parameter(line, "VALUE");
  }
  if (!is_binary(line)) return;
  if (line.find("ENCODING") != nullptr) line.value = whole_base64(line.value);
  if (!line.value.starts_with("data:")) return;
  const std::size_t slash = line.value.find('/'), semicolon = line.value.find(";base64,");
  if (slash == std::string::npos || semicolon == std::string::npos || slash > semicolon) return;
  const std::string type = line.value.substr(slash + 1, semicolon - slash - 1);
  line.value.erase(0, semicolon + 8);
  drop_parameter(line, "VALUE");
  set_parameter(line, "ENCODING", {"b"});
  if (line.find("TYPE") == nullptr) add_vcard_type(line, type);
}

}  // namespace

void drop_vcard_type(VcardLine& line, std::string_view type) {
  for (VcardParameter& one : line.parameters)
    if (one.name == "TYPE") std::erase(one.values, type);
  std::erase_if(line.parameters,
                [](const VcardParameter& one) { return one.name == "TYPE" && one.values.empty(); });
}

void add_vcard_type(VcardLine& line, const std::string& type) {
  for (VcardParameter& one : line.parameters)
    if (one.name == "TYPE") {
      one.values.push_back(type);
      return;
    }
  line.parameters.insert(line.parameters.begin(), {"TYPE", {type}});
}

void to_vcard_version(VcardLine& line, int version) {
  version == 4 ? to_version_4(line) : to_version_3(line);
}

}  // namespace flatcrm::book
