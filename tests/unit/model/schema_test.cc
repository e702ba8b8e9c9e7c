#include "model/schema.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/error.h"
#include "core/text.h"
#include "format/yaml.h"

using namespace flatcrm;
using namespace flatcrm::model;

namespace {

const std::vector<std::string> design = {"customers", "staff",   "links", "interactions", "deals", "sales",
                                         "products",  "tickets", "goals", "quotas",       "rates"};

std::string failure(std::string_view yaml, const std::string& file = "schemas/customers.yaml") {
  Schemas schemas = Schemas::built_in();
  try {
    schemas.extend(yaml, file);
    schemas.check_references();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("the eleven collections of the design are built in, in its order") {
  Schemas schemas = Schemas::built_in();
  CHECK(schemas.collections() == design);
  for (const std::string& name : design) {
    CAPTURE(name);
    const Schema& schema = schemas.of(name);
    CHECK(schema.collection() == name);
    CHECK(schema.fields().front().path == "id");
    CHECK(schema.find(schema.label()) != nullptr);
    CHECK_FALSE(schema.description().empty());
  }
}

TEST_CASE("the texts in the program are those of the schemas folder, and in the form that is read fast") {
  for (const std::string& name : design) {
    CAPTURE(name);
    std::string text = file_text(std::filesystem::path(FLATCRM_SOURCE) / "schemas" / (name + ".yaml"));
    CHECK(Schemas::text_of(name) == text);
    format::YamlFile file;
    CHECK(format::parse_canonical_yaml(text, file));
  }
  CHECK(Schemas::text_of("nothing").empty());
}

TEST_CASE("the fields are those of the design") {
  Schemas schemas = Schemas::built_in();
  const Schema& customers = schemas.of("customers");
  CHECK(customers.find("emails")->list);
  CHECK(customers.find("emails")->format == Format::email);
  CHECK(customers.find("emails")->merge == "union");
  CHECK(customers.find("addresses.2.city")->path == "addresses.*.city");
  CHECK(customers.find("addresses.2.city")->merge == "union");
  CHECK(customers.find("addresses.city") == nullptr);
  CHECK(customers.find("addresses") == nullptr);
  CHECK(customers.find("consent.email")->values == std::vector<std::string>{"granted", "denied", "unknown"});
  CHECK(customers.find("consent.email.when") == nullptr);
  CHECK(customers.find("owner")->reference == "staff");
  CHECK(customers.find("wallet")->type == Type::money);
  CHECK(customers.find("wallet")->currency.empty());
  CHECK(customers.find("do_not_contact")->type == Type::boolean);
  CHECK(customers.find("birthday")->type == Type::date);
  CHECK(customers.find("sources.1.updated")->type == Type::date_time);
  CHECK(customers.find("colour") == nullptr);
  CHECK(customers.is_container("addresses"));
  CHECK(customers.is_container("addresses.3"));
  CHECK(customers.is_container("consent"));
  CHECK_FALSE(customers.is_container("emails"));
  CHECK_FALSE(customers.is_container("addresses.3.city"));

  const Schema& deals = schemas.of("deals");
  CHECK(deals.find("amount")->currency == "currency");
  CHECK(deals.find("probability")->maximum == core::Decimal{100, 0});
  CHECK(deals.find("history.1.date")->type == Type::date);
  CHECK(schemas.of("sales").log_date() == "date");
  CHECK(schemas.of("rates").key() == std::vector<std::string>{"date", "currency"});
  CHECK_FALSE(schemas.of("rates").find("id")->required);
  CHECK(schemas.of("tickets").find("contacts")->type == Type::integer);
  CHECK(schemas.of("quotas").find("period")->format == Format::period);
}

TEST_CASE("schema order puts declared fields by rank, elements by number, custom ones behind by name") {
  Schemas schemas = Schemas::built_in();
  const Schema& customers = schemas.of("customers");
  const std::vector<std::string> order = {"id",
                                          "kind",
                                          "name",
                                          "emails",
                                          "addresses.1.street",
                                          "addresses.1.city",
                                          "addresses.1.floor",
                                          "addresses.2.label",
                                          "addresses.10.label",
                                          "consent.email",
                                          "consent.phone",
                                          "notes",
                                          "alpha",
                                          "beta.1.x",
                                          "beta.2.x",
                                          "beta.10.x",
                                          "beta.key"};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      CAPTURE(order[i]);
      CAPTURE(order[j]);
      CHECK(customers.before(order[i], order[j]) == (i < j));
    }
  }
}

TEST_CASE(
    "a synonym stands for one field of its collection, or for a number and a text, and is no field's own name") {
  Schemas schemas = Schemas::built_in();
  for (const std::string& name : design) {
    std::map<std::string, Type> seen;
    for (const Field& field : schemas.of(name).fields()) {
      for (const std::string& synonym : field.synonyms()) {
        CAPTURE(name);
        CAPTURE(field.path);
        CAPTURE(synonym);
        // What stands in the column tells a mark from a note.
        auto [known, is_new] = seen.emplace(synonym, field.type);
        CHECK((is_new || (known->second == Type::decimal && field.type == Type::text)));
        CHECK(synonym == core::lower_ascii(synonym));
        const Field* named = schemas.of(name).find(synonym);
        CHECK((named == nullptr || named == &field));
      }
    }
  }
}

TEST_CASE("every field is explained, and refers to collections that there are") {
  Schemas schemas = Schemas::built_in();
  for (const std::string& name : design) {
    for (const Field& field : schemas.of(name).fields()) {
      CAPTURE(name);
      CAPTURE(field.path);
      CHECK((!field.title.empty() || field.path.ends_with("*")));
      CHECK((!field.description.empty() || field.path.ends_with("*")));
      if (!field.reference.empty()) CHECK(schemas.find(field.reference) != nullptr);
    }
  }
}

TEST_CASE("a book adds fields of its own, and they stand where they belong") {
  Schemas schemas = Schemas::built_in();
  schemas.extend(
      "properties:\n"
      "  region:\n    title: Region\n    type: string\n    enum: [north, south]\n"
      "  addresses:\n    type: array\n    items:\n      type: object\n      properties:\n"
      "        floor:\n          type: integer\n"
      "required: [name]\n",
      "schemas/customers.yaml");
  const Schema& customers = schemas.of("customers");
  CHECK(customers.find("region")->values == std::vector<std::string>{"north", "south"});
  CHECK_FALSE(customers.find("region")->built_in);
  CHECK(customers.find("emails")->built_in);
  CHECK(customers.find("name")->required);
  CHECK(customers.find("addresses.1.floor")->type == Type::integer);
  CHECK(customers.before("addresses.1.country", "addresses.1.floor"));
  CHECK(customers.before("addresses.1.floor", "social"));
  CHECK(customers.before("notes", "region"));
}

TEST_CASE("a book adds collections of its own") {
  Schemas schemas = Schemas::built_in();
  schemas.extend(
      "title: Event\nx-label: name\nx-log: day\nproperties:\n  name:\n    type: string\n  day:\n    type: "
      "string\n    format: date\n  guests:\n    type: array\n    items:\n      type: string\n      "
      "x-reference: customers\n",
      "schemas/events.yaml");
  schemas.check_references();
  CHECK(schemas.collections().back() == "events");
  const Schema& events = schemas.of("events");
  CHECK(events.fields().front().path == "id");
  CHECK(events.log_date() == "day");
  CHECK(events.find("guests")->list);
  CHECK(events.find("guests")->type == Type::reference);
}

TEST_CASE("an unknown collection is a wrong argument, with the nearest name") {
  Schemas schemas = Schemas::built_in();
  CHECK(schemas.find("costumers") == nullptr);
  try {
    schemas.of("costumers");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.code() == Code::usage);
    CHECK(error.hint() == "did you mean 'customers'?");
  }
}

TEST_CASE("what a schema may not say is told with its place") {
  CHECK(failure("properties:\n  x:\n    type: string\n    maxlength: 3\n") ==
        "schemas/customers.yaml:4:5: unknown keyword 'maxlength'; did you mean 'maxLength'?");
  CHECK(failure("properties:\n  name:\n    type: string\n") ==
        "schemas/customers.yaml:2:3: the field 'name' is built in and stays as it is; give the new field "
        "another name");
  CHECK(
      failure("properties:\n  name:\n    type: object\n    properties:\n      first:\n        type: string\n")
          .find("built in") != std::string::npos);
  CHECK(failure("properties:\n  addresses:\n    type: string\n").find("built in") != std::string::npos);
  CHECK(failure("properties:\n  addresses:\n    type: object\n    properties:\n      floor:\n        type: "
                "string\n")
            .find("built in") != std::string::npos);
  CHECK(failure(
            "properties:\n  consent:\n    type: object\n    properties:\n      sms:\n        type: string\n")
            .find("built in") != std::string::npos);
  CHECK(failure("properties:\n  x:\n    type: text\n") ==
        "schemas/customers.yaml:3:5: 'type' can't be 'text'; it is one of: string, integer, number, boolean, "
        "array, object");
  CHECK(failure("properties:\n  x:\n    title: X\n") ==
        "schemas/customers.yaml:2:3: the field 'x' has no type");
  CHECK(failure("properties:\n  x:\n    type: number\n    format: date\n") ==
        "schemas/customers.yaml:4:5: format says nothing of type 'number'");
  CHECK(failure("properties:\n  x:\n    type: number\n    x-money: name\n") ==
        "schemas/customers.yaml:4:5: x-money names a field of format currency, or is true");
  CHECK(failure("required: [nam]\n") == "schemas/customers.yaml:1:12: no field 'nam'; did you mean 'name'?");
  CHECK(failure("x-label: id\n") == "schemas/customers.yaml:1:1: a built-in collection keeps its x-label");
  CHECK(failure("additionalProperties: false\n").find("custom fields are allowed") != std::string::npos);
  CHECK(failure("properties:\n  x:\n    type: array\n").find("an array needs items") != std::string::npos);
  CHECK(failure("properties:\n  x:\n    type: object\n").find("an object needs properties") !=
        std::string::npos);
  CHECK(failure("properties:\n  x:\n    type: string\n    x-reference: nobody\n") ==
        "schemas/customers.yaml: x-reference names no collection: 'nobody'");
  CHECK(failure("$ref: other.yaml\n").find("unknown keyword '$ref'") != std::string::npos);
  CHECK(failure("- a\n").find("a schema is a map") != std::string::npos);
  CHECK(failure("type: object\n", "schemas/Bad Name.yaml").find("can't be the name of a collection") !=
        std::string::npos);
  CHECK(failure("type: object\n", "schemas/segments.yaml").find("can't be the name of a collection") !=
        std::string::npos);
}

TEST_CASE("a schema with an error leaves everything as it was") {
  Schemas schemas = Schemas::built_in();
  std::size_t before = schemas.of("customers").fields().size();
  CHECK_THROWS_AS(schemas.extend("properties:\n  a:\n    type: string\n  b:\n    type: strange\n",
                                 "schemas/customers.yaml"),
                  Error);
  CHECK(schemas.of("customers").fields().size() == before);
  CHECK_THROWS_AS(schemas.extend("properties:\n  b:\n    type: strange\n", "schemas/events.yaml"), Error);
  CHECK(schemas.collections() == design);
}
