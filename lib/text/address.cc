#include "text/address.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/text.h"
#include "text/country.h"

namespace flatcrm::text {

namespace {

constexpr std::string_view states =
    " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
    "OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR ";
constexpr std::string_view provinces = " AB BC MB NB NL NS NT NU ON PE QC SK YT ";
constexpr std::string_view australian_states = " NSW VIC QLD SA WA TAS ACT NT ";
/// No address is longer, and looking for the end of its street takes the square of its words.
constexpr std::size_t longest = 500;

/// Whose postcodes have four digits.
constexpr std::string_view four_digits = " AT AU BE BG CH CY DK HU LI LU LV MK NL NO NZ PH PT SI TN ZA ";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}
bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}
bool is_one_of(std::string_view list, std::string_view word) {
  return !word.empty() && list.find(" " + std::string(word) + " ") != list.npos;
}

/// "99999 9999" says five digits, a blank, four; A is a capital.
bool fits(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool fine = form[i] == '9'   ? is_digit(text[i])
                : form[i] == 'A' ? is_capital(text[i])
                                 : form[i] == text[i];
    if (!fine) return false;
  }
  return true;
}
template <std::size_t size>
bool fits_one(std::string_view text, const std::array<std::string_view, size>& forms) {
  return std::any_of(forms.begin(), forms.end(), [&](std::string_view form) { return fits(text, form); });
}

using Pieces = std::vector<std::string_view>;

Pieces pieces_of(std::string_view text, std::string_view at) {
  Pieces out;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = std::min(text.find_first_of(at, begin), text.size());
    if (std::string_view piece = core::trim(text.substr(begin, end - begin)); !piece.empty())
      out.push_back(piece);
    begin = end + 1;
  }
  return out;
}

std::string joined(const Pieces& pieces, std::size_t begin, std::size_t end, std::string_view between) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i)
    out += (i == begin ? "" : std::string(between)) + std::string(pieces[i]);
  return out;
}

/// A town: letters, and no digit.
bool is_town(std::string_view text) {
  return text.size() >= 2 && !has_digit(text) && std::any_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
         });
}

bool is_street(std::string_view text) {
  return has_digit(text) && text.size() >= 4;
}

struct Place {
  std::string postcode, city, region;
};

class Splitter {
 public:
  explicit Splitter(std::string_view country) : country_(country) {}

  PostalAddress split(std::string_view text) {
    PostalAddress whole;
    whole.street = core::trim(text);
    if (text.size() > longest) return whole;
    Pieces pieces = pieces_of(text, text.find('\n') != text.npos ? "\r\n" : ",");
    PostalAddress out;
    take_country(pieces, out);
    if (pieces.size() == 1) return of_one_piece(pieces[0], out) ? out : whole;
    if (pieces.size() < 2) return whole;
    return behind_the_street(pieces, out) || before_the_street(pieces, out) ? out : whole;
  }

  PostalAddress split_town(std::string_view text) {
    PostalAddress whole, out;
    whole.city = core::trim(text);
    Pieces pieces = pieces_of(text, ",");
    if (text.size() > longest || pieces.empty()) return whole;
    take_country(pieces, out);
    if (pieces.size() > 2) return whole;
    std::optional<Place> place =
        place_of(joined(pieces, 0, pieces.size(), " "), pieces.size() > 1 ? pieces[0] : "");
    if (!place || place->postcode.empty()) return whole;
    take(out, std::move(*place), "");
    return out;
  }

 private:
  void take_country(Pieces& pieces, PostalAddress& out) {
    if (pieces.size() < 2) return;
    std::string_view last = pieces.back();
    // Two letters are a state as often as a country.
    if (last.size() < 3 && last != "UK" && (is_one_of(states, last) || is_one_of(provinces, last))) return;
    std::string_view code = has_digit(last) ? std::string_view() : country_code(last);
    if (code.empty()) return;
    out.country = country_ = std::string(code);
    pieces.pop_back();
  }

  void take(PostalAddress& out, Place place, std::string street) {
    out.street = std::move(street);
    out.postcode = std::move(place.postcode);
    out.city = std::move(place.city);
    out.region = std::move(place.region);
    out.sure = true;
  }

  /// "Street 5 | 89073 Ulm", "Street 5 | Reno | NV 89501", "5 Street | London | SW1A 2AA".
  bool behind_the_street(const Pieces& pieces, PostalAddress& out) {
    for (std::size_t from : {pieces.size() - 1, pieces.size() - 2}) {
      if (from == 0 || from >= pieces.size()) continue;
      std::string street = joined(pieces, 0, from, ", ");
      std::optional<Place> place =
          place_of(joined(pieces, from, pieces.size(), " "), pieces.size() - from > 1 ? pieces[from] : "");
      if (!place || !is_street(street) || continental(pieces_of(street, " "))) continue;
      take(out, std::move(*place), std::move(street));
      return true;
    }
    return false;
  }

  /// "1051 Budapest | Street 5"
  bool before_the_street(const Pieces& pieces, PostalAddress& out) {
    std::optional<Place> place = continental(pieces_of(pieces[0], " "));
    std::string street = joined(pieces, 1, pieces.size(), ", ");
    if (!place || !is_street(street) || continental(pieces_of(pieces.back(), " "))) return false;
    take(out, std::move(*place), std::move(street));
    return true;
  }

  /// "Hauptstr. 5 89073 Ulm": the street has to end in its number.
  bool of_one_piece(std::string_view text, PostalAddress& out) {
    Pieces words = pieces_of(text, " ");
    for (std::size_t i = 2; i + 1 < words.size(); ++i) {
      bool number = is_digit(words[i - 1].front()) && !has_digit(words[0]);
      if (!number || !has_digit(words[i])) continue;
      std::optional<Place> place =
          continental(Pieces(words.begin() + static_cast<std::ptrdiff_t>(i), words.end()));
      if (!place) continue;
      take(out, std::move(*place), joined(words, 0, i, " "));
      return true;
    }
    return false;
  }

  /// `town`: what stands alone in a piece before the rest, "" when the text is one piece.
  std::optional<Place> place_of(const std::string& text, std::string_view town) const {
    Pieces words = pieces_of(text, " ");
    if (town.empty())
      if (std::optional<Place> place = continental(words)) return place;
    if (std::optional<Place> place = british(words)) return place;
    return american(words, town);
  }

  std::optional<Place> continental(const Pieces& words) const {
    static constexpr std::array<std::string_view, 4> whole = {"99999", "99-999", "9999-999", "9999AA"};
    if (words.size() < 2) return {};
    std::string first(words[0]);
    // A-1010, CH-8001, D-89073, SE-111 22
    if (std::size_t hyphen = first.find('-');
        hyphen != first.npos && hyphen > 0 && hyphen <= 3 && is_capital(first[0]))
      first.erase(0, hyphen + 1);
    std::size_t used = 0;
    std::string two = first + " " + std::string(words[1]);
    bool short_code = fits(first, "9999") && (first != words[0] || is_one_of(four_digits, country_));
    bool two_words = !fits_one(first, whole) && (fits(two, "999 99") || fits(two, "9999 AA"));
    if (two_words)
      used = 2;
    else if (fits_one(first, whole) || short_code)
      used = 1;
    if (used == 0 || used >= words.size()) return {};
    Place out{used == 2 ? two : first, joined(words, used, words.size(), " "), ""};
    if (country_ == "IT" && words.size() > used + 1) take_province(out);
    if (!is_town(out.city)) return {};
    return out;
  }

  /// "Milano MI", "Milano (MI)"
  static void take_province(Place& place) {
    std::size_t blank = place.city.rfind(' ');
    std::string last = place.city.substr(blank + 1);
    if (fits(last, "(AA)")) last = last.substr(1, 2);
    if (!fits(last, "AA")) return;
    place.region = last;
    place.city.resize(blank);
  }

  static std::optional<Place> british(const Pieces& words) {
    static constexpr std::array<std::string_view, 6> outward = {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
    if (words.size() < 3 || !fits(words.back(), "9AA") || !fits_one(words[words.size() - 2], outward))
      return {};
    Place out{joined(words, words.size() - 2, words.size(), " "), joined(words, 0, words.size() - 2, " "),
              ""};
    if (!is_town(out.city)) return {};
    return out;
  }

  std::optional<Place> american(const Pieces& words, std::string_view town) const {
    static constexpr std::array<std::string_view, 2> zip = {"99999", "99999-9999"};
    if (words.size() < 2) return {};
    std::size_t last = words.size();
    Place out;
    std::string_view list = states;
    if (fits_one(words.back(), zip)) {
      out.postcode = words[--last];
    } else if (words.size() > 3 && fits(joined(words, last - 2, last, " "), "A9A 9A9")) {
      out.postcode = joined(words, last - 2, last, " ");
      last -= 2;
      list = provinces;
    } else if (fits(words.back(), "9999") && words.size() > 2 &&
               is_one_of(australian_states, words[last - 2])) {
      out.postcode = words[--last];
      list = australian_states;
    } else if (town.empty()) {
      return {};  // a town and a state without a postcode: only where a comma parts them
    }
    if (last < 2 || !is_one_of(list, words[last - 1])) return {};
    out.region = words[last - 1];
    out.city = joined(words, 0, last - 1, " ");
    if (!is_town(out.city)) return {};
    return out;
  }

  std::string country_;
};

}  // namespace

PostalAddress split_address(std::string_view text, std::string_view country) {
  return Splitter(country).split(text);
}

PostalAddress split_town(std::string_view text, std::string_view country) {
  return Splitter(country).split_town(text);
}

}  // namespace flatcrm::text
