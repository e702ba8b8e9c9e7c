// Puts a check into the text of a git hook, and takes it out again.
//
//   with_check("", "crm", "flatcrm -C crm check") == "#!/bin/sh\n# >>> flatcrm git-setup: crm\n...# <<< flatcrm git-setup: crm\n"
//   without_check(with_check(text, "crm", command), "crm") == text
//
// Shape   behind the first line of a shell script, so that it runs whatever that does at its end; once a book.
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::git {

/// Is it a script of a shell, into which a line may be put?
bool is_shell_script(std::string_view hook);
/// Requires: "" or a shell script.
std::string with_check(std::string_view hook, const std::string& book, const std::string& command);
/// "" where nothing else is in it.
std::string without_check(std::string_view hook, const std::string& book);
bool has_check(std::string_view hook);

/// As a shell takes it for one word.
std::string shell_word(const std::string& text);

}  // namespace flatcrm::git
