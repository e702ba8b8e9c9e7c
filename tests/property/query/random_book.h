// Small random books, once as files and once as records, and random queries that fit them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "query/record_evaluator.h"
#include "support/memory_book.h"

namespace flatcrm::test {

class RandomBook {
 public:
  explicit RandomBook(unsigned seed) : random_(seed) {}

  int below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool chance(int percent) { return below(100) < percent; }
  template <std::size_t N>
  std::string of(const char* const (&list)[N]) {
    return list[static_cast<std::size_t>(below(static_cast<int>(N)))];
  }
  std::string day() {
    return fmt::format("20{:02}-{:02}-{:02}", 23 + below(4), 1 + below(12), 1 + below(28));
  }
  std::string id(const char* what, int count) { return fmt::format("{}-{}", what, below(count)); }

  /// Fills `files` and `world` with the same records.
  void make() {
    customers_ = 1 + below(12);
    staff_ = 1 + below(4);
    add("staff", staff_, [&](auto set, int i) {
      set("id", fmt::format("staff-{}", i));
      set("name", of({"Anna", "Bert", "Çelik"}));
      maybe(60, [&] { set("team", of({"north", "south"})); });
      maybe(50, [&] { set("capacity", std::to_string(below(9))); });
    });
    add("products", 3, [&](auto set, int i) {
      set("id", fmt::format("product-{}", i));
      set("name", of({"Rad", "Helm", "Schloss"}));
      maybe(70, [&] { set("cost", fmt::format("{}.{}", below(40), below(10))); });
    });
    add("customers", customers_, [&](auto set, int i) { make_customer(set, i); });
    add("sales", below(30), [&](auto set, int i) {
      set("id", fmt::format("sale-{}", i));
      maybe(95, [&] { set("kind", of({"invoice", "invoice", "credit", "payment", "quote"})); });
      maybe(95, [&] { set("date", day()); });
      maybe(90, [&] { set("customer", id("c", customers_ + 2)); });
      maybe(80, [&] { set("product", id("product", 4)); });
      maybe(80, [&] { set("quantity", std::to_string(below(5))); });
      maybe(85, [&] {
        set("amount",
            fmt::format("{}{}", below(4) == 0 ? "-" : "", of({"10", "12.5", "99.99", "0", "1250.05"})));
      });
      maybe(60, [&] { set("currency", of({"EUR", "USD", "CHF", "GBP"})); });
    });
    add("interactions", below(25), [&](auto set, int i) {
      set("id", fmt::format("touch-{}", i));
      maybe(95, [&] { set("date", chance(30) ? day() + "T10:00+02:00" : day()); });
      maybe(90, [&] { set("customer", id("c", customers_ + 1)); });
      maybe(80, [&] { set("direction", of({"in", "out"})); });
      maybe(80, [&] { set("kind", of({"call", "complaint", "survey", "message"})); });
      maybe(40, [&] { set("scale", of({"nps", "csat", "ces"})); });
      maybe(50, [&] { set("score", std::to_string(below(11))); });
    });
    add("deals", below(12), [&](auto set, int i) {
      set("id", fmt::format("deal-{}", i));
      maybe(80, [&] { set("customer", id("c", customers_)); });
      maybe(80, [&] { set("owner", id("staff", staff_ + 1)); });
      maybe(80, [&] { set("stage", of({"lead", "qualified", "won", "lost", "else"})); });
      maybe(30, [&] { set("outcome", of({"open", "won", "lost"})); });
      maybe(40, [&] { set("probability", std::to_string(below(101))); });
      maybe(70, [&] { set("amount", of({"100", "2500.5", "7"})); });
      maybe(50, [&] { set("currency", of({"EUR", "USD"})); });
      maybe(60, [&] { set("opened", day()); });
      maybe(40, [&] { set("closed", day()); });
    });
    add("tickets", below(10), [&](auto set, int i) {
      set("id", fmt::format("ticket-{}", i));
      maybe(90, [&] { set("customer", id("c", customers_)); });
      maybe(90, [&] { set("opened", chance(50) ? day() + "T09:30Z" : day()); });
      maybe(50, [&] { set("closed", chance(50) ? day() + "T17:00-05:00" : day()); });
      maybe(50, [&] { set("first_reply", day() + "T11:00Z"); });
    });
    add("links", below(8), [&](auto set, int i) {
      set("id", fmt::format("link-{}", i));
      set("from", id("c", customers_ + 1));
      set("to", id("c", customers_ + 1));
      set("kind", of({"household", "parent", "referral"}));
    });
    add("rates", 4, [&](auto set, int i) {
      set("date", i == 0 ? "2020-01-01" : day());
      set("currency", i == 0 ? "USD" : of({"USD", "CHF"}));
      set("rate", of({"1.25", "0.95", "3"}));
    });
    files["flatcrm.yaml"] =
        "format: 1\nname: Random\ncurrency: EUR\npipelines:\n  - name: default\n    stages:\n      - {name: "
        "lead, probability: 10}\n"
        "      - {name: qualified, probability: 33.5}\n      - {name: won, probability: 100, outcome: won}\n"
        "      - {name: lost, probability: 0, outcome: lost}\n";
  }

  Files files;
  query::World world;

 private:
  template <typename Make>
  void maybe(int percent, Make make) {
    if (chance(percent)) make();
  }
  template <typename Set>
  void make_customer(Set set, int i) {
    set("id", fmt::format("c-{}", i));
    maybe(80, [&] { set("name", of({"Jürg Müller", "Zoë", "ACME Ltd", "anna", "O'Neil", "Łukasz"})); });
    maybe(80, [&] { set("kind", of({"person", "organization"})); });
    maybe(70, [&] { set("status", of({"lead", "active", "lapsed"})); });
    maybe(60, [&] { set("owner", id("staff", staff_ + 1)); });
    maybe(70, [&] { set("tags", of({"vip", "vip; press", "a\\; b; c", "press"})); });
    maybe(60, [&] { set("emails", of({"a@x.de", "a@x.de; b@Y.org", "nobody"})); });
    maybe(70, [&] { set("addresses.1.country", of({"DE", "CH", "FR"})); });
    maybe(50, [&] { set("addresses.1.city", of({"Köln", "Bern"})); });
    maybe(40, [&] { set("addresses.2.country", of({"DE", "IT"})); });
    maybe(60, [&] { set("acquired", day()); });
    maybe(50,
          [&] { set("birthday", fmt::format("19{:02}-0{}-1{}", 50 + below(50), 1 + below(9), below(10))); });
    maybe(50, [&] { set("wallet", std::to_string(100 * below(50))); });
    maybe(50, [&] { set("do_not_contact", of({"true", "false"})); });
    maybe(60, [&] { set("grade", of({"1", "2.25", "x", "-3", "4000"})); });
  }
  /// A table with the columns that any record has, in an order of its own.
  template <typename Make>
  void add(const std::string& collection, int count, Make make) {
    std::vector<query::PlainRecord>& records = world[collection];
    std::vector<std::string> columns;
    for (int i = 0; i < count; ++i) {
      query::PlainRecord record;
      make(
          [&](const std::string& path, const std::string& value) {
            record.values[path] = value;
            if (std::find(columns.begin(), columns.end(), path) == columns.end()) columns.push_back(path);
          },
          i);
      records.push_back(std::move(record));
    }
    if (collection == "customers" && std::find(columns.begin(), columns.end(), "grade") == columns.end())
      columns.emplace_back("grade");
    if (collection == "products" && std::find(columns.begin(), columns.end(), "cost") == columns.end())
      columns.emplace_back("cost");
    if (columns.empty()) return;
    std::string text = fmt::format("{}\n", fmt::join(columns, ","));
    for (const query::PlainRecord& record : records) {
      for (std::size_t i = 0; i < columns.size(); ++i)
        text.append(i == 0 ? "" : ",").append(record.text(columns[i]));
      text += "\n";
    }
    files[collection + "/all.csv"] = text;
  }

  std::mt19937 random_;
  int customers_ = 1, staff_ = 1;
};

/// Conditions and values over customers and what belongs to them, of every type.
class RandomQuery {
 public:
  explicit RandomQuery(RandomBook& book) : book_(book) {}

  std::string condition(const std::string& scope, int depth) {
    int way = depth <= 0 ? book_.below(8) : book_.below(14);
    switch (way) {
      case 0:
        return text_comparison(plain_text(scope));
      case 1:
        return fmt::format("{} {} {}", number(scope, depth - 1), sign(), number(scope, depth - 1));
      case 2:
        return fmt::format("{} {} {}", day(scope, depth - 1), sign(), day_constant());
      case 3:
        return fmt::format("{} is {}empty", anything(scope, depth - 1), book_.of({"", "not "}));
      case 4:
        return fmt::format("{} {} {}", money(scope, depth - 1), sign(),
                           book_.of({"100", "12.5 EUR", "20 USD", "-1"}));
      case 5:
        if (scope == "sales")
          return book_.of({"kind in (invoice, credit)", "kind = quote", "customer.country = DE"});
        if (scope == "interactions")
          return book_.of({"kind != call", "direction = in", "customer.status = active"});
        return book_.of({"country in (DE, CH)", "country = FR", "status = active",
                         "status not in (lead, active)", "kind != person", "owner = \"staff-0\""});
      case 6:
        return fmt::format("{} in {}", day(scope, depth - 1),
                           book_.of({"12m", "2025", "2024-Q3", "last month", "90d", "2024-W30"}));
      case 7:
        return special(scope, depth);
      case 8:
      case 9:
        return fmt::format("({} and {})", condition(scope, depth - 1), condition(scope, depth - 1));
      case 10:
      case 11:
        return fmt::format("({} or {})", condition(scope, depth - 1), condition(scope, depth - 1));
      case 12:
        return fmt::format("not ({})", condition(scope, depth - 1));
      default:
        return fmt::format("{} {} {}", duration(scope, depth - 1), sign(),
                           book_.of({"90d", "12m", "36h", "2y"}));
    }
  }

  std::string number(const std::string& scope, int depth) {
    int way = book_.below(depth <= 0 ? 2 : 8);
    if (way == 0) return book_.of({"0", "1", "2.5", "10", "-3"});
    if (way == 1 || way == 7) {
      if (scope == "sales") return book_.of({"quantity", "month(date)", "length(kind)"});
      if (scope == "interactions") return book_.of({"score", "weekday(date)"});
      return book_.of({"number(grade)", "count(emails)", "owner.capacity", "age(birthday)", "length(name)",
                       "orders", "nps", "r", "f", "m", "contacts", "nps_mean", "share_of_wallet",
                       "percentile(value)", "quintile(acquired)"});
    }
    if (way == 2)
      return fmt::format("({} {} {})", number(scope, depth - 1), book_.of({"+", "-", "*"}),
                         number(scope, depth - 1));
    if (way == 3)
      return fmt::format("({} / {})", number(scope, depth - 1), book_.of({"3", "number(\"7\")", "0"}));
    if (way == 4) return fmt::format("{}({})", book_.of({"abs", "floor", "round"}), number(scope, depth - 1));
    if (way == 5 && scope == "customers")
      return fmt::format("{}({} of {} where {})",
                         book_.of({"sum", "avg", "median", "min", "max", "first", "last", "distinct"}),
                         number("sales", 0), "sales", condition("sales", depth - 1));
    if (way == 6 && scope == "customers")
      return fmt::format("count({} where {})", "interactions", condition("interactions", depth - 1));
    return fmt::format("if({}, {}, {})", condition(scope, depth - 2), number(scope, depth - 1),
                       number(scope, depth - 1));
  }

  /// A figure of the whole book: a number, an amount, or text.
  std::string of_book(int depth) {
    std::string scope = book_.of({"customers", "sales", "interactions"});
    const char* over = scope == "customers" ? "customers" : scope == "sales" ? "sales" : "interactions";
    std::string where = book_.chance(70) ? " where " + condition(scope, depth - 1) : "";
    std::string function = book_.of({"sum", "avg", "median", "min", "max", "first", "last", "distinct"});
    switch (book_.below(depth <= 0 ? 4 : 9)) {
      case 0:
        return fmt::format("count({}{})", over, where);
      case 1:
        return fmt::format("{}({} of {}{})", function, number(scope, depth - 1), over, where);
      case 2:
        return fmt::format("count({}{})", book_.of({"deals", "tickets", "links", "products", "goals"}),
                           book_.chance(50) ? " where id is not empty" : "");
      case 3:
        return fmt::format("{}({} of {}{})", book_.of({"sum", "avg", "median", "min", "max", "distinct"}),
                           money(scope, depth - 1), over, where);
      case 4:
        return fmt::format("{}({} of {}{})", book_.of({"min", "max", "first", "last", "distinct"}),
                           text(scope, 0), over, where);
      case 5:
        return fmt::format("count({}{}) / count({})", over, where, over);
      case 6:
        return fmt::format("if(count({}{}) > 2, count(sales), 1 - count(deals) / 3)", over, where);
      case 7:
        return fmt::format("{}({} of {}{})", book_.of({"min", "max"}), day(scope, 1), over, where);
      default:
        return fmt::format("sum(sales.amount{}) / count({})",
                           book_.chance(50) ? " where " + condition("sales", 1) : "", over);
    }
  }

  std::string money(const std::string& scope, int depth) {
    int way = book_.below(depth <= 0 ? 1 : 5);
    if (scope == "sales") return way == 1 ? "amount * 2" : way == 2 ? "money(product.cost)" : "amount";
    if (scope != "customers") return "customer.wallet";
    if (way == 1) return fmt::format("{} * {}", money(scope, 0), number(scope, 0));
    if (way == 2) return fmt::format("sum(sales.amount where {})", condition("sales", depth - 1));
    if (way == 3) return fmt::format("coalesce({}, {})", money(scope, 0), money(scope, 0));
    return book_.of({"wallet", "value", "value(12m)", "margin", "pipeline", "monetary", "network_value",
                     "sum(deals.amount)", "avg(sales.amount)", "median(sales.amount)"});
  }

  std::string day(const std::string& scope, int depth) {
    bool more = depth > 0 && book_.chance(40);
    std::string plain = scope == "sales" || scope == "interactions"
                            ? book_.of({"date", "customer.acquired"})
                            : book_.of({"acquired", "birthday", "last_order", "last_contact", "last_answered",
                                        "first_order"});
    return more ? fmt::format("{} {} {}", plain, book_.of({"+", "-"}), book_.of({"3m", "10d", "1y"})) : plain;
  }

  std::string duration(const std::string& scope, int) {
    if (scope != "customers") return "today - date";
    return book_.of({"silence", "recency", "answered_silence", "today - acquired", "max(cycle of deals)",
                     "avg(solution_time of tickets)", "median(reply_time of tickets)", "silence * 2",
                     "min(closed - opened of tickets)"});
  }

  std::string text(const std::string& scope, int) {
    if (scope == "sales")
      return book_.of(
          {"coalesce(kind, \"none\")", "customer.country", "product.name", "lower(product.name)"});
    if (scope == "interactions")
      return book_.of({"coalesce(kind, \"x\")", "customer.name", "customer.owner.team"});
    return book_.of({"name", "country", "lower(name)", "fold(name)", "owner.name", "owner.team", "lifecycle",
                     "coalesce(status, \"none\")", "domain(email)", "first(tags)", "last(interactions.kind)",
                     "min(sales.product.name)", "upper(city)", "grade"});
  }

 private:
  /// Without permitted values, so that it may be compared with anything.
  std::string plain_text(const std::string& scope) {
    if (scope == "sales") return book_.of({"product.name", "lower(kind)", "customer.name"});
    if (scope == "interactions") return book_.of({"customer.name", "customer.owner.team", "lower(kind)"});
    return book_.of(
        {"name", "lower(country)", "fold(name)", "owner.team", "lifecycle", "first(tags)", "grade"});
  }
  std::string anything(const std::string& scope, int depth) {
    switch (book_.below(5)) {
      case 0:
        return number(scope, depth);
      case 1:
        return text(scope, depth);
      case 2:
        return day(scope, depth);
      case 3:
        return money(scope, depth);
      default:
        return scope == "customers"
                   ? book_.of({"tags", "emails", "do_not_contact", "owner", "addresses.2.country"})
                   : "customer";
    }
  }
  std::string special(const std::string& scope, int depth) {
    if (scope != "customers")
      return fmt::format("{} like {}", text(scope, 0), book_.of({"\"*a*\"", "\"_a%\"", "\"R?d\""}));
    switch (book_.below(10)) {
      case 0:
        return fmt::format("name like {}", book_.of({"\"*ü*\"", "\"_oë\"", "\"%a\"", "\"A?ME*\""}));
      case 1:
        return fmt::format("{} {} {}", text(scope, 0), book_.of({"~", "!~"}),
                           book_.of({"\"^[a-z]+$\"", "\"(?i)an\"", "\"\\pL{4}\""}));
      case 2:
        return fmt::format("tags {}contains {}", book_.of({"", "not "}),
                           book_.of({"vip", "\"a; b\"", "press"}));
      case 3:
        return fmt::format("any(addresses.country = {})", book_.of({"DE", "IT"}));
      case 4:
        return fmt::format("{}(addresses.country != {} and addresses.city is {}empty)",
                           book_.of({"any", "all"}), "CH", book_.of({"", "not "}));
      case 5:
        return fmt::format("{}(emails ~ {})", book_.of({"any", "all"}), book_.of({"\"@\"", "\"org$\""}));
      case 6:
        return fmt::format("linked({}{})", book_.of({"household", "parent", "\"child of\"", "\"parent of\""}),
                           depth > 0 ? " where " + condition("customers", 0) : "");
      case 7:
        return book_.of({"do_not_contact", "do_not_contact = true", "not do_not_contact",
                         "count(coalesce(tags, emails)) > 1", "if(status = active, tags) contains vip",
                         "if(wallet > 100, emails, tags) is empty"});
      case 8:
        return fmt::format("name contains {}", book_.of({"\"a\"", "\"Ltd\""}));
      default:
        return fmt::format("{} between {} and {}", number(scope, 0), book_.of({"0", "1"}),
                           book_.of({"2", "10"}));
    }
  }
  /// With letters that the text can have.
  std::string text_comparison(const std::string& text) {
    bool small = text.starts_with("lower(") || text.starts_with("fold(") || text.starts_with("domain(");
    std::string value = small ? book_.of({"\"anna\"", "\"de\"", "\"zoe\""})
                        : text.starts_with("upper(")
                            ? book_.of({"\"BERN\"", "\"ULM\""})
                            : book_.of({"\"anna\"", "\"DE\"", "\"active\"", "\"Zoë\""});
    return fmt::format("{} {} {}", text, book_.of({"=", "!=", "<", ">="}), value);
  }
  std::string sign() { return book_.of({"=", "!=", "<", "<=", ">", ">="}); }
  std::string day_constant() {
    return book_.of({"2025-01-01", "today", "today - 12m", "2024", "2024-Q2", "last year"});
  }

  RandomBook& book_;
};

}  // namespace flatcrm::test
