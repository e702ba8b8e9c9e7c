// What kind of sale the rows of a list are, by the name of the column that numbers them.
//
//   document_kind("Rechnungsnr") == "invoice"    document_kind("Order ID") == "order"    document_kind("Nr") == ""
#pragma once

#include <string>
#include <string_view>

namespace flatcrm::import {

/// "" for a column that numbers no documents.
std::string_view document_kind(const std::string& column);

}  // namespace flatcrm::import
