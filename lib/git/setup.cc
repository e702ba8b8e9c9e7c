#include "git/setup.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "book/diff.h"
#include "book/init.h"
#include "git/config_text.h"
#include "git/hook_text.h"
#include "git/repository.h"
#include "git/state.h"
#include "io/bytes.h"
#include "io/tree.h"

namespace flatcrm::git {

namespace {

namespace fs = std::filesystem;

constexpr const char* kept_ending = ".before-flatcrm";

struct Driver {
  SettingName name;
  std::string arguments;  // behind the program; "" for a value of its own
  std::string value;
};

std::vector<Driver> drivers(const std::string& program) {
  std::vector<Driver> all{{{"merge", "flatcrm", "name"}, "", "records of a flatcrm book, field by field"},
                          {{"merge", "flatcrm", "driver"}, " merge-file %O %A %B %P", ""},
                          {{"diff", "flatcrm", "textconv"}, " diff --textconv", ""},
                          {{"diff", "flatcrm", "command"}, " diff --driver", ""}};
  for (Driver& driver : all)
    if (!driver.arguments.empty()) driver.value = shell_word(program) + driver.arguments;
  // Of a merge driver's command git takes a per cent sign for one of its own.
  std::string& merge = all[1].value;
  for (std::size_t at = 0; (at = merge.find('%', at)) < merge.size() - all[1].arguments.size(); at += 2)
    merge.insert(at, 1, '%');
  return all;
}

std::optional<std::string> text_of(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::nullopt;
  return std::string(io::read_file(path).view());
}

/// Everything that one clone has of it.
class Clone {
 public:
  explicit Clone(const std::string& root) : root_(root), repository_(Repository::open(root)) {
    if (repository_.bare())
      throw Error(Code::book, "a bare repository has no work tree to merge in", {root, 0, 0},
                  "set up a clone of it");
    git_repository* raw = repository_.state().repository.get();
    common_ = git_repository_commondir(raw);
    while (common_.size() > 1 && common_.back() == '/') common_.pop_back();
    demand(git_repository_config_snapshot(config_.room(), raw), "git's configuration can't be read");
  }

  /// "." for a book at the top of its repository.
  std::string book() const { return repository_.prefix().empty() ? "." : repository_.prefix(); }
  std::string config_path() const { return common_ + "/config"; }
  std::string attributes_path() const {
    return repository_.work_tree() + "/" + (book() == "." ? "" : book() + "/") + ".gitattributes";
  }
  std::string shown(const std::string& path) const {
    std::string relative = fs::path(path).lexically_relative(repository_.work_tree()).generic_string();
    return relative.starts_with("..") || relative.empty() ? path : relative;
  }
  std::string value(const SettingName& name) const {
    git_config_entry* entry = nullptr;
    if (git_config_get_entry(&entry, config_.get(), path_of(name).c_str()) < 0) return "";
    std::string value = entry->value == nullptr ? "" : entry->value;
    git_config_entry_free(entry);
    return value;
  }
  /// Where its hooks lie; nothing, with a word on it, where that is not in this clone.
  std::optional<std::string> hooks(std::vector<std::string>& said) const;
  const std::string& root() const { return root_; }

 private:
  static std::string path_of(const SettingName& name) {
    return name.section + "." + (name.subsection.empty() ? "" : name.subsection + ".") + name.key;
  }

  std::string root_;
  Repository repository_;
  std::string common_;
  Handle<git_config> config_;
};

std::optional<std::string> Clone::hooks(std::vector<std::string>& said) const {
  git_config_entry* entry = nullptr;
  if (git_config_get_entry(&entry, config_.get(), "core.hookspath") < 0) return common_ + "/hooks";
  bool local = entry->level >= GIT_CONFIG_LEVEL_LOCAL;
  std::string path = entry->value == nullptr ? "" : entry->value;
  git_config_entry_free(entry);
  if (!local) {
    said.push_back(
        fmt::format("no hook: core.hooksPath is {} for all repositories; call '{}' from the hooks there",
                    path, "flatcrm check"));
    return std::nullopt;
  }
  git_buf expanded = GIT_BUF_INIT;
  if (git_config_get_path(&expanded, config_.get(), "core.hookspath") == 0) path = expanded.ptr;
  git_buf_dispose(&expanded);
  return path.starts_with('/') ? path : repository_.work_tree() + "/" + path;
}

SettingName attributes_mark(const Clone& clone) {
  return {"flatcrm", clone.book(), "attributes"};
}

// In the order in which git runs them; both end in a commit.
constexpr const char* merge_hook = "pre-merge-commit";
constexpr std::array<const char*, 2> hook_names = {"pre-commit", merge_hook};
// What a merge brings that stopped at a conflict was wrong before, too.
constexpr const char* merge_head = "$(git rev-parse -q --verify MERGE_HEAD | sed 's/^/--not-in /')";
constexpr const char* merged_heads = R"sh("$(env | sed -n 's/^GITHEAD_\([0-9a-f]*\)=.*/\1/p')")sh";

class Planner {
 public:
  explicit Planner(const std::string& root) : clone_(root) {}

  Setup set_up(const std::string& program) {
    set_drivers(program);
    add_attributes();
    put("set", clone_.config_path(), config_before_, config_);
    if (std::optional<std::string> hooks = clone_.hooks(setup_.said))
      for (const char* name : hook_names) add_hook(*hooks, name, program);
    return std::move(setup_);
  }

  Setup remove() {
    bool others = false;
    if (std::optional<std::string> hooks = clone_.hooks(setup_.said))
      for (const char* name : hook_names) others = remove_hook(*hooks, name) || others;
    if (others) {
      setup_.said.emplace_back("the drivers stay: another book of this repository uses them");
    } else {
      for (const Driver& driver : drivers("")) unset(driver.name);
    }
    remove_attributes();
    put("unset", clone_.config_path(), config_before_, config_);
    return std::move(setup_);
  }

 private:
  void put(const char* verb, const std::string& place, std::optional<std::string> before,
           std::optional<std::string> after) {
    if (before == after) return;
    setup_.files.push_back({clone_.shown(place), place, std::move(before), std::move(after), "", "", false});
    if (setup_.files.back().place != clone_.config_path())
      setup_.said.push_back(fmt::format("{} {}", verb, setup_.files.back().path));
  }
  void say_setting(const char* verb, const SettingName& name, const std::string& value) {
    setup_.said.push_back(fmt::format("{} {}.{}.{}{} in {}", verb, name.section, name.subsection, name.key,
                                      value.empty() ? "" : " = " + value,
                                      clone_.shown(clone_.config_path())));
  }
  void set(const SettingName& name, const std::string& value) {
    std::string changed = with_setting(config_, name, value);
    if (clone_.value(name) == value) return;
    config_ = changed;
    say_setting("set", name, value);
  }
  void unset(const SettingName& name) {
    std::string changed = without_setting(config_, name);
    if (changed == config_) return;
    config_ = changed;
    say_setting("unset", name, "");
  }

  void set_drivers(const std::string& program);
  void add_attributes();
  void remove_attributes();
  void add_hook(const std::string& folder, const std::string& name, const std::string& program);
  bool remove_hook(const std::string& folder, const std::string& name);

  Clone clone_;
  std::string config_before_ = text_of(clone_.config_path()).value_or("");
  std::string config_ = config_before_;
  Setup setup_;
};

void Planner::set_drivers(const std::string& program) {
  for (const Driver& driver : drivers(program)) {
    std::string now = clone_.value(driver.name);
    bool ours = now.empty() || driver.arguments.empty() || now.ends_with(driver.arguments);
    if (!ours)
      throw Error(Code::book,
                  fmt::format("{}.flatcrm.{} is '{}' already", driver.name.section, driver.name.key, now),
                  {clone_.shown(clone_.config_path()), 0, 0}, "take it out first");
    set(driver.name, driver.value);
  }
}

void Planner::add_attributes() {
  std::string place = clone_.attributes_path();
  std::optional<std::string> before = text_of(place);
  std::string after = book::with_attributes(before.value_or(""));
  if (before == after) return;
  config_ = with_setting(config_, attributes_mark(clone_), before ? "lines" : "file");
  put(before ? "added lines to" : "wrote", place, before, after);
  setup_.said.back() += ", as " + clone_.shown(clone_.config_path()) + " notes";
}

/// Only what set_up added, and only while it stands there as it was added.
void Planner::remove_attributes() {
  std::string mark = clone_.value(attributes_mark(clone_));
  config_ = without_setting(config_, attributes_mark(clone_));
  std::string place = clone_.attributes_path();
  std::optional<std::string> before = text_of(place);
  if (mark.empty() || !before) return;
  std::string after = book::without_attributes(*before);
  bool all = mark == "file" && after.empty();
  put(all ? "removed" : "took lines out of", place, before, all ? std::nullopt : std::optional(after));
}

void Planner::add_hook(const std::string& folder, const std::string& name, const std::string& program) {
  SetupFile file;
  file.place = folder + "/" + name;
  file.path = clone_.shown(file.place);
  file.executable = true;
  std::error_code ignored;
  struct stat status {};
  bool link = fs::is_symlink(file.place, ignored);
  bool runs = ::stat(file.place.c_str(), &status) == 0 && (status.st_mode & S_IXUSR) != 0;
  file.before = text_of(file.place);
  if (link && !file.before) file.before = "";
  bool top = clone_.book() == ".";
  // A branch may have no book.
  std::string command =
      "[ ! -f " + shell_word(top ? "flatcrm.yaml" : clone_.book() + "/flatcrm.yaml") + " ] || ";
  std::string check =
      shell_word(program) + " " + (top ? "" : "-C " + shell_word(clone_.book()) + " ") + "check";
  // git tells the hook of a merge what is merged by the names of variables alone.
  if (name == merge_hook)
    command += fmt::format("{{ {0} --errors-only --not-in HEAD --not-in {1} && {0} -q --merging {1}; }}",
                           check, merged_heads);
  else
    command += check + " --errors-only --not-in HEAD " + merge_head;
  bool person = file.before && !(is_shell_script(*file.before) && runs && !link);
  if (person) {
    file.moved_to = name + kept_ending;
    file.after = with_check("", clone_.book(), command);
    if (runs) *file.after += fmt::format("exec \"$(dirname \"$0\")/{}\" \"$@\"\n", file.moved_to);
    if (fs::exists(folder + "/" + file.moved_to, ignored))
      throw Error(Code::book, "the hook would have to be kept under a name that is there already",
                  {clone_.shown(folder + "/" + file.moved_to), 0, 0}, "move one of them away");
  } else {
    file.after = with_check(file.before.value_or(""), clone_.book(), command);
  }
  if (file.before == file.after) return;
  setup_.said.push_back(
      !file.before ? fmt::format("wrote the hook {}", file.path)
      : person     ? fmt::format("wrote the hook {}, which calls yours, now {}", file.path, file.moved_to)
                   : fmt::format("added a check to the hook {}", file.path));
  setup_.files.push_back(std::move(file));
}

/// Whether another book's check is left in it.
bool Planner::remove_hook(const std::string& folder, const std::string& name) {
  SetupFile file;
  file.place = folder + "/" + name;
  file.path = clone_.shown(file.place);
  file.executable = true;
  file.before = text_of(file.place);
  if (!file.before || !has_check(*file.before)) return false;
  file.after = without_check(*file.before, clone_.book());
  bool others = has_check(*file.after);
  std::string kept = name + kept_ending;
  std::error_code ignored;
  bool has_kept = fs::is_symlink(folder + "/" + kept, ignored) || fs::exists(folder + "/" + kept, ignored);
  bool wrapper = file.after->empty() ||
                 *file.after == fmt::format("#!/bin/sh\nexec \"$(dirname \"$0\")/{}\" \"$@\"\n", kept);
  if (!others && wrapper) {
    file.after.reset();
    if (has_kept) file.moved_from = kept;
  }
  if (file.before != file.after) {
    setup_.said.push_back(file.after ? fmt::format("took the check out of the hook {}", file.path)
                          : file.moved_from.empty() ? fmt::format("removed the hook {}", file.path)
                                                    : fmt::format("put your hook {} back", file.path));
    setup_.files.push_back(std::move(file));
  }
  return others;
}

}  // namespace

Setup plan_setup(const std::string& root, const std::string& program) {
  return Planner(root).set_up(program);
}

Setup plan_removal(const std::string& root) {
  return Planner(root).remove();
}

std::string diff_of(const Setup& setup) {
  std::string out;
  auto view = [](const std::optional<std::string>& text) {
    return text ? std::optional<std::string_view>(*text) : std::nullopt;
  };
  for (const SetupFile& file : setup.files)
    book::write_unified_diff(out, file.path, view(file.before), view(file.after));
  return out;
}

std::string missing_drivers(const std::string& root) {
  std::optional<Repository> found = Repository::find(root);
  if (!found || found->bare()) return "";
  git_repository* raw = found->state().repository.get();
  const char* value = nullptr;
  std::string file = found->state().whole("customers/x.yaml");
  if (git_attr_get(&value, raw, GIT_ATTR_CHECK_FILE_THEN_INDEX, file.c_str(), "merge") < 0) return "";
  if (git_attr_value(value) != GIT_ATTR_VALUE_STRING || std::string_view(value) != "flatcrm") return "";
  Handle<git_config> config;
  if (git_repository_config_snapshot(config.room(), raw) < 0) return "";
  const char* driver = nullptr;
  if (git_config_get_string(&driver, config.get(), "merge.flatcrm.driver") == 0) return "";
  return "this clone lacks the merge driver that .gitattributes names, so that git merges records by lines; "
         "run "
         "'flatcrm git-setup'";
}

}  // namespace flatcrm::git
