#include "format/ldif.h"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "format/base64.h"

namespace flatcrm::format {
namespace {

constexpr std::size_t most_value_bytes = std::size_t{32} << 20;

/// Lines that a blank at the start of the next one continues, taken as one.
class LogicalLines {
 public:
  explicit LogicalLines(std::string_view text) : text_(text) {}

  bool next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    begin_ = at_;
    line = physical();
    if (line.empty()) return true;  // ends an entry, whatever follows
    if (at_ >= text_.size() || text_[at_] != ' ') return true;
    joined_.assign(line);
    while (at_ < text_.size() && text_[at_] == ' ') {
      ++at_;
      joined_.append(physical());
      if (joined_.size() > most_value_bytes)
        throw Error(Code::limit, "an attribute of more than 32 MiB",
                    {"", core::position_of(text_, begin_).line, 0}, "is every line but the first indented?");
    }
    line = joined_;
    return true;
  }
  std::size_t begin() const { return begin_; }

 private:
  std::string_view physical() {
    std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) end = text_.size();
    std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
  }

  std::string_view text_;
  std::size_t at_ = 0, begin_ = 0;
  std::string joined_;
};

class Entries {
 public:
  Entries(std::string_view text, std::uint64_t base, FlatTable& table)
      : lines_(text), base_(base), table_(table) {
    column("dn");
    for (std::size_t i = 0; i < table.columns().size(); ++i)
      columns_.emplace(core::lower_ascii(table.columns()[i]), static_cast<std::uint32_t>(i));
  }

  void run() {
    std::string_view line;
    while (lines_.next(line)) {
      if (line.empty())
        end();
      else if (line[0] != '#')
        attribute(line);
    }
    end();
  }

 private:
  void end() {
    if (open_) {
      if (!has_dn_) table_.refuse("the entry has no dn");
      table_.end_row();
    }
    open_ = false;
  }
  void begin() {
    if (open_) return;
    table_.begin_row(base_ + lines_.begin());
    open_ = true;
    has_dn_ = false;
  }
  std::uint32_t column(std::string_view name) {
    auto [known, added] = columns_.try_emplace(core::lower_ascii(name), 0);
    if (added) known->second = table_.column(name);
    return known->second;
  }
  void attribute(std::string_view line);
  void add(std::string_view name, std::string_view value) {
    table_.add(column(name), table_.arena().keep(value));
  }

  LogicalLines lines_;
  std::uint64_t base_;
  FlatTable& table_;
  std::map<std::string, std::uint32_t> columns_;
  bool open_ = false, has_dn_ = false;
};

void Entries::attribute(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (!open_ && core::equal_ignoring_ascii_case(line.substr(0, colon), "version")) return;
  begin();
  if (line[0] == ' ') return table_.refuse("a line that goes on where none began");
  if (line == "-") return;  // between the parts of a change
  if (colon == std::string_view::npos || colon == 0)
    return table_.refuse(fmt::format("a line without a name: '{}'", line.substr(0, 40)));
  const std::string_view name = core::trim(line.substr(0, colon));
  std::string_view rest = line.substr(colon + 1);
  const char kind = rest.empty() ? '\0' : rest[0];
  if (kind == '<') return table_.refuse(fmt::format("{} stands at an address, which is not read", name));
  const std::string_view value = core::trim(kind == ':' ? rest.substr(1) : rest);
  if (core::equal_ignoring_ascii_case(name, "dn")) has_dn_ = true;
  if (core::equal_ignoring_ascii_case(name, "changetype")) {
    if (!core::equal_ignoring_ascii_case(value, "add"))
      table_.refuse(fmt::format("the entry is no addition but a change of type '{}'", value));
    return;
  }
  if (kind != ':') return add(name, value);
  const std::optional<std::string> decoded = decode_base64(value);
  if (!decoded) return table_.refuse(fmt::format("{} is no base64", name));
  const bool text =
      core::find_invalid_utf8(*decoded) == std::string_view::npos && decoded->find('\0') == std::string::npos;
  add(text ? std::string(name) : fmt::format("{};base64", name), text ? std::string_view(*decoded) : value);
}

}  // namespace

void read_ldif_rows(std::string_view text, std::uint64_t base, FlatTable& table) {
  Entries(text, base, table).run();
}

bool looks_like_ldif(std::string_view text) {
  LogicalLines lines(text.substr(0, std::size_t{1} << 16));
  std::string_view line;
  for (int i = 0; i < 50 && lines.next(line); ++i) {
    if (line.empty() || line[0] == '#') continue;
    const std::string_view name = line.substr(0, line.find(':'));
    if (core::equal_ignoring_ascii_case(name, "dn")) return name.size() < line.size();
    if (!core::equal_ignoring_ascii_case(line.substr(0, 9), "version: ")) return false;
  }
  return false;
}

}  // namespace flatcrm::format
