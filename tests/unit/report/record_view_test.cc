#include "report/record_view.h"

#include <doctest/doctest.h>

#include "support/tables.h"
#include "support/values_of.h"

using namespace flatcrm;

namespace {

std::string name_of(std::string_view collection, std::string_view id) {
  return std::string(collection) + ":" + std::string(id);
}

class Page {
 public:
  Page(const std::string& collection, std::initializer_list<std::pair<const char*, const char*>> values)
      : paths_(schemas_.of(collection)) {
    set_.begin();
    for (const auto& [path, text] : values) set_.add(paths_.intern(path), text);
    set_.end(0, 0);
    config_.currency = "EUR";
    config_.link_kinds = {{"parent", "parent of", "child of"}, {"household", "household", "household"}};
    collection_ = collection;
  }

  report::Document document(const std::vector<model::Table>* tables = nullptr, std::size_t limit = 10) {
    model::Record record = set_[0];
    report::RecordInput input{
        collection_, record, paths_, collection_ + "/x.yaml:1", config_, *core::parse_date("2017-04-01"),
        name_of,     limit};
    report::Document page = report::record_view(input);
    if (tables != nullptr) report::add_related(page, *tables, input);
    return page;
  }

 private:
  model::Schemas schemas_ = model::Schemas::built_in();
  model::Paths paths_;
  model::RecordSet set_;
  book::Config config_;
  std::string collection_;
};

std::vector<model::Table> related(std::initializer_list<const char*> texts) {
  std::vector<model::TableRequest> requests = report::related_requests({});
  std::vector<model::Table> tables;
  for (const char* text : texts) tables.push_back(table_from(requests[tables.size()], text));
  return tables;
}

}  // namespace

TEST_CASE("a record is its fields by type, and its sources apart") {
  Page page("deals", {{"id", "d1"},
                      {"name", "Pumps"},
                      {"customer", "acme"},
                      {"amount", "1234.50"},
                      {"currency", "USD"},
                      {"closed", "2017-01-31"},
                      {"sources.1.source", "crm"},
                      {"sources.1.key", "77"},
                      {"colour", "red"}});
  report::Document document = page.document();
  CHECK(document.title == "Pumps");
  CHECK(document.subtitle == "deals d1, deals/x.yaml:1");
  report::Table fields = report::table_of(document, "fields");
  CHECK(rows_of(document, "fields") ==
        "id|d1\nname|Pumps\ncustomer|acme\namount|1234.50\ncurrency|USD\nclosed|2017-01-31\ncolour|red\n");
  CHECK(std::get<report::Money>(fields.rows[3][1]).currency == "USD");
  CHECK(std::get<report::Reference>(fields.rows[2][1]).label == "customers:acme");
  CHECK(std::holds_alternative<core::Date>(fields.rows[5][1]));
  CHECK(rows_of(document, "sources") == "crm|77|missing|missing\n");
}

TEST_CASE(
    "a value that is none of its type is shown as it stands, and money without a currency is the book's") {
  Page page("deals", {{"id", "d1"}, {"amount", "lots"}, {"closed", "31.1."}});
  CHECK(rows_of(page.document(), "fields") == "id|d1\namount|lots\nclosed|31.1.\n");
  Page priced("deals", {{"id", "d1"}, {"amount", "5"}});
  CHECK(std::get<report::Money>(report::table_of(priced.document(), "fields").rows[1][1]).currency == "EUR");
}

TEST_CASE(
    "the page of a customer has links both ways, touches, deals, sales and tickets, and nobody else's") {
  std::vector<model::Table> tables = related(
      {"id,from,to,kind,since,source,note\nl1,acme,beta,parent,2015-01-01,stated,\nl2,holding,acme,parent,,,"
       "\nl4,acme,zeta,friend,,,\nl5,eta,acme,friend,,,\n"
       "l3,beta,gamma,household,,,\n",
       "id,date,customer,channel,direction,kind,staff,score,text\n"
       "i1,2017-01-10,acme,phone,in,call,anna,,Hello\ni2,2017-03-02,acme,email,out,message,bob,,\n"
       "i3,2017-03-05,beta,phone,in,call,anna,,\ni4,2017-02-01,acme,phone,in,survey,,9,\n",
       "id,customer,name,stage,outcome,amount,currency,opened,closed,owner\n"
       "d1,acme,Pumps,Won,won,100.50,,2017-01-01,2017-01-20,anna\nd2,acme,Pipes,Lead,open,,,2017-02-01,,"
       "anna\n"
       "d3,acme,More,Won,won,10,USD,2016-01-01,2016-02-01,anna\nd4,beta,X,Won,won,7,,2016-01-01,2016-02-01,"
       "anna\n",
       "id,date,customer,kind,product,amount,currency,due\ns1,2017-02-02,acme,invoice,p1,100.50,EUR,2017-03-"
       "04\n",
       "id,customer,opened,status,category,priority,closed,text\nt1,acme,2017-03-01,open,,high,,It leaks\n",
       "date,currency,rate\n2016-01-01,USD,1.25\n"});
  Page page("customers", {{"id", "acme"}, {"name", "Acme"}, {"wallet", "5000"}});
  report::Document document = page.document(&tables);
  auto figures = figures_of_document(document);
  CHECK(figures["interactions"] == "3");
  CHECK(figures["last_contact"] == "2017-03-02");
  CHECK(figures["silence_days"] == "30");
  CHECK(figures["open_deals"] == "1");
  CHECK(figures["won_deals"] == "2");
  CHECK(figures["won_value"] == "108.50");
  CHECK(figures["open_tickets"] == "1");
  CHECK(rows_of(document, "links") ==
        "parent of|beta|2015-01-01|stated|missing\nfriend|zeta|missing|missing|missing\n"
        "child of|holding|missing|missing|missing\nfriend (reverse)|eta|missing|missing|missing\n");
  CHECK(rows_of(document, "interactions") ==
        "2017-03-02|email|out|message|bob|missing|missing\n"
        "2017-02-01|phone|in|survey|missing|9|missing\n"
        "2017-01-10|phone|in|call|anna|missing|Hello\n");
  CHECK(rows_of(document, "deals") ==
        "d2|Pipes|Lead|open|missing|2017-02-01|missing|anna\n"
        "d1|Pumps|Won|won|100.50|2017-01-01|2017-01-20|anna\n"
        "d3|More|Won|won|10.00|2016-01-01|2016-02-01|anna\n");
  CHECK(rows_of(document, "sales") == "2017-02-02|s1|invoice|p1|100.50|2017-03-04\n");
  CHECK(rows_of(document, "tickets") == "2017-03-01|t1|open|missing|high|missing|It leaks\n");

  report::Document shorter = page.document(&tables, 1);
  CHECK(report::table_of(shorter, "deals").rows.size() == 1);
  CHECK(report::table_of(shorter, "deals").note == "The latest 1 of 3; --limit 0 shows all.");
}

TEST_CASE("a customer of whom nothing is known but the record has a page") {
  std::vector<model::Table> tables = related({"id\n", "id\n", "id\n", "id\n", "id\n", "id\n"});
  Page page("customers", {{"id", "acme"}, {"name", "Acme"}});
  auto figures = figures_of_document(page.document(&tables));
  CHECK(figures["interactions"] == "0");
  CHECK(figures["last_contact"] == "missing");
  CHECK(figures["won_value"].empty());
}
