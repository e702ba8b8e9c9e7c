// Where text goes: a descriptor, or a string in a test.
//
//   StringSink out;  out.write("two\n");  out.text() == "two\n"
//
//   DescriptorSink data(1, "standard output");
//   data.write("...");  data.flush();
//   // reader gone: nothing more is written, data.broken() == true
//   // disk full:   Error system, "standard output: No space left on device"
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::cli {

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  virtual void write(std::string_view text) = 0;
  virtual void flush() {}
};

class StringSink : public Sink {
 public:
  void write(std::string_view text) override { text_ += text; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Buffers what goes to an open descriptor, which stays open. What was not flushed when it goes is lost, so
/// that a failure to write is never overlooked in a destructor.
class DescriptorSink : public Sink {
 public:
  DescriptorSink(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  void write(std::string_view text) override;
  void flush() override;
  /// Whether the reader has gone away; what is written after that is dropped.
  bool broken() const { return broken_; }

 private:
  void drain(std::string_view text);

  int descriptor_;
  std::string name_;
  std::string buffer_;
  bool broken_ = false;
};

}  // namespace flatcrm::cli
