// A folder of a test's own, gone when the test ends.
//
//   TemporaryFolder folder;
//   folder.put("customers/a.yaml", "id: a\n");     folder.get("customers/a.yaml") == "id: a\n"
//   folder.files() == {"customers/a.yaml"}
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace flatcrm::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    // In memory where that can be had: the fault tests make hundreds of thousands of files.
    std::filesystem::path memory = "/dev/shm";
    bool has_memory = ::access(memory.c_str(), W_OK | X_OK) == 0;
    std::string name =
        ((has_memory ? memory : std::filesystem::temp_directory_path()) / "flatcrm-test-XXXXXX").string();
    const char* made = ::mkdtemp(name.data());
    if (made == nullptr) throw std::runtime_error("no temporary folder");
    path_ = made;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string at(const std::string& name) const { return path_ + "/" + name; }

  void put(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(std::filesystem::path(at(name)).parent_path());
    std::ofstream(at(name), std::ios::binary) << bytes;
  }
  std::string get(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(at(name), std::ios::binary).rdbuf();
    return out.str();
  }
  /// Paths of all files, sorted; those under .flatcrm are left out.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
      std::string name = entry.path().lexically_relative(path_).string();
      bool is_file = entry.is_symlink() || !entry.is_directory();
      if (is_file && !name.starts_with(".flatcrm")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  /// Every file with its content.
  std::map<std::string, std::string> content() const {
    std::map<std::string, std::string> all;
    for (const std::string& name : files()) all[name] = get(name);
    return all;
  }

 private:
  std::string path_;
};

}  // namespace flatcrm::test
