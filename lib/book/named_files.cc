#include "book/named_files.h"

#include <fmt/format.h>

namespace flatcrm::book {

namespace {

constexpr std::string_view name_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

}  // namespace

std::string named_path(std::string_view folder, std::string_view name) {
  return fmt::format("{}/{}.yaml", folder, name);
}

std::vector<std::string> named_files(const Book& book, std::string_view folder) {
  std::vector<std::string> names;
  for (const io::TreeEntry& entry : book.tree().list(std::string(folder))) {
    std::string_view name = std::string_view(entry.path).substr(folder.size() + 1);
    if (name.ends_with(".yaml") && name.find('/') == std::string_view::npos)
      names.emplace_back(name.substr(0, name.size() - 5));
  }
  return names;
}

std::optional<io::Bytes> read_named(const Book& book, std::string_view folder, std::string_view name) {
  if (name.empty() || name.find_first_not_of(name_characters) != std::string_view::npos) return std::nullopt;
  std::string path = named_path(folder, name);
  if (!book.tree().exists(path)) return std::nullopt;
  return book.tree().read(path);
}

}  // namespace flatcrm::book
