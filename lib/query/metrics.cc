#include "query/metrics.h"

namespace flatcrm::query {

namespace {

constexpr std::string_view value_query =
    "sum(if(kind = credit, -abs(amount), amount) of sales where kind in (invoice, credit) and date $)";

constexpr Metric all[] = {
    {"customers", "country", "addresses.1.country", "text", "country of the first address"},
    {"customers", "region", "addresses.1.region", "text", "region of the first address"},
    {"customers", "city", "addresses.1.city", "text", "city of the first address"},
    {"customers", "postcode", "addresses.1.postcode", "text", "postcode of the first address"},
    {"customers", "email", "first(emails)", "text", "the e-mail address to write to"},
    {"customers", "phone", "first(phones)", "text", "the number to call"},
    {"customers", "value", value_query, "money",
     "net invoiced: invoices less credits, whatever the sign of a credit"},
    {"customers", "margin",
     "sum(amount - quantity * money(product.cost) of sales where kind = invoice and product.cost is not "
     "empty and date $)",
     "money", "invoiced less the products' cost, of the lines whose product has a cost"},
    {"customers", "orders", "distinct(date of sales where kind = invoice and date $)", "count",
     "days on which the customer was invoiced"},
    {"customers", "first_order", "min(date of sales where kind = invoice and date $)", "day",
     "first day invoiced"},
    {"customers", "last_order", "max(date of sales where kind = invoice and date $)", "day",
     "last day invoiced"},
    {"customers", "contacts", "count(interactions where date $)", "count",
     "touches on any channel, in either direction"},
    {"customers", "complaints", "count(interactions where kind = complaint and date $)", "count",
     "complaints"},
    {"customers", "last_contact", "max(date of interactions where date $)", "day",
     "last touch in either direction"},
    {"customers", "last_outbound", "max(date of interactions where direction = out and date $)", "day",
     "last touch from our side"},
    {"customers", "last_word",
     "max(date of interactions where direction = out and (kind is empty or kind != survey) and date $)",
     "day", "last word from our side: a touch that is no survey"},
    {"customers", "last_answered",
     "max(date of interactions where direction = in and date <= customer.last_outbound)", "day",
     "last word of the customer that was followed by one of ours, the same day or later"},
    {"customers", "silence", "today - last_contact", "duration",
     "since the last contact in either direction"},
    {"customers", "answered_silence", "today - last_answered", "duration",
     "since the last answered word of the customer"},
    {"customers", "unheard", "today - coalesce(last_word, if(acquired <= today, acquired), first_order)",
     "duration",
     "since the last word from our side; where there was none, since the customer was acquired or first "
     "ordered"},
    {"customers", "waiting_since",
     "min(date of interactions where direction = in and (kind is empty or kind != survey) and date <= "
     "today and "
     "(customer.last_word is empty or day(date) > day(customer.last_word)))",
     "day", "first word of the customer, surveys aside, that nobody has answered on that day or since"},
    {"customers", "waiting", "today - waiting_since", "duration", "since that word"},
    {"customers", "unanswered_complaints",
     "count(interactions where kind = complaint and direction = in and (kind is empty or kind != survey) "
     "and date <= today and "
     "(customer.last_word is empty or day(date) > day(customer.last_word)))",
     "count", "complaints that nobody has answered on their day or since"},
    {"customers", "recency", "today - last_order", "duration", "since the last order"},
    {"customers", "frequency", "if(orders > 0, orders)", "count", "orders, of those who ordered"},
    {"customers", "monetary", "if(orders > 0, value)", "money", "value, of those who ordered"},
    {"customers", "r", "quintile(last_order)", "1 to 5", "recency score: the oldest last orders have 1"},
    {"customers", "f", "quintile(frequency)", "1 to 5", "frequency score"},
    {"customers", "m", "quintile(monetary)", "1 to 5", "monetary score"},
    {"customers", "rfm", "r * 100 + f * 10 + m", "111 to 555", "the three scores as one number"},
    {"customers", "nps", "last(score of interactions where scale = nps and date $)", "score",
     "latest promoter score"},
    {"customers", "nps_mean", "avg(score of interactions where scale = nps and date $)", "score",
     "mean promoter score"},
    {"customers", "csat", "last(score of interactions where scale = csat and date $)", "score",
     "latest satisfaction"},
    {"customers", "csat_mean", "avg(score of interactions where scale = csat and date $)", "score",
     "mean satisfaction"},
    {"customers", "ces", "last(score of interactions where scale = ces and date $)", "score",
     "latest effort"},
    {"customers", "ces_mean", "avg(score of interactions where scale = ces and date $)", "score",
     "mean effort"},
    {"customers", "pipeline", "sum(weighted of deals where state = open)", "money",
     "open deals, each weighted by its chance"},
    {"customers", "open_deals", "count(deals where state = open)", "count", "deals that are open"},
    {"customers", "won_deals", "count(deals where state = won)", "count", "deals won"},
    {"customers", "open_tickets",
     "count(tickets where (opened is empty or opened <= today) and (closed is empty or closed > today))",
     "count", "tickets that are open on the day"},
    {"customers", "network_value", value_query, "money",
     "own value, and that of linked customers, halved a step, to depth 2 (the book's `network` setting)"},
    {"customers", "share_of_wallet", "value(12m) / wallet * 100", "percent",
     "value of the last 12 months as a share of the estimated yearly spend"},
    {"customers", "second_order",
     "min(date of sales where kind = invoice and date > customer.first_order and date <= today)", "day",
     "first day invoiced after the first one"},
    {"customers", "repeat_value",
     "sum(if(kind = credit, -abs(amount), amount) of sales where kind in (invoice, credit) and "
     "date >= customer.second_order and date <= today)",
     "money", "net invoiced from the second order on"},
    {"customers", "expected_orders", "forecast_orders(first_order, orders, last_order, 12m)", "count",
     "orders to expect in the next 12 months, by BG/NBD fitted to all customers"},
    {"customers", "clv", "forecast_value(first_order, orders, last_order, repeat_value, 12m)", "money",
     "value to expect in the next 12 months, by BG/NBD and Gamma-Gamma fitted to all customers: an "
     "estimate"},
    {"customers", "lifecycle",
     "if(last_order is empty, if(status = lead, \"lead\", \"prospect\"), if(first_order > today - 90d, "
     "\"new\", "
     "if(last_order > today - 12m, \"active\", if(last_order > today - 24m, \"lapsing\", \"lost\"))))",
     "text", "lead, prospect, new (first order in 90 days), active (order in 12 months), lapsing (24), lost"},
    {"deals", "state",
     "if(opened is empty or opened <= today, if(closed > today, \"open\", coalesce(outcome, "
     "stage_outcome(pipeline, stage), \"open\")))",
     "text",
     "open, won or lost on the day: the outcome, else that of the stage in the settings; open until it was "
     "closed, nothing before it was opened"},
    {"deals", "chance",
     "if(state = won, 100, if(state = lost, 0, if(closed is empty or closed <= today, coalesce(probability, "
     "stage_probability(pipeline, stage)))))",
     "percent",
     "the deal's probability, else that of its stage; nothing where it was closed later, as they are of today"},
    {"deals", "weighted", "amount * chance / 100", "money", "amount times chance"},
    {"deals", "cycle", "if(closed <= today, closed - opened)", "duration", "from opening to closing"},
    {"tickets", "reply_time", "if(first_reply <= today, first_reply - opened)", "duration",
     "from opening to the first reply"},
    {"tickets", "solution_time", "if(closed <= today, closed - opened)", "duration",
     "from opening to closing"},
    {of_book, "value", value_query, "money", "net invoiced of all customers, and of sales without one"},
    {of_book, "orders", "sum(distinct(date of sales where kind = invoice and date $) of customers)", "count",
     "days on which a customer was invoiced, over all customers"},
    {of_book, "contacts", "count(interactions where date $)", "count", "touches on any channel"},
    {of_book, "complaints", "count(interactions where kind = complaint and date $)", "count", "complaints"},
    {of_book, "unanswered_complaints", "sum(customers.unanswered_complaints)", "count",
     "complaints of customers that nobody has answered"},
    {of_book, "waiting_customers", "count(customers where waiting_since is not empty)", "count",
     "customers whose last word nobody has answered"},
    {of_book, "nps",
     "(count(interactions where scale = nps and score >= 9 and date $) - count(interactions where scale = "
     "nps and score <= 6 and date $)) * 100 / count(interactions where scale = nps and score is not empty "
     "and date $)",
     "points", "promoters (9 and 10) less detractors (0 to 6), per hundred answers"},
    {of_book, "csat", "avg(interactions.score where scale = csat and date $)", "score", "mean satisfaction"},
    {of_book, "ces", "avg(interactions.score where scale = ces and date $)", "score", "mean effort"},
    {of_book, "pipeline", "sum(weighted of deals where state = open)", "money",
     "open deals, each weighted by its chance"},
    {of_book, "open_deals", "count(deals where state = open)", "count", "deals that are open"},
    {of_book, "won_deals", "count(deals where state = won and closed $)", "count", "deals won"},
    {of_book, "win_rate",
     "count(deals where state = won and closed $) * 100 / count(deals where state in (won, lost) and "
     "closed "
     "$)",
     "percent", "deals won, of those won or lost"},
    {of_book, "repeat_rate", "count(customers where orders >= 2) * 100 / count(customers where orders >= 1)",
     "percent", "customers who ordered again, of those who ordered"},
    {of_book, "open_tickets",
     "count(tickets where (opened is empty or opened <= today) and (closed is empty or closed > today))",
     "count", "tickets that are open on the day"},
    {of_book, "reply_time", "median(reply_time of tickets where opened $)", "duration",
     "median from opening to the first reply"},
    {of_book, "solution_time", "median(solution_time of tickets where closed $)", "duration",
     "median from opening to closing"},
};

}  // namespace

std::span<const Metric> metrics() {
  return all;
}

const Metric* find_metric(std::string_view collection, std::string_view name) {
  for (const Metric& metric : metrics()) {
    if (metric.collection == collection && metric.name == name) return &metric;
  }
  return nullptr;
}

std::string expand(const Metric& metric, std::string_view span) {
  std::string text;
  for (char c : metric.query) {
    if (c == '$')
      text += span;
    else
      text += c;
  }
  return text;
}

}  // namespace flatcrm::query
