#include "model/shared_dictionary.h"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

#include "io/threads.h"

using namespace flatcrm::model;

TEST_CASE("codes are dense, in the order of first occurrence, and 0 is the empty text") {
  Dictionary dictionary;
  CHECK(dictionary.code("anna") == 1);
  CHECK(dictionary.code("bert") == 2);
  CHECK(dictionary.code("anna") == 1);
  CHECK(dictionary.code("") == 0);
  CHECK(dictionary.text(2) == "bert");
  CHECK(dictionary.text(0).empty());
  CHECK(dictionary.find("carl") == 0);
  CHECK(dictionary.find("bert") == 2);
  CHECK(dictionary.size() == 3);
}

TEST_CASE("many texts of every length get the codes that a map gives them, one by one or together") {
  std::mt19937 random(7);
  std::vector<std::string> texts;
  for (int i = 0; i < 60000; ++i) {
    std::string text(random() % 40, static_cast<char>('a' + random() % 3));
    if (random() % 3 != 0) text += std::to_string(random() % 20000);
    texts.push_back(text);
  }
  std::map<std::string, std::uint32_t> expected = {{"", 0}};
  for (const std::string& text : texts) expected.emplace(text, static_cast<std::uint32_t>(expected.size()));

  Dictionary one_by_one, together;
  std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<std::uint32_t> codes(views.size());
  together.codes(views, codes);
  const std::string_view first = together.text(1);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    REQUIRE(one_by_one.code(texts[i]) == expected[texts[i]]);
    REQUIRE(codes[i] == expected[texts[i]]);
    REQUIRE(together.text(codes[i]) == texts[i]);
    REQUIRE(together.find(texts[i]) == codes[i]);
  }
  CHECK(together.size() == expected.size());
  Dictionary moved = std::move(together);
  CHECK(moved.text(1).data() == first.data());
  CHECK(moved.find("no such text") == 0);
}

TEST_CASE("texts hold zeros, and differ by their length alone") {
  Dictionary dictionary;
  std::string zeros(30, '\0');
  for (std::size_t size = 1; size <= zeros.size(); ++size)
    CHECK(dictionary.code(std::string_view(zeros).substr(0, size)) == size);
}

TEST_CASE("several threads that fill a shared dictionary agree on every text") {
  std::vector<std::string> texts;
  for (int i = 0; i < 20000; ++i) texts.push_back("customer-" + std::to_string(i % 7000));
  std::vector<std::string_view> views(texts.begin(), texts.end());
  views[17] = "";
  SharedDictionary shared;
  std::vector<std::vector<std::uint32_t>> numbers(4, std::vector<std::uint32_t>(views.size()));
  flatcrm::io::parallel_for(numbers.size(), 4, [&](std::size_t thread) {
    SharedDictionary::Asker asker(shared);
    constexpr std::size_t block = 1000;
    for (std::size_t first = 0; first < views.size(); first += block)
      asker.codes(std::span(views).subspan(first, block), std::span(numbers[thread]).subspan(first, block));
  });
  SharedDictionary::Asker asker(shared);
  for (std::size_t i = 0; i < views.size(); ++i) {
    CHECK(shared.text(numbers[0][i]) == views[i]);
    CHECK(asker.code(views[i]) == numbers[0][i]);
  }
  for (const auto& other : numbers) CHECK(other == numbers[0]);
  CHECK(numbers[0][17] == 0);

  views.emplace_back("nobody");
  std::vector<std::uint32_t> found(views.size());
  shared.find(views, found);
  CHECK(found.back() == 0);
  found.pop_back();
  CHECK(found == numbers[0]);
  CHECK(shared.find("customer-6999") == numbers[0][6999]);
  CHECK(shared.find("customer-7000") == 0);
}

TEST_CASE("a dictionary made from a shared one numbers its texts as it is told") {
  auto shared = std::make_shared<SharedDictionary>();
  SharedDictionary::Asker asker(*shared);
  std::uint32_t anna = asker.code("anna"), bert = asker.code("bert");
  Dictionary dictionary(shared, {bert, anna});
  CHECK(dictionary.size() == 3);
  CHECK(dictionary.text(0).empty());
  CHECK(dictionary.text(1) == "bert");
  CHECK(dictionary.find("anna") == 2);
  CHECK(dictionary.find("carl") == 0);
}
