#include "git/loose_objects.h"

#include <git2/sys/odb_backend.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "git/handle.h"
#include "io/bytes.h"

namespace flatcrm::git {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_header = 64;  // the kind, the size in digits, a zero byte
constexpr std::size_t most_ratio = 1100;    // what zlib reaches is 1,032
constexpr std::size_t most_at_once = std::size_t{1} << 30;
constexpr int most_alternates = 5;  // one behind the other, as git has it
// That of libgit2's reader of packs: what comes later with the same one is asked later.
constexpr int priority = 2;

class Inflation {
 public:
  explicit Inflation(std::string_view packed) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    ready_ = ::inflateInit(&stream_) == Z_OK;
  }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;
  ~Inflation() { ::inflateEnd(&stream_); }

  /// How many bytes came, fewer only at the end or where it is broken.
  std::size_t take(char* place, std::size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(place);
    stream_.avail_out = static_cast<uInt>(size);
    if (ready_ && !ended_) ended_ = ::inflate(&stream_, Z_SYNC_FLUSH) == Z_STREAM_END;
    return size - stream_.avail_out;
  }
  /// Whether nothing is missing and nothing follows: to be asked when all is taken.
  bool ends_here() {
    char none[1];
    return (ended_ || (take(none, sizeof none) == 0 && ended_)) && stream_.avail_in == 0;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
  bool ended_ = false;
};

/// One object's file, of which the header is read.
class LooseObject {
 public:
  explicit LooseObject(io::Bytes packed) : packed_(std::move(packed)), inflation_(packed_.view()) {
    std::string_view begin(head_, inflation_.take(head_, sizeof head_));
    std::size_t space = begin.find(' '), zero = begin.find('\0');
    if (zero == begin.npos || space > zero) return;
    kind_ = git_object_string2type(std::string(begin.substr(0, space)).c_str());
    const char* digits = head_ + space + 1;
    bool number = std::from_chars(digits, head_ + zero, size_).ptr == head_ + zero && digits != head_ + zero;
    known_ = begin.substr(zero + 1);
    whole_ = number && git_object_typeisloose(kind_) == 1 && known_.size() <= size_ &&
             size_ / most_ratio <= packed_.view().size();
  }
  /// False of what is no object of git, as far as its header says.
  bool whole() const { return whole_; }
  git_object_t kind() const { return kind_; }
  std::size_t size() const { return size_; }

  /// Into room for size(); false of what is cut short or broken.
  bool read(char* place) {
    std::copy(known_.begin(), known_.end(), place);
    for (std::size_t done = known_.size(); done < size_;) {
      const std::size_t wanted = std::min(size_ - done, most_at_once);
      if (inflation_.take(place + done, wanted) != wanted) return false;
      done += wanted;
    }
    return inflation_.ends_here();
  }

 private:
  io::Bytes packed_;
  Inflation inflation_;
  char head_[longest_header] = {};
  std::string_view known_;
  git_object_t kind_ = GIT_OBJECT_INVALID;
  std::size_t size_ = 0;
  bool whole_ = false;
};

struct LooseBackend : git_odb_backend {
  std::string folder;
};

std::string place_of(const git_odb_backend* backend, const git_oid& id) {
  const std::string name = hex(id);
  return static_cast<const LooseBackend*>(backend)->folder + "/" + name.substr(0, 2) + "/" + name.substr(2);
}

int broken(const git_oid& id, const char* how) {
  git_error_set_str(GIT_ERROR_ODB,
                    fmt::format("the file of object {} {}", hex(id).substr(0, 10), how).c_str());
  return GIT_ERROR;
}

/// Gives an object that is there to `take`; libgit2 is C, so that nothing may be thrown through it.
template <typename Take>
int with_object(const git_odb_backend* backend, const git_oid& id, const Take& take) noexcept {
  try {
    const std::string place = place_of(backend, id);
    struct stat status;
    if (::stat(place.c_str(), &status) != 0) return GIT_ENOTFOUND;
    if (!S_ISREG(status.st_mode)) return broken(id, "is no file");
    if (status.st_size == 0) return broken(id, "is empty");
    if (static_cast<std::uint64_t>(status.st_size) > most_at_once) return GIT_PASSTHROUGH;
    LooseObject object(io::read_file(place));
    if (!object.whole()) return broken(id, "is broken");
    return take(object);
  } catch (const std::exception& error) {
    git_error_set_str(GIT_ERROR_ODB, error.what());
    return GIT_ERROR;
  }
}

int read_header(std::size_t* size, git_object_t* kind, git_odb_backend* backend, const git_oid* id) {
  return with_object(backend, *id, [&](const LooseObject& object) {
    *size = object.size();
    *kind = object.kind();
    return 0;
  });
}

int read_whole(void** data, std::size_t* size, git_object_t* kind, git_odb_backend* backend,
               const git_oid* id) {
  return with_object(backend, *id, [&](LooseObject& object) -> int {
    // libgit2 counts on a zero byte behind what it parses.
    auto* place = static_cast<char*>(git_odb_backend_data_alloc(backend, object.size() + 1));
    if (place == nullptr) return GIT_ERROR;
    if (!object.read(place)) {
      git_odb_backend_data_free(backend, place);
      return broken(*id, "is broken or cut short");
    }
    place[object.size()] = '\0';
    *data = place;
    *size = object.size();
    *kind = object.kind();
    return 0;
  });
}

/// The one object whose name begins so.
int find_by_prefix(git_oid* whole, const git_odb_backend* backend, const git_oid& begin,
                   std::size_t length) noexcept {
  try {
    const std::string wanted = hex(begin).substr(0, length);
    std::error_code failure;
    int found = GIT_ENOTFOUND;
    fs::path folder = static_cast<const LooseBackend*>(backend)->folder + "/" + wanted.substr(0, 2);
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
      std::string name = wanted.substr(0, 2) + entry.path().filename().string();
      if (name.size() != GIT_OID_HEXSZ || !name.starts_with(wanted)) continue;
      if (found == 0) return GIT_EAMBIGUOUS;
      if (git_oid_fromstr(whole, name.c_str()) == 0) found = 0;
    }
    return found;
  } catch (const std::exception&) {
    return GIT_ENOTFOUND;
  }
}

int read_by_prefix(git_oid* whole, void** data, std::size_t* size, git_object_t* kind,
                   git_odb_backend* backend, const git_oid* begin, std::size_t length) {
  const int found = find_by_prefix(whole, backend, *begin, length);
  return found < 0 ? found : read_whole(data, size, kind, backend, whole);
}

void free_backend(git_odb_backend* backend) {
  delete static_cast<LooseBackend*>(backend);
}

git_odb_backend* backend_of(std::string folder) {
  auto* made = new LooseBackend;
  git_odb_init_backend(made, GIT_ODB_BACKEND_VERSION);
  made->folder = std::move(folder);
  made->read = read_whole;
  made->read_prefix = read_by_prefix;
  made->read_header = read_header;
  made->free = free_backend;
  return made;
}

/// The folders that hold objects of this one too.
std::vector<fs::path> alternates_of(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code failure;
  const fs::path list = folder / "info" / "alternates";
  if (!fs::is_regular_file(list, failure)) return found;
  std::ifstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    found.push_back(folder / line);  // an absolute one stands for itself
  }
  return found;
}

void guard_alternates(git_odb* objects, const fs::path& folder, int depth) {
  if (depth > most_alternates) return;
  for (const fs::path& other : alternates_of(folder)) {
    demand(git_odb_add_alternate(objects, backend_of(other.string()), priority),
           "the git repository can't be read");
    guard_alternates(objects, other, depth + 1);
  }
}

}  // namespace

void guard_loose_objects(git_odb* objects, const std::string& folder) {
  demand(git_odb_add_backend(objects, backend_of(folder), priority), "the git repository can't be read");
  guard_alternates(objects, folder, 1);
}

}  // namespace flatcrm::git
