// Writes the man pages and the README's list of commands from the declarations, or says where they differ.
//
//   flatcrm_pages write SOURCE     // man/flatcrm.1, man/flatcrm-<command>.1, man/<page>.5, the list in
//   README.md flatcrm_pages check SOURCE     // exit 1, naming each file that is not what `write` would make
//   of it
//
// man/flatcrm-<command>.md holds further sections of a command's page, `<!-- reports -->` standing for what the reports say of themselves; man/<page>.<volume>.md is a page of
// its own, whose first line is "# NAME - what it is". The README's list stands between two comments,
// `commands` and `end`.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "cli/help.h"
#include "cli/man.h"
#include "core/text.h"
#include "program.h"
#include "report/report.h"

namespace {

namespace fs = std::filesystem;
using Files = std::map<fs::path, std::string>;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "a phrase" as "A phrase."
std::string sentence(std::string_view phrase) {
  std::string text(phrase);
  bool word = text.size() > 1 && text[1] != ' ';  // and no variable of a formula
  if (word && text[0] >= 'a' && text[0] <= 'z' && text.find('_') > text.find(' '))
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

/// What each report is about, from its own declaration.
std::string about_reports() {
  std::string text;
  for (const flatcrm::report::Report& report : flatcrm::report::reports()) {
    text += fmt::format("### {}\n\n{}\n\n", report.name, sentence(report.summary));
    if (!report.about.empty()) text += fmt::format("{}\n\n", report.about);
    text += report.of_states ? std::string(
                                   "Takes `--since` and `--at`, and neither `--period`, `--where`, `--by`, "
                                   "`--currency` nor `--staff`.")
                             : fmt::format("`--where` and `--by` are about {}.", report.subject);
    if (!report.breakdowns.empty())
      text += fmt::format(" `--by` also takes {}.", fmt::join(report.breakdowns, ", "));
    text += "\n\n";
    for (const flatcrm::report::Formula& formula : report.formulas)
      text += fmt::format("{}\n: {}\n\n", formula.figure, sentence(formula.text));
    for (std::string_view source : report.sources) text += fmt::format("Source: {}.\n\n", source);
  }
  return text;
}

/// The text with what the program knows itself in the place of the comment `reports`.
std::string filled(std::string text) {
  constexpr std::string_view mark = "<!-- reports -->\n";
  if (std::size_t at = text.find(mark); at != std::string::npos)
    text.replace(at, mark.size(), about_reports());
  return text;
}

void add_commands(const fs::path& folder, Files& files) {
  flatcrm::cli::Program program = flatcrm::program();
  files[folder / "flatcrm.1"] = man_page(program, read(folder / "flatcrm.md"));
  for (const flatcrm::cli::Entry& entry : program.commands) {
    std::string name = "flatcrm-" + std::string(entry.name);
    files[folder / (name + ".1")] = man_page(program, entry.declare(), filled(read(folder / (name + ".md"))));
  }
}

void add_other_pages(const fs::path& folder, Files& files) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    fs::path page = entry.path().stem();  // flatcrm-book.5
    std::string volume = page.extension().string();
    if (entry.path().extension() != ".md" || volume.size() != 2) continue;
    std::string text = read(entry.path());
    std::size_t end = std::min(text.find('\n'), text.size());
    std::size_t dash = std::min(text.find(" - "), end);
    std::string_view summary = flatcrm::core::trim(std::string_view(text).substr(dash, end - dash));
    summary.remove_prefix(std::min<std::size_t>(summary.size(), 2));
    files[folder / page] = man_page(flatcrm::program(), page.stem().string(), volume[1] - '0', summary,
                                    std::string_view(text).substr(end));
  }
}

void add_readme(const fs::path& path, Files& files) {
  constexpr std::string_view begin_mark = "<!-- commands -->\n";
  std::string text = read(path);
  std::size_t begin = text.find(begin_mark);
  std::size_t end = text.find("<!-- end -->", begin);
  if (begin == std::string::npos || end == std::string::npos) return;
  begin += begin_mark.size();
  files[path] = text.replace(begin, end - begin, command_table(flatcrm::program()));
}

/// Pages whose command or text is gone.
int count_left_over(const fs::path& folder, const Files& files) {
  int found = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    std::string ending = entry.path().extension().string();
    bool is_page = ending.size() == 2 && ending[1] >= '1' && ending[1] <= '8';
    if (!is_page || files.count(entry.path()) != 0) continue;
    std::fprintf(stderr, "%s: no command and no text makes this page\n", entry.path().c_str());
    ++found;
  }
  return found;
}

int check(const Files& files) {
  int found = 0;
  for (const auto& [path, text] : files) {
    if (read(path) == text) continue;
    std::fprintf(stderr, "%s: not what the declarations make; build the target 'man'\n", path.c_str());
    ++found;
  }
  return found;
}

void write(const Files& files) {
  for (const auto& [path, text] : files) {
    if (read(path) == text) continue;
    std::ofstream(path, std::ios::binary) << text;
    std::printf("%s\n", path.c_str());
  }
}

}  // namespace

int main(int count, char** words) {
  std::string mode = count == 3 ? words[1] : "";
  if (mode != "write" && mode != "check") {
    std::fputs("usage: flatcrm_pages write|check SOURCE\n", stderr);
    return 2;
  }
  fs::path source = words[2];
  Files files;
  add_commands(source / "man", files);
  add_other_pages(source / "man", files);
  add_readme(source / "README.md", files);
  if (mode == "write") write(files);
  int left_over = count_left_over(source / "man", files);
  return left_over + (mode == "check" ? check(files) : 0) == 0 ? 0 : 1;
}
