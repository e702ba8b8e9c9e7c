#include "format/zip_archive.h"

#include <minizip/unzip.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "core/error.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t step_bytes = std::size_t{256} << 10;
constexpr std::size_t free_bytes = std::size_t{64} << 20;
constexpr std::size_t most_bytes = std::size_t{4} << 30;
constexpr std::size_t most_ratio = 100;

[[noreturn]] void refuse(const std::string& what) {
  throw Error(Code::bad_input, what, {}, "open it in a spreadsheet and save it again");
}

}  // namespace

/// What minizip takes for a file.
struct ZipArchive::Memory {
  std::string_view bytes;
  std::size_t at = 0;

  static Memory& of(voidpf stream) { return *static_cast<Memory*>(stream); }
  static voidpf open(voidpf opaque, const void*, int) { return opaque; }
  static uLong read(voidpf, voidpf stream, void* place, uLong size) {
    Memory& memory = of(stream);
    const std::size_t count = std::min<std::size_t>(size, memory.bytes.size() - memory.at);
    std::memcpy(place, memory.bytes.data() + memory.at, count);
    memory.at += count;
    return static_cast<uLong>(count);
  }
  static uLong write(voidpf, voidpf, const void*, uLong) { return 0; }
  static ZPOS64_T tell(voidpf, voidpf stream) { return of(stream).at; }
  static long seek(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
    Memory& memory = of(stream);
    const std::size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR   ? memory.at
                             : origin == ZLIB_FILEFUNC_SEEK_END ? memory.bytes.size()
                                                                : 0;
    if (offset > memory.bytes.size() - base) return -1;
    memory.at = base + offset;
    return 0;
  }
  static int close(voidpf, voidpf) { return 0; }
  static int error(voidpf, voidpf) { return 0; }
};

ZipArchive::ZipArchive(std::string_view bytes) : memory_(std::make_unique<Memory>(Memory{bytes})) {
  zlib_filefunc64_def functions{Memory::open, Memory::read,  Memory::write, Memory::tell,
                                Memory::seek, Memory::close, Memory::error, memory_.get()};
  handle_ = unzOpen2_64("", &functions);
  if (handle_ == nullptr) refuse("the archive is broken, or ends too early");
}

ZipArchive::~ZipArchive() {
  unzClose(handle_);
}

bool ZipArchive::has(const std::string& name) const {
  return unzLocateFile(handle_, name.c_str(), 2) == UNZ_OK;
}

void ZipArchive::read(const std::string& name, const std::function<void(std::string_view)>& take) const {
  if (!has(name)) refuse(fmt::format("the archive has no {}", name));
  unz_file_info64 info{};
  unzGetCurrentFileInfo64(handle_, &info, nullptr, 0, nullptr, 0, nullptr, 0);
  if ((info.flag & 1) != 0) refuse("the archive has a password");
  auto check = [&](std::uint64_t size) {
    constexpr const char* hint = "no list of anything is packed that dense";
    if (size > most_bytes)
      throw Error(Code::limit, fmt::format("{} unpacks to more than 4 GiB", name), {}, hint);
    if (size > free_bytes && size / most_ratio > memory_->bytes.size())
      throw Error(Code::limit, fmt::format("{} unpacks to more than {} times the archive", name, most_ratio),
                  {}, hint);
  };
  check(info.uncompressed_size);  // as it says itself, and then as it is
  if (unzOpenCurrentFile(handle_) != UNZ_OK) refuse(fmt::format("{} in the archive is broken", name));
  auto end = [](void* handle) { unzCloseCurrentFile(handle); };
  const std::unique_ptr<void, decltype(end)> guard(handle_, end);
  std::vector<char> room(step_bytes);
  std::size_t size = 0;
  while (true) {
    const int count = unzReadCurrentFile(handle_, room.data(), static_cast<unsigned>(room.size()));
    if (count < 0) refuse(fmt::format("{} in the archive is broken", name));
    if (count == 0) return;
    size += static_cast<std::size_t>(count);
    check(size);
    take({room.data(), static_cast<std::size_t>(count)});
  }
}

std::string ZipArchive::read(const std::string& name, std::size_t most) const {
  std::string text;
  read(name, [&](std::string_view some) {
    text += some;
    if (text.size() > most)
      throw Error(Code::limit, fmt::format("{} is larger than it ever is", name), {}, "");
  });
  return text;
}

}  // namespace flatcrm::format
