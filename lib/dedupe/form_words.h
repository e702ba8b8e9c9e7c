// The words that standard forms leave out or spell in one way: facts of languages, all folded.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace flatcrm::dedupe {

using Spelling = std::pair<std::string_view, std::string_view>;

inline constexpr auto titles = std::to_array<std::string_view>(
    {"mr",  "mrs",     "ms",   "miss", "dr",   "prof",     "professor", "doctor", "sir",
     "rev", "herr",    "frau", "mme",  "mlle", "monsieur", "madame",    "senor",  "senora",
     "sig", "signora", "dipl", "ing",  "mag",  "phd",      "md",        "esq",    "mba"});

inline constexpr auto generations = std::to_array<Spelling>({{"jr", "j"},
                                                             {"junior", "j"},
                                                             {"jun", "j"},
                                                             {"sr", "s"},
                                                             {"senior", "s"},
                                                             {"sen", "s"},
                                                             {"ii", "2"},
                                                             {"iii", "3"},
                                                             {"iv", "4"}});

/// Family names that transliteration reads otherwise than families do, or spells in an old-established way.
inline constexpr auto family_readings = std::to_array<Spelling>(
    {{"曾", "zeng"},        {"单", "shan"},       {"單", "shan"},       {"解", "xie"},
     {"仇", "qiu"},         {"区", "ou"},         {"區", "ou"},         {"查", "zha"},
     {"朴", "piao"},        {"盖", "ge"},         {"任", "ren"},        {"华", "hua"},
     {"翟", "zhai"},        {"尉迟", "yuchi"},    {"葛", "ge"},         {"覃", "qin"},
     {"乐", "yue"},         {"樂", "yue"},        {"洗", "xian"},       {"冼", "xian"},
     {"缪", "miao"},        {"박", "park"},       {"김", "kim"},        {"이", "lee"},
     {"리", "lee"},         {"최", "choi"},       {"정", "jung"},       {"강", "kang"},
     {"조", "cho"},         {"윤", "yoon"},       {"장", "jang"},       {"임", "lim"},
     {"신", "shin"},        {"유", "yoo"},        {"노", "roh"},        {"田中", "tanaka"},
     {"山田", "yamada"},    {"佐藤", "sato"},     {"鈴木", "suzuki"},   {"高橋", "takahashi"},
     {"伊藤", "ito"},       {"渡辺", "watanabe"}, {"中村", "nakamura"}, {"小林", "kobayashi"},
     {"加藤", "kato"},      {"吉田", "yoshida"},  {"山本", "yamamoto"}, {"佐々木", "sasaki"},
     {"松本", "matsumoto"}, {"井上", "inoue"},    {"木村", "kimura"},   {"林", "lin"}});

inline constexpr auto particles = std::to_array<std::string_view>(
    {"van", "von", "vom", "zu",  "zum",  "zur",   "der",    "den",    "de",  "di",
     "da",  "do",  "dos", "das", "del",  "della", "du",     "des",    "la",  "le",
     "ter", "ten", "af",  "av",  "bin",  "ibn",   "ben",    "bint",   "al",  "el",
     "ul",  "y",   "e",   "abu", "haji", "hadji", "sheikh", "shaikh", "san", "st"});

/// Anywhere but as the only word.
inline constexpr auto legal_words = std::to_array<std::string_view>({"gmbh",         "mbh",
                                                                     "ag",           "kg",
                                                                     "ohg",          "ug",
                                                                     "se",           "ev",
                                                                     "kgaa",         "inc",
                                                                     "incorporated", "corp",
                                                                     "corporation",  "ltd",
                                                                     "limited",      "llc",
                                                                     "llp",          "lp",
                                                                     "plc",          "co",
                                                                     "company",      "cie",
                                                                     "sa",           "sarl",
                                                                     "sas",          "sasu",
                                                                     "eurl",         "srl",
                                                                     "spa",          "sl",
                                                                     "slu",          "nv",
                                                                     "bv",           "bvba",
                                                                     "vof",          "ab",
                                                                     "oy",           "oyj",
                                                                     "asa",          "aps",
                                                                     "kk",           "pty",
                                                                     "pte",          "pvt",
                                                                     "sro",          "doo",
                                                                     "kft",          "zrt",
                                                                     "bt",           "ooo",
                                                                     "oao",          "zao",
                                                                     "pao",          "jsc",
                                                                     "ojsc",         "pjsc",
                                                                     "cjsc",         "tbk",
                                                                     "pt",           "sdn",
                                                                     "bhd",          "aktiengesellschaft",
                                                                     "gesellschaft", "cv",
                                                                     "sc",           "anonim",
                                                                     "sirketi",      "aktsionernoe",
                                                                     "obshchestvo"});

inline constexpr auto legal_phrases = std::to_array<std::string_view>(
    {"open joint stock company", "public joint stock company", "closed joint stock company",
     "private joint stock company", "joint stock company", "limited liability company",
     "limited liability partnership", "public limited company", "private limited", "sociedad anonima",
     "societe anonyme", "naamloze vennootschap", "besloten vennootschap",
     "gesellschaft mit beschrankter haftung", "eingetragener verein", "kabushiki kaisha", "you xian gong si",
     "zhu shi hui she"});

inline constexpr auto organization_stop_words = std::to_array<std::string_view>(
    {"the", "and", "und", "et", "y",   "e",  "of", "for", "in",  "at",  "der", "die",
     "das", "des", "le",  "la", "les", "de", "du", "del", "der", "den", "i"});

inline constexpr auto organization_spellings = std::to_array<Spelling>(
    {{"intl", "international"}, {"bros", "brothers"},      {"mfg", "manufacturing"},
     {"assn", "association"},   {"assoc", "association"},  {"ctr", "center"},
     {"cntr", "center"},        {"centre", "center"},      {"dept", "department"},
     {"univ", "university"},    {"svc", "services"},       {"svcs", "services"},
     {"service", "services"},   {"tech", "technologies"},  {"technology", "technologies"},
     {"sys", "systems"},        {"system", "systems"},     {"natl", "national"},
     {"gebr", "gebruder"},      {"gebrueder", "gebruder"}, {"soehne", "sohne"},
     {"saint", "st"},           {"sankt", "st"},           {"us", "usa"},
     {"sch", "school"},         {"schl", "school"},        {"hosp", "hospital"},
     {"inst", "institute"},     {"govt", "government"},    {"mgmt", "management"},
     {"comm", "community"}});

inline constexpr auto street_spellings = std::to_array<Spelling>({{"street", "st"},
                                                                  {"str", "st"},
                                                                  {"strasse", "st"},
                                                                  {"avenue", "ave"},
                                                                  {"av", "ave"},
                                                                  {"aven", "ave"},
                                                                  {"boulevard", "blvd"},
                                                                  {"blv", "blvd"},
                                                                  {"boul", "blvd"},
                                                                  {"bd", "blvd"},
                                                                  {"road", "rd"},
                                                                  {"drive", "dr"},
                                                                  {"lane", "ln"},
                                                                  {"place", "pl"},
                                                                  {"court", "ct"},
                                                                  {"square", "sq"},
                                                                  {"parkway", "pkwy"},
                                                                  {"highway", "hwy"},
                                                                  {"terrace", "ter"},
                                                                  {"circle", "cir"},
                                                                  {"crescent", "cres"},
                                                                  {"north", "n"},
                                                                  {"south", "s"},
                                                                  {"east", "e"},
                                                                  {"west", "w"},
                                                                  {"northeast", "ne"},
                                                                  {"northwest", "nw"},
                                                                  {"southeast", "se"},
                                                                  {"southwest", "sw"},
                                                                  {"first", "1st"},
                                                                  {"second", "2nd"},
                                                                  {"third", "3rd"},
                                                                  {"fourth", "4th"},
                                                                  {"fifth", "5th"},
                                                                  {"sixth", "6th"},
                                                                  {"seventh", "7th"},
                                                                  {"eighth", "8th"},
                                                                  {"ninth", "9th"},
                                                                  {"tenth", "10th"},
                                                                  {"saint", "st"},
                                                                  {"sankt", "st"},
                                                                  {"mount", "mt"},
                                                                  {"fort", "ft"},
                                                                  {"avenida", "ave"},
                                                                  {"piazza", "pza"},
                                                                  {"plaza", "pza"},
                                                                  {"calle", "c"},
                                                                  {"straat", "st"},
                                                                  {"martin luther king", "mlk"}});

/// As street_spellings spells them.
inline constexpr auto street_types = std::to_array<std::string_view>(
    {"st",      "ave", "blvd", "rd",  "dr",  "ln",    "pl",   "ct",     "sq",    "pkwy",  "hwy",
     "ter",     "cir", "cres", "way", "rue", "via",   "c",    "weg",    "allee", "platz", "pza",
     "between", "btw", "near", "bei", "ul",  "close", "cove", "parade", "loop",  "trail"});

inline constexpr auto city_spellings = std::to_array<Spelling>({{"saint", "st"},
                                                                {"sankt", "st"},
                                                                {"mount", "mt"},
                                                                {"fort", "ft"},
                                                                {"w", "west"},
                                                                {"n", "north"},
                                                                {"s", "south"},
                                                                {"e", "east"}});

inline constexpr auto free_mail_domains = std::to_array<std::string_view>(
    {"gmail.com",     "googlemail.com",  "yahoo.com",      "yahoo.de",       "yahoo.fr",     "yahoo.co.uk",
     "yahoo.es",      "yahoo.it",        "ymail.com",      "hotmail.com",    "hotmail.de",   "hotmail.fr",
     "hotmail.co.uk", "hotmail.it",      "hotmail.es",     "outlook.com",    "outlook.de",   "outlook.fr",
     "live.com",      "live.de",         "live.co.uk",     "msn.com",        "aol.com",      "aol.de",
     "icloud.com",    "me.com",          "mac.com",        "gmx.de",         "gmx.net",      "gmx.at",
     "gmx.ch",        "gmx.com",         "web.de",         "t-online.de",    "freenet.de",   "arcor.de",
     "mail.com",      "mail.ru",         "yandex.ru",      "yandex.com",     "bk.ru",        "list.ru",
     "inbox.ru",      "rambler.ru",      "qq.com",         "163.com",        "126.com",      "sina.com",
     "sohu.com",      "naver.com",       "hanmail.net",    "daum.net",       "orange.fr",    "wanadoo.fr",
     "free.fr",       "laposte.net",     "sfr.fr",         "libero.it",      "virgilio.it",  "alice.it",
     "tin.it",        "bluewin.ch",      "proton.me",      "protonmail.com", "comcast.net",  "verizon.net",
     "att.net",       "sbcglobal.net",   "cox.net",        "btinternet.com", "sky.com",      "ntlworld.com",
     "telenet.be",    "skynet.be",       "ziggo.nl",       "kpnmail.nl",     "seznam.cz",    "wp.pl",
     "o2.pl",         "onet.pl",         "interia.pl",     "uol.com.br",     "bol.com.br",   "terra.com.br",
     "bigpond.com",   "optusnet.com.au", "rediffmail.com", "zoho.com",       "fastmail.com", "posteo.de",
     "mailbox.org"});

inline constexpr auto role_mailboxes = std::to_array<std::string_view>(
    {"info",       "office",    "sales",       "contact",       "kontakt",  "mail",       "hello",
     "support",    "admin",     "service",     "kundenservice", "vertrieb", "buero",      "post",
     "team",       "accounts",  "accounting",  "billing",       "invoice",  "rechnung",   "marketing",
     "enquiries",  "inquiries", "reception",   "webmaster",     "noreply",  "no-reply",   "shop",
     "bestellung", "einkauf",   "secretariat", "direction",     "accueil",  "commercial", "compta",
     "hr",         "jobs",      "presse",      "press"});

}  // namespace flatcrm::dedupe
