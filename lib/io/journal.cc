#include "io/journal.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/id.h"
#include "core/text.h"
#include "io/bytes.h"
#include "io/inside.h"

namespace flatcrm::io {
namespace {

constexpr std::string_view heading = "flatcrm journal 1 ";
/// From how many folders on one sync of everything costs less than one of each.
constexpr std::size_t many_folders = 8;

std::string sum_line(std::string_view bytes) {
  return fmt::format("sum {:016x}\n", core::stable_hash(bytes));
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// Never empty, so that a torn journal differs from none.
std::string token_of(std::string_view text) {
  text = text.substr(0, 64);
  return "token " + std::string(text.substr(0, text.find('\n')));
}

/// "" when the line has no further word.
std::string_view next_word(std::string_view& line) {
  std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return {};
  std::string_view word = line.substr(0, space);
  line.remove_prefix(space + 1);
  return word;
}

std::optional<Journal::Change> parse_change(std::string_view line) {
  Journal::Change change;
  std::string_view kind = next_word(line);
  if (kind != "write" && kind != "remove") return std::nullopt;
  if (kind == "write") {
    change.staged = next_word(line);
    if (!is_name(change.staged)) return std::nullopt;
  }
  change.before = next_word(line);
  change.path = line;
  if (!is_name(change.before) || !may_change(line)) return std::nullopt;
  return change;
}

/// The folders on the way to the paths, each before those inside it; "" is the root.
std::set<std::string> folders_of(const Journal& journal) {
  std::set<std::string> folders{""};
  for (const Journal::Change& change : journal.changes) {
    for (std::string_view folder = folder_of(change.path); !folder.empty(); folder = folder_of(folder)) {
      if (!folders.emplace(folder).second) break;
    }
  }
  return folders;
}

void place_staged_files(FileSystem& disk, const std::string& root, const Journal& journal) {
  Descriptor folder = open_root(root);
  std::string made;
  for (const Journal::Change& change : journal.changes) {
    std::string staged = staged_path(change);
    // What is no longer staged stands in its place already.
    if (staged.empty() || !stamp_at(folder.number(), staged)) continue;
    std::string target_folder = fmt::format("{}/{}", root, folder_of(change.path));
    if (target_folder != made) disk.make_folder(target_folder);
    made = target_folder;
    disk.rename(fmt::format("{}/{}", root, staged), fmt::format("{}/{}", root, change.path));
  }
}

void remove_removed(FileSystem& disk, const std::string& root, const Journal& journal) {
  Journal removed;
  for (const Journal::Change& change : journal.changes) {
    if (!change.staged.empty()) continue;
    disk.remove(root + "/" + change.path);
    removed.changes.push_back(change);
  }
  std::set<std::string> folders = folders_of(removed);
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    if (!folder->empty()) disk.remove_folder(root + "/" + *folder);
  }
}

}  // namespace

bool may_change(std::string_view path) {
  if (!is_inside(path) || has_control_character(path)) return false;
  while (true) {
    std::size_t slash = path.find('/');
    std::string_view component = path.substr(0, slash);
    // git would run what lies in its folder; on some disks .GIT is the same one.
    if (component == control::folder || core::equal_ignoring_ascii_case(component, ".git")) return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::string print(const Journal& journal) {
  std::string text = std::string(heading) + journal.token + "\n";
  for (const Journal::Change& change : journal.changes) {
    text += change.staged.empty() ? "remove " : "write " + change.staged + " ";
    text += change.before + " " + change.path + "\n";
  }
  return text + sum_line(text);
}

std::optional<Journal> parse_journal(std::string_view text) {
  std::size_t sum = text.rfind("\nsum ");
  if (sum == std::string_view::npos || sum_line(text.substr(0, sum + 1)) != text.substr(sum + 1))
    return std::nullopt;
  text = text.substr(0, sum + 1);
  auto next_line = [&text] {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
  };
  Journal journal;
  std::string_view first = next_line();
  if (!first.starts_with(heading) || !is_name(first.substr(heading.size()))) return std::nullopt;
  journal.token = first.substr(heading.size());
  while (!text.empty()) {
    std::optional<Journal::Change> change = parse_change(next_line());
    if (!change) return std::nullopt;
    journal.changes.push_back(*std::move(change));
  }
  return journal;
}

std::string staged_path(const Journal::Change& change) {
  return change.staged.empty() ? "" : std::string(control::staging) + "/" + change.staged;
}

JournalState read_journal(int root) {
  Descriptor file = open_inside(root, control::journal, O_RDONLY);
  if (!file) return {};
  Bytes bytes = read_open(file.number(), control::journal);
  return {token_of(bytes.view()), parse_journal(bytes.view())};
}

std::string read_token(int root, const char* path) {
  Descriptor file = open_inside(root, path, O_RDONLY);
  if (!file) return "";
  std::array<char, 64> start;
  ssize_t size = ::pread(file.number(), start.data(), start.size(), 0);
  return token_of({start.data(), size > 0 ? static_cast<std::size_t>(size) : 0});
}

std::string content_sum(int root, const std::string& path) {
  if (!stamp_at(root, path)) return "-";
  return fmt::format("{:016x}", core::stable_hash(read_at(root, path).view()));
}

std::vector<Kept> keep_edited(FileSystem& disk, const std::string& root, const Journal& journal) {
  std::vector<Kept> kept;
  Descriptor folder = open_root(root);
  for (const Journal::Change& change : journal.changes) {
    bool done = change.staged.empty() ? !stamp_at(folder.number(), change.path)
                                      : !stamp_at(folder.number(), staged_path(change));
    if (done) continue;
    std::string sum = content_sum(folder.number(), change.path);
    bool edited = sum != "-" && sum != change.before;
    if (!edited || (!change.staged.empty() && sum == content_sum(folder.number(), staged_path(change))))
      continue;
    std::string name = change.path + ".edited";
    for (int number = 2; stamp_at(folder.number(), name); ++number)
      name = fmt::format("{}.edited-{}", change.path, number);
    disk.rename(fmt::format("{}/{}", root, change.path), fmt::format("{}/{}", root, name));
    kept.push_back({change.path, name});
  }
  return kept;
}

void carry_out(FileSystem& disk, const std::string& root, const Journal& journal) {
  place_staged_files(disk, root, journal);
  remove_removed(disk, root, journal);
  std::set<std::string> folders = folders_of(journal);
  if (folders.size() >= many_folders) {
    disk.sync_all(root);
  } else {
    for (const std::string& folder : folders) disk.sync_folder(fmt::format("{}/{}", root, folder));
  }
  disk.rename(root + "/" + control::journal, root + "/" + control::last);
  // Were the journal to come back after a power cut, it would remove again what somebody has put there since.
  bool removes = std::any_of(journal.changes.begin(), journal.changes.end(),
                             [](const Journal::Change& change) { return change.staged.empty(); });
  if (removes) disk.sync_folder(root + "/" + control::folder);
}

}  // namespace flatcrm::io
