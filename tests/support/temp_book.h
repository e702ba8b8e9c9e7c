// A book in a folder of its own that goes with the object.
//
//   TempBook book({{"customers/a-1.yaml", "id: a-1\nname: Acme\n"}});
//   book.read("customers/a-1.yaml")        book.write("x.yaml", "...")
//   book.files()                           // path -> bytes, all but .flatcrm
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

namespace flatcrm::test {

class TempBook {
 public:
  explicit TempBook(const std::map<std::string, std::string>& files = {}) {
    std::string pattern = (std::filesystem::temp_directory_path() / "flatcrm-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    write("flatcrm.yaml", "format: 1\nname: Test\n");
    for (const auto& [path, text] : files) write(path, text);
  }
  ~TempBook() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  TempBook(const TempBook&) = delete;
  TempBook& operator=(const TempBook&) = delete;

  const std::string& root() const { return root_; }
  void write(const std::string& path, const std::string& text) const {
    std::filesystem::path whole = std::filesystem::path(root_) / path;
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream(whole, std::ios::binary) << text;
  }
  std::string read(const std::string& path) const {
    std::ifstream file(std::filesystem::path(root_) / path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (auto entry = std::filesystem::recursive_directory_iterator(root_);
         entry != std::filesystem::end(entry); ++entry) {
      if (entry->path().filename() == ".flatcrm") {
        entry.disable_recursion_pending();
        continue;
      }
      if (entry->is_regular_file()) {
        std::string path = std::filesystem::relative(entry->path(), root_).string();
        all[path] = read(path);
      }
    }
    return all;
  }

 private:
  std::string root_;
};

}  // namespace flatcrm::test
