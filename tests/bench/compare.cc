// Times shell commands against each other in one run, in turn, so that a machine that drifts does so for all.
//
//   bench_compare RUNS "label=command" "label=prepare @@ command" ...
//   | command | median s | min s | cpu s | peak MB | x first |
//
// Each command is given to `sh -c`, what stands before " @@ " too, but that is not timed; the first is the one that the others are compared with. Peak memory is that of the largest process.
// A command that fails ends the run: a bench of errors measures nothing.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

struct Run {
  double wall, cpu, megabytes;
};

struct Contender {
  std::string label, prepare, command;
  std::vector<Run> runs;
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

[[noreturn]] void fail(const Contender& contender) {
  std::fprintf(stderr, "%s failed: %s\n", contender.label.c_str(), contender.command.c_str());
  std::exit(1);
}

Run run_once(const Contender& contender) {
  if (!contender.prepare.empty() && std::system(contender.prepare.c_str()) != 0) fail(contender);
  auto begin = std::chrono::steady_clock::now();
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", contender.command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(contender);
  return {wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / 1024.0};
}

double median(const std::vector<Run>& runs, double Run::*figure) {
  std::vector<double> values;
  for (const Run& run : runs) values.push_back(run.*figure);
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** words) {
  int runs = count > 1 ? std::atoi(words[1]) : 0;
  if (runs < 1 || count < 3) return std::fputs("bench_compare RUNS \"label=command\" ...\n", stderr), 2;
  std::vector<Contender> contenders;
  for (int i = 2; i < count; ++i) {
    std::string word = words[i];
    std::size_t equals = word.find('=');
    std::string command = word.substr(equals + 1), prepare;
    if (std::size_t mark = command.find(" @@ "); mark != std::string::npos) {
      prepare = command.substr(0, mark);
      command.erase(0, mark + 4);
    }
    contenders.push_back({word.substr(0, equals), prepare, command, {}});
  }
  for (const Contender& contender : contenders) run_once(contender);
  for (int i = 0; i < runs; ++i)
    for (Contender& contender : contenders) contender.runs.push_back(run_once(contender));
  std::printf("| command | median s | min s | cpu s | peak MB | x first |\n|---|--:|--:|--:|--:|--:|\n");
  double first = median(contenders[0].runs, &Run::wall);
  for (const Contender& contender : contenders) {
    double least = contender.runs[0].wall;
    for (const Run& run : contender.runs) least = std::min(least, run.wall);
    double middle = median(contender.runs, &Run::wall);
    std::printf("| %s | %.4f | %.4f | %.3f | %.0f | %.2f |\n", contender.label.c_str(), middle, least,
                median(contender.runs, &Run::cpu), median(contender.runs, &Run::megabytes), middle / first);
  }
  return 0;
}
