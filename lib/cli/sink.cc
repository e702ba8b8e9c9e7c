#include "cli/sink.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"

namespace flatcrm::cli {
namespace {
constexpr std::size_t buffer_size = std::size_t{64} << 10;
}

void DescriptorSink::write(std::string_view text) {
  if (buffer_.size() + text.size() > buffer_size) flush();
  if (text.size() > buffer_size) {
    drain(text);
  } else {
    buffer_ += text;
  }
}

void DescriptorSink::flush() {
  std::string pending;
  pending.swap(buffer_);
  drain(pending);
  pending.clear();
  buffer_.swap(pending);  // keeps the memory
}

void DescriptorSink::drain(std::string_view text) {
  while (!text.empty() && !broken_) {
    ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      broken_ = true;
    } else if (errno != EINTR) {
      throw Error(Code::system, std::strerror(errno), {name_, 0, 0});
    }
  }
}

}  // namespace flatcrm::cli
