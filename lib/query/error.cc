#include "query/error.h"

#include <algorithm>

#include "core/text.h"

namespace flatcrm::query {

namespace {

core::Place place_of(std::string_view query, Span span, std::string_view name) {
  core::Position at = core::position_of(query, std::min<std::size_t>(span.begin, query.size()));
  return {std::string(name), at.line, at.column};
}

/// Characters, so that the marks stand below the right ones.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string excerpt_of(std::string_view query, Span span) {
  std::size_t at = std::min<std::size_t>(span.begin, query.size());
  std::size_t first = at == 0 ? 0 : query.rfind('\n', at - 1);
  first = at == 0 || first == std::string_view::npos ? 0 : first + 1;
  std::size_t last = std::min(query.find('\n', at), query.size());
  std::size_t end = std::clamp<std::size_t>(span.end, at, last);
  std::string before = core::visible(query.substr(first, at - first));
  std::string guilty = core::visible(query.substr(at, end - at));
  std::string after = core::visible(query.substr(end, last - end));
  std::string marks(std::max<std::size_t>(characters(guilty), 1), '^');
  return "  " + before + guilty + after + "\n  " + std::string(characters(before), ' ') + marks + "\n";
}

}  // namespace

QueryError::QueryError(std::string_view query, Span span, std::string what, std::string hint,
                       std::string_view name)
    : core::Error(Code::usage, std::move(what), place_of(query, span, name), std::move(hint)),
      excerpt_(excerpt_of(query, span)) {}

}  // namespace flatcrm::query
