#include "query/share.h"

#include <algorithm>

namespace flatcrm::query {

namespace {

/// Counted or added up, and neither scaled nor a constant.
bool is_quantity(const Tree& tree, NodeId id) {
  const Node& node = tree[id];
  if (node.op == Op::total) {
    Function function = tree.totals[node.index].function;
    return function == Function::count || function == Function::sum || function == Function::distinct;
  }
  if (node.op != Op::add && node.op != Op::subtract && node.op != Op::coalesce) return false;
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](NodeId child) { return is_quantity(tree, child); });
}

bool is_between_0_and_1(const Node& node) {
  if (node.op != Op::constant) return false;
  return node.missing || (core::compare(node.number, {0, 0}) >= 0 && core::compare(node.number, {1, 0}) <= 0);
}

}  // namespace

bool is_share(const Tree& tree, NodeId id) {
  const Node& node = tree[id];
  auto is_part = [&](NodeId child) { return is_share(tree, child) || is_between_0_and_1(tree[child]); };
  auto is_one = [&](NodeId child) { return is_share(tree, child); };
  switch (node.op) {
    case Op::divide: {
      if (node.children.size() != 2) return false;
      const Type &above = tree[node.children[0]].type, &below = tree[node.children[1]].type;
      bool alike = above.kind == below.kind || (above.is_number() && below.is_number());
      return alike && is_quantity(tree, node.children[0]) && is_quantity(tree, node.children[1]);
    }
    case Op::add:
    case Op::subtract:
    case Op::coalesce:
      return std::all_of(node.children.begin(), node.children.end(), is_part) &&
             std::any_of(node.children.begin(), node.children.end(), is_one);
    case Op::choose:
      return is_part(node.children[1]) && is_part(node.children[2]) &&
             (is_one(node.children[1]) || is_one(node.children[2]));
    case Op::rounded:
      return is_share(tree, node.children[0]);
    default:
      return false;
  }
}

}  // namespace flatcrm::query
