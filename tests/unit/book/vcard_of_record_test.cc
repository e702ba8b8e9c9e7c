#include "book/vcard_of_record.h"

#include <doctest/doctest.h>

using namespace flatcrm;
using namespace flatcrm::book;

namespace {

/// The lines between BEGIN and END, one a line.
std::string lines(const Contact& contact, int version = 4) {
  std::string text = print_vcard(contact, version), out;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] != '\r') out += text[at];
  const std::string head = "BEGIN:VCARD\nVERSION:" + std::to_string(version) + ".0\n", tail = "END:VCARD\n";
  REQUIRE(out.starts_with(head));
  REQUIRE(out.ends_with(tail));
  return out.substr(head.size(), out.size() - head.size() - tail.size());
}

}  // namespace

TEST_CASE("a record without a card gets a plain one") {
  Contact contact{.id = "ann-1f9x2k", .kind = "person", .name = "Ann Lee"};
  contact.given_name = "Ann";
  contact.family_name = "Lee";
  contact.emails = {"a@x.example", "b@x.example"};
  contact.phones = {"+4930123456"};
  contact.addresses = {{"home", "Main 5; yard", "Town", "", "1", "DE"},
                       {"billing", "Side 1", "Town", "", "", ""}};
  contact.tags = {"a,b", "c"};
  contact.notes = "two\nlines";
  CHECK(lines(contact) ==
        "UID:ann-1f9x2k\nFN:Ann Lee\nN:Lee;Ann;;;\nEMAIL:a@x.example\nEMAIL:b@x.example\nTEL:+4930123456\n"
        "ADR;TYPE=home:;;Main 5\\; yard;Town;;1;DE\nlabel1.X-ABLABEL:billing\nlabel1.ADR:;;Side 1;Town;;;\n"
        "CATEGORIES:a\\,b,c\nNOTE:two\\nlines\nKIND:individual\n");
}

TEST_CASE("version 3 has a name in parts, and shows companies as Apple does") {
  Contact contact{.id = "acme-1f9x2k", .kind = "organization", .name = "Acme"};
  CHECK(lines(contact, 3) == "UID:acme-1f9x2k\nFN:Acme\nN:Acme;;;;\nX-ABSHOWAS:COMPANY\n");
  CHECK(lines(contact, 4) == "UID:acme-1f9x2k\nFN:Acme\nKIND:org\n");
}

TEST_CASE("what the card said of a value stays with it, and goes with it") {
  Contact contact{.id = "a-1f9x2k", .name = "Ann"};
  contact.phones = {"+49301234567", "+49409999999"};
  contact.emails = {"Ann@x.example"};
  contact.rest =
      "UID:7\nitem1.TEL;TYPE=cell,pref:030/1234567\nitem1.X-ABLABEL:Best\nitem2.TEL;TYPE=home:030 7777777\n"
      "item2.X-ABLABEL:Gone\nTEL;TYPE=fax:1\nEMAIL;TYPE=work:ann@X.example\nX-SHOE:43";
  CHECK(lines(contact) ==
        "UID:7\nFN:Ann\nEMAIL;TYPE=work:ann@X.example\nitem1.TEL;TYPE=cell;PREF=1:030/"
        "1234567\nTEL:+49409999999\n"
        "TEL;TYPE=fax:1\nX-SHOE:43\nitem1.X-ABLABEL:Best\n");
}

TEST_CASE("an edited field wins over the card, in the card's own line") {
  Contact contact{.id = "a-1f9x2k", .name = "Ann Smith"};
  contact.given_name = "Ann";
  contact.family_name = "Smith";
  contact.title = "Boss";
  contact.rest =
      "UID:7\nFN;LANGUAGE=en:Ann "
      "Lee\nN:Lee;Ann;Jo;Dr.;\nTITLE;LANGUAGE=en:Clerk\nTITLE;LANGUAGE=de:Chef\nORG:Gone;Unit";
  CHECK(lines(contact) ==
        "UID:7\nFN;LANGUAGE=en:Ann "
        "Smith\nN:Smith;Ann;Jo;Dr.;\nTITLE;LANGUAGE=en:Boss\nTITLE;LANGUAGE=de:Chef\n");
}

TEST_CASE("preference and pictures are written as the version has them") {
  Contact contact{.id = "a-1f9x2k", .name = "A"};
  contact.emails = {"a@x.example"};
  contact.rest = "UID:7\nEMAIL;TYPE=internet,pref:a@x.example\nPHOTO;TYPE=jpeg;ENCODING=b:QUJD";
  CHECK(lines(contact, 4) ==
        "UID:7\nFN:A\nEMAIL;TYPE=internet;PREF=1:a@x.example\nPHOTO:data:image/jpeg;base64,QUJD\n");
  contact.rest = "UID:7\nEMAIL;PREF=1:a@x.example\nPHOTO:data:image/png;base64,QUJD";
  CHECK(lines(contact, 3) ==
        "UID:7\nFN:A\nN:A;;;;\nEMAIL;TYPE=pref:a@x.example\nPHOTO;TYPE=png;ENCODING=b:QUJD\n");
}

TEST_CASE("a line of the rest that is no property is kept as text") {
  Contact contact{.id = "a-1f9x2k", .name = "A", .rest = "UID:7\nhello, you\nEND:VCARD"};
  CHECK(lines(contact) == "UID:7\nFN:A\nX-REST:hello\\, you\nX-REST:END:VCARD\n");
}

TEST_CASE("a birthday is written as the version has dates, and one without a year gives way") {
  Contact contact{
      .id = "a-1f9x2k", .name = "A", .birthday = "1980-03-22", .rest = "UID:7\nBDAY:--0322\nN:;;;;"};
  CHECK(lines(contact, 4) == "UID:7\nFN:A\nN:;;;;\nBDAY:19800322\n");
  CHECK(lines(contact, 3) == "UID:7\nFN:A\nN:;;;;\nBDAY:1980-03-22\n");
  contact.birthday.clear();
  CHECK(lines(contact, 4) == "UID:7\nFN:A\nN:;;;;\nBDAY:--0322\n");
}

TEST_CASE("a birthday without a year that the record knows is written as the version has it") {
  Contact contact{.id = "a-1f9x2k", .name = "A", .birthday_month_day = "03-22"};
  CHECK(lines(contact, 4) == "UID:a-1f9x2k\nFN:A\nBDAY:--0322\n");
  CHECK(lines(contact, 3) == "UID:a-1f9x2k\nFN:A\nN:A;;;;\nBDAY:--03-22\n");
  contact.rest = "UID:7\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22";
  CHECK(lines(contact, 4) == "UID:7\nFN:A\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-03-22\n");
  contact.birthday_month_day = "03-23";
  CHECK(lines(contact, 4) == "UID:7\nFN:A\nBDAY:--0323\n");
}

TEST_CASE(
    "further given names stand in the card once, whether the record has them in the given name or not") {
  Contact contact{.id = "a-1f9x2k", .name = "Jo"};
  contact.family_name = "Berg";
  contact.rest = "UID:7\nN;SORT-AS=Berg:Berg;Jan;Piet,Wim;Dr.;Jr.";
  for (const char* given : {"Jan", "Jan Piet Wim"}) {
    contact.given_name = given;
    contact.family_name = "Berg";
    CHECK(lines(contact) == "UID:7\nFN:Jo\nN;SORT-AS=Berg:Berg;Jan;Piet,Wim;Dr.;Jr.\n");
    contact.family_name = "Borg";
    CHECK(lines(contact) == "UID:7\nFN:Jo\nN;SORT-AS=Berg:Borg;Jan;Piet,Wim;Dr.;Jr.\n");
  }
  contact.given_name = "Johann Piet Wim";
  CHECK(lines(contact) == "UID:7\nFN:Jo\nN;SORT-AS=Berg:Borg;Johann;Piet,Wim;Dr.;Jr.\n");
}

TEST_CASE(
    "an address keeps box, extension and country as the card has them until the record says otherwise") {
  Contact contact{.id = "a-1f9x2k", .name = "A"};
  const std::string card = "ADR;TYPE=home,pref:Box 5;Apt. 4B\\, 3. OG;Main 5;Town;West;1;Deutschland";
  contact.rest = "UID:7\n" + card;
  contact.addresses = {{"home", "Box 5 Apt. 4B, 3. OG Main 5", "Town", "West", "1", "DE"}};
  CHECK(lines(contact, 3) == "UID:7\nFN:A\nN:A;;;;\n" + card + "\n");
  contact.addresses[0].street = "Main 5";
  CHECK(lines(contact, 3) == "UID:7\nFN:A\nN:A;;;;\n" + card + "\n");
  contact.addresses[0].region = "East";
  contact.addresses[0].country = "AT";
  contact.addresses[0].label = "work";
  CHECK(lines(contact, 3) ==
        "UID:7\nFN:A\nN:A;;;;\nADR;TYPE=pref,work:Box 5;Apt. 4B\\, 3. OG;Main 5;Town;East;1;AT\n");
}

TEST_CASE("a new label takes a group that no line of the card is in") {
  Contact contact{.id = "a-1f9x2k", .name = "A"};
  contact.rest = "UID:7\nlabel1.X-ABLABEL:Yard\nlabel1.ADR:;;Side 1;Town;;;";
  contact.addresses = {{"Yard", "Side 1", "Town", "", "", ""}, {"Barn", "Side 2", "Town", "", "", ""}};
  CHECK(lines(contact) ==
        "UID:7\nFN:A\nlabel1.ADR:;;Side 1;Town;;;\nlabel2.X-ABLABEL:Barn\nlabel2.ADR:;;Side 2;Town;;;\n"
        "label1.X-ABLABEL:Yard\n");
}

TEST_CASE("nicknames are the record's where it has any") {
  Contact contact{.id = "a-1f9x2k", .name = "A", .rest = "UID:7\nNICKNAME;TYPE=x:Al,Bo"};
  CHECK(lines(contact) == "UID:7\nFN:A\nNICKNAME;TYPE=x:Al,Bo\n");
  contact.nicknames = {"Al", "Bo"};
  CHECK(lines(contact) == "UID:7\nFN:A\nNICKNAME;TYPE=x:Al,Bo\n");
  contact.nicknames = {"Al", "Cy"};
  CHECK(lines(contact) == "UID:7\nFN:A\nNICKNAME:Al,Cy\n");
}

TEST_CASE("a picture that was cut short is one that strict readers take") {
  Contact contact{
      .id = "a-1f9x2k", .name = "A", .rest = "UID:7\nPHOTO;TYPE=jpeg;ENCODING=b:QUJDR==\nKEY;ENCODING=b:QUI"};
  CHECK(lines(contact, 3) == "UID:7\nFN:A\nN:A;;;;\nPHOTO;TYPE=jpeg;ENCODING=b:QUJD\nKEY;ENCODING=b:QUI=\n");
}
