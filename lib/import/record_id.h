// The id of a record that an import makes.
//
//   std::string label = "Acme Ltd", id;
//   make_new_id(label, "crm", "17", id);                     // id == "acme-ltd-0x3v9k"
//   make_shared_id(label, "emails", "A@b.example", id);      // the same id whatever the list that has the address
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::import {

/// The id of a new record: what `label` says (which is brought to Latin letters) and the characters of its
/// source and key.
void make_new_id(std::string& label, std::string_view source, std::string_view key, std::string& out);
/// Of the first value of a field, whatever the source: two lists that have it in common make the same id.
void make_shared_id(std::string& label, std::string_view field, std::string_view values, std::string& out);

}  // namespace flatcrm::import
