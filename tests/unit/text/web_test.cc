#include "text/web.h"

#include <doctest/doctest.h>

#include <string>

using namespace flatcrm;
using namespace flatcrm::text;

namespace {

std::string url(std::string_view text) {
  core::Arena arena;
  WebText found = normalize_url(text, arena);
  return found.ok ? std::string(found.text) : "no: " + std::string(found.text);
}

std::string handle(std::string_view text, std::string_view network = "") {
  core::Arena arena;
  WebText found = social_handle(text, network, arena);
  return found.ok ? std::string(found.text) : "no: " + std::string(found.text);
}

}  // namespace

TEST_CASE("a web address gets a scheme, and its host lower case") {
  CHECK(url("acme.com") == "https://acme.com");
  CHECK(url("WWW.Acme.com/Shop?A=B") == "https://www.acme.com/Shop?A=B");
  CHECK(url("HTTP://acme.com:8080/") == "http://acme.com:8080/");
  CHECK(url("https://m\xc3\xbcller.example/") == "https://m\xc3\xbcller.example/");
}

TEST_CASE("what is no web address stays as it came") {
  for (std::string text : {"acme", "see our shop", "jane@", "http://", "a..b", "none", "-"})
    CHECK(url(text) == "no: " + text);
}

TEST_CASE("the address of a profile becomes the handle of its network") {
  CHECK(handle("https://linkedin.com/in/johndoe") == "linkedin:johndoe");
  CHECK(handle("https://www.linkedin.com/in/john-doe-1a2b/?trk=x") == "linkedin:john-doe-1a2b");
  CHECK(handle("https://www.linkedin.com/company/acme/") == "linkedin:company/acme");
  CHECK(handle("twitter.com/Jane") == "twitter:Jane");
  CHECK(handle("https://x.com/jane") == "twitter:jane");
  CHECK(handle("https://www.xing.com/profile/Jane_Doe") == "xing:Jane_Doe");
  CHECK(handle("https://example.social/@jane") == "mastodon:@jane@example.social");
  CHECK(handle("@jane@example.social") == "mastodon:@jane@example.social");
}

TEST_CASE("a bare handle needs to know its network, and what is a handle already stays") {
  CHECK(handle("@jane", "twitter") == "twitter:jane");
  CHECK(handle("jane") == "no: jane");
  CHECK(handle("linkedin:jane") == "linkedin:jane");
  CHECK(handle("Linkedin:jane") == "linkedin:jane");
  CHECK(handle("https://acme.com/about") == "no: https://acme.com/about");
  CHECK(handle("two words", "twitter") == "no: two words");
}

TEST_CASE("a network is known by the name of a column") {
  CHECK(network_named("LinkedIn URL") == "linkedin");
  CHECK(network_named("Twitter Handle") == "twitter");
  CHECK(network_named("Website") == "");
}
