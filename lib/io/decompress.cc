#include "io/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "core/error.h"

namespace flatcrm::io {
namespace {

constexpr std::size_t step_bytes = std::size_t{1} << 20;
constexpr std::size_t free_bytes = std::size_t{64} << 20;
constexpr std::size_t most_bytes = std::size_t{8} << 30;
constexpr std::size_t most_ratio = 100;

[[noreturn]] void refuse(const std::string& file, const char* kind) {
  throw Error(Code::bad_input, fmt::format("the {} file is broken, or ends too early", kind), {file},
              "fetch it again");
}

/// What is unpacked so far, with room for more.
class Unpacked {
 public:
  Unpacked(std::size_t packed, const std::string& file) : packed_(packed), file_(file) {}

  char* room() {
    if (text_.size() - used_ < step_bytes) text_.resize(std::max(2 * text_.size(), 4 * step_bytes));
    return text_.data() + used_;
  }
  std::size_t room_bytes() const { return std::min(text_.size() - used_, std::size_t{1} << 30); }
  void took(std::size_t bytes) { check(used_ += bytes); }
  /// Also of what the file itself says that it will be: a trap is known before it is unpacked. (gzip says it at its end, where a
  /// file that was cut off holds anything.)
  void check(std::uint64_t bytes) const {
    if (bytes > most_bytes || (bytes > free_bytes && bytes / most_ratio > packed_))
      throw Error(Code::limit,
                  fmt::format("the file unpacks to more than {} times its size", bytes / packed_), {file_},
                  "unpack it yourself if it is no trap");
  }
  std::string finish() {
    text_.resize(used_);
    return std::move(text_);
  }

 private:
  std::size_t packed_;
  const std::string& file_;
  std::string text_;
  std::size_t used_ = 0;
};

std::string from_gzip(std::string_view bytes, const std::string& file) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw Error(Code::system, "no memory to unpack", {file});
  auto end = [](z_stream* one) { inflateEnd(one); };
  const std::unique_ptr<z_stream, decltype(end)> guard(&stream, end);
  Unpacked out(bytes.size(), file);
  std::size_t read = 0;
  int state = Z_OK;
  while (read < bytes.size() || state != Z_STREAM_END) {
    if (state == Z_STREAM_END) {
      // Another part, or the zeros that some writers fill the end with; else a part that lost its head.
      if (bytes.find_first_not_of('\0', read) == bytes.npos) break;
      inflateReset(&stream);
    }
    const std::size_t given = std::min(bytes.size() - read, std::size_t{1} << 30);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + read));
    stream.avail_in = static_cast<uInt>(given);
    stream.next_out = reinterpret_cast<Bytef*>(out.room());
    const std::size_t room = out.room_bytes();
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    const std::size_t taken = given - stream.avail_in, made = room - stream.avail_out;
    if (state != Z_OK && state != Z_STREAM_END) refuse(file, "gzip");
    if (taken == 0 && made == 0) refuse(file, "gzip");
    read += taken;
    out.took(made);
  }
  return out.finish();
}

std::string from_zstd(std::string_view bytes, const std::string& file) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (!context) throw Error(Code::system, "no memory to unpack", {file});
  Unpacked out(bytes.size(), file);
  const unsigned long long told = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (told != ZSTD_CONTENTSIZE_UNKNOWN && told != ZSTD_CONTENTSIZE_ERROR) out.check(told);
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::size_t left = 1;
  while (in.pos < in.size || left != 0) {
    char* room = out.room();
    ZSTD_outBuffer made{room, out.room_bytes(), 0};
    const std::size_t before = in.pos;
    left = ZSTD_decompressStream(context.get(), &made, &in);
    if (ZSTD_isError(left) != 0U) refuse(file, "zstd");
    if (in.pos == before && made.pos == 0) {
      if (left != 0) refuse(file, "zstd");
      break;
    }
    out.took(made.pos);
  }
  return out.finish();
}

}  // namespace

Packing packing_of(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\x1F\x8B\x08") return Packing::gzip;
  if (bytes.substr(0, 4) == "\x28\xB5\x2F\xFD") return Packing::zstd;
  return Packing::none;
}

std::string decompress(std::string_view bytes, Packing packing, const std::string& file) {
  switch (packing) {
    case Packing::gzip:
      return from_gzip(bytes, file);
    case Packing::zstd:
      return from_zstd(bytes, file);
    default:
      return std::string(bytes);
  }
}

}  // namespace flatcrm::io
