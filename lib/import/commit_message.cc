#include "import/commit_message.h"

#include <vector>

#include <fmt/format.h>

#include "core/text.h"
#include "git/trailers.h"

namespace flatcrm::import {

namespace {

std::string file_name(const std::string& path) {
  return core::visible(path.substr(path.rfind('/') + 1));
}

std::string subject_of(const Summary& summary) {
  constexpr std::size_t named = 2;
  std::string subject = "Import ";
  for (std::size_t i = 0; i < summary.sources.size() && i < named; ++i)
    subject += (i == 0 ? "" : ", ") + file_name(summary.sources[i].report.name);
  if (summary.sources.size() > named) subject += fmt::format(" and {} more", summary.sources.size() - named);
  return subject + fmt::format(": {} created, {} updated", summary.rows.created, summary.rows.updated);
}

std::string words_of(const RowCounts& rows) {
  return fmt::format("read {}, created {}, updated {}, unchanged {}, rejected {}, skipped {}", rows.read,
                     rows.created, rows.updated, rows.unchanged, rows.rejected, rows.skipped);
}

}  // namespace

std::string commit_message(const Summary& summary, const std::map<std::string, SourceOrigin>& origins) {
  std::string text = subject_of(summary) + "\n\n";
  for (const SourceSummary& source : summary.sources) {
    text += fmt::format("{}: {}\n", git::import_trailer, file_name(source.report.name));
    auto origin = origins.find(source.report.name);
    std::string profile = source.profile;
    if (origin != origins.end()) {
      text += fmt::format("{}: {}\n", git::sha256_trailer, origin->second.sha256);
      if (!origin->second.profile.empty()) profile = file_name(origin->second.profile);
    }
    if (!profile.empty()) text += fmt::format("{}: {}\n", git::profile_trailer, profile);
    text += fmt::format("{}: {}\n", git::rows_trailer, words_of(source.rows));
  }
  return text;
}

}  // namespace flatcrm::import
