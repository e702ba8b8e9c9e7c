// Turns the YAML of a schema into fields, adding to what the collection has already.
//
//   SchemaReader reader(file, "schemas/customers.yaml", schema, SchemaOrigin::built_in);
//   reader.read();
//
// Errors  Code::book with the place of what can't be: see schema.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/yaml.h"
#include "model/schema.h"
#include "model/schema_keywords.h"

namespace flatcrm::model {

/// What is read: a schema of the program, the book's additions to one, or a collection of the book's own.
enum class SchemaOrigin { built_in, addition, collection };

class SchemaReader {
 public:
  SchemaReader(const format::YamlFile& file, const std::string& name, Schema& schema, SchemaOrigin origin)
      : file_(file), name_(name), schema_(schema), origin_(origin) {}
  void read();

 private:
  using Node = format::YamlNode;
  void read_collection(const Keywords& keywords);
  void read_properties(const Node& properties, const std::string& prefix, const Field& inherited);
  void read_field(const Node& node, std::string path, Field field);
  void read_array(const Keywords& keywords, Field field);
  void read_object(const Keywords& keywords, const Field& field);
  void read_common(const Keywords& keywords, Field& field);
  void read_scalar(const Keywords& keywords, std::string_view type, Field& field);
  void read_format(const Node& node, Field& field);
  void read_money(const Node& node, Field& field);
  void read_required(const Node& node);
  void add(Field field, const Node& node);
  void add_missing_id();
  void check_declared(const Node& node) const;
  void check_money() const;

  std::string_view scalar(const Node& node) const;
  std::string one_of(const Node& node, const std::vector<std::string_view>& permitted) const;
  bool truth(const Node& node) const;
  std::size_t count(const Node& node) const;
  core::Decimal number(const Node& node) const;
  std::vector<const Node*> scalars(const Node& list) const;
  void allow(const Keywords& keywords, std::string_view type, const std::vector<Keyword>& allowed) const;
  [[noreturn]] void fail(const Node& node, std::string what, std::string hint = {}) const;

  const format::YamlFile& file_;
  const std::string& name_;
  Schema& schema_;
  SchemaOrigin origin_;
  std::vector<std::pair<std::string, const Node*>> currencies_;  // what x-money names, and where
};

}  // namespace flatcrm::model
