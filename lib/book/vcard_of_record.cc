#include "book/vcard_of_record.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "book/vcard_versions.h"
#include "core/text.h"
#include "format/vcard_parts.h"
#include "text/country.h"

namespace flatcrm::book {

namespace {

using format::escape_vcard;
using format::Vcard;
using format::VcardAddress;
using format::VcardLine;
using format::VcardName;
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

std::string joined(std::initializer_list<std::string_view> words) {
  std::string out;
  for (std::string_view word : words)
    if (!word.empty()) out.append(out.empty() ? "" : " ").append(word);
  return out;
}

/// An import takes box and extension into the street.
bool same_street(const VcardAddress& card, std::string_view street) {
  return same(card.street, street) || same(joined({card.pobox, card.extended, card.street}), street);
}

bool same_place(const VcardAddress& card, const ContactAddress& record) {
  return same_street(card, record.street) && same(card.city, record.city) &&
         same(card.postcode, record.postcode);
}

bool same_country(std::string_view card, std::string_view record) {
  if (same(card, record)) return true;
  const std::string_view code = text::country_code(card);
  return !code.empty() && code == text::country_code(record);
}

/// The given name of a record has the further ones behind it as a rule.
bool same_given(const VcardName& card, std::string_view given) {
  return same(card.given, given) || same(joined({card.given, card.additional}), given);
}

/// A value of several components with those in place that differ.
void set_component(VcardLine& line, std::size_t number, std::string_view text) {
  const std::vector<std::string_view> components = format::split_vcard(line.value, ';');
  std::string value;
  for (std::size_t i = 0; i < std::max(components.size(), number + 1); ++i) {
    if (i > 0) value += ';';
    if (i == number)
      value += escape_vcard(text);
    else if (i < components.size())
      value += components[i];
  }
  line.value = std::move(value);
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
    add_joined("CATEGORIES", parts_.categories, contact_.tags);
    if (!contact_.nicknames.empty()) add_joined("NICKNAME", parts_.nicknames, contact_.nicknames);
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
  VcardLine renamed(VcardLine line) const;
  void add_addresses();
  void add_known(const VcardAddress& card, const ContactAddress& record);
  void set_label(VcardLine& line, const std::string& label);
  void add_birthday();
  void add_joined(const std::string& name, const std::vector<VcardValue>& given,
                  const std::vector<std::string>& values);
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
  std::size_t labels_ = 0;
};

/// The line of the name with what was edited. Further names that stand in the given one don't stand twice.
VcardLine Card::renamed(VcardLine line) const {
  const VcardName& name = parts_.name;
  if (!same(name.family, contact_.family_name)) set_component(line, 0, contact_.family_name);
  if (same_given(name, contact_.given_name)) return line;
  std::string_view given = contact_.given_name;
  const std::string behind = ' ' + name.additional;
  if (!name.additional.empty() && given.ends_with(behind)) given.remove_suffix(behind.size());
  set_component(line, 1, given);
  return line;
}

void Card::add_names() {
  const std::string name = contact_.name.empty() ? contact_.id : contact_.name;
  add_one("FN", parts_.full_name, name);
  const std::string &family = contact_.family_name, &given = contact_.given_name;
  if (parts_.name_line != VcardParts::npos) {
    const bool silent = family.empty() && given.empty();
    const bool same_family = same(parts_.name.family, family);
    if (silent || (same_family && same_given(parts_.name, given))) return take(parts_.name_line);
    used_[parts_.name_line] = true;
    return add(renamed(rest_.lines[parts_.name_line]));
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

/// The label that the record's address has, as a type or in a line of its own.
void Card::set_label(VcardLine& line, const std::string& label) {
  for (const char* type : {"home", "work"}) drop_vcard_type(line, type);
  if (label == "home" || label == "work") return add_vcard_type(line, label);
  do {
    line.group = fmt::format("label{}", ++labels_);
  } while (std::any_of(rest_.lines.begin(), rest_.lines.end(),
                       [&](const VcardLine& other) { return other.group == line.group; }));
  add({line.group, "X-ABLABEL", {}, escape_vcard(label)});
}

/// What the record says otherwise than the card is put into the card's line; on what the record says nothing
/// the card is right, as not every import takes every part.
void Card::add_known(const VcardAddress& card, const ContactAddress& record) {
  used_[card.line] = true;
  VcardLine line = rest_.lines[card.line];
  if (!record.region.empty() && !same(card.region, record.region)) set_component(line, 4, record.region);
  if (!record.country.empty() && !same_country(card.country, record.country))
    set_component(line, 6, record.country);
  if (!record.label.empty() && !core::equal_ignoring_ascii_case(card.label, record.label))
    set_label(line, record.label);
  add(std::move(line));
}

void Card::add_addresses() {
  for (const ContactAddress& address : contact_.addresses) {
    auto known = std::find_if(parts_.addresses.begin(), parts_.addresses.end(), [&](const VcardAddress& one) {
      return !used_[one.line] && same_place(one, address);
    });
    if (known != parts_.addresses.end()) {
      add_known(*known, address);
      continue;
    }
    VcardLine line{"", "ADR", {}, ";;"};
    for (const std::string* part :
         {&address.street, &address.city, &address.region, &address.postcode, &address.country}) {
      line.value += escape_vcard(*part);
      if (part != &address.country) line.value += ';';
    }
    if (!address.label.empty()) set_label(line, address.label);
    add(std::move(line));
  }
  for (std::size_t i = 0; i < std::min(parts_.addresses.size(), most_addresses); ++i)
    used_[parts_.addresses[i].line] = true;
}

/// A birthday without a year gives way to one with a year. Version 3 has no form for it; this is Android's.
void Card::add_birthday() {
  add_one("BDAY", parts_.birthday, contact_.birthday);
  const std::string& day = contact_.birthday_month_day;
  if (!contact_.birthday.empty() || !day.empty()) {
    if (parts_.month_day.line != VcardParts::npos) {
      if (contact_.birthday.empty() && parts_.month_day.text == day) return take(parts_.month_day.line);
      used_[parts_.month_day.line] = true;
    }
    if (!contact_.birthday.empty() || day.size() != 5) return;
    add({"", "BDAY", {}, version_ == 4 ? "--" + day.substr(0, 2) + day.substr(3) : "--" + day});
  }
}

/// Values in one line with commas between them, as they stand in the rest where they are the same.
void Card::add_joined(const std::string& name, const std::vector<VcardValue>& given,
                      const std::vector<std::string>& values) {
  std::vector<std::string> texts;
  for (const VcardValue& one : given) texts.push_back(one.text);
  std::vector<std::string> wanted = values;
  std::sort(texts.begin(), texts.end());
  std::sort(wanted.begin(), wanted.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  if (!given.empty() && texts == wanted) return;  // the lines of the rest say it
  for (const VcardValue& one : given) used_[one.line] = true;
  if (values.empty()) return;
  VcardLine line{"", name, {}, ""};
  for (const std::string& value : values) line.value += (line.value.empty() ? "" : ",") + escape_vcard(value);
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
    to_vcard_version(line, version_);
    format::write_folded(out, format::print(line));
  }
  return out + "END:VCARD\r\n";
}

}  // namespace

std::string print_vcard(const Contact& contact, int version) {
  return Card(contact, version).run();
}

}  // namespace flatcrm::book
