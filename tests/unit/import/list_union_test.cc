#include "import/list_union.h"

#include <doctest/doctest.h>

#include "core/text.h"
#include "model/schema.h"

using namespace flatcrm;
using namespace flatcrm::import;

namespace {

using List = std::vector<std::string>;

/// Lists of phones and what sources said of them.
class Bench {
 public:
  Bench() : schemas_(model::Schemas::built_in()), paths_(schemas_.of("customers")), words_(paths_) {}

  SourceSaid said(std::string_view source, const List& phones) {
    RecordMap map;
    model::Value value{arena_.keep(core::join_list(phones)), paths_.intern("phones"), 0};
    return {source, words_.of({&value, 1}, map, arena_)};
  }
  List join(const List& present, const List& given, const SourceSaid& own, std::vector<SourceSaid> others,
            bool caseless = false) {
    return join_in_order(words_, paths_.intern("phones"), present, given, own, others, caseless);
  }

 private:
  core::Arena arena_;
  model::Schemas schemas_;
  model::Paths paths_;
  SaidWords words_;
};

const SourceSaid google{"google", ""}, outlook{"outlook", ""};

}  // namespace

TEST_CASE("the elements of the source whose name comes first stand first") {
  Bench bench;
  SourceSaid linkedin = bench.said("linkedin", {"+491", "+492"});
  CHECK(bench.join({"+491", "+492"}, {"+493"}, google, {linkedin}) == List{"+493", "+491", "+492"});
  CHECK(bench.join({"+491", "+492"}, {"+493"}, outlook, {linkedin}) == List{"+491", "+492", "+493"});
}

TEST_CASE("an element that several say is the first one's, in its order") {
  Bench bench;
  SourceSaid linkedin = bench.said("linkedin", {"+491", "+492"});
  CHECK(bench.join({"+491", "+492"}, {"+492", "+491"}, google, {linkedin}) == List{"+492", "+491"});
  CHECK(bench.join({"+491", "+492"}, {"+492", "+493"}, outlook, {linkedin}) == List{"+491", "+492", "+493"});
}

TEST_CASE("what a person added, moved or took out stays so") {
  Bench bench;
  SourceSaid linkedin = bench.said("linkedin", {"+491", "+492"});
  CHECK(bench.join({"+499", "+491", "+492"}, {"+493"}, google, {linkedin}) ==
        List{"+499", "+493", "+491", "+492"});
  CHECK(bench.join({"+492", "+491"}, {"+493", "+491"}, google, {linkedin}) == List{"+492", "+491", "+493"});
  CHECK(bench.join({"+492"}, {"+491", "+492"}, linkedin, {}) == List{"+492"});
  CHECK(bench.join({"+492"}, {"+491", "+492"}, google, {linkedin}) ==
        List{"+491", "+492"});  // new from this one
}

TEST_CASE(
    "where case does not count, the spelling of the source whose name comes first stays, whichever came first") {
  Bench bench;
  const SourceSaid google_said = bench.said("google", {"anna@x"}),
                   outlook_said = bench.said("outlook", {"ANNA@x"});
  CHECK(bench.join({"anna@x"}, {"ANNA@x"}, outlook, {google_said}, true) == List{"anna@x"});
  CHECK(bench.join({"ANNA@x"}, {"anna@x"}, google, {outlook_said}, true) == List{"anna@x"});
  CHECK(bench.join({}, {"anna@x", "Anna@x"}, google, {}, true) == List{"anna@x"});
  CHECK(bench.join({"anna@x"}, {"ANNA@x"}, outlook, {google_said}).size() == 2);
}
