#include "book/identifiers.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "text/email.h"
#include "text/unicode.h"

namespace flatcrm::book {

namespace {

constexpr char between = '\x1f';

/// The number in "sources.2.key", 0 for another path.
std::string_view entry_of(std::string_view path) {
  constexpr std::string_view list = "sources.";
  if (!path.starts_with(list)) return {};
  std::string_view rest = path.substr(list.size());
  return rest.substr(0, rest.find('.'));
}

std::vector<std::string> elements(std::string_view text, bool list) {
  if (list) return core::split_list(text);
  return {std::string(text)};
}

}  // namespace

std::string identifier(std::string_view collection, std::string_view kind, std::string_view value) {
  std::string out(collection);
  out += between;
  out += kind;
  out += between;
  return out += value;
}

std::string key_identifier(std::string_view collection, std::string_view source, std::string_view key) {
  std::string both(source);
  both += between;
  both += key;
  return identifier(collection, "key", both);
}

std::string name_key(std::string_view name) {
  std::vector<std::string> words(1);
  for (char c : text::fold(name)) {
    bool letter = static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string phone_key(std::string_view phone) {
  std::string digits;
  for (char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

Identifiers::Role Identifiers::learn(model::PathId path) const {
  const model::Path& named = paths_[path];
  if (path == model::Paths::id) return Role::id;
  if (named.text == "merged_ids") return Role::ids;
  if (!entry_of(named.text).empty())
    return named.text.ends_with(".source") ? Role::source
           : named.text.ends_with(".key")  ? Role::key
                                           : Role::none;
  if (named.field == nullptr) return Role::none;
  const std::string& compare = named.field->compare;
  static const std::map<std::string_view, Role> roles = {
      {"email", Role::email},    {"identifier", Role::identifier}, {"phone", Role::phone},
      {"date", Role::date},      {"postcode", Role::place},        {"street", Role::place},
      {"full_name", Role::name}, {"given_name", Role::given},      {"family_name", Role::family}};
  auto found = roles.find(compare);
  return found == roles.end() ? Role::none : found->second;
}

Identifiers::Role Identifiers::role_of(model::PathId path) {
  if (path >= roles_.size()) roles_.resize(paths_.size(), -1);
  if (roles_[path] < 0) roles_[path] = static_cast<signed char>(learn(path));
  return static_cast<Role>(roles_[path]);
}

std::vector<std::string> Identifiers::of(std::span<const model::Value> record, bool with_id) {
  const std::string& collection = paths_.schema().collection();
  std::vector<std::string> out, beside;
  std::string whole, given, family;
  std::map<std::string_view, std::string_view> sources, keys;
  auto add = [&](std::string_view kind, std::string_view value) {
    out.push_back(identifier(collection, kind, value));
  };
  for (const model::Value& value : record) {
    if (value.text.empty()) continue;
    const model::Path& path = paths_[value.path];
    auto each = [&](const auto& visit) {
      for (const std::string& one : elements(value.text, path.list)) visit(one);
    };
    switch (role_of(value.path)) {
      case Role::id:
        if (with_id) add("id", value.text);
        break;
      case Role::ids:
        each([&](const std::string& one) { add("id", one); });
        break;
      case Role::email:
        each([&](const std::string& one) { add("email", text::email_key(one)); });
        break;
      case Role::identifier:
        each([&](const std::string& one) { add(path.text, core::lower_ascii(one)); });
        break;
      case Role::phone:
        each([&](const std::string& one) { beside.push_back("phone" + phone_key(one)); });
        break;
      case Role::date:
        beside.push_back(path.text + std::string(value.text));
        break;
      case Role::place:
        beside.push_back(path.field->path + name_key(value.text));
        break;
      case Role::name:
        whole = value.text;
        break;
      case Role::given:
        given = value.text;
        break;
      case Role::family:
        family = value.text;
        break;
      case Role::source:
        sources[entry_of(path.text)] = value.text;
        break;
      case Role::key:
        keys[entry_of(path.text)] = value.text;
        break;
      case Role::none:
        break;
    }
  }
  for (const auto& [entry, key] : keys)
    if (auto source = sources.find(entry); source != sources.end())
      out.push_back(key_identifier(collection, source->second, key));
  std::vector<std::string> names;
  if (!whole.empty()) names.push_back(name_key(whole));
  if (!given.empty() && !family.empty()) names.push_back(name_key(given + " " + family));
  if (names.size() == 2 && names[0] == names[1]) names.pop_back();
  for (const std::string& name : names)
    for (const std::string& one : beside) {
      std::string both = name;
      both += between;
      both += one;
      add("name", both);
    }
  return out;
}

}  // namespace flatcrm::book
