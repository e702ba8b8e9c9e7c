// fmt, compiled once for all of flatcrm: Debian has it as a shared library, which costs every start, or header-only, which costs every
// compilation six seconds of seven. format-inl.h leaves these templates to whoever compiles it.
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
}  // namespace detail
FMT_END_NAMESPACE
