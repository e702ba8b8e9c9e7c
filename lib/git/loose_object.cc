#include "git/loose_object.h"

#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "git/handle.h"
#include "io/bytes.h"

namespace flatcrm::git {

namespace {

constexpr std::size_t longest_header = 64;  // "blob", the size in digits, a zero byte
constexpr std::size_t most_ratio = 1100;    // what zlib reaches is 1,032
constexpr std::size_t most_at_once = std::size_t{1} << 30;

class Inflation {
 public:
  explicit Inflation(std::string_view packed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    ready_ = ::inflateInit(&stream_) == Z_OK;
  }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;
  ~Inflation() { ::inflateEnd(&stream_); }

  /// How many bytes came, fewer only at the end or where it is broken.
  std::size_t take(char* place, std::size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(place);
    stream_.avail_out = static_cast<uInt>(size);
    if (ready_ && !ended_) ended_ = ::inflate(&stream_, Z_SYNC_FLUSH) == Z_STREAM_END;
    return size - stream_.avail_out;
  }
  /// Whether nothing is missing: to be asked when all is taken.
  bool ends_here() {
    char none[1];
    return ended_ || (take(none, sizeof none) == 0 && ended_);
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
};

/// Of a blob that is not whole, "" and `broken`; nothing where it is no blob as git has written them for long.
std::optional<std::string> inflate_blob(std::string_view packed, bool& broken) {
  Inflation inflation(packed);
  char head[longest_header];
  std::string_view begin(head, inflation.take(head, sizeof head));
  constexpr std::string_view kind = "blob ";
  std::size_t zero = begin.find('\0'), size = 0;
  if (!begin.starts_with(kind) || zero == begin.npos) return std::nullopt;
  if (std::from_chars(head + kind.size(), head + zero, size).ptr != head + zero) return std::nullopt;
  begin.remove_prefix(zero + 1);
  broken = begin.size() > size || size / most_ratio > packed.size();
  if (broken) return "";
  std::string text(begin);
  text.resize(size);
  for (std::size_t done = begin.size(); done < size && !broken;) {
    const std::size_t wanted = std::min(size - done, most_at_once);
    broken = inflation.take(text.data() + done, wanted) != wanted;
    done += wanted;
  }
  broken = broken || !inflation.ends_here();
  return text;
}

}  // namespace

std::optional<std::string> read_loose(const std::string& objects, const git_oid& id,
                                      const std::string& path) {
  const std::string name = hex(id);
  const std::string place =
      objects + (objects.ends_with('/') ? "" : "/") + name.substr(0, 2) + "/" + name.substr(2);
  struct stat status;
  constexpr off_t largest = off_t{1} << 30;
  if (::stat(place.c_str(), &status) != 0 || status.st_size > largest) return std::nullopt;
  bool broken = status.st_size == 0;
  std::optional<std::string> text;
  if (!broken) text = inflate_blob(io::read_file(place).view(), broken);
  if (broken)
    throw Error(Code::book, fmt::format("git's object {} of this file is broken", name.substr(0, 10)),
                {path, 0, 0}, "run 'git fsck', and fetch it from another clone");
  return text;
}

}  // namespace flatcrm::git
