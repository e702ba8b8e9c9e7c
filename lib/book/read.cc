#include "book/read.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "book/find.h"
#include "core/text.h"
#include "format/csv.h"
#include "format/yaml.h"
#include "io/threads.h"
#include "io/tree.h"

namespace flatcrm::book {

namespace {

using model::TableBuilder;
using model::TablePiece;
using model::TableRequest;

constexpr std::size_t piece_bytes = std::size_t{8}
                                    << 20;  // of a table: large enough to pay, small enough to share
constexpr std::size_t picky_bytes = std::size_t{1} << 20;  // where most pieces are only looked through
constexpr std::size_t piece_files = 64;                    // YAML files read as one piece

/// One CSV file, opened: where its rows begin and how they may be shared out.
struct OpenTable {
  io::Bytes bytes;
  model::TableHeader header;
  std::vector<std::uint64_t> cuts;
};

/// A piece of work: some YAML files, or some rows of one table.
struct Task {
  std::size_t request = 0;
  std::size_t first_file = 0, files = 0;
  std::shared_ptr<OpenTable> table;  // null for YAML
  std::size_t part = 0;
};

/// An error in text that begins at `begin` of a file, with its place in the file.
Error placed(const Error& error, const std::string& file, std::string_view text, std::size_t begin) {
  if (error.place().line == 0) return error;
  core::Position start = core::position_of(text, begin);
  core::Place place{file, start.line + error.place().line - 1, error.place().column};
  if (error.place().line == 1) place.column += start.column - 1;
  return Error(error.code(), error.message(), place, error.hint());
}

OpenTable open_table(const Book& book, const BookFile& file, std::size_t bytes_a_piece, bool guesses) {
  OpenTable table;
  table.bytes = book.tree().read(file.path);
  std::string_view text = table.bytes.view();
  core::Problems problems;
  table.header = model::read_table_header(text, file.path, problems);
  std::string_view body = text.substr(table.header.body);
  std::size_t parts = body.size() / bytes_a_piece + 1;
  // As many for each thread: none waits for the other's last.
  auto threads = static_cast<std::size_t>(std::max(book.threads(), 1));
  if (parts > threads) parts = (parts + threads - 1) / threads * threads;
  if (parts == 1) {
    table.cuts = {0, body.size()};
  } else if (guesses) {
    table.cuts = format::guess_rows(body, table.header.dialect, parts);
  } else {
    try {
      table.cuts = format::split_rows(body, table.header.dialect, parts);
    } catch (const Error& error) {
      throw placed(error, file.path, text, table.header.body);
    }
  }
  return table;
}

/// May the text hold a row that is asked for? It is looked through much faster than it is read.
bool may_mention(std::string_view text, const std::vector<std::string>& ids) {
  return ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
           return ::memmem(text.data(), text.size(), id.data(), id.size()) != nullptr;
         });
}

/// Conflict markers refuse the file; they stand at the start of a line, so a piece that begins at a row shows
/// its own.
void refuse_conflict(std::string_view text, std::string_view piece, const std::string& file) {
  if (format::find_conflict_marker(piece) == 0) return;
  throw Error(Code::book, "conflict marker", {file, format::find_conflict_marker(text), 1},
              "resolve the merge first");
}

/// Reads all that was asked for, once; what it read is one state if the tree says so afterwards.
class TableReader {
 public:
  /// Guessed cuts save reading each large table once more; where one is wrong, reading fails.
  TableReader(const Book& book, const std::vector<TableRequest>& requests, bool guesses)
      : book_(book), requests_(requests), guesses_(guesses) {
    for (const TableRequest& request : requests_) files_.push_back(book.files(request.collection));
  }

  Tables read() {
    std::vector<Task> tasks = share_out();
    std::vector<TableBuilder> builders;
    model::ReferenceTexts references;
    for (const TableRequest& request : requests_)
      builders.emplace_back(request, book_.schemas().of(request.collection), &references);
    std::vector<std::optional<TablePiece>> pieces(tasks.size());
    std::vector<std::shared_ptr<const void>> owners(tasks.size());
    io::parallel_for(tasks.size(), book_.threads(), [&](std::size_t i) {
      Task& task = tasks[i];
      pieces[i] = builders[task.request].piece();
      owners[i] = task.table ? read_rows(task, *pieces[i]) : read_documents(task, *pieces[i]);
      task.table.reset();
    });
    Tables tables;
    for (std::size_t request = 0; request < requests_.size(); ++request) {
      for (std::size_t i = 0; i < tasks.size(); ++i)
        if (tasks[i].request == request) builders[request].add(std::move(*pieces[i]), std::move(owners[i]));
      tables.push_back(builders[request].build(book_.threads()));
    }
    return tables;
  }

 private:
  std::vector<Task> share_out();
  /// What the piece shows of the file must last; null where it shows nothing.
  std::shared_ptr<const void> read_rows(const Task& task, TablePiece& piece) const {
    const OpenTable& table = *task.table;
    const std::string& path = files_[task.request][task.first_file].path;
    std::string_view text = table.bytes.view();
    std::string_view body = text.substr(table.header.body);
    std::string_view part =
        body.substr(table.cuts[task.part], table.cuts[task.part + 1] - table.cuts[task.part]);
    refuse_conflict(text, part, path);
    if (may_mention(part, requests_[task.request].mentions)) {
      try {
        piece.read_rows(part, table.header.dialect, table.header.names);
      } catch (const Error& error) {
        throw placed(error, path, text, static_cast<std::size_t>(part.data() - text.data()));
      }
    }
    if (piece.shows_source()) return task.table;
    table.bytes.release(part);
    return nullptr;
  }
  std::shared_ptr<const void> read_documents(const Task& task, TablePiece& piece) const {
    auto kept = std::make_shared<std::vector<io::Bytes>>();
    kept->reserve(task.files);
    for (std::size_t i = 0; i < task.files; ++i) {
      const std::string& path = files_[task.request][task.first_file + i].path;
      io::Bytes bytes = book_.tree().read(path);
      // A person may have written any letter of an id as an escape.
      bool plain = bytes.view().find('\\') == std::string_view::npos;
      if (plain && !may_mention(bytes.view(), requests_[task.request].mentions)) continue;
      piece.read_documents(bytes.view(), path);
      if (piece.shows_source()) kept->push_back(std::move(bytes));
    }
    return kept;
  }

  const Book& book_;
  const std::vector<TableRequest>& requests_;
  bool guesses_;
  std::vector<std::vector<BookFile>> files_;
};

std::vector<Task> TableReader::share_out() {
  struct TableFile {
    std::size_t request, file;
    std::shared_ptr<OpenTable> table;
  };
  std::vector<TableFile> opened;
  for (std::size_t request = 0; request < files_.size(); ++request)
    for (std::size_t file = 0; file < files_[request].size(); ++file)
      if (files_[request][file].kind == FileKind::csv) opened.push_back({request, file, nullptr});
  io::parallel_for(opened.size(), book_.threads(), [&](std::size_t i) {
    const auto& [request, file, table] = opened[i];
    bool picky = !requests_[request].mentions.empty();
    opened[i].table = std::make_shared<OpenTable>(
        open_table(book_, files_[request][file], picky ? picky_bytes : piece_bytes, guesses_));
  });
  std::vector<Task> tasks;
  std::size_t next_table = 0;
  for (std::size_t request = 0; request < files_.size(); ++request) {
    const std::vector<BookFile>& files = files_[request];
    for (std::size_t file = 0; file < files.size();) {
      if (files[file].kind == FileKind::csv) {
        std::shared_ptr<OpenTable> table = opened[next_table++].table;
        for (std::size_t part = 0; part + 1 < table->cuts.size(); ++part)
          tasks.push_back({request, file, 1, table, part});
        ++file;
        continue;
      }
      std::size_t end = file;
      while (end < files.size() && end - file < piece_files && files[end].kind == FileKind::yaml) ++end;
      tasks.push_back({request, file, end - file, nullptr, 0});
      file = end;
    }
  }
  return tasks;
}

Tables read_guessing(const Book& book, const std::vector<TableRequest>& requests) {
  try {
    return TableReader(book, requests, true).read();
  } catch (const Error&) {
    return TableReader(book, requests, false).read();  // with its own error, where it was not the guess
  }
}

/// References of the tables to records that were merged into another are given as that one.
void resolve_references(const Book& book, const std::vector<TableRequest>& requests, Tables& tables) {
  std::unordered_map<std::string, std::unordered_map<std::string, std::string>> merged;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const model::Schema& schema = book.schemas().of(requests[i].collection);
    for (const model::ColumnRequest& column : requests[i].columns) {
      const model::Field* field = schema.find(column.path);
      if (field == nullptr || field->reference.empty() || column.as == model::As::texts) continue;
      auto [known, added] = merged.try_emplace(field->reference);
      if (added) known->second = merged_ids(book, field->reference);
      if (known->second.empty()) continue;
      std::unordered_map<std::string_view, std::string_view> names;
      for (const auto& [from, to] : known->second) names[from] = to;
      tables[i].rename(column.path, names);
    }
  }
}

}  // namespace

Tables read_tables(const Book& book, const std::vector<TableRequest>& requests) {
  book.tree().refresh();
  return io::read_in_one_state(book.tree(), [&] {
    Tables tables = read_guessing(book, requests);
    resolve_references(book, requests, tables);
    return tables;
  });
}

LoadedFile load_file(const Book& book, const std::string& collection, const BookFile& file,
                     core::Problems& problems) {
  return load_bytes(book, collection, file, book.tree().read(file.path), problems);
}

LoadedFile load_bytes(const Book& book, const std::string& collection, const BookFile& file, io::Bytes bytes,
                      core::Problems& problems) {
  LoadedFile loaded;
  loaded.file = file;
  loaded.bytes = std::move(bytes);
  model::Paths& paths = book.paths(collection);
  if (file.kind == FileKind::csv)
    loaded.style = model::read_table_records(loaded.bytes.view(), file.path, paths, loaded.records, problems);
  else
    model::read_yaml_records(loaded.bytes.view(), file.path, paths, loaded.records, problems);
  return loaded;
}

std::vector<LoadedFile> load_collection(const Book& book, const std::string& collection,
                                        core::Problems& problems) {
  std::vector<BookFile> files = book.files(collection);
  std::vector<LoadedFile> loaded(files.size());
  std::vector<core::Problems> found(files.size());
  io::parallel_for(files.size(), book.threads(),
                   [&](std::size_t i) { loaded[i] = load_file(book, collection, files[i], found[i]); });
  for (core::Problems& some : found) problems.insert(problems.end(), some.begin(), some.end());
  return loaded;
}

}  // namespace flatcrm::book
