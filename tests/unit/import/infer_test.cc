#include "import/infer.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "import/choice_words.h"

using namespace flatcrm;
using namespace flatcrm::import;

namespace {

Inferred infer(const std::string& text, InferOptions options = {}) {
  static const model::Schemas schemas = model::Schemas::built_in();
  return infer_profile(*Source::open("some list.csv", io::Bytes(text), {}), schemas, options);
}

std::string field_of(const Inferred& inferred, const std::string& column) {
  for (const Inferred::Reason& reason : inferred.reasons)
    if (reason.column == column) return reason.field;
  return "none";
}

std::string key_of(const Inferred& inferred) {
  return inferred.profile.main.key.empty() ? "none" : inferred.profile.main.key[0].text;
}

}  // namespace

TEST_CASE("columns are known by name, title and synonym in several languages") {
  Inferred inferred =
      infer("Vorname,Nachname,Ort,Telefon,E-Mail,Hobby\nEva,Lang,Ulm,0731 1,eva@example.org,Tee\n");
  CHECK(inferred.profile.main.collection.text == "customers");
  CHECK(field_of(inferred, "Vorname") == "given_name");
  CHECK(field_of(inferred, "Ort") == "addresses.1.city");
  CHECK(field_of(inferred, "Telefon") == "phones");
  CHECK(field_of(inferred, "E-Mail") == "emails");
  CHECK(field_of(inferred, "Hobby") == "hobby");
}

TEST_CASE("names are known however a program joins their words, and a level deeper") {
  Inferred inferred = infer(
      "properties.firstname,properties.LastName,e_mail,deep.er.zip,deep.other\nEva,Lang,e@example.org,89073,x\n");
  CHECK(field_of(inferred, "properties.firstname") == "given_name");
  CHECK(field_of(inferred, "properties.LastName") == "family_name");
  CHECK(field_of(inferred, "e_mail") == "emails");
  CHECK(field_of(inferred, "deep.er.zip") == "addresses.1.postcode");
  CHECK(field_of(inferred, "deep.other") == "deep_other");
}

TEST_CASE("a title before a name gets a field of its own, and a firm keeps its own") {
  Inferred inferred = infer("Name,Email\nFrau Dr. Eva Lang,e@example.org\nHugo Conti,h@example.org\n");
  REQUIRE(inferred.profile.main.fields.size() == 3);
  CHECK(inferred.profile.main.fields[0].part->text == "name");
  CHECK(inferred.profile.main.fields[1].field.text == "name_prefix");
  CHECK(infer("Name,Email\nDr. Oetker KG,e@example.org\n").profile.main.fields.size() == 2);
}

TEST_CASE("ids of another system are the key, and ids of a book name their records") {
  CHECK(key_of(infer("ID,Name\nA17,Eva\nA18,Ada\n")) == "ID");
  CHECK(key_of(infer("id,name\n1,Eva\n2,Ada\n")) == "id");
  CHECK(key_of(infer("Customer No,Name\n1,Eva\n2,Ada\n")) == "Customer No");
  Inferred own = infer("id,name\neva-lang-77sby4,Eva\nada-kurz-5k2m9x,Ada\n");
  CHECK(key_of(own) == "none");
  CHECK(field_of(own, "id") == "id");
}

TEST_CASE("what a column calls the permitted values is known in several languages") {
  Inferred inferred = infer(
      "Belegart,Rechnungsdatum,Betrag\nRechnung,2026-01-02,5\nGutschrift,2026-01-03,4\nTausch,2026-01-04,3\nInvoice,2026-01-05,2\n");
  REQUIRE(inferred.profile.main.collection.text == "sales");
  REQUIRE(field_of(inferred, "Belegart") == "kind");
  const auto& map = inferred.profile.main.fields[0].map;
  REQUIRE(map.size() == 2);
  CHECK(map[0] == std::pair<std::string, std::string>("Rechnung", "invoice"));
  CHECK(map[1] == std::pair<std::string, std::string>("Gutschrift", "credit"));
  CHECK(print(inferred).find("kind: {from: Belegart, map: {Rechnung: invoice, Gutschrift: credit}}") !=
        std::string::npos);
}

TEST_CASE(
    "where nobody is named the firm is the customer, and a list of people without gaps asks for no firm") {
  Inferred inferred = infer("Firma,Ansprechpartner,E-Mail\nAcme,Eva Lang,e@acme.de\nBeta,,b@beta.de\n");
  CHECK(print(inferred).find("name: [Ansprechpartner, Firma]") != std::string::npos);
  inferred = infer("First Name,Last Name,Company,E-Mail\nEva,Lang,Acme,e@acme.de\n,,Beta,b@beta.de\n");
  CHECK(print(inferred).find("name: [\"{First Name} {Last Name}\", Company]") != std::string::npos);
  CHECK(print(infer("Firma,Ansprechpartner\nAcme,Eva Lang\nBeta,Ada Kurz\n")).find("name: Ansprechpartner") !=
        std::string::npos);
}

TEST_CASE("what numbers a list of sales tells what they are") {
  Inferred inferred = infer("Rechnungsnr,Datum,Kunde,Betrag\nR-1,2026-01-02,Eva,5\nR-2,2026-01-03,Ada,4\n");
  REQUIRE(inferred.profile.main.collection.text == "sales");
  CHECK(key_of(inferred) == "Rechnungsnr");
  CHECK(print(inferred).find("kind: {const: invoice}  # 'Rechnungsnr' numbers them") != std::string::npos);
  CHECK(print(infer("Order No,Date,Customer,Amount\n1,2026-01-02,Eva,5\n2,2026-01-03,Ada,4\n"))
            .find("kind: {const: order}") != std::string::npos);
  CHECK(
      print(infer("Rechnungsnr,Belegart,Datum,Betrag\n1,Gutschrift,2026-01-02,5\n2,Rechnung,2026-01-03,4\n"))
          .find("const") == std::string::npos);
  CHECK(key_of(infer("Telefonnr,Name\n030 1,Eva\n030 2,Ada\n")) == "none");
}

TEST_CASE("stages of another program tell which deals are closed, those of a book's own don't need to") {
  Inferred inferred = infer("Deal Name,Deal Stage,Amount\nA,Closed Won,5\nB,Appointment,4\nC,lost,3\n");
  REQUIRE(inferred.profile.main.collection.text == "deals");
  const FieldSpec& outcome = inferred.profile.main.fields.back();
  REQUIRE(outcome.field.text == "outcome");
  REQUIRE(outcome.map.size() == 2);
  CHECK(outcome.map[0] == std::pair<std::string, std::string>("Closed Won", "won"));
  CHECK(outcome.map[1] == std::pair<std::string, std::string>("lost", "lost"));
  CHECK(outcome.otherwise == "open");
  CHECK(print(inferred).find("outcome: {from: Deal Stage, map: {Closed Won: won, lost: lost}, else: open}") !=
        std::string::npos);
  CHECK(infer("Deal Name,Deal Stage,Amount\nA,won,5\nB,lead,4\n").profile.main.fields.size() == 3);
  CHECK(infer("Deal Name,Deal Stage,Outcome,Amount\nA,Closed Won,won,5\nB,Lost,lost,4\n")
            .profile.main.fields.size() == 4);
}

TEST_CASE("every value that a word may mean is a permitted one") {
  const model::Schemas schemas = model::Schemas::built_in();
  for (const std::string& collection : schemas.collections())
    for (const model::Field& field : schemas.of(collection).fields())
      for (const char* word : {"company", "customer", "closed won", "Inbound", "Anruf", "Gutschrift",
                               "opt-in", "CSAT", "satisfaction"})
        if (std::string_view meant = choice_meant(schemas.of(collection), field, word); !meant.empty())
          CHECK(std::find(field.values.begin(), field.values.end(), meant) != field.values.end());
}

TEST_CASE("a postal code is no key, and a number of an invoice is") {
  CHECK(key_of(infer("POPostalCode,*InvoiceNumber,*InvoiceDate,Total\n02110,INV-1,2026-10-13,5\n")) ==
        "*InvoiceNumber");
  CHECK(key_of(infer("Mobile No,Name\n1,Eva\n2,Ada\n")) == "none");
  CHECK(key_of(infer("memberId,Name\n1,Eva\n2,Ada\n")) == "memberId");
}

TEST_CASE("brackets behind a name and the joining of its words don't count") {
  CHECK(field_of(infer("Name,Created (UTC)\nEva,2026-01-02\n"), "Created (UTC)") == "acquired");
  CHECK(field_of(infer("Name,ContactTypeX\nEva,z\n"), "ContactTypeX") == "contact_type_x");
}

TEST_CASE("a number that stands twice or is missing is no key") {
  CHECK(key_of(infer("ID,Name\nA17,Eva\nA17,Ada\n")) == "none");
  CHECK(key_of(infer("ID,Name\nA17,Eva\n,Ada\n")) == "none");
  // The same row twice is one thing.
  CHECK(key_of(infer("ID,Name\nA17,Eva\nB2,Ada\nA17,Eva\n")) == "ID");
}

TEST_CASE("what nearly all values are counts where the name says nothing, or something else") {
  CHECK(field_of(infer("Name,Contact\nEva,eva@example.org\nAda,ada@example.org\n"), "Contact") == "emails");
  CHECK(field_of(infer("Name,Reach\nEva,+49 30 123456\nAda,030 654321-0\n"), "Reach") == "phones");
  CHECK(field_of(infer("Name,Note\nEva,2024-01-01\nAda,2024-01-02\n"), "Note") == "notes");
  CHECK(field_of(infer("Name,Zahl\nEva,1234567.50\nAda,2345678.25\n"), "Zahl") == "zahl");
}

TEST_CASE("customers are matched by addresses only where none stands twice") {
  CHECK(infer("Name,Email\nEva,a@example.org\nAda,b@example.org\n").profile.main.match.size() == 1);
  CHECK(infer("Name,Email\nEva,a@example.org\nAda,a@example.org\n").profile.main.match.empty());
}

TEST_CASE("the profile that is printed is read as the same one, whatever the columns are called") {
  Inferred inferred = infer(
      "\"Nr, alt\",\"a: b\",Name,LinkedIn,Email,\"Mail "
      "[2]\"\n1,x,Eva,eva-lang,e@example.org,f@example.org\n");
  std::string text = print(inferred);
  CAPTURE(text);
  Profile again = parse_profile(text, "again.yaml");
  REQUIRE(again.main.fields.size() == inferred.profile.main.fields.size());
  for (std::size_t i = 0; i < again.main.fields.size(); ++i) {
    CHECK(again.main.fields[i].field.text == inferred.profile.main.fields[i].field.text);
    REQUIRE(again.main.fields[i].from.size() == inferred.profile.main.fields[i].from.size());
    CHECK(again.main.fields[i].from[0][0].text.text == inferred.profile.main.fields[i].from[0][0].text.text);
  }
  CHECK(again.main.match.size() == inferred.profile.main.match.size());
}

TEST_CASE("a key that is no column is an error with the nearest one") {
  InferOptions options;
  options.key = {"Nme"};
  CHECK_THROWS_WITH_AS(infer("Name\nEva\n", options), doctest::Contains("did you mean 'Name'?"), Error);
}

TEST_CASE("a name beside a given name is the family's, and an account is where people work") {
  Inferred german = infer("Firma;Name;Vorname;E-Mail\n;Meier;Eva;e@example.org\nBerg GmbH;;;i@example.org\n");
  CHECK(german.profile.main.fields[0].field.text == "name");
  CHECK(german.profile.main.fields[0].from.size() == 2);  // of both, else the firm
  CHECK(field_of(german, "Name") == "family_name");
  CHECK(field_of(infer("Name,First Name\nEva Lang,Eva\n"), "Name") == "name");
  Inferred people = infer("First Name,Last Name,Account Name,Email\nEva,Lang,Berg GmbH,e@example.org\n");
  CHECK(field_of(people, "Account Name") == "org");
}

TEST_CASE("a family name before a comma is turned, unless it is a firm's") {
  Inferred inferred = infer("Name,Email\n\"Lang, Eva\",e@example.org\n\"Berg, Jo\",j@example.org\n");
  REQUIRE(inferred.profile.main.fields.size() == 4);
  CHECK(inferred.profile.main.fields[0].part->text == "name");
  CHECK(inferred.profile.main.fields[2].field.text == "family_name");
  CHECK(infer("Name,Email\n\"Acme, Inc.\",e@example.org\n").profile.main.fields.size() == 2);
}

TEST_CASE(
    "what all columns share before their names is no part of them, and a number may be one of an address") {
  Inferred deals = infer("Deal - Title,Deal - Value,Deal - Stage,Person - Name\nBig,100,Won,Eva Lang\n");
  CHECK(deals.profile.main.collection.text == "deals");
  CHECK(field_of(deals, "Deal - Value") == "amount");
  Inferred firms = infer("Name,Adresse 1,Ort 1,Adresse 2,Ort 2\nA,Weg 1,Ulm,Gasse 2,Bonn\n");
  CHECK(field_of(firms, "Ort 1") == "addresses.1.city");
  CHECK(field_of(firms, "Adresse 2") == "addresses.2.street");
  CHECK(field_of(infer("Name,Address 1,Address 2,City\nA,Weg 1,c/o B,Ulm\n"), "Address 2") == "address_2");
  Inferred groups = infer(
      ";;Rechnung;;Lieferung;\nNr;Name;PLZ;Ort;PLZ;Ort\n1;A;10115;Ulm;20095;Bonn\n"
      "2;B;10117;Rom;;\n");
  CHECK(field_of(groups, "Rechnung Ort") == "addresses.1.city");
  CHECK(field_of(groups, "Lieferung Ort") == "addresses.2.city");
}

TEST_CASE("a yes or no to be written to is consent, and anything else below that name is not") {
  Inferred inferred =
      infer("Name,Email,Newsletter,SMS opt-out\nA,a@example.org,yes,no\nB,b@example.org,nein,yes\n");
  CHECK(field_of(inferred, "Newsletter") == "consent.email");
  CHECK(field_of(inferred, "SMS opt-out") == "consent.sms");
  const auto& fields = inferred.profile.main.fields;
  const auto sms = std::find_if(fields.begin(), fields.end(),
                                [](const FieldSpec& spec) { return spec.field.text == "consent.sms"; });
  REQUIRE(sms != fields.end());
  CHECK(sms->map == std::vector<std::pair<std::string, std::string>>{{"no", ""}, {"yes", "denied"}});
  CHECK(field_of(infer("Name,Newsletter\nA,weekly\n"), "Newsletter") == "newsletter");
}

TEST_CASE("of two columns of consent of one channel a no in either is a no") {
  Inferred inferred = infer("Name;Newsletter;Email opt-in\nA;ja;x\nB;nein;\n");
  CHECK(field_of(inferred, "Newsletter") == "consent.email");
  CHECK(field_of(inferred, "Email opt-in") == "consent.email");
  const auto& fields = inferred.profile.main.fields;
  const auto consent = std::find_if(fields.begin(), fields.end(),
                                    [](const FieldSpec& spec) { return spec.field.text == "consent.email"; });
  REQUIRE(consent != fields.end());
  CHECK(consent->from[0].size() == 3);
  CHECK(consent->map == std::vector<std::pair<std::string, std::string>>{{"ja/x", "granted"},
                                                                         {"ja/", "granted"},
                                                                         {"nein/x", "denied"},
                                                                         {"nein/", "denied"},
                                                                         {"/x", "granted"}});
  // Who did not opt out has not said yes.
  inferred = infer("Name;Newsletter;Email opt-out\nA;ja;ja\nB;ja;nein\nC;;nein\n");
  for (const FieldSpec& spec : inferred.profile.main.fields)
    if (spec.field.text == "consent.email")
      CHECK(spec.map == std::vector<std::pair<std::string, std::string>>{{"ja/ja", "denied"},
                                                                         {"ja/nein", "granted"},
                                                                         {"ja/", "granted"},
                                                                         {"/ja", "denied"},
                                                                         {"/nein", ""}});
}

TEST_CASE(
    "a supplier is the customer where nobody is named, works with whom to ask for, and is neither beside a customer") {
  CHECK(field_of(infer("Lieferant;Ort\nAcme GmbH;Berlin\nBerg KG;Ulm\n"), "Lieferant") == "name");
  CHECK(field_of(infer("Supplier Name,Email\nAcme,a@acme.example\nBeta,b@beta.example\n"), "Supplier Name") ==
        "name");
  CHECK(field_of(infer("Vendor,Contact\nAcme,Ann Lee\nBeta,Bob Ray\n"), "Vendor") == "org");
  CHECK(field_of(infer("Kunde;Lieferant\nAnn Lee;Acme\nBob Ray;Beta\n"), "Lieferant") == "lieferant");
  CHECK(field_of(infer("Firma;Lieferant\nAnn GmbH;Acme\nBob AG;Beta\n"), "Lieferant") == "lieferant");
}

TEST_CASE("postcode and town in one column are told apart, and what can't be is kept as the town") {
  Inferred inferred = infer("Name;Straße/Hausnr.;PLZ/Ort\nA;Weg 5;10115 Berlin\nB;Weg 6;D-50667 Köln\n");
  std::vector<std::string> parts;
  for (const FieldSpec& spec : inferred.profile.main.fields)
    if (spec.part) parts.push_back(spec.field.text + "=" + spec.part->text);
  CHECK(parts == std::vector<std::string>{"addresses.1.postcode=postcode", "addresses.1.city=town"});
  CHECK(field_of(inferred, "Straße/Hausnr.") == "addresses.1.street");
  CHECK(field_of(infer("Name;PLZ/Ort\nA;Berlin\nB;Ulm\n"), "PLZ/Ort") == "plz_ort");
}

TEST_CASE("headers of Germany as people write them are known") {
  Inferred inferred =
      infer("Firma;Kontaktperson;Geb.-Datum;Newsletter (ja/nein)\nAcme;Ann Lee;17.05.1980;ja\n");
  CHECK(field_of(inferred, "Kontaktperson") == "name");
  CHECK(field_of(inferred, "Geb.-Datum") == "birthday");
  CHECK(field_of(inferred, "Newsletter (ja/nein)") == "consent.email");
  CHECK(field_of(infer("Nazwa firmy;Osoba kontaktowa\nAcme;Jan Nowak\n"), "Osoba kontaktowa") == "name");
}

TEST_CASE("headers of Poland, Japan and China are known, and postcodes are no telephone numbers") {
  Inferred polish =
      infer("Imię;Nazwisko;Miasto;Kod pocztowy;Telefon komórkowy\nJan;Nowak;Kraków;31-001;601 234 567\n");
  CHECK(field_of(polish, "Imię") == "given_name");
  CHECK(field_of(polish, "Telefon komórkowy") == "phones");
  Inferred japanese = infer("氏名,会社名,郵便番号,電話番号\n山田 太郎,山田商事,100-0001,03-1234-5678\n");
  CHECK(field_of(japanese, "氏名") == "name");
  CHECK(field_of(japanese, "郵便番号") == "addresses.1.postcode");
  CHECK(field_of(infer("姓名,手机,邮箱\n王伟,13800138000,w@example.org\n"), "手机") == "phones");
  CHECK(field_of(infer("Name,Code X\nA,100-0001\nB,530-0001\n"), "Code X") != "phones");
}

TEST_CASE("a customer's number is no name") {
  Inferred inferred = infer("Customer,Name 1,City\n0010001,Berg GmbH,Ulm\n0010002,Meier AG,Bonn\n");
  CHECK(key_of(inferred) == "Customer");
  CHECK(field_of(inferred, "Name 1") == "name");
}

TEST_CASE("in a list of firms where nobody is named the firm is the customer") {
  for (const char* firms : {"Company,City,Email\nAcme Inc,Boston,info@acme.example\nBeta LLC,Austin,\n",
                            "Company,City\nAcme Inc,Boston\nAcme Inc,Austin\nBeta LLC,Austin\n"}) {
    Inferred inferred = infer(firms);
    CHECK(field_of(inferred, "Company") == "name");
    const auto& fields = inferred.profile.main.fields;
    CHECK(std::any_of(fields.begin(), fields.end(), [](const FieldSpec& spec) {
      return spec.field.text == "kind" && spec.constant && spec.constant->text == "organization";
    }));
  }
  CHECK(field_of(infer("Email,Company\nann@acme.example,Acme\nbob@acme.example,Acme\n"), "Company") == "org");
  CHECK(field_of(infer("Name,Company\nAnn Lee,Acme\nBob Ray,Beta\n"), "Company") == "org");
}

TEST_CASE("the words before or behind the parts of an address tell which one they are of") {
  Inferred inferred = infer(
      "Name,POAddressLine1,POAddressLine2,POCity,sa_street,sa_code,City (Billing),Street (Billing),Birth Country\n"
      "Acme,Box 7,South,Ulm,High St,89073,Bonn,Low St,Peru\n");
  CHECK(field_of(inferred, "POAddressLine1") == "addresses.1.street");
  CHECK(field_of(inferred, "POAddressLine2") == "addresses.1.street");
  CHECK(field_of(inferred, "POCity") == "addresses.1.city");
  CHECK(field_of(inferred, "sa_code") == "addresses.2.postcode");
  CHECK(field_of(inferred, "City (Billing)") == "addresses.3.city");
  CHECK(field_of(inferred, "Birth Country") == "birth_country");
  std::vector<std::string> labels;
  for (const FieldSpec& spec : inferred.profile.main.fields)
    if (spec.field.text.ends_with(".label")) labels.push_back(spec.field.text + " " + *spec.otherwise);
  std::sort(labels.begin(), labels.end());
  CHECK(labels == std::vector<std::string>{"addresses.1.label postal", "addresses.2.label sa",
                                           "addresses.3.label billing"});
  Inferred sugar = infer(
      "name,primary_address_street,primary_address_city,alt_address_street,alt_address_city\nA,a,b,c,d\n");
  CHECK(field_of(sugar, "primary_address_city") == "addresses.1.city");
  CHECK(field_of(sugar, "alt_address_city") == "addresses.2.city");
  Profile again = parse_profile(print(sugar), "again.yaml");
  CHECK(again.main.fields.size() == sugar.profile.main.fields.size());
  CHECK(again.main.fields.back().otherwise == sugar.profile.main.fields.back().otherwise);
}

TEST_CASE("one address alone has no label, and a street with a town is one") {
  Inferred inferred = infer("Name,Mailing Street,Mailing City,Company City\nA,High St,Ulm,Bonn\n");
  CHECK(field_of(inferred, "Mailing City") == "addresses.1.city");
  CHECK(field_of(inferred, "Company City") == "company_city");
  for (const FieldSpec& spec : inferred.profile.main.fields) CHECK_FALSE(spec.field.text.ends_with(".label"));
}

TEST_CASE("a column without a value keeps no other one from its field") {
  Inferred inferred = infer("Name;Steuernummer;USt-IdNr.\nA;;DE123456789\n");
  CHECK(field_of(inferred, "USt-IdNr.") == "tax_id");
  CHECK(field_of(infer("Name;Steuernummer;USt-IdNr.\nA;1;DE123456789\n"), "USt-IdNr.") != "tax_id");
}

TEST_CASE("a label is a tag, and a day with an amount is no history of a deal") {
  CHECK(field_of(infer("Person - Name,Person - Label,Person - Email\nA B,Hot,a@example.org\n"),
                 "Person - Label") == "tags");
  Inferred inferred =
      infer("Date,Name,Status,Currency,Net,Transaction ID\n2026-03-14,A,Completed,USD,116.22,8XY1\n");
  CHECK(inferred.profile.main.collection.text == "sales");
  CHECK(field_of(inferred, "Date") == "date");
}

TEST_CASE("two columns of one field that are never filled together both give it") {
  Inferred deals = infer(
      "Deal - Title,Deal - Stage,Deal - Value,Deal - Won time,Deal - Lost time\n"
      "A,Talk,1,2026-02-03,\nB,Talk,2,,2026-02-04\n");
  CHECK(field_of(deals, "Deal - Won time") == "closed");
  CHECK(field_of(deals, "Deal - Lost time") == "closed");
  Inferred both = infer(
      "Deal - Title,Deal - Stage,Deal - Value,Deal - Won time,Deal - Lost time\n"
      "A,Talk,1,2026-02-03,2026-02-01\n");
  CHECK(field_of(both, "Deal - Lost time") == "lost_time");
}

TEST_CASE("a note is a mark where numbers stand below it") {
  const InferOptions interactions{"interactions", "", {}, ""};
  CHECK(field_of(infer("Date,Customer,Note\n2026-03-01,A,asked for a quote\n", interactions), "Note") ==
        "text");
  CHECK(field_of(infer("Datum;Kunde;Note\n2026-03-01;A;4,5\n", interactions), "Note") == "score");
}

TEST_CASE("what a product costs the firm is told from its price") {
  Inferred inferred =
      infer("Artikelnummer;Bezeichnung;Warengruppe;VK netto;EK\nA-1;Rad;Zweirad;499,00;310,50\n");
  CHECK(inferred.profile.main.collection.text == "products");
  CHECK(field_of(inferred, "VK netto") == "price");
  CHECK(field_of(inferred, "EK") == "cost");
}

TEST_CASE(
    "an e-mail address in a list of sales makes the customer, with what else is said of whoever bought") {
  Inferred inferred = infer(
      "order_id,order_date,email,first_name,last_name,total,Shipping Street,Shipping City\n"
      "S-1,2026-05-03,a@example.org,Eva,Lang,12.00,High St,Ulm\n");
  CHECK(inferred.profile.main.collection.text == "sales");
  CHECK(field_of(inferred, "email") == "customers.emails");
  CHECK(field_of(inferred, "first_name") == "customers.given_name");
  CHECK(field_of(inferred, "total") == "amount");
  REQUIRE(inferred.profile.also.size() == 1);
  CHECK(inferred.profile.also[0].key[0].text == "email");
  CHECK(inferred.profile.also[0].match[0].text == "emails");
  Profile again = parse_profile(print(inferred), "again.yaml");
  REQUIRE(again.also.size() == 1);
  CHECK(again.also[0].fields.size() == inferred.profile.also[0].fields.size());
  CHECK(again.also[0].id_from->text == "emails");
  Inferred numbered =
      infer("Invoice No,Date,Customer ID,Email,Amount\nR1,2026-05-03,17850,a@example.org,12.00\n");
  REQUIRE(numbered.profile.also.size() == 1);
  CHECK(numbered.profile.also[0].key[0].text == "Customer ID");
}

TEST_CASE("a sale whose buyer has no address is told by the name, and keeps what else it says") {
  Inferred inferred = infer(
      "Invoice No,Date,Customer,Email,Amount,Phone\n"
      "R1,2026-05-03,Acme,a@example.org,12.00,030 1234567\n"
      "R2,2026-05-04,Beta,,12.00,\nR3,2026-05-04,,,12.00,030 7654321\n");
  REQUIRE(inferred.profile.also.size() == 1);
  const std::vector<Word>& key = inferred.profile.also[0].key;
  REQUIRE(key.size() == 2);
  CHECK(key[1].text == "Customer");
  const auto& fields = inferred.profile.main.fields;
  CHECK(std::any_of(fields.begin(), fields.end(),
                    [](const FieldSpec& spec) { return spec.field.text == "phone"; }));
  CHECK(std::none_of(fields.begin(), fields.end(),
                     [](const FieldSpec& spec) { return spec.field.text == "customer_2"; }));
}

TEST_CASE("an e-mail address in a list of tickets tells whose it is, and staff's tells nobody's") {
  Inferred inferred = infer(
      "Ticket ID,Requester,Requester email,Subject,Status,Priority,Assignee email\n"
      "1,Eva Lang,a@example.org,Help,open,high,staff@example.org\n");
  CHECK(inferred.profile.main.collection.text == "tickets");
  CHECK(field_of(inferred, "Requester email") == "customer");
  CHECK(field_of(inferred, "Requester") == "requester");
  CHECK(inferred.profile.also.empty());
  CHECK(print(inferred).find("customer: {from: Requester email, by: emails}") != std::string::npos);
  Inferred two =
      infer("Invoice No,Date,Email A,Email B,Amount\nR1,2026-05-03,a@example.org,b@example.org,12.00\n");
  CHECK(two.profile.also.empty());
}
