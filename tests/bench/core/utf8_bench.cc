// How fast (in seconds of the processor) bytes are checked to be UTF-8, by the script that they are in.
#include <cstdio>
#include <ctime>
#include <string>

#include "core/text.h"

int main() {
  for (const char* sample : {"The quick brown fox jumps over the lazy dog, 42 times. ",
                             "Grüße aus Köln, schöne Straße, für Müller & Söhne. ",
                             "Съешь же ещё этих мягких французских булок. ", "世界人民大团结万岁。"}) {
    std::string text;
    while (text.size() < std::size_t{64} << 20) text += sample;
    std::clock_t start = std::clock();
    bool valid = flatcrm::core::find_invalid_utf8(text) == std::string::npos;
    double taken = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%6.2f GB/s  %s  %s\n", static_cast<double>(text.size()) / 1e9 / taken,
                valid ? "valid" : "invalid", sample);
  }
}
