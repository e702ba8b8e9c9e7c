// What libphonenumber itself needs for a column: parse, check, format, in two threads, and nothing else.
//
//   bench_phones_alone FILE COLUMN REGION
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <phonenumbers/phonenumberutil.h>

#include "format/csv.h"

int main(int count, char** words) {
  if (count != 4) return std::fputs("bench_phones_alone FILE COLUMN REGION\n", stderr), 2;
  std::ifstream file(words[1], std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  std::string bytes = text.str();
  std::vector<std::string> phones;
  flatcrm::format::CsvScanner scanner(bytes, {});
  flatcrm::format::CsvBlock block;
  flatcrm::core::Arena arena;
  std::size_t column = 0;
  for (bool header = true; scanner.next(block); header = false)
    for (std::size_t row = 0; row < block.rows(); ++row) {
      if (header && row == 0) {
        while (column < block.cells(0) && block.text(0, column, arena) != words[2]) ++column;
        continue;
      }
      if (column < block.cells(row)) phones.emplace_back(block.text(row, column, arena));
    }
  const auto& library = *i18n::phonenumbers::PhoneNumberUtil::GetInstance();
  std::size_t possible[2] = {};
  auto work = [&](std::size_t thread) {
    i18n::phonenumbers::PhoneNumber number;
    std::string out;
    for (std::size_t i = thread; i < phones.size(); i += 2)
      if (library.Parse(phones[i], words[3], &number) ==
              i18n::phonenumbers::PhoneNumberUtil::NO_PARSING_ERROR &&
          library.IsPossibleNumber(number)) {
        library.Format(number, i18n::phonenumbers::PhoneNumberUtil::E164, &out);
        ++possible[thread];
      }
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  std::printf("%zu of %zu\n", possible[0] + possible[1], phones.size());
  return 0;
}
