// Who may be reached on a channel, and the parts of a list that a campaign is measured by.
//
//   Channel channel = channel_named("email");          channel.reasons[0].query == "do_not_contact"
//   std::vector<std::uint32_t> some = sample(ids, records, 100, "autumn");
//   Split split = parse_split("A=50,control=50");       split.part_of("acme-1f9x2k", "autumn") == "control"
//
// Shape   what part an id falls into depends on the id, the seed and the shares alone: not on who else is on
//         the list.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flatcrm::segment {

/// A reason to leave a customer out: a condition, and what it is called. The first that holds counts.
struct Reason {
  std::string query, meaning;
};

struct Channel {
  std::string name;
  std::vector<Reason> reasons;
  std::string columns;  // what such a list needs
};

/// email, phone, sms or post. Error usage for another one.
Channel channel_named(std::string_view name);

/// `count` of the records, those with the lowest hash of seed and id, in their order.
std::vector<std::uint32_t> sample(const std::vector<std::string_view>& ids,
                                  const std::vector<std::uint32_t>& records, std::size_t count,
                                  std::string_view seed);

struct Split {
  struct Part {
    std::string name;
    std::uint32_t weight = 0;
  };
  std::vector<Part> parts;
  const std::string& part_of(std::string_view id, std::string_view seed) const;
};
/// Names with whole weights. Error usage for anything else.
Split parse_split(std::string_view text);

}  // namespace flatcrm::segment
