// The names of months in the languages that lists of customers are written in.
#include <algorithm>
#include <string>
#include <vector>

#include "core/text.h"
#include "text/date_reading.h"
#include "text/unicode.h"

namespace flatcrm::text {
namespace {

// Full names by language, folded as fold() does; genitives where dates take them. Finnish is left out ("mar"
// would be November), and Croatian, whose listopad is October where the Polish and the Czech one is November.
constexpr std::string_view languages[][12] = {
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
     "november", "december"},
    {"januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober",
     "november", "dezember"},
    {"janner", "feber", "maerz", "", "", "", "", "", "", "", "", ""},
    {"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
     "novembre", "decembre"},
    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
     "noviembre", "diciembre"},
    {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
     "novembre", "dicembre"},
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
     "november", "december"},
    {"", "", "mrt", "", "", "", "", "", "", "", "", ""},
    {"janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
     "novembro", "dezembro"},
    {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
     "november", "december"},
    {"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
     "november", "desember"},
    {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "wrzesnia",
     "pazdziernika", "listopada", "grudnia"},
    {"styczen", "luty", "marzec", "kwiecien", "maj", "czerwiec", "lipiec", "sierpien", "wrzesien",
     "pazdziernik", "listopad", "grudzien"},
    {"ledna", "unora", "brezna", "dubna", "kvetna", "cervna", "cervence", "srpna", "zari", "rijna",
     "listopadu", "prosince"},
    {"leden", "unor", "brezen", "duben", "kveten", "cerven", "cervenec", "srpen", "zari", "rijen", "listopad",
     "prosinec"},
    {"januar", "februar", "marcius", "aprilis", "majus", "junius", "julius", "augusztus", "szeptember",
     "oktober", "november", "december"},
    {"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie", "august", "septembrie",
     "octombrie", "noiembrie", "decembrie"},
    {"ocak", "subat", "mart", "nisan", "mayis", "haziran", "temmuz", "agustos", "eylul", "ekim", "kasim",
     "aralik"},
    {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
     "ноября", "декабря"},
    {"январь", "февраль", "март", "апрель", "маи", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
     "декабрь"},
};

struct Entry {
  std::string word;
  int month;
};

/// Every beginning of every name, three letters or more, with its month: 0 where two months begin so, but a
/// whole name stands.
std::vector<Entry> make_entries() {
  std::vector<Entry> whole;
  std::vector<Entry> entries;
  auto add = [](std::vector<Entry>& to, std::string_view word, int month) {
    auto at = std::lower_bound(to.begin(), to.end(), word,
                               [](const Entry& e, std::string_view w) { return e.word < w; });
    if (at == to.end() || at->word != word) {
      to.insert(at, {std::string(word), month});
    } else if (at->month != month) {
      at->month = 0;
    }
  };
  for (const auto& names : languages) {
    for (int month = 1; month <= 12; ++month) {
      std::string_view name = names[month - 1];
      std::size_t letter = name.empty() || static_cast<unsigned char>(name[0]) < 0x80 ? 1 : 2;
      for (std::size_t size = 3 * letter; size < name.size(); size += letter)
        add(entries, name.substr(0, size), month);
      if (!name.empty()) add(whole, name, month);
    }
  }
  for (const Entry& name : whole) {
    auto at = std::lower_bound(entries.begin(), entries.end(), name.word,
                               [](const Entry& e, const std::string& w) { return e.word < w; });
    if (at != entries.end() && at->word == name.word) {
      at->month = name.month;
    } else {
      entries.insert(at, name);
    }
  }
  return entries;
}

}  // namespace

int month_of(std::string_view word) {
  static const std::vector<Entry> entries = make_entries();
  std::string folded;
  fold(word, folded);
  auto at = std::lower_bound(entries.begin(), entries.end(), folded,
                             [](const Entry& e, const std::string& w) { return e.word < w; });
  return at != entries.end() && at->word == folded ? at->month : 0;
}

}  // namespace flatcrm::text
