// Compares fields that stand for themselves: e-mails, phones, dates, identifiers, categories.
//
//   std::unique_ptr<Comparator> emails = compare_emails("emails", std::move(column), std::move(dictionary));
//   // levels: same; same mailbox elsewhere; nearly the same; same domain; different
#pragma once

#include <memory>
#include <string>

#include "dedupe/comparator.h"

namespace flatcrm::dedupe {

/// What a comparator is made from.
struct Values {
  std::string name;  // of the field, for people
  Who who = Who::people;
  ValueColumn column;
  model::Dictionary dictionary;
};

std::unique_ptr<Comparator> compare_emails(Values values);
std::unique_ptr<Comparator> compare_phones(Values values);
std::unique_ptr<Comparator> compare_dates(Values values);
std::unique_ptr<Comparator> compare_identifiers(Values values);
std::unique_ptr<Comparator> compare_categories(Values values);
/// Words weighted by how rare they are: names of organizations, and free text.
std::unique_ptr<Comparator> compare_organizations(Values values);
std::unique_ptr<Comparator> compare_texts(Values values);

}  // namespace flatcrm::dedupe
