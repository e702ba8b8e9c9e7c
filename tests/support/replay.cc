// Gives each file of a folder to a fuzz target, and pieces of it: what libFuzzer does, without libFuzzer.
//
//   csv_fuzz tests/fuzz/corpus/csv     // "31 files, 279 inputs"; a finding ends the program
//
// A folder without files fails. Beside the file itself go its beginnings and the file with one byte changed, at places
// that depend on its size alone, so that every run is the same.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// In memory of exactly its size, so that a sanitizer sees a read behind the end.
void give(const std::string& text) {
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  bytes.shrink_to_fit();
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::size_t replay(const std::string& text) {
  constexpr std::size_t parts = 16;
  std::size_t inputs = 1;
  give(text);
  for (std::size_t part = 0; part < parts && !text.empty(); ++part) {
    std::size_t at = text.size() * part / parts;
    give(text.substr(0, at));
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ (1 << part % 8));
    give(changed);
    inputs += 2;
  }
  return inputs;
}

}  // namespace

int main(int count, char** words) {
  std::vector<fs::path> files;
  for (int i = 1; i < count; ++i) {
    if (!fs::is_directory(words[i])) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(words[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::size_t inputs = 0;
  for (const fs::path& file : files) inputs += replay(read(file));
  std::printf("%zu files, %zu inputs\n", files.size(), inputs);
  return files.empty() ? 1 : 0;
}
