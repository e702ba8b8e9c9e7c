// Signs and codes of currencies. Source: ISO 4217:2015 with the amendments up to 2022.
#include <algorithm>

#include "core/text.h"
#include "text/amount.h"

namespace flatcrm::text {
namespace {

constexpr std::string_view codes =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLP CNY "
    "COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK "
    "HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD "
    "MMK MNT MOP MRU "
    "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
    "SBD SCR SDG SEK "
    "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND "
    "VUV WST XAF XCD "
    "XOF XPF YER ZAR ZMW ZWL";

/// Codes that are history, as old exports have them.
constexpr std::string_view retired_codes =
    "ADP AFA ALK AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BOP BRB BRC BRE BRN "
    "BRR BUK BYB BYR CHC CSD CSJ CSK CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS "
    "GQE GRD GWE GWP HRD IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MGF MLF MRO MTL MTP "
    "MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SRG STD SUR TJR TMM "
    "TPE TRL UAK UGS UGW USS UYN UYP VEB VEF VNC XEU XFO XFU XRE YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC "
    "ZWD ZWN ZWR ";

struct Sign {
  std::string_view sign;
  std::string_view code;     // the commonest, or the only one
  std::string_view sharing;  // all that write it so, where there are several
};
constexpr std::string_view dollars =
    "USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU BSD BBD BMD BND BZD FJD GYD JMD KYD LRD NAD TTD XCD";
constexpr Sign signs[] = {
    {"€", "EUR", ""},
    {"$", "USD", dollars},
    {"£", "GBP", "GBP EGP LBP SYP FKP GIP SHP"},
    {"¥", "JPY", "JPY CNY"},
    {"￥", "JPY", "JPY CNY"},
    {"kr", "SEK", "SEK NOK DKK ISK"},
    {"kr.", "SEK", "SEK NOK DKK ISK"},
    {"Rs", "INR", "INR PKR LKR NPR MUR"},
    {"Rs.", "INR", "INR PKR LKR NPR MUR"},
    {"₨", "PKR", "INR PKR LKR NPR MUR"},
    {"US$", "USD", ""},
    {"C$", "CAD", ""},
    {"CA$", "CAD", ""},
    {"A$", "AUD", ""},
    {"AU$", "AUD", ""},
    {"NZ$", "NZD", ""},
    {"HK$", "HKD", ""},
    {"S$", "SGD", ""},
    {"NT$", "TWD", ""},
    {"R$", "BRL", ""},
    {"MX$", "MXN", ""},
    {"CN¥", "CNY", ""},
    {"RMB", "CNY", ""},
    {"元", "CNY", ""},
    {"円", "JPY", ""},
    {"₹", "INR", ""},
    {"₩", "KRW", ""},
    {"원", "KRW", ""},
    {"₽", "RUB", ""},
    {"руб", "RUB", ""},
    {"руб.", "RUB", ""},
    {"₺", "TRY", ""},
    {"TL", "TRY", ""},
    {"₴", "UAH", ""},
    {"zł", "PLN", ""},
    {"Kč", "CZK", ""},
    {"Ft", "HUF", ""},
    {"лв", "BGN", ""},
    {"лв.", "BGN", ""},
    {"lei", "RON", ""},
    {"₪", "ILS", ""},
    {"₫", "VND", ""},
    {"฿", "THB", ""},
    {"₱", "PHP", ""},
    {"₦", "NGN", ""},
    {"R", "ZAR", ""},
    {"Fr", "CHF", ""},
    {"Fr.", "CHF", ""},
    {"SFr", "CHF", ""},
    {"SFr.", "CHF", ""},
    {"sFr.", "CHF", ""},
    {"DM", "DEM", ""},
    {"öS", "ATS", ""},
    {"Euro", "EUR", ""},
    {"euros", "EUR", ""},
    {"Dollar", "USD", dollars},
    {"dollars", "USD", dollars},
};

/// The view into `list` of a code of three capitals, or "".
std::string_view find_code(std::string_view list, std::string_view code) {
  if (code.size() != 3) return {};
  for (std::size_t at = 0; at + 3 <= list.size(); at += 4) {
    if (list.substr(at, 3) == code) return list.substr(at, 3);
  }
  return {};
}

}  // namespace

std::string_view currency_of(std::string_view text, std::string_view home) {
  std::array<char, 3> upper{};
  if (text.size() == 3) {
    std::transform(text.begin(), text.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; });
    if (std::string_view code = find_code(codes, {upper.data(), 3}); !code.empty()) return code;
    if (std::string_view code = find_code(retired_codes, {upper.data(), 3}); !code.empty()) return code;
  }
  for (const Sign& sign : signs) {
    if (!core::equal_ignoring_ascii_case(sign.sign, text)) continue;
    std::string_view shared = find_code(sign.sharing, home);
    return shared.empty() ? sign.code : shared;
  }
  return {};
}

std::string_view currency_code(std::string_view sign_or_code) {
  return currency_of(core::trim(sign_or_code), {});
}

}  // namespace flatcrm::text
