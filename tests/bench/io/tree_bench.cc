// How fast a tree of many small files is listed and read, beside cat(1), and how dear a large transaction is.
//
//   bench_io_tree FOLDER [files] [bytes a file]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/transaction.h"
#include "io/tree.h"

using namespace flatcrm;

namespace {

/// Of this process and its children.
double cpu_ms() {
  auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  double sum = 0;
  for (int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage;
    ::getrusage(who, &usage);
    sum += ms(usage.ru_utime) + ms(usage.ru_stime);
  }
  return sum;
}

template <typename Work>
void measure(const char* what, Work work) {
  auto start = std::chrono::steady_clock::now();
  double cpu_before = cpu_ms();
  std::size_t result = work();
  double cpu = cpu_ms() - cpu_before;
  std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  std::printf("%-40s %10.1f ms, %10.1f of them on the processor   %zu\n", what, taken.count(), cpu, result);
}

std::size_t read_all(const io::Tree& tree) {
  std::size_t sum = 0;
  for (const io::TreeEntry& entry : tree.list("data")) {
    io::Bytes bytes = tree.read(entry.path);
    for (std::size_t i = 0; i < bytes.view().size(); i += 64)
      sum += static_cast<unsigned char>(bytes.view()[i]);
  }
  return sum;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  std::string root = arguments[1];
  int files = count > 2 ? std::atoi(arguments[2]) : 20'000;
  std::string content(count > 3 ? static_cast<std::size_t>(std::atoll(arguments[3])) : 400, 'x');
  std::filesystem::create_directories(root);
  measure("transaction that makes the files", [&] {
    io::Transaction change(io::posix(), root);
    for (int i = 0; i < files; ++i) {
      change.write("data/" + std::to_string(i % 64) + "/" + std::to_string(i), content, std::nullopt);
    }
    change.commit();
    return content.size();
  });
  io::DiskTree tree(root);
  for (int round = 0; round < 3; ++round) {
    measure("list", [&] { return tree.list("data").size(); });
    measure("list and read", [&] { return read_all(tree); });
    measure("cat", [&] {
      std::string command = "cat '" + root + "'/data/*/* > /dev/null";
      return static_cast<std::size_t>(std::system(command.c_str()));
    });
  }
}
