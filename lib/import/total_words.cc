#include "import/total_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/text.h"
#include "import/column_names.h"

namespace flatcrm::import {

namespace {

bool is_word(std::string_view letters) {
  static constexpr std::array<std::string_view, 62> words{
      "total",        "totals",         "grandtotal",    "grandtotals",    "sum",
      "subtotal",     "subtotals",      "totalamount",   "totalsum",       "overalltotal",
      "summe",        "gesamt",         "gesamtsumme",   "gesamtbetrag",   "gesamtumsatz",
      "insgesamt",    "endsumme",       "zwischensumme", "totalgeneral",   "somme",
      "montanttotal", "soustotal",      "totaux",        "suma",           "sumatotal",
      "totale",       "totalegenerale", "somma",         "totaal",         "eindtotaal",
      "totaalbedrag", "subtotaal",      "razem",         "ogolem",         "ogołem",
      "lacznie",      "łacznie",        "sumacalkowita", "soma",           "totalgeral",
      "summa",        "ialt",           "yhteensa",      "celkem",         "osszesen",
      "итого",        "всего",          "合計",          "総計",           "小計",
      "合计",         "总计",           "總計",          "小计",           "総合計",
      "합계",         "총계",           "toplam",        "gesamtergebnis", "teilergebnis",
      "teilsumme",    "resultatglobal"};
  return std::find(words.begin(), words.end(), letters) != words.end();
}

/// Excel calls a total of a group "Nord Ergebnis", and has more than one word for it in French.
bool is_word_of_group(std::string_view letters) {
  return letters == "ergebnis" || letters == "resultat" || letters == "resultaat" || letters == "resultado" ||
         letters == "risultato" || letters == "wynik" || is_word(letters);
}

/// Without "(12 records)".
std::string_view without_count(std::string_view cell) {
  if (cell.ends_with(')'))
    if (const std::size_t open = cell.find_last_of('('); open != std::string_view::npos && open > 0)
      return core::trim(cell.substr(0, open));
  return cell;
}

}  // namespace

bool names_a_total(std::string_view cell) {
  return is_word(letters_of(without_count(cell)));
}

bool speaks_of_a_total(std::string_view cell) {
  if (names_a_total(cell)) return true;
  cell = without_count(cell);
  for (std::string_view word : {"合計", "小計", "合计", "小计", "합계", "소계"})
    if (cell.ends_with(word)) return true;
  const std::size_t first = cell.find_first_of(" :-"), last = cell.find_last_of(" :-");
  if (first == std::string_view::npos) return false;
  return is_word_of_group(letters_of(cell.substr(0, first))) ||
         is_word_of_group(letters_of(core::trim(cell.substr(last + 1))));
}

}  // namespace flatcrm::import
