// Makes a whole book as CSV for the benches of queries: the same bytes for the same size, on any machine.
//
//   bench_generate_book 1000000 FOLDER      a million customers, five million interactions (one in fifty an answer to a survey),
//                                           two million sales and links, 200,000 deals and 200,000 tickets, 200 products, 20 goals,
//                                           a quota for each member of staff and quarter
#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace {

/// splitmix64: a published generator small enough to be the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <std::size_t N>
  std::string_view of(const std::string_view (&list)[N]) {
    return list[below(N)];
  }

 private:
  std::uint64_t state_;
};

class File {
 public:
  explicit File(const std::string& path) : file_(std::fopen(path.c_str(), "w")) {
    if (file_ == nullptr) std::exit(1);
  }
  ~File() {
    flush();
    std::fclose(file_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  template <typename... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    if (text_.size() > (1u << 20)) flush();
  }

 private:
  void flush() {
    std::fwrite(text_.data(), 1, text_.size(), file_);
    text_.clear();
  }
  std::FILE* file_;
  std::string text_;
};

constexpr std::string_view given_names[] = {"Anna",   "Ben",   "Clara", "David",
                                            "Emilie", "Felix", "Greta", "Zoë"};
constexpr std::string_view family_names[] = {"Bergmann", "Dorner",     "Falkberg", "Hartsen",
                                             "Keller",   "Lindstroem", "Marski",   "Müller"};
constexpr std::string_view cities[] = {"Berlin", "Zürich", "Wien", "London",
                                       "Lyon",   "Milano", "Oslo", "Porto"};
constexpr std::string_view countries[] = {"DE", "CH", "AT", "GB", "FR", "IT", "NO", "PT"};
constexpr std::string_view states[] = {"active", "active", "lapsed", "prospect"};
constexpr std::uint64_t staff = 60, products = 200;
constexpr std::uint64_t months = 36;

std::string customer(std::uint64_t number) {
  return fmt::format("customer-{:08}", number);
}

void write_customers(std::uint64_t rows, const std::string& folder) {
  Random random(1);
  File file(folder + "/customers/customers.csv");
  file.add(
      "id,kind,name,emails,phones,addresses.1.street,addresses.1.city,addresses.1.postcode,addresses.1."
      "country,owner,status,tags,acquired,wallet\n");
  for (std::uint64_t i = 0; i < rows; ++i) {
    std::size_t place = random.below(8);
    std::string_view given = random.of(given_names), family = random.of(family_names);
    file.add("{},{},{} {},{}.{}{}@example.com,+4930{},Hauptstrasse {},{},{:05},{},", customer(i),
             i % 7 == 0 ? "organization" : "person", given, family, given, family, i,
             1'000'000 + i % 9'000'000, 1 + random.below(200), cities[place], 10'000 + random.below(90'000),
             countries[place]);
    file.add("agent-{:03},{},{},20{:02}-{:02}-{:02},{}\n", random.below(staff), random.of(states),
             i % 5 == 0 ? "vip; press" : "", 10 + random.below(16), 1 + random.below(12),
             1 + random.below(28), 100 * random.below(500));
  }
}

std::string month_path(const std::string& folder, const char* collection, std::uint64_t month) {
  return fmt::format("{}/{}/{}-{:02}.csv", folder, collection, 2024 + month / 12, month % 12 + 1);
}

void write_sales(std::uint64_t rows, std::uint64_t customers, const std::string& folder) {
  constexpr std::string_view kinds[] = {"invoice", "invoice", "invoice", "payment", "credit"};
  for (std::uint64_t month = 0; month < months; ++month) {
    Random random(200 + month);
    File file(month_path(folder, "sales", month));
    file.add("id,kind,date,customer,product,quantity,amount,currency\n");
    std::uint64_t count = rows / months + (month < rows % months ? 1 : 0);
    for (std::uint64_t i = 0; i < count; ++i)
      file.add("sale-{:02}-{:07},{},{}-{:02}-{:02},{},product-{:03},{},{}.{:02},EUR\n", month, i,
               random.of(kinds), 2024 + month / 12, month % 12 + 1, 1 + i * 28 / count,
               customer(random.below(customers)), random.below(products), 1 + random.below(9),
               random.below(3000), random.below(100));
  }
}

/// The scale and the score of every fiftieth.
std::string answer(std::uint64_t number) {
  constexpr std::uint64_t every = 50;
  if (number % every != 0) return ",,";
  std::uint64_t round = number / every;
  return round % 2 == 0 ? fmt::format(",nps,{}", round % 11) : fmt::format(",csat,{}", 1 + round % 5);
}

void write_interactions(std::uint64_t rows, std::uint64_t customers, const std::string& folder) {
  constexpr std::string_view channels[] = {"phone", "email", "email", "shop", "chat"};
  constexpr std::string_view kinds[] = {"call", "message", "visit", "complaint"};
  constexpr std::string_view texts[] = {"asked for a quote", "wants to be called back", "order status", "",
                                        "\"invoice sent again, with the new address\""};
  for (std::uint64_t month = 0; month < months; ++month) {
    Random random(100 + month);
    File file(month_path(folder, "interactions", month));
    file.add("id,date,customer,staff,channel,direction,kind,text,scale,score\n");
    std::uint64_t count = rows / months + (month < rows % months ? 1 : 0);
    for (std::uint64_t i = 0; i < count; ++i) {
      file.add("touch-{:02}-{:07},{}-{:02}-{:02},{},agent-{:03},{},{},{},{}", month, i, 2024 + month / 12,
               month % 12 + 1, 1 + i * 28 / count, customer(random.below(customers)), random.below(staff),
               random.of(channels), random.below(3) == 0 ? "in" : "out", random.of(kinds), random.of(texts));
      file.add("{}\n", answer(i));
    }
  }
}

void write_links(std::uint64_t rows, std::uint64_t customers, const std::string& folder) {
  constexpr std::string_view kinds[] = {"household", "family", "employee", "owner", "referral", "partner"};
  Random random(7);
  File file(folder + "/links/links.csv");
  file.add("id,from,to,kind,since,strength\n");
  for (std::uint64_t i = 0; i < rows; ++i)
    file.add("link-{:08},{},{},{},2024-01-02,{}\n", i, customer(random.below(customers)),
             customer(random.below(customers)), random.of(kinds), i % 3 == 0 ? "0.8" : "");
}

void write_deals(std::uint64_t rows, std::uint64_t customers, const std::string& folder) {
  constexpr std::string_view open_stages[] = {"lead", "qualified", "proposal"};
  Random random(11);
  File file(folder + "/deals/deals.csv");
  file.add("id,name,customer,owner,stage,amount,currency,opened,expected,closed,outcome\n");
  for (std::uint64_t i = 0; i < rows; ++i) {
    std::uint64_t month = random.below(months), outcome = random.below(4);
    std::string opened =
        fmt::format("{}-{:02}-{:02}", 2024 + month / 12, month % 12 + 1, 1 + random.below(14));
    std::string closed =
        fmt::format("{}-{:02}-{:02}", 2024 + month / 12, month % 12 + 1, 15 + random.below(14));
    bool open = outcome == 0;
    file.add("deal-{:07},Deal {},{},agent-{:03},{},{}.00,EUR,{},{},{},{}\n", i, i,
             customer(random.below(customers)), random.below(staff),
             open           ? random.of(open_stages)
             : outcome == 1 ? "won"
                            : "lost",
             10 + random.below(50'000), opened, open ? closed : "", open ? "" : closed,
             open           ? "open"
             : outcome == 1 ? "won"
                            : "lost");
  }
}

void write_tickets(std::uint64_t rows, std::uint64_t customers, const std::string& folder) {
  constexpr std::string_view channels[] = {"phone", "email", "shop"};
  constexpr std::string_view categories[] = {"delivery", "invoice", "repair"};
  Random random(13);
  File file(folder + "/tickets/tickets.csv");
  file.add("id,customer,staff,opened,first_reply,closed,channel,category,priority,contacts\n");
  for (std::uint64_t i = 0; i < rows; ++i) {
    std::uint64_t month = random.below(months);
    std::string day = fmt::format("{}-{:02}-", 2024 + month / 12, month % 12 + 1);
    file.add("ticket-{:07},{},agent-{:03},{}{:02}T09:{:02}:00Z,{}{:02}T15:00:00Z,{},{},{},{},{}\n", i,
             customer(random.below(customers)), random.below(staff), day, 1 + random.below(9),
             random.below(60), day, 10 + random.below(5),
             random.below(5) == 0 ? "" : fmt::format("{}{:02}T12:00:00Z", day, 16 + random.below(12)),
             random.of(channels), random.of(categories), random.below(4) == 0 ? "high" : "normal",
             1 + random.below(3));
  }
}

void write_products(const std::string& folder) {
  File file(folder + "/products/products.csv");
  file.add("id,name,brand,category,price,currency\n");
  for (std::uint64_t i = 0; i < products; ++i)
    file.add("product-{:03},Product {},Brand {},Category {},{}.00,EUR\n", i, i, i % 12, i % 5, 10 + i);
}

void write_goals(const std::string& folder) {
  constexpr std::string_view metrics[] = {
      "count(customers where silence > 365d)", "sum(sales.amount where kind = invoice and date in 2026)",
      "count(tickets where closed is empty)", "count(interactions where kind = complaint and date in 2026)"};
  constexpr std::string_view factors[] = {"customer", "strategy", "people", "process", "technology"};
  File file(folder + "/goals/goals.csv");
  file.add("id,name,factor,metric,baseline,target,start,due,owner,if_missed\n");
  for (std::uint64_t i = 0; i < 20; ++i)
    file.add("goal-{:02},Goal {},{},{},{},{},2026-01-01,2026-12-31,agent-{:03},call them all\n", i, i,
             factors[i % 5], metrics[i % 4], 1000 * i, 500 * i, i);
}

void write_quotas(const std::string& folder) {
  File file(folder + "/quotas/quotas.csv");
  file.add("id,period,staff,amount,currency\n");
  for (std::uint64_t quarter = 0; quarter < 4; ++quarter)
    for (std::uint64_t i = 0; i < staff; ++i)
      file.add("quota-{}-{:03},2026-Q{},agent-{:03},100000.00,EUR\n", quarter, i, quarter + 1, i);
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return std::fputs("bench_generate_book CUSTOMERS FOLDER\n", stderr), 2;
  std::uint64_t customers = std::strtoull(words[1], nullptr, 10);
  std::string folder = words[2];
  mkdir(folder.c_str(), 0777);
  for (const char* collection : {"customers", "staff", "links", "interactions", "sales", "deals", "tickets",
                                 "products", "goals", "quotas"})
    mkdir((folder + "/" + collection).c_str(), 0777);
  {
    File settings(folder + "/flatcrm.yaml");
    settings.add(
        "format: 1\nname: Bench\ncurrency: EUR\nlayouts:\n  customers: csv\n  staff: csv\n  deals: csv\n  "
        "tickets: csv\n");
    settings.add(
        "pipelines:\n  - name: default\n    stages:\n      - {{name: lead, probability: 10}}\n"
        "      - {{name: qualified, probability: 30}}\n      - {{name: proposal, probability: 60}}\n"
        "      - {{name: won, probability: 100, outcome: won}}\n      - {{name: lost, probability: 0, "
        "outcome: lost}}\n");
    settings.add(
        "contact_policy:\n  - {{tier: A, days: 30}}\n  - {{tier: B, days: 90}}\n  - {{tier: C, days: "
        "365}}\n");
    File people(folder + "/staff/staff.csv");
    people.add("id,name\n");
    for (std::uint64_t i = 0; i < staff; ++i) people.add("agent-{:03},Agent {}\n", i, i);
  }
  write_customers(customers, folder);
  write_sales(2 * customers, customers, folder);
  write_interactions(5 * customers, customers, folder);
  write_links(2 * customers, customers, folder);
  write_deals(customers / 5, customers, folder);
  write_tickets(customers / 5, customers, folder);
  write_products(folder);
  write_goals(folder);
  write_quotas(folder);
  return 0;
}
