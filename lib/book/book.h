// A book on disk, opened for reading: its settings, its schemas, its files.
//
//   Book book = Book::open("acme");    // Error book: no flatcrm.yaml, a newer format, a broken one
//   book.files("customers")            // {"customers/a-1f9x2k.yaml", yaml}, {"customers/customers.csv", csv}
//   Book::find("acme/customers")       // "acme": the nearest folder upwards with a flatcrm.yaml
//
// Threads everything const may be called from several at once.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "book/config.h"
#include "core/problem.h"
#include "io/tree.h"
#include "model/paths.h"
#include "model/schema.h"

namespace flatcrm::book {

enum class FileKind : std::uint8_t { yaml, csv };

struct BookFile {
  std::string path;  // from the book's root
  FileKind kind = FileKind::yaml;
};

class Book {
 public:
  static Book open(const std::string& root, int threads);
  /// A tree that is no disk (a git revision). `name` stands for it in messages.
  static Book open(std::unique_ptr<io::Tree> tree, const std::string& name, int threads);
  /// The nearest folder from `start` upwards that holds a flatcrm.yaml, or "".
  static std::string find(const std::string& start);

  Book(Book&&) noexcept;
  Book& operator=(Book&&) noexcept;
  ~Book();

  const std::string& root() const;
  const Config& config() const;
  const model::Schemas& schemas() const;
  /// What opening found wrong without being stopped by it (unknown settings, files that are neither YAML
  /// nor CSV).
  const core::Problems& problems() const;
  int threads() const;

  /// Sorted by path. Files that are neither .yaml/.yml nor .csv are left out (and are a problem for `check`).
  std::vector<BookFile> files(const std::string& collection) const;
  /// The paths of one collection, made when first asked for, living as long as the book.
  model::Paths& paths(const std::string& collection) const;
  io::Tree& tree() const;

 private:
  struct State;
  explicit Book(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace flatcrm::book
