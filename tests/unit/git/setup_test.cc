#include <doctest/doctest.h>

#include <string>

#include "git/config_text.h"
#include "git/hook_text.h"

using namespace flatcrm;
using git::with_check;
using git::with_setting;
using git::without_check;
using git::without_setting;

TEST_CASE("a setting comes and goes without a trace") {
  std::string before = "[core]\n\tbare = false\n[merge \"other\"]\n\tdriver = x\n";
  std::string one = with_setting(before, {"merge", "flatcrm", "driver"}, "flatcrm %A");
  std::string two = with_setting(one, {"merge", "flatcrm", "name"}, "a # \"b\"");
  CHECK(two == before + "[merge \"flatcrm\"]\n\tdriver = flatcrm %A\n\tname = \"a # \\\"b\\\"\"\n");
  CHECK(without_setting(without_setting(two, {"merge", "flatcrm", "driver"}), {"merge", "flatcrm", "name"}) ==
        before);
  CHECK(with_setting(two, {"merge", "flatcrm", "driver"}, "y") ==
        before + "[merge \"flatcrm\"]\n\tdriver = y\n\tname = \"a # \\\"b\\\"\"\n");
}

TEST_CASE("what a person added to the section stays") {
  std::string mine =
      "[merge \"flatcrm\"]\n\t; mine\n\tdriver = x\n\trecursive = binary\n[core]\n\tbare = false\n";
  CHECK(without_setting(mine, {"merge", "flatcrm", "driver"}) ==
        "[merge \"flatcrm\"]\n\t; mine\n\trecursive = binary\n[core]\n\tbare = false\n");
  CHECK(without_setting(mine, {"diff", "flatcrm", "driver"}) == mine);
}

TEST_CASE("a check goes into a shell's hook and out of it again") {
  std::string hook = "#!/bin/bash -e\nmake lint\nexit 0\n";
  std::string with = with_check(hook, "crm", "flatcrm -C crm check");
  CHECK(with.starts_with("#!/bin/bash -e\n# >>> flatcrm git-setup: crm\nflatcrm -C crm check >&2 || {\n"));
  CHECK(with_check(with, "crm", "flatcrm -C crm check") == with);
  std::string both = with_check(with, "shop", "flatcrm -C shop check");
  CHECK(without_check(both, "shop") == with);
  CHECK(git::has_check(without_check(both, "crm")));
  CHECK(without_check(with, "crm") == hook);
  CHECK(without_check(with_check("", "crm", "x"), "crm").empty());
}

TEST_CASE("only a shell's script takes a line") {
  CHECK(git::is_shell_script("#!/bin/sh\n"));
  CHECK(git::is_shell_script("#!/usr/bin/env bash\nexit\n"));
  CHECK(git::is_shell_script("#! /bin/zsh -f\n"));
  CHECK(!git::is_shell_script("#!/usr/bin/env python3\n"));
  CHECK(!git::is_shell_script("#!/usr/bin/perl\n"));
  CHECK(
      !git::is_shell_script("\x7f"
                            "ELF"));
  CHECK(!git::is_shell_script("echo\n"));
}

TEST_CASE("words for a shell") {
  CHECK(git::shell_word("a/b-c.d") == "a/b-c.d");
  CHECK(git::shell_word("it's") == "'it'\\''s'");
  CHECK(git::shell_word("") == "''");
}
