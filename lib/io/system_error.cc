#include "io/system_error.h"

#include <cerrno>
#include <system_error>

namespace flatcrm::io {
namespace {

std::string hint_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "make room on the disk and run the command again";
    case EACCES:
    case EPERM:
    case EROFS:
      return "see who owns it and who may write there";
    default:
      return "";
  }
}

}  // namespace

void throw_system(const std::string& path, int error) {
  throw Error(Code::system, std::generic_category().message(error), {path}, hint_for(error));
}

}  // namespace flatcrm::io
