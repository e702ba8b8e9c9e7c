#include "book/book.h"

#include <map>
#include <mutex>
#include <utility>

#include "format/yaml.h"

namespace flatcrm::book {

namespace {

constexpr const char* config_name = "flatcrm.yaml";

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

struct Book::State {
  std::string root;
  std::unique_ptr<io::Tree> tree;
  Config config;
  model::Schemas schemas = model::Schemas::built_in();
  core::Problems problems;
  int threads = 1;
  std::mutex mutex;
  std::map<std::string, model::Paths> paths;
};

Book::Book(std::unique_ptr<State> state) : state_(std::move(state)) {}
Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

Book Book::open(const std::string& root, int threads) {
  return open(std::make_unique<io::DiskTree>(root), root, threads);
}

Book Book::open(std::unique_ptr<io::Tree> tree, const std::string& name, int threads) {
  auto state = std::make_unique<State>();
  state->root = name;
  state->threads = threads;
  state->tree = std::move(tree);
  if (!state->tree->exists(config_name))
    throw Error(Code::book, "no book: it has no flatcrm.yaml", {name, 0, 0},
                "name one with -C, or make one with 'flatcrm init'");
  io::Bytes text = state->tree->read(config_name);
  if (std::size_t line = format::find_conflict_marker(text.view()); line != 0)
    throw Error(Code::book, "conflict marker", {config_name, line, 1}, "resolve the merge first");
  state->config = parse_config(text.view(), config_name, state->problems);
  for (const io::TreeEntry& entry : state->tree->list("schemas")) {
    if (!ends_with(entry.path, ".yaml") && !ends_with(entry.path, ".yml")) continue;
    io::Bytes schema = state->tree->read(entry.path);
    state->schemas.extend(schema.view(), entry.path);
  }
  state->schemas.check_references();  // only now, as a schema may refer to a collection of a later one
  return Book(std::move(state));
}

std::string Book::find(const std::string& start) {
  std::string folder = start;
  // Upwards by names: "/a/b", "/a", "/"; the caller gives an absolute path.
  while (true) {
    if (io::DiskTree(folder.empty() ? "/" : folder).exists(config_name)) return folder.empty() ? "/" : folder;
    std::size_t slash = folder.find_last_of('/');
    if (slash == std::string::npos || folder.empty()) return "";
    folder.resize(slash);
  }
}

const std::string& Book::root() const {
  return state_->root;
}
const Config& Book::config() const {
  return state_->config;
}
const model::Schemas& Book::schemas() const {
  return state_->schemas;
}
const core::Problems& Book::problems() const {
  return state_->problems;
}
int Book::threads() const {
  return state_->threads;
}
io::Tree& Book::tree() const {
  return *state_->tree;
}

std::vector<BookFile> Book::files(const std::string& collection) const {
  std::vector<BookFile> files;
  for (io::TreeEntry& entry : state_->tree->list(collection)) {
    if (ends_with(entry.path, ".yaml") || ends_with(entry.path, ".yml"))
      files.push_back({std::move(entry.path), FileKind::yaml});
    else if (ends_with(entry.path, ".csv"))
      files.push_back({std::move(entry.path), FileKind::csv});
  }
  return files;
}

model::Paths& Book::paths(const std::string& collection) const {
  const model::Schema& schema = state_->schemas.of(collection);
  std::lock_guard hold(state_->mutex);
  return state_->paths.try_emplace(collection, schema).first->second;
}

}  // namespace flatcrm::book
