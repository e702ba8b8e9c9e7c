#include "import/find_profile.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "import/profile_reader.h"
#include "import/sdl.h"
#include "io/bytes.h"
#include "io/tree.h"

namespace flatcrm::import {

namespace {

std::vector<std::string> names_in(const book::Book& book) {
  std::vector<std::string> out;
  for (const io::TreeEntry& entry : book.tree().list("imports")) {
    std::string_view path = entry.path;
    if (!path.starts_with("imports/") || !path.ends_with(".yaml")) continue;
    out.emplace_back(path.substr(8, path.size() - 13));
  }
  for (std::string_view name : built_in_profile_names()) out.emplace_back(name);
  return out;
}

}  // namespace

Profile read_profile(const book::Book& book, const std::string& name) {
  if (name.ends_with(".sdl")) return parse_sdl(io::read_file(name).view(), name);
  if (name.find('/') != name.npos || name.find('.') != name.npos)
    return parse_profile(io::read_file(name).view(), name);
  std::string path = "imports/" + name + ".yaml";
  if (book.tree().exists(path)) return parse_profile(book.tree().read(path).view(), path);
  if (const BuiltIn* known = built_in_profile(name)) return parse_built_in(*known);
  std::vector<std::string> names = names_in(book);
  std::string_view near = core::nearest(name, {names.begin(), names.end()});
  throw Error(Code::usage,
              fmt::format("no profile '{}' in the book's imports/, and none that is built in", name), {},
              near.empty() ? "name one of its files without .yaml, or a path to a file"
                           : fmt::format("did you mean '{}'?", near));
}

std::string suggestion_of(const BuiltIn& known, const Source& source) {
  Profile profile = parse_built_in(known);
  std::string columns;
  for (const std::vector<Word>& one : profile.detect) {
    std::string names;
    bool all = true;
    for (const Word& column : one) {
      auto has = [&](const std::string& name) { return core::equal_ignoring_ascii_case(name, column.text); };
      all = all && std::any_of(source.columns().begin(), source.columns().end(), has);
      names += (names.empty() ? "" : ", ") + column.text;
    }
    if (all && names.size() > columns.size()) columns = names;
  }
  std::string why = columns.empty() ? "by its header in another language" : "because the file has " + columns;
  return fmt::format(
      "# flatcrm's own profile {}, chosen {}. Save it, edit it, and name it with --profile.\n{}", known.name,
      core::visible(why), known.text);
}

}  // namespace flatcrm::import
