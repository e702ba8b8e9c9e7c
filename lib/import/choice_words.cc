#include "import/choice_words.h"

#include <algorithm>
#include <array>

#include "import/column_names.h"

namespace flatcrm::import {

namespace {

struct Words {
  std::string_view field;  // collection and path
  std::string_view value;
  std::string_view words;  // as letters_of makes them, each between bars
};

constexpr auto known = std::to_array<Words>({
    {"customers.kind", "person",
     "|individual|privat|private|privatperson|privatkunde|consumer|b2c|particulier|particular"
     "|persona|privato|human|contact|kontakt|natuerlicheperson|naturlicheperson"
     "|osoba|osobafizyczna|個人|个人|false|"},
    {"customers.kind", "organization",
     "|company|business|firm|firma|unternehmen|geschaftskunde|geschaeftskunde|organisation"
     "|corporate|corporation|b2b|entreprise|societe|empresa|azienda|bedrijf|account"
     "|juristischeperson|firmakunde|osobaprawna|法人|公司|企业|true|"},
    {"customers.status", "lead", "|new|neu|subscriber|marketingqualifiedlead|mql|interessent|"},
    {"customers.status", "prospect",
     "|salesqualifiedlead|sql|opportunity|qualified|potential|prospekt|aussichtsreich|warm|hot"
     "|"},
    {"customers.status", "active",
     "|customer|client|aktiv|kunde|current|existing|bestandskunde|evangelist|actif|activo"
     "|attivo|actief|"},
    {"customers.status", "lapsed",
     "|dormant|inactive|inaktiv|sleeping|atrisk|ruhend|inactif|inactivo|inattivo|inactief|"},
    {"customers.status", "former",
     "|churned|lost|ehemalig|exkunde|verloren|cancelled|canceled|gekundigt|gekuendigt"
     "|ancien|antiguo|"},
    {"customers.consent.*", "granted",
     "|yes|y|true|1|ja|oui|si|sim|optin|optedin|subscribed|granted|erteilt|angemeldet|allowed|"},
    {"customers.consent.*", "denied",
     "|no|n|false|0|nein|non|nao|optout|optedout|unsubscribed|denied|widerrufen|abgemeldet"
     "|cleaned|never|"},
    {"deals.outcome", "open", "|pending|inprogress|offen|laufend|active|ouvert|abierto|aperto|lopend|"},
    {"deals.outcome", "won",
     "|closedwon|win|success|successful|gewonnen|gagne|ganado|vinto|gewonnene|abgeschlossen|"},
    {"deals.outcome", "lost",
     "|closedlost|loss|unsuccessful|abandoned|verloren|perdu|perdido|perso|abgelehnt|dead|"},
    {"interactions.direction", "in",
     "|inbound|incoming|received|from|eingehend|eingang|empfangen|entrant|entrante|inkomend"
     "|recibido|"},
    {"interactions.direction", "out",
     "|outbound|outgoing|sent|to|ausgehend|ausgang|gesendet|sortant|saliente|uscente|uitgaand"
     "|enviado|"},
    {"interactions.kind", "call",
     "|phone|phonecall|telephone|calls|anruf|telefonat|telefon|appel|llamada|chiamata"
     "|telefoongesprek|loggedcall|"},
    {"interactions.kind", "meeting",
     "|appointment|demo|event|termin|besprechung|treffen|reunion|rendezvous|rdv|cita|riunione"
     "|afspraak|videocall|"},
    {"interactions.kind", "message",
     "|email|mail|emails|sms|chat|whatsapp|note|letter|nachricht|brief|courriel|correo"
     "|messaggio|bericht|"},
    {"interactions.kind", "visit", "|sitevisit|onsite|storevisit|besuch|visite|visita|bezoek|"},
    {"interactions.kind", "complaint",
     "|complaints|claim|beschwerde|reklamation|reclamation|plainte|queja|reclamo|klacht|"},
    {"interactions.kind", "survey", "|feedback|umfrage|befragung|enquete|sondage|encuesta|sondaggio|"},
    {"interactions.scale", "nps", "|netpromoterscore|netpromoter|"},
    {"interactions.scale", "csat", "|customersatisfaction|satisfaction|zufriedenheit|"},
    {"interactions.scale", "ces", "|customereffortscore|effort|aufwand|"},
    {"sales.kind", "quote",
     "|quotation|offer|estimate|proposal|angebot|devis|presupuesto|preventivo|offerte|"},
    {"sales.kind", "order",
     "|salesorder|purchase|purchaseorder|bestellung|auftrag|commande|pedido|ordine|bestelling|"},
    {"sales.kind", "delivery",
     "|shipment|deliverynote|dispatch|lieferung|lieferschein|livraison|entrega|consegna"
     "|levering|"},
    {"sales.kind", "invoice",
     "|salesinvoice|bill|rechnung|ausgangsrechnung|facture|factura|fattura|factuur|sale|"},
    {"sales.kind", "payment", "|receipt|paid|zahlung|zahlungseingang|paiement|pago|pagamento|betaling|"},
    {"sales.kind", "credit",
     "|creditnote|creditmemo|salescreditnote|refund|return|returns|gutschrift|storno"
     "|rechnungskorrektur|avoir|abono|notadecredito|notadicredito|creditnota|"},
});

}  // namespace

std::string_view choice_meant(const model::Schema& schema, const model::Field& field, std::string_view word) {
  const std::string place = schema.collection() + "." + field.path;
  const std::string wanted = "|" + letters_of(word) + "|";
  if (wanted.size() == 2) return {};
  for (const Words& one : known)
    if (one.field == place && one.words.find(wanted) != one.words.npos) return one.value;
  return {};
}

}  // namespace flatcrm::import
