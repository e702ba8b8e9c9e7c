#include "format/vcard_parts.h"

#include <algorithm>
#include <array>

#include "core/date.h"
#include "core/text.h"

namespace flatcrm::format {
namespace {

std::string text_of(std::string_view value) {
  return std::string(core::trim(unescape_vcard(value)));
}

/// One component of a structured value; several values in it are joined.
std::string component(const std::vector<std::string_view>& parts, std::size_t number,
                      std::string_view between) {
  if (number >= parts.size()) return "";
  std::string out;
  for (std::string_view one : split_vcard(parts[number], ',')) {
    const std::string text = text_of(one);
    if (text.empty()) continue;
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}

bool begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && core::equal_ignoring_ascii_case(text.substr(0, with.size()), with);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "tel:+1-418-656-9254;ext=102" as a person writes it.
std::string phone_text(std::string text) {
  if (!begins(text, "tel:")) return text;
  text.erase(0, 4);
  const std::size_t semicolon = text.find(';');
  std::string extension;
  if (semicolon != std::string::npos) {
    if (const std::size_t at = text.find("ext=", semicolon); at != std::string::npos)
      extension = text.substr(at + 4, text.find(';', at) - at - 4);
    text.resize(semicolon);
  }
  return extension.empty() ? text : text + " ext. " + extension;
}

/// Apple's own labels stand between _$!< and >!$_.
std::string label_of_group(const Vcard& card, const std::string& group) {
  if (group.empty()) return "";
  for (const VcardLine& line : card.lines) {
    if (line.name != "X-ABLABEL" || line.group != group) continue;
    std::string text = text_of(line.value);
    if (begins(text, "_$!<") && text.size() > 8) return core::lower_ascii(text.substr(4, text.size() - 8));
    return text;
  }
  return "";
}

std::string address_label(const Vcard& card, const VcardLine& line) {
  if (std::string label = label_of_group(card, line.group); !label.empty()) return label;
  for (std::string_view type : {"home", "work"})
    if (line.has_type(type)) return std::string(type);
  const std::vector<std::string>* types = line.find("TYPE");
  if (types == nullptr) return "";
  for (const std::string& type : *types)
    if (type != "pref" && type != "dom" && type != "intl" && type != "postal" && type != "parcel")
      return type;
  return "";
}

/// What a messenger's property or address is called in the list of networks.
struct Network {
  std::string_view property, network;
};
constexpr std::array<Network, 16> networks{{{"X-SKYPE", "skype"},
                                            {"X-SKYPE-USERNAME", "skype"},
                                            {"X-AIM", "aim"},
                                            {"X-ICQ", "icq"},
                                            {"X-JABBER", "xmpp"},
                                            {"X-MSN", "msn"},
                                            {"X-YAHOO", "yahoo"},
                                            {"X-GTALK", "googletalk"},
                                            {"X-GOOGLE-TALK", "googletalk"},
                                            {"X-QQ", "qq"},
                                            {"X-TWITTER", "twitter"},
                                            {"X-FACEBOOK", "facebook"},
                                            {"X-GADUGADU", "gadugadu"},
                                            {"X-GROUPWISE", "groupwise"},
                                            {"X-SIP", "sip"},
                                            {"X-TELEGRAM", "telegram"}}};

std::string last_of_path(std::string text) {
  while (!text.empty() && text.back() == '/') text.pop_back();
  if (const std::size_t slash = text.rfind('/'); slash != std::string::npos) text.erase(0, slash + 1);
  return text;
}

/// "network:handle", or "".
std::string social_of(const VcardLine& line) {
  const std::string text = text_of(line.value);
  if (text.empty()) return "";
  if (line.name == "IMPP") return text.find(':') != std::string::npos ? text : "im:" + text;
  for (const Network& one : networks)
    if (line.name == one.property) return std::string(one.network) + ':' + text;
  if (line.name != "X-SOCIALPROFILE" && line.name != "SOCIALPROFILE") return "";
  const std::vector<std::string>* service = line.find(line.name == "SOCIALPROFILE" ? "SERVICE-TYPE" : "TYPE");
  const std::vector<std::string>* user = line.find(line.name == "SOCIALPROFILE" ? "USERNAME" : "X-USER");
  std::string network = "profile";
  if (service != nullptr)
    for (const std::string& type : *service)
      if (type != "pref" && type != "home" && type != "work") network = core::lower_ascii(type);
  std::string handle = user != nullptr && !user->empty() ? user->front() : text;
  if (begins(handle, "x-apple:")) handle.erase(0, 8);
  return network + ':' + (handle.find("//") != std::string::npos ? last_of_path(handle) : handle);
}

class Parts {
 public:
  explicit Parts(const Vcard& card) : card_(card) {}

  VcardParts run() {
    std::vector<std::size_t> order(card_.lines.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
      return card_.lines[left].preference() < card_.lines[right].preference();
    });
    for (std::size_t line : order) add(line);
    return std::move(out_);
  }

 private:
  void first(VcardValue& place, std::size_t line, std::string text) {
    if (place.line == VcardParts::npos && !text.empty()) place = {line, std::move(text)};
  }
  static void each(std::vector<VcardValue>& list, std::size_t line, std::string text) {
    if (!text.empty()) list.push_back({line, std::move(text)});
  }
  void add(std::size_t number);
  void add_name(std::size_t number);
  void add_phone(std::size_t number);
  void add_address(std::size_t number);
  void add_birthday(std::size_t number);
  void add_org(std::size_t number);
  void add_list(std::vector<VcardValue>& list, std::size_t number) {
    for (std::string_view one : split_vcard(card_.lines[number].value, ',')) each(list, number, text_of(one));
  }

  const Vcard& card_;
  VcardParts out_;
};

void Parts::add(std::size_t number) {
  const VcardLine& line = card_.lines[number];
  const std::string& name = line.name;
  auto text = [&] { return text_of(line.value); };
  if (name == "N") return add_name(number);
  if (name == "TEL") return add_phone(number);
  if (name == "ADR") return add_address(number);
  if (name == "ORG") return add_org(number);
  if (name == "BDAY") return add_birthday(number);
  if (name == "CATEGORIES") return add_list(out_.categories, number);
  if (name == "NICKNAME") return add_list(out_.nicknames, number);
  if (name == "FN") return first(out_.full_name, number, text());
  if (name == "TITLE") return first(out_.title, number, text());
  if (name == "ROLE") return first(out_.role, number, text());
  if (name == "URL") return first(out_.url, number, text());
  if (name == "NOTE") return first(out_.note, number, text());
  if (name == "LANG") return first(out_.language, number, text());
  if (name == "UID") return first(out_.uid, number, text());
  if (name == "REV") return first(out_.revised, number, text());
  if (name == "KIND" || name == "X-ADDRESSBOOKSERVER-KIND")
    return first(out_.kind, number, core::lower_ascii(text()));
  if (name == "X-ABSHOWAS" && core::equal_ignoring_ascii_case(line.value, "COMPANY"))
    return first(out_.kind, number, "org");
  if (name == "ANNIVERSARY" || name == "X-ANNIVERSARY" || name == "X-MS-ANNIVERSARY")
    return first(out_.anniversary, number, vcard_date(line.value));
  if (name == "EMAIL") {
    std::string address = text();
    if (begins(address, "mailto:")) address.erase(0, 7);
    return each(out_.emails, number, std::move(address));
  }
  each(out_.social, number, social_of(line));
}

void Parts::add_name(std::size_t number) {
  if (out_.name_line != VcardParts::npos) return;
  const std::vector<std::string_view> parts = split_vcard(card_.lines[number].value, ';');
  VcardName name{component(parts, 0, " "), component(parts, 1, " "), component(parts, 2, " "),
                 component(parts, 3, " "), component(parts, 4, " ")};
  if (name.family.empty() && name.given.empty() && name.additional.empty()) return;
  out_.name_line = number;
  out_.name = std::move(name);
}

/// Roundcube writes the place and the fax as one word.
bool is_fax(const VcardLine& line) {
  if (line.has_type("homefax") || line.has_type("workfax") || line.has_type("otherfax")) return true;
  return line.has_type("fax") && !line.has_type("cell");
}

/// A number that serves a fax too is still one to call.
void Parts::add_phone(std::size_t number) {
  const VcardLine& line = card_.lines[number];
  const bool voice = line.has_type("voice") || line.has_type("cell") || line.has_type("text");
  std::vector<VcardValue>& list = is_fax(line)                       ? out_.faxes
                                  : line.has_type("pager") && !voice ? out_.pagers
                                                                     : out_.phones;
  each(list, number, phone_text(text_of(line.value)));
}

void Parts::add_address(std::size_t number) {
  const VcardLine& line = card_.lines[number];
  const std::vector<std::string_view> parts = split_vcard(line.value, ';');
  VcardAddress address{number,
                       address_label(card_, line),
                       component(parts, 0, ", "),
                       component(parts, 1, ", "),
                       component(parts, 2, ", "),
                       component(parts, 3, ", "),
                       component(parts, 4, ", "),
                       component(parts, 5, ", "),
                       component(parts, 6, ", ")};
  const bool empty = (address.pobox + address.extended + address.street + address.city + address.region +
                      address.postcode + address.country)
                         .empty();
  if (!empty) out_.addresses.push_back(std::move(address));
}

void Parts::add_org(std::size_t number) {
  if (out_.org.line != VcardParts::npos) return;
  const std::vector<std::string_view> parts = split_vcard(card_.lines[number].value, ';');
  std::string name = component(parts, 0, ", ");
  std::string unit;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string one = component(parts, i, ", ");
    if (!one.empty()) unit += (unit.empty() ? "" : ", ") + one;
  }
  if (name.empty()) std::swap(name, unit);
  if (name.empty()) return;
  out_.org = {number, std::move(name)};
  out_.unit = std::move(unit);
}

/// A date whose year is left out: "--0322", "--03-22", or Apple's year 1604.
void Parts::add_birthday(std::size_t number) {
  const VcardLine& line = card_.lines[number];
  std::string text = text_of(line.value);
  const std::vector<std::string>* omitted = line.find("X-APPLE-OMIT-YEAR");
  std::string date = vcard_date(text);
  if (omitted != nullptr && !omitted->empty() && date.size() == 10 && date.substr(0, 4) == omitted->front())
    return first(out_.month_day, number, date.substr(5));
  if (!date.empty()) return first(out_.birthday, number, std::move(date));
  if (!begins(text, "--")) return;
  std::string digits;
  for (char c : text.substr(2))
    if (is_digit(c))
      digits += c;
    else if (c != '-')
      break;
  if (digits.size() == 4 && !vcard_date("2000" + digits).empty())
    first(out_.month_day, number, digits.substr(0, 2) + '-' + digits.substr(2));
}

}  // namespace

std::string vcard_date(std::string_view value) {
  value = core::trim(value);
  value = value.substr(0, value.find_first_of("Tt "));
  std::string digits;
  for (char c : value) {
    if (is_digit(c))
      digits += c;
    else if (c != '-')
      return "";
  }
  const bool dashes = value.find('-') != std::string_view::npos;
  if (digits.size() != 8 || !is_digit(value[0]) ||
      (dashes && (value.size() != 10 || value[4] != '-' || value[7] != '-')))
    return "";
  std::string date = digits.substr(0, 4) + '-' + digits.substr(4, 2) + '-' + digits.substr(6);
  return core::parse_date(date) ? date : "";
}

VcardParts parts_of(const Vcard& card) {
  return Parts(card).run();
}

}  // namespace flatcrm::format
