#include "shared/output_file.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "book/own_file.h"
#include "core/error.h"
#include "io/file_system.h"

namespace flatcrm {

namespace {

namespace fs = std::filesystem;

/// Where the text ends up: the end of a link, not the link.
fs::path end_of_links(const std::string& path) {
  constexpr int most_links = 40;  // as the system follows
  std::error_code none;
  fs::path end = path;
  for (int links = 0; links < most_links && fs::is_symlink(end, none); ++links)
    end = end.parent_path() / fs::read_symlink(end, none);  // an absolute target takes the place of all
  if (fs::is_symlink(end, none))
    throw Error(Code::system, "is a link that leads nowhere", {path, 0, 0}, "write elsewhere");
  fs::path folder = end.parent_path();
  if (!folder.empty() && !fs::is_directory(folder, none))
    throw Error(Code::system, "its folder is not there", {path, 0, 0}, "make it, or write elsewhere");
  if (fs::is_directory(end, none))
    throw Error(Code::system, "is a folder", {path, 0, 0}, "name the file to write in it");
  return end;
}

/// A device or a pipe is written to: a file in its place would take it away.
bool is_no_file(const fs::path& path) {
  std::error_code none;
  return fs::exists(path, none) && !fs::is_regular_file(path, none) && !fs::is_directory(path, none);
}

void write_through(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (!out) throw Error(Code::system, "can't be written", {path, 0, 0});
}

}  // namespace

void write_file(const std::string& path, const std::string& text) {
  if (is_no_file(path)) return write_through(path, text);
  fs::path end = end_of_links(path);
  // Beside the old one and renamed, so that a reader never sees half a report.
  io::FileSystem& disk = io::posix();
  std::string staged = end.string() + ".part";
  int file = disk.create(staged, io::new_file);
  try {
    disk.write(file, text);
    disk.close(file);
    disk.rename(staged, end);
  } catch (...) {
    disk.remove(staged);
    throw;
  }
}

void check_output(const std::string& path) {
  if (is_no_file(path)) return;
  std::string own = book::own_file(end_of_links(path).string());
  if (own == "flatcrm.yaml")
    throw Error(Code::usage, "is the book's own", {path, 0, 0}, "write to another file");
  if (!own.empty())
    throw Error(Code::usage, fmt::format("would be read as {} of the book", own), {path, 0, 0},
                "write it outside of that folder");
}

}  // namespace flatcrm
