#include "book/vcard_of_record.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "format/vcard_parts.h"

namespace flatcrm::book {

namespace {

using format::escape_vcard;
using format::Vcard;
using format::VcardAddress;
using format::VcardLine;
using format::VcardParameter;
using format::VcardParts;
using format::VcardValue;

constexpr std::size_t most_addresses = 3;  // that an import takes from a card
constexpr std::size_t least_digits = 6;

/// Without what an import tidies up: the number of blanks, line ends, a comma at the end.
std::string loose(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == ',')) out.pop_back();
  return out;
}

bool same(std::string_view left, std::string_view right) {
  return left == right || loose(left) == loose(right);
}

std::string digits_of(std::string_view number) {
  std::string digits;
  for (char c : number.substr(0, number.find_first_of("eExX;#")))
    if (c >= '0' && c <= '9') digits += c;
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

/// +49 30 1234567 and 030/1234567 are one number.
bool same_number(std::string_view left, std::string_view right) {
  if (left == right) return true;
  std::string one = digits_of(left), other = digits_of(right);
  if (one.size() < other.size()) std::swap(one, other);
  return other.size() >= least_digits && one.ends_with(other);
}

bool same_address(const VcardAddress& card, const ContactAddress& record) {
  return same(card.street, record.street) && same(card.city, record.city) &&
         same(card.postcode, record.postcode);
}

void set_parameter(VcardLine& line, const std::string& name, std::vector<std::string> values) {
  line.parameters.push_back({name, std::move(values)});
}

void drop_parameter(VcardLine& line, std::string_view name) {
  std::erase_if(line.parameters, [&](const VcardParameter& one) { return one.name == name; });
}

void drop_type(VcardLine& line, std::string_view type) {
  for (VcardParameter& one : line.parameters)
    if (one.name == "TYPE") std::erase(one.values, type);
  std::erase_if(line.parameters,
                [](const VcardParameter& one) { return one.name == "TYPE" && one.values.empty(); });
}

void add_type(VcardLine& line, const std::string& type) {
  for (VcardParameter& one : line.parameters)
    if (one.name == "TYPE") {
      one.values.push_back(type);
      return;
    }
  line.parameters.insert(line.parameters.begin(), {"TYPE", {type}});
}

bool is_binary(const VcardLine& line) {
  return line.name == "PHOTO" || line.name == "LOGO" || line.name == "SOUND" || line.name == "KEY";
}

/// "data:image/jpeg;base64,..." and ENCODING=b say the same.
void to_version_4(VcardLine& line) {
  if (line.has_type("pref")) {
    drop_type(line, "pref");
    if (line.find("PREF") == nullptr) set_parameter(line, "PREF", {"1"});
  }
  if (!is_binary(line) || line.find("ENCODING") == nullptr) return;
  const std::vector<std::string>* types = line.find("TYPE");
  const std::string kind = line.name == "SOUND" ? "audio" : line.name == "KEY" ? "application" : "image";
  const std::string type =
      types == nullptr || types->empty() ? (kind == "image" ? "jpeg" : "octet-stream") : types->front();
  line.value = fmt::format("data:{}/{};base64,{}", kind, type, line.value);
  drop_parameter(line, "ENCODING");
  drop_parameter(line, "TYPE");
  drop_parameter(line, "VALUE");
}

void to_version_3(VcardLine& line) {
  const std::vector<std::string>* pref = line.find("PREF");
  if (pref != nullptr && !pref->empty() && pref->front() == "1") {
    drop_parameter(line, "PREF");
    if (!line.has_type("pref")) add_type(line, "pref");
  }
  if (line.name == "TEL" && line.value.starts_with("tel:")) {
    line.value.erase(0, 4);
    drop_parameter(line, "VALUE");
  }
  if (!is_binary(line) || !line.value.starts_with("data:")) return;
  const std::size_t slash = line.value.find('/'), semicolon = line.value.find(";base64,");
  if (slash == std::string::npos || semicolon == std::string::npos || slash > semicolon) return;
  const std::string type = line.value.substr(slash + 1, semicolon - slash - 1);
  line.value.erase(0, semicolon + 8);
  drop_parameter(line, "VALUE");
  set_parameter(line, "ENCODING", {"b"});
  if (line.find("TYPE") == nullptr) add_type(line, type);
}

class Card {
 public:
  Card(const Contact& contact, int version) : contact_(contact), version_(version) {
    for (std::string_view rest = contact.rest; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view text = core::trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (text.empty()) continue;
      VcardLine line;
      if (!format::parse_vcard_line(text, line)) line = {"", "X-REST", {}, escape_vcard(text)};
      rest_.lines.push_back(std::move(line));
    }
    used_.resize(rest_.lines.size());
    parts_ = format::parts_of(rest_);
  }

  std::string run() {
    add_identity();
    add_names();
    add_list(contact_.emails, parts_.emails, "EMAIL", [](auto& left, auto& right) {
      return core::equal_ignoring_ascii_case(left, right) || same(left, right);
    });
    add_list(contact_.phones, parts_.phones, "TEL",
             [](auto& left, auto& right) { return same_number(left, right); });
    add_addresses();
    add_one("ORG", parts_.org, contact_.org);
    add_one("TITLE", parts_.title, contact_.title);
    add_one("URL", parts_.url, contact_.url);
    add_birthday();
    add_one("LANG", parts_.language, contact_.language);
    add_tags();
    add_one("NOTE", parts_.note, contact_.notes);
    add_social();
    add_kind();
    add_rest();
    return print();
  }

 private:
  void add(VcardLine line) { lines_.push_back(std::move(line)); }
  void add_text(const std::string& name, std::string_view text) { add({"", name, {}, escape_vcard(text)}); }
  void take(std::size_t line) {
    used_[line] = true;
    add(rest_.lines[line]);
  }
  /// A property that the record has one value of.
  void add_one(const std::string& name, const VcardValue& given, const std::string& value) {
    // RFC 6350 has dates without dashes.
    const bool basic = name == "BDAY" && version_ == 4 && value.size() == 10;
    const std::string written = basic ? value.substr(0, 4) + value.substr(5, 2) + value.substr(8) : value;
    if (given.line != VcardParts::npos) {
      if (!value.empty() && same(given.text, value)) return take(given.line);
      used_[given.line] = true;
      if (value.empty()) return;
      VcardLine line = rest_.lines[given.line];
      line.value = escape_vcard(written);
      return add(std::move(line));
    }
    if (!value.empty()) add_text(name, written);
  }
  template <typename Same>
  void add_list(const std::vector<std::string>& values, const std::vector<VcardValue>& given,
                const std::string& name, const Same& is_same) {
    for (const std::string& value : values) {
      bool known = false;
      for (const VcardValue& one : given) {
        if (used_[one.line] || !is_same(one.text, value)) continue;
        take(one.line);
        known = true;
      }
      if (!known) add_text(name, value);
    }
    for (const VcardValue& one : given) used_[one.line] = true;
  }
  void add_identity() {
    if (parts_.uid.line != VcardParts::npos) return take(parts_.uid.line);
    add_text("UID", contact_.id);
  }
  void add_names();
  void add_addresses();
  void add_birthday();
  void add_tags();
  void add_social();
  void add_kind();
  void add_rest();
  std::string print() const;

  const Contact& contact_;
  int version_;
  Vcard rest_;
  VcardParts parts_;
  std::vector<bool> used_;
  std::vector<VcardLine> lines_;
};

void Card::add_names() {
  const std::string name = contact_.name.empty() ? contact_.id : contact_.name;
  add_one("FN", parts_.full_name, name);
  const std::string &family = contact_.family_name, &given = contact_.given_name;
  if (parts_.name_line != VcardParts::npos) {
    const bool silent = family.empty() && given.empty();
    if (silent || (same(parts_.name.family, family) && same(parts_.name.given, given)))
      return take(parts_.name_line);
    used_[parts_.name_line] = true;
    VcardLine line = rest_.lines[parts_.name_line];
    std::vector<std::string_view> components = format::split_vcard(line.value, ';');
    components.resize(std::max<std::size_t>(components.size(), 5));
    std::string value = escape_vcard(family) + ';' + escape_vcard(given);
    for (std::size_t i = 2; i < components.size(); ++i) value += ';' + std::string(components[i]);
    line.value = std::move(value);
    return add(std::move(line));
  }
  const auto empty = std::find_if(rest_.lines.begin(), rest_.lines.end(),
                                  [](const VcardLine& line) { return line.name == "N"; });
  if (empty != rest_.lines.end()) used_[static_cast<std::size_t>(empty - rest_.lines.begin())] = true;
  if (!family.empty() || !given.empty())
    add({"", "N", {}, escape_vcard(family) + ';' + escape_vcard(given) + ";;;"});
  else if (empty != rest_.lines.end())
    add(*empty);
  else if (version_ == 3)
    add({"", "N", {}, escape_vcard(name) + ";;;;"});
}

void Card::add_addresses() {
  std::size_t labels = 0;
  for (const ContactAddress& address : contact_.addresses) {
    auto known = std::find_if(parts_.addresses.begin(), parts_.addresses.end(), [&](const VcardAddress& one) {
      return !used_[one.line] && same_address(one, address);
    });
    if (known != parts_.addresses.end()) {
      take(known->line);
      continue;
    }
    VcardLine line{"", "ADR", {}, ";;"};
    for (const std::string* part :
         {&address.street, &address.city, &address.region, &address.postcode, &address.country}) {
      line.value += escape_vcard(*part);
      if (part != &address.country) line.value += ';';
    }
    if (address.label == "home" || address.label == "work") {
      add_type(line, address.label);
    } else if (!address.label.empty()) {
      line.group = fmt::format("label{}", ++labels);
      add({line.group, "X-ABLABEL", {}, escape_vcard(address.label)});
    }
    add(std::move(line));
  }
  for (std::size_t i = 0; i < std::min(parts_.addresses.size(), most_addresses); ++i)
    used_[parts_.addresses[i].line] = true;
}

/// A birthday without a year is not in the record, and gives way to one with a year.
void Card::add_birthday() {
  add_one("BDAY", parts_.birthday, contact_.birthday);
  if (!contact_.birthday.empty() && parts_.month_day.line != VcardParts::npos)
    used_[parts_.month_day.line] = true;
}

void Card::add_tags() {
  std::vector<std::string> given;
  for (const VcardValue& one : parts_.categories) given.push_back(one.text);
  std::vector<std::string> wanted = contact_.tags;
  std::sort(given.begin(), given.end());
  std::sort(wanted.begin(), wanted.end());
  if (!given.empty() && given == wanted) return;  // the lines of the rest say it
  for (const VcardValue& one : parts_.categories) used_[one.line] = true;
  if (contact_.tags.empty()) return;
  VcardLine line{"", "CATEGORIES", {}, ""};
  for (const std::string& tag : contact_.tags)
    line.value += (line.value.empty() ? "" : ",") + escape_vcard(tag);
  add(std::move(line));
}

void Card::add_social() {
  for (const std::string& handle : contact_.social) {
    const bool known = std::any_of(parts_.social.begin(), parts_.social.end(),
                                   [&](const VcardValue& one) { return same(one.text, handle); });
    const std::size_t colon = handle.find(':');
    if (known || colon == std::string::npos) continue;
    add({"",
         "X-SOCIALPROFILE",
         {{"TYPE", {handle.substr(0, colon)}}},
         escape_vcard(handle.substr(colon + 1))});
  }
}

void Card::add_kind() {
  if (contact_.kind.empty() || parts_.kind.line != VcardParts::npos) return;
  if (version_ == 4)
    add_text("KIND", contact_.kind == "organization" ? "org" : "individual");
  else if (contact_.kind == "organization")
    add_text("X-ABSHOWAS", "COMPANY");
}

/// A label whose property is gone labels nothing.
void Card::add_rest() {
  auto is_label = [](const VcardLine& line) { return line.name == "X-ABLABEL" || line.name == "X-ABADR"; };
  for (std::size_t i = 0; i < rest_.lines.size(); ++i)
    if (!used_[i] && !is_label(rest_.lines[i])) take(i);
  for (std::size_t i = 0; i < rest_.lines.size(); ++i) {
    if (used_[i] || !is_label(rest_.lines[i])) continue;
    const std::string& group = rest_.lines[i].group;
    if (std::any_of(lines_.begin(), lines_.end(), [&](const VcardLine& line) { return line.group == group; }))
      take(i);
  }
}

std::string Card::print() const {
  std::string out = fmt::format("BEGIN:VCARD\r\nVERSION:{}.0\r\n", version_);
  for (VcardLine line : lines_) {
    version_ == 4 ? to_version_4(line) : to_version_3(line);
    format::write_folded(out, format::print(line));
  }
  return out + "END:VCARD\r\n";
}

}  // namespace

std::string print_vcard(const Contact& contact, int version) {
  return Card(contact, version).run();
}

}  // namespace flatcrm::book
