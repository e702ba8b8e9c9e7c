#include "import/source.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "import/source_error.h"
#include "import/source_opener.h"

namespace flatcrm::import {

SourceOptions source_options(const SourceOptions& given, const Profile& profile) {
  SourceOptions out = given;
  if (out.encoding.empty()) out.encoding = profile.encoding;
  if (!out.delimiter) out.delimiter = profile.delimiter;
  if (!out.quote) out.quote = profile.quote;
  if (!out.header) out.header = profile.header;
  return out;
}

std::shared_ptr<const Source> Source::open(const std::string& name, io::Bytes bytes,
                                           const SourceOptions& options) {
  std::shared_ptr<Source> source(new Source);
  source->report_.name = name;
  source->bytes_ = std::move(bytes);
  try {
    SourceOpener(*source, options).run();
  } catch (const Error& error) {
    // Readers know places, not files; a file that names itself is another one.
    if (!error.place().file.empty() || error.code() == Code::usage) throw;
    throw Error(error.code(), error.message(), {name, error.place().line, error.place().column},
                error.hint());
  }
  return source;
}

int Source::find_column(std::string_view name) const {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i] == name) return static_cast<int>(i);
  return -1;
}

bool Source::is_own_column(std::size_t column) const {
  return columns_[column] == line_column || columns_[column] == reason_column;
}

std::size_t Source::line(std::uint64_t offset) const {
  return LineFinder(*this).line(offset);
}

bool Source::is_no_row(std::uint64_t offset) const {
  return std::binary_search(no_rows_.begin(), no_rows_.end(), offset);
}

std::string Source::refusal(std::uint64_t offset, std::uint64_t size) const {
  auto found = std::lower_bound(refusals_.begin(), refusals_.end(), offset,
                                [](const auto& one, std::uint64_t wanted) { return one.first < wanted; });
  if (found != refusals_.end() && found->first == offset) return found->second;
  auto control = std::lower_bound(controls_.begin(), controls_.end(), offset);
  if (control == controls_.end() || *control >= offset + size) return "";
  const core::CodePoint point = core::first_code_point(text_.substr(*control));
  return fmt::format("the control character U+{:04X}", static_cast<std::uint32_t>(point.value));
}

std::size_t LineFinder::line(std::uint64_t offset) {
  if (!source_.places_.empty()) {
    auto behind =
        std::upper_bound(source_.places_.begin(), source_.places_.end(), offset,
                         [](std::uint64_t wanted, const auto& place) { return wanted < place.offset; });
    return behind == source_.places_.begin() ? source_.places_.front().line : std::prev(behind)->line;
  }
  if (offset < offset_) {
    offset_ = 0;
    line_ = 1;
  }
  line_ += core::position_of(source_.text_.substr(offset_, offset - offset_), offset - offset_).line - 1;
  offset_ = offset;
  return line_;
}

void rethrow_in_source(const Source& source, std::uint64_t base, const Error& error) {
  const std::size_t line = source.line(base) + std::max<std::size_t>(error.place().line, 1) - 1;
  throw Error(error.code(), error.message(), {source.name(), line, error.place().column}, error.hint());
}

}  // namespace flatcrm::import
