#include "format/vcard_rows.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/id.h"
#include "core/text.h"
#include "format/vcard_parts.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_addresses = 3;

/// Places in vcard_columns().
enum Column : std::uint32_t {
  key,
  kind,
  fn,
  family,
  given,
  additional,
  prefix,
  suffix,
  nickname,
  org,
  org_unit,
  title,
  role,
  email,
  tel,
  tel_cell,
  tel_work,
  tel_home,
  tel_fax,
  tel_pager,
  address,
  url = address + 8 * most_addresses,
  social,
  bday,
  bday_month_day,
  anniversary,
  lang,
  categories,
  note,
  rev,
  vcard
};

/// Properties that have columns of their own, or say nothing of the person.
bool is_known(std::string_view name) {
  static constexpr std::array<std::string_view, 38> names{"ADR",
                                                          "AGENT",
                                                          "ANNIVERSARY",
                                                          "BDAY",
                                                          "CALADRURI",
                                                          "CALURI",
                                                          "CATEGORIES",
                                                          "CLIENTPIDMAP",
                                                          "EMAIL",
                                                          "FBURL",
                                                          "FN",
                                                          "IMPP",
                                                          "KEY",
                                                          "KIND",
                                                          "LABEL",
                                                          "LANG",
                                                          "LOGO",
                                                          "MAILER",
                                                          "N",
                                                          "NICKNAME",
                                                          "NOTE",
                                                          "ORG",
                                                          "PHOTO",
                                                          "PRODID",
                                                          "REV",
                                                          "ROLE",
                                                          "SOUND",
                                                          "SOURCE",
                                                          "TEL",
                                                          "TITLE",
                                                          "UID",
                                                          "URL",
                                                          "X-ABADR",
                                                          "X-ABLABEL",
                                                          "X-ABSHOWAS",
                                                          "X-ABUID",
                                                          "X-SOCIALPROFILE",
                                                          "SOCIALPROFILE"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_international(std::string_view number) {
  return number.size() > 6 && number[0] == '+' &&
         number.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_one_line(std::string_view escaped) {
  return escaped.find("\\n") == std::string_view::npos;
}

/// Family and given name alone, of one word list each.
bool is_plain_name(std::string_view value) {
  const std::vector<std::string_view> parts = split_vcard(value, ';');
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (split_vcard(parts[i], ',').size() > 1 || (i > 1 && !parts[i].empty())) return false;
  return is_one_line(value) && value.find_first_not_of(';') != std::string_view::npos;
}

/// Without box and extension, the country by its code.
bool is_plain_address(std::string_view value) {
  const std::vector<std::string_view> parts = split_vcard(value, ';');
  if (parts.size() != 7 || !parts[0].empty() || !parts[1].empty()) return false;
  for (std::string_view part : parts)
    if (split_vcard(part, ',').size() > 1) return false;
  const std::string_view country = parts[6];
  return is_one_line(value) && (country.empty() || (country.size() == 2 && has_upper(country.substr(0, 1)) &&
                                                    has_upper(country.substr(1))));
}

/// Would an export write this very line from the columns?
bool is_plain(const VcardLine& line) {
  if (!line.group.empty() || !line.parameters.empty()) return false;
  const std::string_view value = line.value;
  if (value.empty() || core::trim(value) != value) return false;
  if (line.name == "N") return is_plain_name(value);
  if (line.name == "ADR") return is_plain_address(value);
  if (line.name == "TEL") return is_international(value);
  if (line.name == "EMAIL") return !has_upper(value) && value.find('@') != std::string_view::npos;
  if (line.name == "ORG") return is_one_line(value) && split_vcard(value, ';').size() == 1;
  if (line.name == "KIND") return value == "individual" || value == "org";
  if (line.name == "FN" || line.name == "TITLE") return is_one_line(value);
  return line.name == "NOTE" || line.name == "URL" || line.name == "CATEGORIES" || line.name == "LANG";
}

bool is_list(std::string_view name) {
  return name == "EMAIL" || name == "TEL" || name == "ADR";
}

/// Writes one card's row.
class Row {
 public:
  Row(const Vcard& card, FlatTable& table) : card_(card), table_(table), parts_(parts_of(card)) {}

  void write() {
    set(key, make_key());
    set(kind, parts_.kind.text);
    set(fn, full_name());
    set(family, parts_.name.family);
    set(given, parts_.name.given);
    set(additional, parts_.name.additional);
    set(prefix, parts_.name.prefix);
    set(suffix, parts_.name.suffix);
    set(nickname, parts_.nicknames);
    set(org, parts_.org.text);
    set(org_unit, parts_.unit);
    set(title, parts_.title.text);
    set(role, parts_.role.text);
    set(email, parts_.emails);
    write_phones();
    write_addresses();
    set(url, parts_.url.text);
    set(social, parts_.social);
    set(bday, parts_.birthday.text.empty() && !parts_.month_day.text.empty() ? "--" + parts_.month_day.text
                                                                             : parts_.birthday.text);
    set(bday_month_day, parts_.month_day.text);
    set(anniversary, parts_.anniversary.text);
    set(lang, parts_.language.text);
    set(categories, parts_.categories);
    set(note, parts_.note.text);
    set(rev, revised());
    write_kept();
    write_others();
  }

 private:
  void set(std::uint32_t column, std::string_view text) {
    if (!text.empty()) table_.set(column, table_.arena().keep(text));
  }
  void set(std::uint32_t column, const std::vector<VcardValue>& values) {
    std::vector<std::string_view> texts;
    for (const VcardValue& value : values)
      if (std::find(texts.begin(), texts.end(), value.text) == texts.end()) texts.push_back(value.text);
    if (!texts.empty()) set(column, core::join_list(texts));
  }
  void write_phones() {
    set(tel, parts_.phones);
    for (auto [column, type] : {std::pair{tel_cell, "cell"}, {tel_work, "work"}, {tel_home, "home"}}) {
      std::vector<VcardValue> some;
      for (const VcardValue& value : parts_.phones)
        if (card_.lines[value.line].has_type(type)) some.push_back(value);
      set(column, some);
    }
    set(tel_fax, parts_.faxes);
    set(tel_pager, parts_.pagers);
  }
  void write_addresses() {
    for (std::size_t i = 0; i < std::min(parts_.addresses.size(), most_addresses); ++i) {
      const VcardAddress& one = parts_.addresses[i];
      std::uint32_t column = address + static_cast<std::uint32_t>(8 * i);
      for (const std::string* text : {&one.label, &one.pobox, &one.extended, &one.street, &one.city,
                                      &one.region, &one.postcode, &one.country})
        set(column++, *text);
    }
  }
  void write_kept() {
    std::string text;
    for (const VcardLine* line : lines_to_keep(card_)) {
      if (!text.empty()) text += '\n';
      text += print(*line);
    }
    set(vcard, text);
  }
  void write_others() {
    for (const VcardLine& line : card_.lines) {
      if (is_known(line.name) || line.find("ENCODING") != nullptr) continue;
      const std::string text(core::trim(unescape_vcard(line.value)));
      if (!text.empty()) table_.add(table_.column(line.name), table_.arena().keep(text));
    }
  }

  std::string full_name() const;
  std::string make_key() const;
  /// 2026-11-22T10:30:00Z of the basic form too.
  std::string revised() const;

  const Vcard& card_;
  FlatTable& table_;
  VcardParts parts_;
};

std::string Row::full_name() const {
  if (!parts_.full_name.text.empty()) return parts_.full_name.text;
  const VcardName& name = parts_.name;
  std::string out;
  for (const std::string* part : {&name.prefix, &name.given, &name.additional, &name.family, &name.suffix})
    if (!part->empty()) out += (out.empty() ? "" : " ") + *part;
  if (!out.empty()) return out;
  if (!parts_.org.text.empty()) return parts_.org.text;
  if (!parts_.nicknames.empty()) return parts_.nicknames[0].text;
  return parts_.emails.empty() ? "" : parts_.emails[0].text;
}

std::string Row::make_key() const {
  if (!parts_.uid.text.empty()) return parts_.uid.text;
  const std::string name = full_name();
  const std::string& second = !parts_.emails.empty()  ? parts_.emails[0].text
                              : parts_.phones.empty() ? name
                                                      : parts_.phones[0].text;
  if (!name.empty() && &second != &name) return name == second ? name : name + '/' + second;
  std::string all;
  for (const VcardLine& line : card_.lines) all += print(line) + '\n';
  return fmt::format("{:016x}", core::stable_hash(all));
}

std::string Row::revised() const {
  const std::string& text = parts_.revised.text;
  const std::size_t time = text.find('T');
  if (time != 8 || text.size() < 15) return text;
  return fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2),
                     text.substr(9, 2), text.substr(11, 2), text.substr(13));
}

std::vector<std::string> make_columns() {
  std::vector<std::string> names{"key",          "KIND",     "FN",       "N.family", "N.given",
                                 "N.additional", "N.prefix", "N.suffix", "NICKNAME", "ORG",
                                 "ORG.unit",     "TITLE",    "ROLE",     "EMAIL",    "TEL",
                                 "TEL;CELL",     "TEL;WORK", "TEL;HOME", "TEL;FAX",  "TEL;PAGER"};
  for (std::size_t i = 1; i <= most_addresses; ++i)
    for (const char* part : {"label", "pobox", "extended", "street", "city", "region", "postcode", "country"})
      names.push_back(fmt::format("ADR.{}.{}", i, part));
  for (const char* name : {"URL", "SOCIAL", "BDAY", "BDAY.month_day", "ANNIVERSARY", "LANG", "CATEGORIES",
                           "NOTE", "REV", "vcard"})
    names.emplace_back(name);
  return names;
}

}  // namespace

const std::vector<std::string>& vcard_columns() {
  static const std::vector<std::string> names = make_columns();
  return names;
}

std::vector<const VcardLine*> lines_to_keep(const Vcard& card) {
  // Where one line of a name is kept, all are: an export then knows which of them belongs to the record's value.
  std::vector<std::string_view> whole;
  for (std::size_t i = 0; i < card.lines.size(); ++i) {
    const VcardLine& line = card.lines[i];
    const bool second = !is_list(line.name) &&
                        std::any_of(card.lines.begin(), card.lines.begin() + static_cast<std::ptrdiff_t>(i),
                                    [&](const VcardLine& other) { return other.name == line.name; });
    if (second || !is_plain(line)) whole.push_back(line.name);
  }
  const auto addresses = std::count_if(card.lines.begin(), card.lines.end(),
                                       [](const VcardLine& line) { return line.name == "ADR"; });
  if (static_cast<std::size_t>(addresses) > most_addresses) whole.emplace_back("ADR");
  std::vector<const VcardLine*> kept;
  for (const VcardLine& line : card.lines)
    if (std::find(whole.begin(), whole.end(), line.name) != whole.end()) kept.push_back(&line);
  return kept;
}

void add_vcard_row(const Vcard& card, std::uint64_t place, FlatTable& table) {
  table.begin_row(place);
  if (!card.problem.empty()) table.refuse(card.problem);
  Row(card, table).write();
  table.end_row();
}

void read_vcard_rows(std::string_view bytes, const std::string& encoding, std::uint64_t base,
                     FlatTable& table) {
  VcardReader reader(bytes, encoding);
  Vcard card;
  while (reader.next(card)) add_vcard_row(card, base + card.offset, table);
}

}  // namespace flatcrm::format
