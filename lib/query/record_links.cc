// What a record has of those that it is linked to: every link is looked at.
#include <algorithm>
#include <set>

#include "query/numbers.h"
#include "query/record_evaluator.h"

namespace flatcrm::query {

/// The customers at the other ends of the links of an id, in the order of the links; of a kind where one is named.
std::vector<const PlainRecord*> RecordEvaluator::linked_to(std::string_view id, const Link& link) const {
  std::vector<const PlainRecord*> others;
  if (world_ == nullptr || !world_->contains("links")) return others;
  for (const PlainRecord& one : world_->at("links")) {
    if (!link.kind.empty() && one.text("kind") != link.kind) continue;
    for (bool forward : {true, false}) {
      bool meant = (forward ? link.forward : link.reverse) && one.text(forward ? "from" : "to") == id;
      const PlainRecord* other = meant ? find("customers", one.text(forward ? "to" : "from")) : nullptr;
      if (other != nullptr) others.push_back(other);
    }
  }
  return others;
}

Value RecordEvaluator::linked(const Link& link, const FieldSource& record) const {
  std::vector<const PlainRecord*> others = linked_to(record.text("id"), link);
  return Value::of_truth(std::any_of(others.begin(), others.end(), [&](const PlainRecord* other) {
    return link.where == no_node || evaluate(link.where, *other).truth == Truth::yes;
  }));
}

Value RecordEvaluator::network(NodeId node, const FieldSource& record) const {
  Value total = evaluate(node, record);
  if (total.number == core::no_number) total = Value::of_number(0, 0);
  std::set<std::string> reached{std::string(record.text("id"))};
  std::vector<std::string> border{std::string(record.text("id"))};
  core::Decimal share{1, 0};
  for (int depth = 0; depth < config_.network_depth; ++depth) {
    share = core::multiply(share, config_.network_step);
    std::vector<std::string> next;
    for (const std::string& id : border) {
      for (const PlainRecord* customer : linked_to(id, Link{})) {
        std::string other(customer->text("id"));
        if (!reached.insert(other).second) continue;
        next.push_back(other);
        total = plus_share(total, evaluate(node, *customer), share);
      }
    }
    border = std::move(next);
  }
  return total;
}

Value RecordEvaluator::plus_share(const Value& total, const Value& value, core::Decimal share) {
  if (value.number == core::no_number) return total;
  int digits = value.scale + share.scale, kept = std::min(digits, most_digits);
  std::int64_t part = multiply(value.number, share.mantissa, digits - kept);
  int scale = std::max(total.scale, kept);
  return Value::of_number(add(rescale(total.number, total.scale, scale), rescale(part, kept, scale)), scale);
}

}  // namespace flatcrm::query
