// Runs the console blocks of a file and compares what comes out.
//
//   transcript --source DIR --program FOLDER [--man] [--book DIR] [--regenerate] FILE
//
// Commands run one after another in one new folder: a copy of the book that the file's comment
// "<!-- book: examples/acme -->" names (else --book), with the files of "<!-- files: ... -->" copied into it. Paths are
// relative to the source folder. The environment is empty but for what `environment` below lists; standard output and
// standard error are merged. The path of the folder reads $PWD in the output, that of the home folder $HOME.
// --regenerate writes what came out into the file, where it differs. A file without a command fails, as a test that
// can't fail is none; only a man page may have no example.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "shell.h"
#include "transcript_text.h"

namespace {

namespace fs = std::filesystem;
using namespace flatcrm::tests;

struct Request {
  fs::path source;
  fs::path program;  // the folder that flatcrm is in
  std::string book;
  fs::path file;
  bool man = false;
  bool regenerate = false;
};

Request read_request(const std::vector<std::string>& words) {
  Request request;
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto next = [&] {
      return i + 1 < words.size() ? words[++i] : throw std::invalid_argument(words[i] + " what?");
    };
    if (words[i] == "--source") {
      request.source = fs::canonical(next());
    } else if (words[i] == "--program") {
      request.program = fs::canonical(next());
    } else if (words[i] == "--book") {
      request.book = next();
    } else if (words[i] == "--man") {
      request.man = true;
    } else if (words[i] == "--regenerate") {
      request.regenerate = true;
    } else {
      request.file = words[i];
    }
  }
  if (request.source.empty() || request.program.empty() || request.file.empty()) {
    throw std::invalid_argument(
        "usage: transcript --source DIR --program FOLDER [--man] [--regenerate] FILE");
  }
  return request;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> environment(const Request& request, const fs::path& home) {
  return {"PATH=" + request.program.string() + ":/usr/local/bin:/usr/bin:/bin",
          "HOME=" + home.string(),
          "LC_ALL=C.UTF-8",
          "TZ=UTC",
          "FLATCRM_AS_OF=2026-11-22",
          "GIT_CONFIG_NOSYSTEM=1",
          "GIT_CONFIG_COUNT=1",
          "GIT_CONFIG_KEY_0=init.defaultBranch",
          "GIT_CONFIG_VALUE_0=main",
          "GIT_AUTHOR_NAME=Ada Example",
          "GIT_AUTHOR_EMAIL=ada@example.org",
          "GIT_AUTHOR_DATE=2026-11-22T09:00:00Z",
          "GIT_COMMITTER_NAME=Ada Example",
          "GIT_COMMITTER_EMAIL=ada@example.org",
          "GIT_COMMITTER_DATE=2026-11-22T09:00:00Z"};
}

void set_the_stage(const Request& request, const Transcript& transcript, const fs::path& work) {
  constexpr auto how = fs::copy_options::recursive | fs::copy_options::copy_symlinks;
  std::string book = transcript.book.empty() ? request.book : transcript.book;
  if (!book.empty()) fs::copy(request.source / book, work, how);
  for (const std::string& file : transcript.files) {
    fs::copy(request.source / file, work / fs::path(file).filename(), how);
  }
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

std::vector<Result> perform(const Request& request, const Transcript& transcript) {
  TemporaryFolder folder;
  fs::path work = folder.path() / "work";
  fs::path home = folder.path() / "home";
  fs::create_directories(work);
  fs::create_directories(home);
  set_the_stage(request, transcript, work);
  std::vector<Result> results;
  for (const Step& step : transcript.steps) {
    ShellResult shell = run_shell(step.command, work, environment(request, home));
    replace_all(shell.output, work.string(), "$PWD");
    replace_all(shell.output, home.string(), "$HOME");
    results.push_back({split_lines(shell.output), shell.status});
  }
  return results;
}

void show_difference(const Request& request, const Step& step, const Result& result) {
  std::printf("%s:%zu: $ %s\n", request.file.c_str(), step.first_line + 1, step.command.c_str());
  for (const std::string& line : step.output) std::printf("- %s\n", line.c_str());
  for (const std::string& line : result.output) std::printf("+ %s\n", line.c_str());
  if (step.status != result.status) std::printf("- [%d]\n+ [%d]\n", step.status, result.status);
}

int compare(const Request& request, const Transcript& transcript, const std::vector<Result>& results) {
  int differences = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Step& step = transcript.steps[i];
    bool same = !step.output_matters || matches(step.output, results[i].output);
    if (same && step.status == results[i].status) continue;
    show_difference(request, step, results[i]);
    ++differences;
  }
  if (differences == 0) std::printf("%zu commands as written\n", results.size());
  return differences == 0 ? 0 : 1;
}

int run(const Request& request) {
  std::string text = read(request.file);
  Transcript transcript = request.man ? read_man_page(text) : read_markdown(text);
  if (transcript.steps.empty() && !request.man) {
    std::printf("%s: holds no command\n", request.file.c_str());
    return 1;
  }
  std::vector<Result> results = perform(request, transcript);
  if (!request.regenerate || request.man) return compare(request, transcript, results);
  std::string wanted = rewritten(transcript, results);
  if (wanted != text) std::ofstream(request.file, std::ios::binary) << wanted;
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(read_request({words + 1, words + count}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "transcript: %s\n", error.what());
    return 2;
  }
}
