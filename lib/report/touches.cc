#include "report/touches.h"

#include <algorithm>
#include <limits>

#include "io/threads.h"
#include "model/large_array.h"

namespace flatcrm::report {

namespace {

constexpr std::int32_t never = core::no_date.days;

/// Spans in which a customer was touched.
enum Span : std::uint8_t {
  in_period = 1,
  in_before = 2,
  in_last_30 = 4,
  in_30_before = 8,
  in_last_90 = 16,
  in_90_before = 32
};

/// DayRange are counted from 1, the first one of all rows, so that an array of zeros is one of customers never touched. One cache line
/// holds four of them.
struct CustomerState {
  std::uint32_t last_out;
  std::uint32_t first_in;  // without an answer
  std::uint32_t last_in;
  std::uint16_t contacts;  // without an answer; stays at its largest value
  std::uint8_t spans;
  std::uint8_t complaint;
};
static_assert(sizeof(CustomerState) == 16);

/// What a code of a small dictionary means.
std::vector<std::uint8_t> directions_of(const model::Dictionary& dictionary) {
  std::vector<std::uint8_t> meaning(dictionary.size(), no_direction);
  if (std::uint32_t code = dictionary.find("in")) meaning[code] = inbound;
  if (std::uint32_t code = dictionary.find("out")) meaning[code] = outbound;
  return meaning;
}

struct Columns {
  explicit Columns(const model::Table& table)
      : rows(table.rows()),
        days(table.dates("date").days.data()),
        customers(table.codes("customer")),
        staff(table.codes("staff")),
        channels(table.codes("channel")),
        kinds(table.codes("kind")),
        ways(table.codes("direction")),
        direction(directions_of(ways.dictionary)),
        survey(kinds.dictionary.find("survey")),
        complaint(kinds.dictionary.find("complaint")) {}
  std::uint8_t direction_of(std::size_t row) const { return direction[ways.codes[row]]; }

  std::size_t rows;
  const core::Date* days;
  const model::Codes &customers, &staff, &channels, &kinds, &ways;
  std::vector<std::uint8_t> direction;
  std::uint32_t survey, complaint;
};

/// First and last day that count, found before anything is counted so that days index an array.
struct DayRange {
  std::int32_t first = 0, last = -1;
  bool in_order = true;  // no row is of an earlier day than the one before it
  std::size_t size() const { return last < first ? 0 : static_cast<std::size_t>(last - first) + 1; }
};

DayRange days_of(const Columns& columns, const TouchQuestion& question) {
  std::int32_t first = std::numeric_limits<std::int32_t>::max(), last = never;
  bool in_order = true;
  for (std::size_t row = 0; row < columns.rows; ++row) {
    std::int32_t day = columns.days[row].days;
    if (day == never || day > question.as_of.days || !question.owned(row)) continue;
    first = std::min(first, day);
    in_order = in_order && day >= last;
    last = std::max(last, day);
  }
  return last == never ? DayRange{} : DayRange{first, last, in_order};
}

/// Which spans each day belongs to, so that a row looks it up instead of comparing.
std::vector<std::uint8_t> spans_of(const DayRange& days, const TouchQuestion& question) {
  auto mark = [&](std::vector<std::uint8_t>& spans, std::int32_t first, std::int32_t last, Span span) {
    for (std::int32_t day = std::max(first, days.first); day <= std::min(last, days.last); ++day) {
      spans[static_cast<std::size_t>(day - days.first)] |= span;
    }
  };
  std::vector<std::uint8_t> spans(days.size());
  std::int32_t today = question.as_of.days;
  if (question.period.has_value()) {
    mark(spans, question.period->first.days, question.period->last.days, in_period);
  } else {
    mark(spans, days.first, days.last, in_period);
  }
  if (question.before.has_value())
    mark(spans, question.before->first.days, question.before->last.days, in_before);
  mark(spans, today - 29, today, in_last_30);
  mark(spans, today - 59, today - 30, in_30_before);
  mark(spans, today - 89, today, in_last_90);
  mark(spans, today - 179, today - 90, in_90_before);
  return spans;
}

/// The counts of one piece of the rows.
struct Piece {
  std::vector<TouchCount> by_channel, by_kind, by_staff;
  std::vector<core::Date> last_of_staff;
  std::vector<std::array<std::int64_t, directions>> by_day;
  std::int64_t undated = 0, future = 0, without_customer = 0;
};

Piece empty_piece(const Columns& columns, const DayRange& days) {
  Piece piece;
  piece.by_channel.resize(columns.channels.dictionary.size());
  piece.by_kind.resize(columns.kinds.dictionary.size());
  piece.by_staff.resize(columns.staff.dictionary.size());
  piece.last_of_staff.resize(columns.staff.dictionary.size(), core::no_date);
  piece.by_day.resize(days.size());
  return piece;
}

void count_row(Piece& piece, const Columns& columns, std::size_t row, std::size_t place, std::uint8_t spans) {
  std::uint8_t way = columns.direction_of(row);
  ++piece.by_day[place][way];
  TouchCount& channel = piece.by_channel[columns.channels.codes[row]];
  TouchCount& kind = piece.by_kind[columns.kinds.codes[row]];
  std::uint32_t who = columns.staff.codes[row];
  TouchCount& staff = piece.by_staff[who];
  if ((spans & in_period) != 0) {
    ++channel.now[way];
    ++kind.now[way];
    ++staff.now[way];
    piece.without_customer += columns.customers.codes[row] == 0 ? 1 : 0;
  }
  if ((spans & in_before) != 0) {
    ++channel.before;
    ++kind.before;
    ++staff.before;
  }
  piece.last_of_staff[who] = std::max(piece.last_of_staff[who], columns.days[row]);
}

Piece count_piece(const Columns& columns, const DayRange& days, const std::vector<std::uint8_t>& spans,
                  const TouchQuestion& question, std::size_t begin, std::size_t end) {
  Piece piece = empty_piece(columns, days);
  for (std::size_t row = begin; row < end; ++row) {
    if (!question.owned(row)) continue;
    std::int32_t day = columns.days[row].days;
    if (day == never || day > question.as_of.days) {
      ++(day == never ? piece.undated : piece.future);
      continue;
    }
    auto place = static_cast<std::size_t>(day - days.first);
    count_row(piece, columns, row, place, spans[place]);
  }
  return piece;
}

void add(std::vector<TouchCount>& into, const std::vector<TouchCount>& from) {
  into.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    for (std::size_t way = 0; way < directions; ++way) into[i].now[way] += from[i].now[way];
    into[i].before += from[i].before;
  }
}

void add(Touches& touches, const Piece& piece) {
  add(touches.by_channel, piece.by_channel);
  add(touches.by_kind, piece.by_kind);
  add(touches.by_staff, piece.by_staff);
  touches.last_of_staff.resize(piece.last_of_staff.size(), core::no_date);
  for (std::size_t i = 0; i < piece.last_of_staff.size(); ++i) {
    touches.last_of_staff[i] = std::max(touches.last_of_staff[i], piece.last_of_staff[i]);
  }
  touches.by_day.resize(piece.by_day.size());
  for (std::size_t i = 0; i < piece.by_day.size(); ++i) {
    for (std::size_t way = 0; way < directions; ++way) touches.by_day[i][way] += piece.by_day[i][way];
  }
  touches.undated += piece.undated;
  touches.future += piece.future;
  touches.without_customer += piece.without_customer;
}

/// What each customer felt, over all rows. Their states are read at random, which is what takes the time: in the order of days one pass is
/// enough, and each state is asked for some rows before it is needed.
class Customers {
 public:
  Customers(const Columns& columns, const DayRange& days, const std::vector<std::uint8_t>& spans,
            const TouchQuestion& question)
      : columns_(columns),
        days_(days),
        spans_(spans),
        question_(question),
        states_(columns.customers.dictionary.size(), States::zeroed) {}

  void count() {
    if (days_.in_order) {
      each_row([&](CustomerState& state, std::uint32_t day, std::size_t row) {
        state.spans |= spans_[day - 1];
        std::uint8_t way = columns_.direction_of(row);
        if (way == outbound && answers(row)) {
          state = {day, 0, 0, 0, state.spans, 0};
        } else if (way == inbound) {
          add_question(state, day, row);
        }
      });
      return;
    }
    each_row([&](CustomerState& state, std::uint32_t day, std::size_t row) {
      state.spans |= spans_[day - 1];
      if (answers(row)) state.last_out = std::max(state.last_out, day);
    });
    each_row([&](CustomerState& state, std::uint32_t day, std::size_t row) {
      if (columns_.direction_of(row) == inbound) add_question(state, day, row);
    });
  }

  std::size_t size() const { return states_.size(); }
  const CustomerState& operator[](std::uint32_t code) const { return states_[code]; }

 private:
  using States = model::LargeArray<CustomerState>;

  template <typename See>
  void each_row(See see) {
    constexpr std::size_t ahead = 24;
    // In locals, as bytes written into a state might else be any of them.
    const std::uint32_t* const codes = columns_.customers.codes.data();
    const core::Date* const days = columns_.days;
    CustomerState* const states = &states_[0];
    const std::size_t rows = columns_.rows;
    const std::int32_t first = days_.first, last = question_.as_of.days;
    const Owned& owned = question_.owned;
    for (std::size_t row = 0; row < rows; ++row) {
      if (row + ahead < rows) __builtin_prefetch(&states[codes[row + ahead]], 1);
      const std::int32_t day = days[row].days;
      if (day == never || day > last || !owned.code(codes[row])) continue;
      see(states[codes[row]], static_cast<std::uint32_t>(day - first) + 1, row);
    }
  }

  /// A survey that we send answers nothing.
  bool answers(std::size_t row) const {
    std::uint32_t kind = columns_.kinds.codes[row];
    return columns_.direction_of(row) == outbound && (kind == 0 || kind != columns_.survey);
  }

  /// An inbound contact; that of a day with an answer is none that waits.
  void add_question(CustomerState& state, std::uint32_t day, std::size_t row) {
    std::uint32_t kind = columns_.kinds.codes[row];
    if (day <= state.last_out || (kind == columns_.survey && kind != 0)) return;
    state.first_in = state.first_in == 0 ? day : std::min(state.first_in, day);
    state.last_in = std::max(state.last_in, day);
    if (state.contacts != std::numeric_limits<std::uint16_t>::max()) ++state.contacts;
    if (kind == columns_.complaint && kind != 0) state.complaint = 1;
  }

  const Columns& columns_;
  const DayRange& days_;
  const std::vector<std::uint8_t>& spans_;
  const TouchQuestion& question_;
  States states_;
};

void add_waiting(Touches& touches, std::uint32_t code, const CustomerState& state) {
  auto date = [&](std::uint32_t day) {
    return core::Date{touches.first_day + static_cast<std::int32_t>(day) - 1};
  };
  core::Date since = date(state.first_in);
  touches.waiting.push_back({code, since, date(state.last_in), state.contacts, state.complaint != 0});
  ++touches.waiting_customers;
  touches.waiting_complaints += state.complaint;
  if (touches.waiting_longest == core::no_date || since < touches.waiting_longest)
    touches.waiting_longest = since;
}

/// Only those that will be shown are put in order: there may be a million others.
void sort_waiting(std::vector<Waiting>& waiting, const model::Dictionary& ids, std::size_t most) {
  std::size_t kept = most == 0 ? waiting.size() : std::min(most, waiting.size());
  auto end = waiting.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(waiting.begin(), end, waiting.end(), [&](const Waiting& left, const Waiting& right) {
    if (left.complaint != right.complaint) return left.complaint;
    if (left.since != right.since) return left.since < right.since;
    return ids.text(left.customer) < ids.text(right.customer);  // dear, and seldom needed
  });
  waiting.resize(kept);
}

void add_customers(Touches& touches, const Customers& customers) {
  for (std::uint32_t code = 1; code < customers.size(); ++code) {  // 0: nobody
    const CustomerState& state = customers[code];
    auto in = [&](Span span) { return (state.spans & span) != 0 ? 1 : 0; };
    touches.customers += in(in_period);
    touches.customers_before += in(in_before);
    touches.last_30[0] += in(in_last_30);
    touches.last_30[1] += in(in_30_before);
    touches.last_90[0] += in(in_last_90);
    touches.last_90[1] += in(in_90_before);
    if (state.first_in != 0) add_waiting(touches, code, state);
  }
}

}  // namespace

std::array<std::int64_t, directions> Touches::between(const Period& period) const {
  std::array<std::int64_t, directions> sum{};
  for (std::size_t i = 0; i < by_day.size(); ++i) {
    core::Date day{first_day + static_cast<std::int32_t>(i)};
    if (!period.holds(day)) continue;
    for (std::size_t way = 0; way < directions; ++way) sum[way] += by_day[i][way];
  }
  return sum;
}

model::TableRequest touches_request() {
  using model::As;
  return {"interactions",
          {{"date"},
           {"customer", As::codes},
           {"staff", As::codes},
           {"channel", As::codes},
           {"direction", As::codes},
           {"kind", As::codes}}};
}

Touches count_touches(const model::Table& interactions, const TouchQuestion& question) {
  Columns columns(interactions);
  DayRange days = days_of(columns, question);
  std::vector<std::uint8_t> spans = spans_of(days, question);
  Customers customers(columns, days, spans, question);

  // The customers' random reads are one task, all the counting in small arrays the others.
  std::size_t pieces = static_cast<std::size_t>(std::max(question.threads - 1, 1));
  std::vector<Piece> counts(pieces);
  io::parallel_for(pieces + 1, question.threads, [&](std::size_t task) {
    if (task == 0) {
      customers.count();
      return;
    }
    std::size_t begin = columns.rows * (task - 1) / pieces, end = columns.rows * task / pieces;
    counts[task - 1] = count_piece(columns, days, spans, question, begin, end);
  });

  Touches touches;
  touches.first_day = days.first;
  for (const Piece& piece : counts) add(touches, piece);
  add_customers(touches, customers);
  sort_waiting(touches.waiting, columns.customers.dictionary, question.most_waiting);
  return touches;
}

}  // namespace flatcrm::report
