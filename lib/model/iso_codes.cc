#include "model/iso_codes.h"

#include <bitset>

namespace flatcrm::model {
namespace {

// XK is no code of ISO 3166-1, but the one that everybody uses for Kosovo.
constexpr std::string_view countries =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE "
    "EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM "
    "HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC "
    "LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
    "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
    "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
    "XK ";

// Without XTS (testing) and XXX (no currency).
constexpr std::string_view currencies =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB "
    "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD "
    "JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU "
    "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY "
    "TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD "
    "XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWL ";

// What money was before: old books and old orders keep it.
constexpr std::string_view retired_currencies =
    "ADP AFA ALK AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BEC BEF BEL BGJ BGK BGL BOP BRB BRC BRE BRN "
    "BRR BUK BYB BYR CHC CSD CSJ CSK CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GHP GNE GNS "
    "GQE GRD GWE GWP HRD IEP ILP ILR ISJ ITL LAJ LSM LTL LTT LUC LUF LUL LVL LVR MGF MLF MRO MTL MTP "
    "MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ PTE RHD ROK ROL RUR SDD SDP SIT SKK SRG STD SUR TJR TMM "
    "TPE TRL UAK UGS UGW USS UYN UYP VEB VEF VNC XEU XFO XFU XRE YDD YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC "
    "ZWD ZWN ZWR ";

constexpr int letters = 26;

/// The codes as one bit each, so that a million of them are checked in no time.
template <std::size_t Length>
class CodeSet {
 public:
  explicit CodeSet(std::string_view codes) {
    for (; codes.size() > Length; codes.remove_prefix(Length + 1))
      known_.set(number(codes.substr(0, Length)));
  }
  bool contains(std::string_view code) const {
    if (code.size() != Length) return false;
    std::size_t place = number(code);
    return place < known_.size() && known_.test(place);
  }

 private:
  static constexpr std::size_t none = ~std::size_t{0};
  static constexpr std::size_t count() {
    std::size_t product = 1;
    for (std::size_t i = 0; i < Length; ++i) product *= letters;
    return product;
  }
  static std::size_t number(std::string_view code) {
    std::size_t place = 0;
    for (char c : code) {
      if (c < 'A' || c > 'Z') return none;
      place = place * letters + static_cast<std::size_t>(c - 'A');
    }
    return place;
  }

  std::bitset<count()> known_;
};

}  // namespace

bool is_country_code(std::string_view code) {
  static const CodeSet<2> known(countries);
  return known.contains(code);
}

bool is_currency_code(std::string_view code) {
  static const CodeSet<3> known(currencies), retired(retired_currencies);
  return known.contains(code) || retired.contains(code);
}

}  // namespace flatcrm::model
