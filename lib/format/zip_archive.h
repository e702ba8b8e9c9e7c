// The files in a ZIP archive, unpacked bit by bit and within bounds.
//
//   ZipArchive archive(bytes);
//   archive.has("xl/workbook.xml")
//   archive.read("xl/workbook.xml", [&](std::string_view some) { text += some; });
//
// Errors  Code::bad_input for an archive that is broken, has a password or lacks the file; Code::limit past 4
//         GiB a file, and past 64 MiB where it is more than 100 times the whole archive.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace flatcrm::format {

class ZipArchive {
 public:
  /// `bytes` must outlive the archive.
  explicit ZipArchive(std::string_view bytes);
  ~ZipArchive();
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  bool has(const std::string& name) const;
  void read(const std::string& name, const std::function<void(std::string_view)>& take) const;
  /// The whole of a file. Error limit past `most` bytes.
  std::string read(const std::string& name, std::size_t most) const;

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
  void* handle_ = nullptr;
};

}  // namespace flatcrm::format
