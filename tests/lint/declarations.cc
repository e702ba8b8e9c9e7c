// The declarations of all commands are sound, agree on what an option's name means, and each option is tried.
//
//   declarations SOURCE     // exit 1, one line for each fault
//
// An option counts as tried when a transcript of its command or one on errors gives it.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/command.h"
#include "program.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string transcripts_of(const fs::path& tests, const std::string& command) {
  std::string text;
  for (const char* kind : {"cli", "errors"}) {
    if (!fs::exists(tests / kind)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(tests / kind)) {
      bool own = entry.path().filename().string().starts_with(command + ".");
      if (own || std::string(kind) == "errors") text += read(entry.path());
    }
  }
  return text;
}

bool is_tried(const std::string& transcripts, const flatcrm::cli::Option& option) {
  std::istringstream lines(transcripts);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("$ ") && !line.starts_with("> ")) continue;
    for (const char* end : {" ", "=", "", ")", "'"}) {
      std::string spelled = " --" + option.name + end;
      if (*end == 0 ? line.ends_with(spelled) : line.find(spelled) != std::string::npos) return true;
    }
    if (option.letter != 0 && line.find(std::string(" -") + option.letter) != std::string::npos) return true;
  }
  return false;
}

int complain(const std::vector<std::string>& faults) {
  for (const std::string& fault : faults) std::fprintf(stderr, "%s\n", fault.c_str());
  return static_cast<int>(faults.size());
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  flatcrm::cli::Program program = flatcrm::program();
  std::vector<std::string> faults = flatcrm::cli::faults(program);
  for (const flatcrm::cli::Entry& entry : program.commands) {
    flatcrm::cli::Command command = entry.declare();
    std::string transcripts = transcripts_of(fs::path(words[1]) / "tests", command.name);
    for (const flatcrm::cli::Option& option : command.options) {
      if (!is_tried(transcripts, option))
        faults.push_back(command.name + ": no transcript gives --" + option.name);
    }
  }
  return complain(faults) == 0 ? 0 : 1;
}
