#include "model/paths.h"

#include <doctest/doctest.h>

#include <thread>

using namespace flatcrm::model;

namespace {

struct Fixture {
  Schemas schemas = Schemas::built_in();
  Paths paths{schemas.of("customers")};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "id is always the first, and a path has one number") {
  CHECK(paths.intern("id") == Paths::id);
  PathId city = paths.intern("addresses.1.city");
  CHECK(paths.intern("addresses.1.city") == city);
  CHECK(paths[city].text == "addresses.1.city");
  CHECK(paths[city].field->path == "addresses.*.city");
  CHECK(paths.size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a list is one by its schema or by its header") {
  CHECK(paths.intern("emails") == paths.intern("emails[]"));
  CHECK(paths[paths.intern("emails")].list);
  CHECK(paths[paths.intern("emails")].header() == "emails");
  PathId hobbies = paths.intern("hobbies[]");
  CHECK(paths[hobbies].list);
  CHECK(paths[hobbies].text == "hobbies");
  CHECK(paths[hobbies].header() == "hobbies[]");
  CHECK(paths.intern("hobbies") != hobbies);
  CHECK_FALSE(paths[paths.intern("hobbies")].list);
  PathId names = paths.intern("name[]");
  CHECK(paths[names].field->path == "name");
  CHECK_FALSE(paths[names].has_declared_shape());
  CHECK_FALSE(paths[paths.intern("odd\\[]")].list);
}

TEST_CASE_FIXTURE(Fixture, "spellings of one path are one path") {
  CHECK(paths.intern("a\\b") == paths.intern("ab"));
  CHECK(paths.intern("7") == paths.intern("\\7"));
  CHECK(paths.intern("x.7") != paths.intern("x.\\7"));
  CHECK(paths.intern("") == paths.intern("\\~"));
}

TEST_CASE_FIXTURE(Fixture, "the quick order is the schema's") {
  const Schema& schema = paths.schema();
  std::vector<std::string> texts = {"id",
                                    "name",
                                    "emails",
                                    "addresses.1.city",
                                    "addresses.1.street",
                                    "addresses.2.street",
                                    "addresses.70000.street",
                                    "addresses.70001.street",
                                    "addresses.1.floor",
                                    "addresses.x",
                                    "consent.email",
                                    "consent.sms",
                                    "consent.1",
                                    "notes",
                                    "zebra",
                                    "alpha",
                                    "alpha.1",
                                    "alpha.2.b",
                                    "alpha.10.a",
                                    "alpha.key",
                                    "alpha.key.1",
                                    "sources.1.key",
                                    "addresses",
                                    "name.x"};
  for (const std::string& first : texts) {
    for (const std::string& second : texts) {
      CAPTURE(first);
      CAPTURE(second);
      CHECK(paths.before(paths.intern(first), paths.intern(second)) == schema.before(first, second));
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "several threads may intern at once") {
  constexpr int count = 5000;
  auto work = [&](int step) {
    for (int i = 0; i < count; ++i) {
      std::string text = "custom" + std::to_string(i * step % count);
      PathId path = paths.intern(text);
      if (paths[path].text != text) throw text;
    }
  };
  std::thread first(work, 1), second(work, 7), third(work, 11);
  first.join();
  second.join();
  third.join();
  CHECK(paths.size() == count + 1);
  for (int i = 0; i < count; ++i) {
    std::string text = "custom" + std::to_string(i);
    CHECK(paths[paths.intern(text)].text == text);
  }
}
