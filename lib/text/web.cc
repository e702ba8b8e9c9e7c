#include "text/web.h"

#include <array>
#include <string>

#include "core/text.h"

namespace flatcrm::text {

namespace {

struct Network {
  std::string_view host, name;
  std::string_view folder;  // between host and handle: "in/"
};
constexpr std::array<Network, 21> networks = {{{"linkedin.com", "linkedin", "in/"},
                                               {"twitter.com", "twitter", ""},
                                               {"x.com", "twitter", ""},
                                               {"facebook.com", "facebook", ""},
                                               {"fb.com", "facebook", ""},
                                               {"instagram.com", "instagram", ""},
                                               {"github.com", "github", ""},
                                               {"gitlab.com", "gitlab", ""},
                                               {"xing.com", "xing", "profile/"},
                                               {"youtube.com", "youtube", ""},
                                               {"tiktok.com", "tiktok", ""},
                                               {"t.me", "telegram", ""},
                                               {"bsky.app", "bluesky", "profile/"},
                                               {"pinterest.com", "pinterest", ""},
                                               {"threads.net", "threads", ""},
                                               {"vk.com", "vk", ""},
                                               {"weibo.com", "weibo", ""},
                                               {"reddit.com", "reddit", "user/"},
                                               {"medium.com", "medium", ""},
                                               {"skype.com", "skype", ""},
                                               {"mastodon.social", "mastodon", ""}}};

bool is_scheme(std::string_view scheme) {
  for (char c : scheme)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
          c == '-' || c == '.'))
      return false;
  return !scheme.empty();
}

/// A name with a dot, of letters, digits and hyphens (letters beyond ASCII too), perhaps with a port.
bool is_host(std::string_view host) {
  if (std::size_t colon = host.find(':'); colon != host.npos) {
    if (host.substr(colon + 1).find_first_not_of("0123456789") != host.npos) return false;
    host = host.substr(0, colon);
  }
  if (host.empty() || host.front() == '.' || host.back() == '.' || host.find("..") != host.npos) return false;
  if (host.find('.') == host.npos) return false;
  for (char c : host) {
    bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                c == '.' || static_cast<unsigned char>(c) >= 0x80;
    if (!fine) return false;
  }
  return true;
}

struct Url {
  std::string scheme, host;  // in lower case
  std::string_view rest;     // from the first slash, question mark or hash on
};

bool read_url(std::string_view text, Url& url) {
  text = core::trim(text);
  if (text.find_first_of(" \t\r\n<>\"") != text.npos) return false;
  url.scheme = "https";
  if (std::size_t mark = text.find("://"); mark != text.npos) {
    if (!is_scheme(text.substr(0, mark))) return false;
    url.scheme = core::lower_ascii(text.substr(0, mark));
    text.remove_prefix(mark + 3);
  }
  std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  if (!is_host(text.substr(0, end))) return false;
  url.host = core::lower_ascii(text.substr(0, end));
  url.rest = text.substr(end);
  return true;
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

WebText handle_of(const Url& url, core::Arena& arena) {
  std::string_view host = url.host;
  for (std::string_view common :
       {"www.", "m.", "mobile.", "de.", "fr.", "uk.", "ch.", "at.", "es.", "it.", "nl."})
    host = without_prefix(host, common);
  std::string_view path = url.rest.substr(0, url.rest.find_first_of("?#"));
  path = without_prefix(path, "/");
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  if (path.empty()) return {};
  if (path.front() == '@' && path.find('/') == path.npos && host != "tiktok.com" && host != "youtube.com" &&
      host != "medium.com" && host != "threads.net")
    return {true, arena.keep("mastodon:" + std::string(path) + "@" + std::string(host))};
  for (const Network& network : networks) {
    if (host != network.host) continue;
    std::string_view handle = without_prefix(without_prefix(path, network.folder), "@");
    if (handle.empty()) return {};
    return {true, arena.keep(std::string(network.name) + ":" + std::string(handle))};
  }
  return {};
}

}  // namespace

WebText normalize_url(std::string_view text, core::Arena& arena) {
  Url url;
  if (!read_url(text, url)) return {false, text};
  std::string whole = url.scheme + "://" + url.host + std::string(url.rest);
  return {true, whole == text ? text : arena.keep(whole)};
}

std::string_view network_named(std::string_view name) {
  std::string words = core::lower_ascii(core::trim(name));
  for (const Network& network : networks)
    if (words.find(network.name) != words.npos && network.name.size() > 2) return network.name;
  return {};
}

WebText social_handle(std::string_view text, std::string_view network, core::Arena& arena) {
  std::string_view value = core::trim(text);
  if (value.empty() || value.find_first_of(" \t\r\n") != value.npos) return {false, text};
  // As the book keeps it.
  std::size_t colon = value.find(':');
  if (colon != value.npos && colon + 1 < value.size() && !value.substr(colon).starts_with("://")) {
    std::string name = core::lower_ascii(value.substr(0, colon));
    std::string kept = name + std::string(value.substr(colon));
    if (is_scheme(name)) return {true, kept == value ? value : arena.keep(kept)};
  }
  Url url;
  bool address = value.find('/') != value.npos && read_url(value, url);
  if (address)
    if (WebText found = handle_of(url, arena); found.ok) return found;
  if (address || value.find("://") != value.npos) return {false, text};
  std::size_t at = value.find('@', 1);
  if (value.front() == '@' && at != value.npos && is_host(value.substr(at + 1)))
    return {true, arena.keep("mastodon:", value)};
  if (network.empty()) return {false, text};
  std::string_view handle = network == "mastodon" ? value : without_prefix(value, "@");
  return {true, arena.keep(core::lower_ascii(network) + ":" + std::string(handle))};
}

}  // namespace flatcrm::text
