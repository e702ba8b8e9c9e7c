#include "cli/man.h"

#include <doctest/doctest.h>

#include "cli/roff.h"
#include "sample.h"

using namespace flatcrm::cli;

TEST_CASE("roff escapes what would be read as a command, and nothing is lost") {
  Roff page;
  page.section("NAME");
  page.paragraph("see `--at`");
  page.term("`-q`", "print less");
  page.code(".hidden\na\\b 'c'\n");
  CHECK(page.take() ==
        ".SH NAME\nsee \\fB\\-\\-at\\fR\n.TP\n\\fB\\-q\\fR\nprint less\n.PP\n.RS 4\n.EX\n\\&.hidden\n"
        "a\\eb \\(aqc\\(aq\n.EE\n.RE\n");
}

TEST_CASE("a command's page has its sections in order, the hand-written ones before the exit status") {
  std::string page = man_page(sample_program(), declare_gather(), "## NOTES\n\nBy hand.\n");
  std::size_t at = 0;
  for (const char* part :
       {".TH \"sample\\-gather\" 1", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", "A second paragraph.",
        ".SH ARGUMENTS", ".SH OPTIONS", ".SH COMMON OPTIONS", ".SH NOTES\nBy hand.", ".SH EXIT STATUS",
        ".SH ENVIRONMENT", ".SH EXAMPLES", "$ sample gather a.csv", ".SH SEE ALSO"}) {
    CAPTURE(part);
    std::size_t found = page.find(part, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
  CHECK(page.find("locked") != std::string::npos);
  CHECK(man_page(sample_program(), declare_speak(), "").find("locked") == std::string::npos);
}
