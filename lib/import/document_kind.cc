#include "import/document_kind.h"

#include <array>
#include <utility>

#include "import/column_names.h"

namespace flatcrm::import {

std::string_view document_kind(const std::string& column) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> beginnings{{
      {"rechnung", "invoice"}, {"invoice", "invoice"},     {"facture", "invoice"}, {"factura", "invoice"},
      {"fattura", "invoice"},  {"factuur", "invoice"},     {"bestell", "order"},   {"auftrag", "order"},
      {"order", "order"},      {"commande", "order"},      {"pedido", "order"},    {"ordine", "order"},
      {"angebot", "quote"},    {"quot", "quote"},          {"devis", "quote"},     {"gutschrift", "credit"},
      {"credit", "credit"},    {"transaction", "payment"}, {"payment", "payment"}, {"zahlung", "payment"},
  }};
  if (!names_a_key(column)) return {};
  const std::string letters = letters_of(column);
  for (const auto& [beginning, kind] : beginnings)
    if (letters.starts_with(beginning)) return kind;
  return {};
}

}  // namespace flatcrm::import
