// The words that names are told apart by: honorifics, suffixes, particles, legal forms.
//
// Folded and without dots, unless said otherwise. A word that is a name as often ("Don", "Church") is
// left out.
#pragma once

#include <array>
#include <string_view>

namespace flatcrm::text {

inline constexpr auto honorifics = std::to_array<std::string_view>(
    {"mr",       "mrs",        "ms",           "mx",       "miss",      "dr",      "prof",     "professor",
     "doctor",   "sir",        "dame",         "rev",      "reverend",  "hon",     "herr",     "frau",
     "fraulein", "hr",         "dipl-ing",     "dipl-kfm", "dipl-kffr", "mag",     "ing",      "dott",
     "dottssa",  "dottoressa", "sig",          "sigra",    "signor",    "signora", "mme",      "mlle",
     "monsieur", "madame",     "mademoiselle", "maitre",   "senor",     "senora",  "senorita", "sra",
     "srta",     "dra",        "dhr",          "mevr",     "mevrouw",   "drs",     "ir",       "mgr",
     "judr",     "mudr",       "phdr",         "rndr",     "ing",       "capt",    "col",      "lt",
     "maj",      "sgt",        "г-н",          "г-жа"});

/// Those that stand before a given name alone.
inline constexpr auto titles_of_given_names =
    std::to_array<std::string_view>({"sir", "dame", "lady", "don", "dona", "dom", "fra", "sister", "brother",
                                     "schwester", "bruder", "pater", "padre"});

/// Honorifics only with their dot: else a name or an initial.
inline constexpr auto dotted_honorifics =
    std::to_array<std::string_view>({"fr", "m", "sr", "st", "d", "don", "dna"});

inline constexpr auto suffixes = std::to_array<std::string_view>(
    {"jr",  "sr", "ii",  "iii", "iv",  "phd", "md",  "esq", "mba", "dds", "dvm",
     "cpa", "ma", "msc", "bsc", "llm", "csc", "cfa", "obe", "mbe", "cbe"});

inline constexpr auto particles = std::to_array<std::string_view>(
    {"van", "von", "vom",   "zu",    "zum", "zur",   "der", "den", "de", "di",  "da",  "do",  "dos",
     "das", "del", "della", "dello", "dei", "degli", "du",  "des", "la", "le",  "ter", "ten", "af",
     "av",  "bin", "ibn",   "al",    "el",  "y",     "e",   "'t",  "d'", "san", "st"});

/// Particles that are written with a capital too, as in Van Gogh.
inline constexpr auto capital_particles = std::to_array<std::string_view>(
    {"Van", "Von", "De", "Di", "Da", "Del", "Della", "Du", "La", "Le", "Al", "El", "Bin", "Dos"});

inline constexpr auto compound_families = std::to_array<std::string_view>(
    {"欧阳", "歐陽", "上官", "司马", "司馬", "诸葛", "諸葛", "东方", "東方", "夏侯",
     "皇甫", "尉迟", "尉遲", "公孙", "公孫", "慕容", "司徒", "令狐", "端木", "独孤",
     "獨孤", "南宫", "南宮", "남궁", "황보", "제갈", "선우", "독고", "사공", "서문"});

inline constexpr auto family_first_countries =
    std::to_array<std::string_view>({"HU", "CN", "TW", "HK", "MO", "JP", "KR", "KP", "VN"});

/// Found anywhere in a name as written: scripts that don't divide words.
inline constexpr auto organization_parts = std::to_array<std::string_view>(
    {"株式会社", "有限会社", "合同会社", "公司",     "集团",   "集團",   "银行",    "銀行", "大学", "大學",
     "医院",     "病院",     "주식회사", "유한회사", "(주)",   "은행",   "대학교",  "ООО",  "ОАО",  "ЗАО",
     "ПАО",      "ТОВ ",     "& Co",     "& Söhne",  "& Sons", "& Fils", "& Figli", "& Cie"});

inline constexpr auto organization_words = std::to_array<std::string_view>({"gmbh",
                                                                            "kgaa",
                                                                            "ohg",
                                                                            "gbr",
                                                                            "mbh",
                                                                            "aktiengesellschaft",
                                                                            "gesellschaft",
                                                                            "ltd",
                                                                            "limited",
                                                                            "llc",
                                                                            "llp",
                                                                            "inc",
                                                                            "incorporated",
                                                                            "corp",
                                                                            "corporation",
                                                                            "company",
                                                                            "companies",
                                                                            "plc",
                                                                            "pty",
                                                                            "pvt",
                                                                            "sarl",
                                                                            "sas",
                                                                            "srl",
                                                                            "spa",
                                                                            "snc",
                                                                            "sprl",
                                                                            "eirl",
                                                                            "ltda",
                                                                            "lda",
                                                                            "sau",
                                                                            "slu",
                                                                            "kft",
                                                                            "zrt",
                                                                            "nyrt",
                                                                            "sro",
                                                                            "spzoo",
                                                                            "doo",
                                                                            "oyj",
                                                                            "aps",
                                                                            "asa",
                                                                            "bhd",
                                                                            "gie",
                                                                            "bank",
                                                                            "banque",
                                                                            "banco",
                                                                            "banca",
                                                                            "sparkasse",
                                                                            "versicherung",
                                                                            "insurance",
                                                                            "university",
                                                                            "universitat",
                                                                            "universite",
                                                                            "universidad",
                                                                            "universita",
                                                                            "university's",
                                                                            "hochschule",
                                                                            "institut",
                                                                            "institute",
                                                                            "foundation",
                                                                            "stiftung",
                                                                            "fondation",
                                                                            "fundacion",
                                                                            "verein",
                                                                            "verband",
                                                                            "association",
                                                                            "associates",
                                                                            "group",
                                                                            "gruppe",
                                                                            "groupe",
                                                                            "grupo",
                                                                            "holding",
                                                                            "holdings",
                                                                            "hotel",
                                                                            "hospital",
                                                                            "klinik",
                                                                            "klinikum",
                                                                            "ministry",
                                                                            "ministerium",
                                                                            "council",
                                                                            "society",
                                                                            "club",
                                                                            "services",
                                                                            "solutions",
                                                                            "systems",
                                                                            "consulting",
                                                                            "partners",
                                                                            "industries",
                                                                            "international",
                                                                            "enterprises",
                                                                            "technologies",
                                                                            "technology",
                                                                            "trading",
                                                                            "bros",
                                                                            "airlines",
                                                                            "airways",
                                                                            "laboratories",
                                                                            "pharmaceuticals",
                                                                            "werke",
                                                                            "stadtwerke",
                                                                            "committee",
                                                                            "federation",
                                                                            "union",
                                                                            "agency",
                                                                            "department",
                                                                            "office",
                                                                            "trust",
                                                                            "fund",
                                                                            "capital",
                                                                            "ventures",
                                                                            "logistics",
                                                                            "media",
                                                                            "motors",
                                                                            "energy"});

/// Only as the last word, written just so but for dots: else they are parts of names.
inline constexpr auto short_legal_forms = std::to_array<std::string_view>(
    {"AG", "KG", "UG",  "SE",  "eV", "eG",  "eK",  "SA",   "AB",  "AS", "A/S", "ApS",
     "Oy", "NV", "BV",  "SL",  "CV", "SC",  "LP",  "Co",   "CO",  "PC", "Bt",  "AO",
     "AD", "KK", "JSC", "OOO", "PT", "Tbk", "SpA", "BVBA", "VOF", "ANS"});

}  // namespace flatcrm::text
