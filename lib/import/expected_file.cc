#include "import/expected_file.h"

#include "core/date.h"

namespace flatcrm::import {

ExpectedFile::ExpectedFile(const CollectionRun& run)
    : run_(run), layout_(run.book.config().layout(run.collection)) {
  for (std::uint32_t i = 0; i < run.files.size(); ++i) by_path_[run.files[i].path] = i;
  if (layout_.kind != book::LayoutKind::csv_sharded) return;
  for (int shard = 0; shard < layout_.shard; ++shard)
    shards_.push_back(
        number(book::shard_path(run.collection, static_cast<std::uint32_t>(shard), layout_.shard)));
}

std::uint32_t ExpectedFile::file_of(const model::Record& record, model::PathId log_date) const {
  if (layout_.kind == book::LayoutKind::csv_sharded)
    return shards_.empty() ? none : shards_[book::shard_of(record.id(), layout_.shard)];
  core::Date date = core::no_date;
  if (layout_.kind == book::LayoutKind::csv_by_month && log_date != 0)
    date = core::parse_day(record.value(log_date)).value_or(core::no_date);
  return number(book::file_for(layout_, run_.collection, record.id(), date));
}

std::uint32_t ExpectedFile::number(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? none : found->second;
}

}  // namespace flatcrm::import
