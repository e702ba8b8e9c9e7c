#include "cli/markup.h"

#include "core/text.h"

namespace flatcrm::cli {
namespace {

/// The offset of the mark that closes the one at `open`, or npos: an emphasis hugs its text.
std::size_t closing(std::string_view text, std::size_t open) {
  char mark = text[open];
  if (open + 1 >= text.size() || text[open + 1] == mark || text[open + 1] == ' ')
    return std::string_view::npos;
  std::size_t close = text.find(mark, open + 1);
  if (mark == '*' && close != std::string_view::npos && text[close - 1] == ' ') return std::string_view::npos;
  return close;
}

class BlockReader {
 public:
  void read(std::string_view line) {
    if (in_code_) return read_code(line);
    std::string_view text = core::trim(line);
    if (text.starts_with("```")) return begin(Block::Kind::code);
    if (text.empty()) return end();
    if (text.starts_with("<!--")) return read_comment(text);
    if (text.starts_with("#")) return read_heading(text);
    if (text.starts_with("|")) return read_row(text);
    if (text.starts_with("- ")) return begin(Block::Kind::item, text.substr(2));
    if (text.starts_with(": ")) return read_definition(text.substr(2));
    if (!open_) return begin(Block::Kind::paragraph, text);
    blocks_.back().text += " " + std::string(text);
  }
  std::vector<Block> take() { return std::move(blocks_); }

 private:
  void begin(Block::Kind kind, std::string_view text = {}) {
    blocks_.push_back({kind, std::string(text), 0});
    open_ = true;
    in_code_ = kind == Block::Kind::code;
  }
  void end() { open_ = false; }
  void read_code(std::string_view line) {
    if (core::trim(line) == "```") {
      in_code_ = false;
      return end();
    }
    blocks_.back().text += std::string(line) + "\n";
  }
  void read_heading(std::string_view text) {
    std::size_t level = text.find_first_not_of('#');
    if (level == std::string_view::npos) level = text.size();
    blocks_.push_back(
        {Block::Kind::heading, std::string(core::trim(text.substr(level))), static_cast<int>(level)});
    end();
  }
  void read_comment(std::string_view text) {
    text.remove_prefix(4);
    text = text.substr(0, text.find("-->"));
    blocks_.push_back({Block::Kind::comment, std::string(core::trim(text)), 0});
    end();
  }
  void read_row(std::string_view text) {
    if (!open_ || blocks_.back().kind != Block::Kind::code) begin(Block::Kind::code);
    in_code_ = false;
    blocks_.back().text += std::string(text) + "\n";
  }
  void read_definition(std::string_view text) {
    if (open_ && blocks_.back().kind == Block::Kind::paragraph) blocks_.back().kind = Block::Kind::term;
    begin(Block::Kind::definition, text);
  }

  std::vector<Block> blocks_;
  bool open_ = false;
  bool in_code_ = false;
};

}  // namespace

std::vector<Span> spans(std::string_view text) {
  std::vector<Span> found;
  std::string pending;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t close = text[i] == '`' || text[i] == '*' ? closing(text, i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      pending += text[i];
      continue;
    }
    if (!pending.empty()) found.push_back({std::move(pending), Span::Style::plain});
    pending.clear();
    found.push_back({std::string(text.substr(i + 1, close - i - 1)),
                     text[i] == '`' ? Span::Style::code : Span::Style::emphasis});
    i = close;
  }
  if (!pending.empty()) found.push_back({std::move(pending), Span::Style::plain});
  return found;
}

std::vector<Block> blocks(std::string_view text) {
  BlockReader reader;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    reader.read(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return reader.take();
}

std::string plain(std::string_view text) {
  std::string out;
  for (const Span& span : spans(text)) out += span.text;
  return out;
}

}  // namespace flatcrm::cli
