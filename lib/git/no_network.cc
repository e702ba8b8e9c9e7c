// libgit2's doors to the network, walled up: flatcrm reads repositories that are here, and nothing else.
//
// The archive's own ones would link SSH, TLS and Kerberos (the last of which Debian has as shared libraries only) into a
// program that a shell loop starts a thousand times. Only remotes ever come here, and flatcrm opens none.
#include <git2.h>
#include <git2/sys/transport.h>

#include "git/state.h"

// NOLINTBEGIN(misc-definitions-in-headers,bugprone-reserved-identifier): names that libgit2 looks for
extern "C" {

int git_smart_subtransport_http(git_smart_subtransport** /*out*/, git_transport* /*owner*/,
                                void* /*payload*/) {
  return GIT_ERROR;
}

int git_smart_subtransport_ssh(git_smart_subtransport** /*out*/, git_transport* /*owner*/,
                               void* /*payload*/) {
  return GIT_ERROR;
}

int git_transport_ssh_global_init(void);
int git_transport_ssh_global_init(void) {
  return 0;
}

extern bool git_http__expect_continue;
bool git_http__expect_continue = false;

int git_mbedtls__set_cert_location(const char* file, const char* path);
int git_mbedtls__set_cert_location(const char* /*file*/, const char* /*path*/) {
  return GIT_ERROR;
}

int git_mbedtls_stream_global_init(void);
int git_mbedtls_stream_global_init(void) {
  return 0;
}

}  // extern "C"
// NOLINTEND(misc-definitions-in-headers,bugprone-reserved-identifier)

namespace flatcrm::git {

void stay_offline() {}

}  // namespace flatcrm::git
