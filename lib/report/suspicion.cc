#include "report/suspicion.h"

#include <algorithm>
#include <string>

#include "core/text.h"

namespace flatcrm::report {

namespace {

constexpr std::string_view codes[suspicions] = {"none",         "test-name",          "placeholder-name",
                                                "no-letters",   "repeated-letters",   "placeholder-email",
                                                "shared-phone", "shared-email",       "future-date",
                                                "filler-date",  "improbable-birthday"};
constexpr std::string_view words[suspicions] = {"",
                                                "a name of a test",
                                                "a name that stands for none",
                                                "a name without letters",
                                                "a name of one letter again and again",
                                                "an e-mail address that stands for none",
                                                "a telephone number of many customers",
                                                "an e-mail address of many customers",
                                                "a date in the future",
                                                "a date that a program fills in",
                                                "a birthday more than 115 years ago"};

/// Whole words; a name that holds one is no name.
constexpr std::string_view test_words[] = {
    "test",   "tests",  "testing",  "tester",     "testuser",   "testkunde",  "testkundin",
    "teste",  "prueba", "prova",    "essai",      "asdf",       "asdfasdf",   "asdfgh",
    "qwerty", "qwertz", "azerty",   "foo",        "foobar",     "blah",       "lorem",
    "ipsum",  "dummy",  "beispiel", "mustermann", "musterfrau", "musterfirma"};
/// The whole name.
constexpr std::string_view placeholder_names[] = {"n/a",
                                                  "na",
                                                  "none",
                                                  "null",
                                                  "nil",
                                                  "unknown",
                                                  "unbekannt",
                                                  "inconnu",
                                                  "desconocido",
                                                  "sconosciuto",
                                                  "anonymous",
                                                  "anonym",
                                                  "anonyme",
                                                  "nobody",
                                                  "niemand",
                                                  "personne",
                                                  "nadie",
                                                  "nessuno",
                                                  "niemand",
                                                  "no name",
                                                  "noname",
                                                  "name",
                                                  "vorname",
                                                  "nachname",
                                                  "kunde",
                                                  "customer",
                                                  "client",
                                                  "guest",
                                                  "gast",
                                                  "invité",
                                                  "undefined",
                                                  "keine angabe",
                                                  "k.a.",
                                                  "k. a.",
                                                  "-",
                                                  "--",
                                                  "?",
                                                  "??",
                                                  "???",
                                                  "x",
                                                  "xx",
                                                  "xxx",
                                                  "tbd",
                                                  "do not use",
                                                  "deleted",
                                                  "gelöscht",
                                                  "mickey mouse",
                                                  "donald duck",
                                                  "john doe",
                                                  "jane doe",
                                                  "max mustermann",
                                                  "erika mustermann"};
constexpr std::string_view placeholder_boxes[] = {
    "noreply", "no-reply", "donotreply", "do-not-reply", "none",    "nomail", "no-email", "noemail",
    "keine",   "nobody",   "test",       "asdf",         "unknown", "null",   "na",       "dummy",
    "fake",    "xxx",      "no",         "nowhere",      "abc",     "a",      "aa",       "x"};
constexpr std::string_view placeholder_hosts[] = {
    "test.com", "test.de", "none.com",  "nomail.com", "noemail.com",    "asdf.com",  "xxx.com",
    "fake.com", "no.com",  "email.com", "domain.com", "mailinator.com", "localhost", "invalid"};

template <std::size_t size>
bool has(const std::string_view (&list)[size], std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

bool holds_test_word(std::string_view lower) {
  for (std::size_t begin = 0; begin < lower.size();) {
    std::size_t end = begin;
    while (end < lower.size() && is_letter(lower[end])) ++end;
    if (end > begin && has(test_words, lower.substr(begin, end - begin))) return true;
    begin = std::max(end, begin) + 1;
  }
  return false;
}

}  // namespace

std::string_view code_of(Suspicion suspicion) {
  return codes[static_cast<std::size_t>(suspicion)];
}
std::string_view words_of(Suspicion suspicion) {
  return words[static_cast<std::size_t>(suspicion)];
}

Suspicion suspect_name(std::string_view name) {
  if (name.empty()) return Suspicion::none;
  std::string lower = core::lower_ascii(name);
  if (has(placeholder_names, lower)) return Suspicion::placeholder_name;
  if (std::none_of(lower.begin(), lower.end(), is_letter)) return Suspicion::no_letters;
  bool repeated = lower.size() >= 3 && lower.find_first_not_of(lower[0]) == std::string::npos;
  if (repeated) return Suspicion::repeated_letters;
  return holds_test_word(lower) ? Suspicion::test_name : Suspicion::none;
}

Suspicion suspect_email(std::string_view email) {
  std::string lower = core::lower_ascii(email);
  std::size_t at = lower.rfind('@');
  if (at == std::string::npos) return Suspicion::none;
  std::string_view box = std::string_view(lower).substr(0, at), host = std::string_view(lower).substr(at + 1);
  bool stands_for_none = has(placeholder_boxes, box) || has(placeholder_hosts, host);
  return stands_for_none ? Suspicion::placeholder_email : Suspicion::none;
}

bool is_filler_date(core::Date day) {
  if (day == core::no_date) return false;
  core::Civil civil = core::to_civil(day);
  bool new_year = civil.month == 1 && civil.day == 1;
  bool spreadsheet = civil.year == 1899 && civil.month == 12 && civil.day >= 30;
  return spreadsheet || (new_year && (civil.year <= 1901 || civil.year == 1970 || civil.year == 1980)) ||
         civil.year >= 2999;
}

Suspicion suspect_birthday(core::Date birthday, core::Date day) {
  if (birthday == core::no_date) return Suspicion::none;
  if (is_filler_date(birthday)) return Suspicion::filler_date;
  if (birthday > day) return Suspicion::future_date;
  return birthday < core::add_months(day, -115 * 12) ? Suspicion::improbable_birthday : Suspicion::none;
}

}  // namespace flatcrm::report
