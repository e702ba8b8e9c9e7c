#include "git/object_store.h"

#include "git/loose_objects.h"
#include "git/state.h"

namespace flatcrm::git {

Handle<git_odb> ObjectStore::take() const {
  {
    std::lock_guard hold(mutex_);
    if (!free_.empty()) {
      Handle<git_odb> one = std::move(free_.back());
      free_.pop_back();
      return one;
    }
  }
  Handle<git_odb> made;
  demand(git_odb_open(made.room(), folder_.c_str()), "the git repository can't be read", {folder_, 0, 0},
         "run 'git fsck'");
  guard_loose_objects(made.get(), folder_);
  return made;
}

void ObjectStore::give_back(Handle<git_odb> objects) const {
  std::lock_guard hold(mutex_);
  free_.push_back(std::move(objects));
}

io::Bytes ObjectStore::read(const git_oid& id, const std::string& path) const {
  Handle<git_odb> objects = take();
  std::string text;
  {
    Handle<git_odb_object> object = read_object(objects.get(), id, path);
    text.assign(static_cast<const char*>(git_odb_object_data(object.get())),
                git_odb_object_size(object.get()));
  }
  give_back(std::move(objects));
  return io::Bytes(std::move(text));
}

std::size_t ObjectStore::size(const git_oid& id, const std::string& path) const {
  Handle<git_odb> objects = take();
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  demand(git_odb_read_header(&size, &type, objects.get(), &id), "git's object of this file can't be read",
         {path, 0, 0}, "run 'git fsck'");
  give_back(std::move(objects));
  return size;
}

}  // namespace flatcrm::git
