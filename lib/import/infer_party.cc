#include "import/infer_party.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "import/column_names.h"

namespace flatcrm::import {

namespace {

constexpr double nearly_all = 0.8;

/// Beginnings of words that name our own side, and the other one.
constexpr std::array<std::string_view, 13> ours{"agent",   "owner",       "staff",   "assign", "seller",
                                                "sales",   "employee",    "user",    "vendor", "supplier",
                                                "verkauf", "mitarbeiter", "bearbeit"};
constexpr std::array<std::string_view, 11> theirs{"customer", "client",    "buyer",   "requester",
                                                  "kunde",    "kaufer",    "billing", "payer",
                                                  "contact",  "besteller", "cliente"};
/// What an order says of its customer, and a list element's first.
constexpr std::array<std::string_view, 8> taken{"given_name", "family_name", "name",     "org",
                                                "phones",     "tax_id",      "birthday", "url"};

template <std::size_t size>
bool has_word(const std::array<std::string_view, size>& beginnings, const std::string& name) {
  const std::string words = fmt::format(" {}", words_of(name));
  return std::any_of(beginnings.begin(), beginnings.end(), [&](std::string_view beginning) {
    return words.find(fmt::format(" {}", beginning)) != std::string::npos;
  });
}

class Party {
 public:
  Party(Inferred& inferred, const InferFacts& facts, const std::vector<std::string>& plain,
        const model::Schema& customers)
      : inferred_(inferred),
        facts_(facts),
        plain_(plain),
        names_(customers),
        fields_(inferred.profile.main.fields) {}

  void run() {
    const int email = email_column();
    if (email < 0) return;
    if (facts_.schema.collection() == "sales")
      make_customer(static_cast<std::size_t>(email));
    else
      refer_by_email(static_cast<std::size_t>(email));
  }

 private:
  const std::string& column(std::size_t number) const { return facts_.source.columns()[number]; }

  /// The number of the column that a field of its own holds; -1 for all others.
  int own_column(const FieldSpec& spec) const {
    const bool plain =
        spec.from.size() == 1 && spec.from[0].size() == 1 && spec.from[0][0].column && !spec.part;
    if (!plain || facts_.schema.find(spec.field.text) != nullptr) return -1;
    return facts_.source.find_column(spec.from[0][0].text.text);
  }

  int email_column() const {
    std::vector<int> all, of_them;
    for (const FieldSpec& spec : fields_) {
      const int number = own_column(spec);
      if (number < 0) continue;
      const auto at = static_cast<std::size_t>(number);
      const ColumnLook& look = facts_.looks[at];
      if (look.filled == 0 || look.share(look.emails) < nearly_all || has_word(ours, plain_[at])) continue;
      all.push_back(number);
      if (has_word(theirs, plain_[at])) of_them.push_back(number);
    }
    if (of_them.size() == 1) return of_them[0];
    return all.size() == 1 ? all[0] : -1;
  }

  FieldSpec* customer() {
    const auto found = std::find_if(fields_.begin(), fields_.end(),
                                    [](const FieldSpec& spec) { return spec.field.text == "customer"; });
    return found == fields_.end() ? nullptr : &*found;
  }

  /// The column is no field of its own any more.
  void take(std::size_t number, const std::string& field, const std::string& why) {
    std::erase_if(fields_,
                  [&](const FieldSpec& spec) { return own_column(spec) == static_cast<int>(number); });
    std::erase_if(inferred_.reasons,
                  [&](const Inferred::Reason& reason) { return reason.column == column(number); });
    inferred_.reasons.push_back({column(number), field, why});
  }

  static FieldSpec spec_of(const std::string& field, const std::string& from) {
    FieldSpec spec;
    spec.field = {field, {}};
    spec.from.push_back({{{from, {}}, true}});
    return spec;
  }

  void put_customer(FieldSpec spec) {
    if (FieldSpec* known = customer(); known != nullptr)
      *known = std::move(spec);
    else
      fields_.push_back(std::move(spec));
  }

  void refer_by_email(std::size_t email) {
    take(email, "customer", "an e-mail address tells who it is");
    if (FieldSpec* known = customer(); known != nullptr) {
      // Who is named there stays beside it.
      FieldSpec named = *known;
      named.field = {free_path(custom_name(named.from[0][0].text.text, 1), fields_, facts_.schema), {}};
      for (Inferred::Reason& reason : inferred_.reasons)
        if (reason.column == named.from[0][0].text.text)
          reason = {reason.column, named.field.text, "the e-mail address tells who it is"};
      fields_.push_back(std::move(named));
    }
    FieldSpec spec = spec_of("customer", column(email));
    spec.by = Word{"emails", {}};
    put_customer(std::move(spec));
  }

  void make_customer(std::size_t email) {
    RecordSpec buyer;
    buyer.collection = {"customers", {}};
    buyer.match.push_back({"emails", {}});
    take(email, "customers.emails", "an e-mail address tells who bought");
    std::string named;
    if (FieldSpec* known = customer();
        known != nullptr && known->from.size() == 1 && known->from[0].size() == 1) {
      const std::string from = known->from[0][0].text.text;
      const auto number = static_cast<std::size_t>(facts_.source.find_column(from));
      const ColumnLook& look = facts_.looks[number];
      const bool key = names_a_key(plain_[number]) || (look.filled > 0 && look.numbers == look.filled);
      take(number, key ? "customers.sources" : "customers.name",
           key ? "it numbers the customers" : "the customer's name");
      if (key)
        buyer.key.push_back({from, {}});
      else
        named = from;
    }
    if (buyer.key.empty()) {
      buyer.key.push_back({column(email), {}});
      buyer.id_from = Word{"emails", {}};
    }
    take_rest(buyer);
    buyer.fields.push_back(spec_of("emails", column(email)));
    add_name(buyer, named, column(email));
    const auto first_of_key = static_cast<std::size_t>(facts_.source.find_column(buyer.key[0].text));
    const bool gaps = look_at_key(facts_.source, first_of_key).empty > 0;
    // Where some rows have no address the name tells who bought.
    if (buyer.id_from && gaps) {
      for (const FieldSpec& spec : buyer.fields)
        if (spec.field.text == "given_name" || spec.field.text == "family_name" || spec.field.text == "org")
          buyer.key.push_back({spec.from[0][0].text.text, {}});
      const std::vector<Template>& name = buyer.fields.front().from;
      if (name.front().size() == 1 && name.size() > 1 && name.front()[0].text.text != org_of(buyer))
        buyer.key.push_back(name.front()[0].text);
    }
    if (gaps) keep_what_is_alone(buyer);
    FieldSpec spec;
    spec.field = {"customer", {}};
    spec.ref = Word{"customers", {}};
    put_customer(std::move(spec));
    inferred_.profile.also.push_back(std::move(buyer));
  }

  /// Of a row that tells nobody the sale itself keeps what it says.
  void keep_what_is_alone(const RecordSpec& buyer) {
    std::vector<std::size_t> key;
    for (const Word& word : buyer.key)
      key.push_back(static_cast<std::size_t>(facts_.source.find_column(word.text)));
    std::vector<std::string> kept;
    for (const FieldSpec& spec : buyer.fields)
      for (const Template& from : spec.from)
        for (const TemplatePart& part : from)
          if (part.column && std::find(kept.begin(), kept.end(), part.text.text) == kept.end() &&
              stands_alone(facts_.source, static_cast<std::size_t>(facts_.source.find_column(part.text.text)),
                           key))
            kept.push_back(part.text.text);
    for (const std::string& from : kept) {
      const std::string path = free_path(custom_name(from, 1), fields_, facts_.schema);
      fields_.push_back(spec_of(path, from));
      inferred_.reasons.push_back({from, path, "rows that tell nobody keep it"});
    }
  }

  /// What else the row says of whoever bought.
  void take_rest(RecordSpec& buyer) {
    for (std::size_t number = 0; number < plain_.size(); ++number) {
      const bool own = std::any_of(fields_.begin(), fields_.end(), [&](const FieldSpec& spec) {
        return own_column(spec) == static_cast<int>(number);
      });
      const model::Field* field = own ? names_.find(plain_[number]).field : nullptr;
      if (field == nullptr || facts_.looks[number].example.starts_with('#')) continue;
      std::string path = field->path;
      const bool address = path.starts_with("addresses.*.") && !path.ends_with(".label");
      if (!address && std::find(taken.begin(), taken.end(), path) == taken.end()) continue;
      if (address) path[path.find('*')] = '1';
      if (std::any_of(buyer.fields.begin(), buyer.fields.end(),
                      [&](const FieldSpec& spec) { return spec.field.text == path; }))
        continue;
      take(number, "customers." + path, "it is said of whoever bought");
      buyer.fields.push_back(spec_of(path, column(number)));
    }
  }

  static std::string org_of(const RecordSpec& buyer) {
    for (const FieldSpec& spec : buyer.fields)
      if (spec.field.text == "org") return spec.from[0][0].text.text;
    return "";
  }

  /// A whole name, or one of its parts; where a row has none, the address.
  void add_name(RecordSpec& buyer, const std::string& named, const std::string& email) {
    auto from = [&](std::string_view path) -> std::string {
      for (const FieldSpec& spec : buyer.fields)
        if (spec.field.text == path) return spec.from[0][0].text.text;
      return "";
    };
    const std::string whole = named.empty() ? from("name") : named, given = from("given_name"),
                      family = from("family_name");
    std::erase_if(buyer.fields, [](const FieldSpec& spec) { return spec.field.text == "name"; });
    FieldSpec name;
    name.field = {"name", {}};
    const bool braces = (given + family).find_first_of("{}") != std::string::npos;
    if (!whole.empty()) name.from.push_back({{{whole, {}}, true}});
    if (!given.empty() && !family.empty() && !braces)
      name.from.push_back({{{given, {}}, true}, {{" ", {}}, false}, {{family, {}}, true}});
    if (const std::string org = from("org"); !org.empty()) name.from.push_back({{{org, {}}, true}});
    name.from.push_back({{{email, {}}, true}});
    buyer.fields.insert(buyer.fields.begin(), std::move(name));
  }

  Inferred& inferred_;
  const InferFacts& facts_;
  const std::vector<std::string>& plain_;
  ColumnNames names_;  // of customers
  std::vector<FieldSpec>& fields_;
};

}  // namespace

void find_party(Inferred& inferred, const InferFacts& facts, const std::vector<std::string>& plain,
                const model::Schema& customers) {
  static constexpr std::array<std::string_view, 4> collections{"sales", "tickets", "interactions", "deals"};
  if (std::find(collections.begin(), collections.end(), facts.schema.collection()) != collections.end())
    Party(inferred, facts, plain, customers).run();
}

}  // namespace flatcrm::import
