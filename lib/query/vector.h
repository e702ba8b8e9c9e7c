// The values of an expression for a run of records.
//
//   vector.form == Vector::Form::number      vector.numbers[7] at vector.scale; no_number where missing
//   vector.truth(7) == Truth::unknown        vector.text(7) == "", a missing text
//
// Shape   a constant has one value, whatever the number of records; its `step` is 0.
//         Views point into columns, or into what the vector owns; they last as long as both.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/decimal.h"
#include "model/dictionary.h"

namespace flatcrm::query {

enum class Truth : std::uint8_t { no, yes, unknown };

struct Vector {
  enum class Form : std::uint8_t { truth, number, text, code };

  Form form = Form::truth;
  int scale = 0;
  std::size_t step = 1;  // 0: a constant

  const std::uint8_t* truths = nullptr;
  const std::int64_t* numbers = nullptr;
  const std::string_view* texts = nullptr;
  const std::uint32_t* codes = nullptr;
  const model::Dictionary* dictionary = nullptr;

  std::vector<std::uint8_t> own_truths;
  std::vector<std::int64_t> own_numbers;
  std::vector<std::string_view> own_texts;
  std::vector<std::uint32_t> own_codes;
  std::shared_ptr<core::Arena> arena;

  Vector() = default;
  Vector(Vector&&) = default;
  Vector& operator=(Vector&&) = default;
  Vector(const Vector&) = delete;
  Vector& operator=(const Vector&) = delete;

  Truth truth(std::size_t i) const { return static_cast<Truth>(truths[i * step]); }
  std::int64_t number(std::size_t i) const { return numbers[i * step]; }
  std::string_view text(std::size_t i) const {
    return form == Form::code ? dictionary->text(codes[i * step]) : texts[i * step];
  }

  static Vector of_truths(std::size_t size) {
    Vector vector;
    vector.own_truths.resize(size);
    vector.truths = vector.own_truths.data();
    return vector;
  }
  static Vector of_numbers(std::size_t size, int scale) {
    Vector vector;
    vector.form = Form::number;
    vector.scale = scale;
    vector.own_numbers.resize(size);
    vector.numbers = vector.own_numbers.data();
    return vector;
  }
  static Vector of_texts(std::size_t size) {
    Vector vector;
    vector.form = Form::text;
    vector.own_texts.resize(size);
    vector.texts = vector.own_texts.data();
    return vector;
  }
  static Vector of_codes(std::size_t size, const model::Dictionary& dictionary) {
    Vector vector;
    vector.form = Form::code;
    vector.own_codes.resize(size);
    vector.codes = vector.own_codes.data();
    vector.dictionary = &dictionary;
    return vector;
  }
};

}  // namespace flatcrm::query
