#include <doctest/doctest.h>

#include "core/error.h"
#include "render/delimited.h"
#include "render/render.h"
#include "support/documents.h"

using namespace flatcrm;
using render::Format;

TEST_CASE("csv has ids and names, one currency in the header's column, and harmless text") {
  CHECK(render::render(hostile_document(), {.format = Format::csv}) ==
        "owner,owner_name,note,deals,value,share_percent,price,price_currency,since\n"
        "anna-kv3m9p,Anna 王小明,'=cmd|'/c calc'!A0,8,-1200.50,50.00,99,JPY,2017-01-31\n"
        "b-000000,B\\x1b[31m,\"two\nlines, \"\"quoted\"\" | <b>\",4,,25.00,0.1,EUR,\n"
        ",,,0,0.00,,,,\n");
}

TEST_CASE("tsv quotes nothing that csv quotes for a comma only") {
  report::Document document{.name = "x"};
  document.add("").tables = {
      {.name = "t", .columns = {{"a", "A"}, {"b", "B"}}, .rows = {{"x, y", "tab\there"}}}};
  CHECK(render::render(document, {.format = Format::tsv}) == "a\tb\nx, y\t\"tab\there\"\n");
}

TEST_CASE("text that a spreadsheet would run gets an apostrophe, a number never") {
  CHECK(render::harmless("=1+1") == "'=1+1");
  CHECK(render::harmless("@SUM(A1)") == "'@SUM(A1)");
  CHECK(render::harmless("+49 89 1") == "+49 89 1");
  CHECK(render::harmless("+49 89 1; +49 89 2;ext=3") == "+49 89 1; +49 89 2;ext=3");
  CHECK(render::harmless("+1+cmd") == "'+1+cmd");
  CHECK(render::harmless("-x") == "'-x");
  CHECK(render::harmless("＝1") == "'＝1");
  CHECK(render::harmless("a=1") == "a=1");
  CHECK(render::harmless("").empty());
}

TEST_CASE("a row of one missing value is no blank line") {
  std::string out;
  render::write_csv(out, {.name = "t", .columns = {{"a", "A"}}, .rows = {{report::Cell{}}, {"x"}}});
  CHECK(out == "a\n\"\"\nx\n");
}

TEST_CASE("a table is chosen by its name, figures and findings among them") {
  auto csv = [](const std::string& table) {
    return render::render(hostile_document(), {.format = Format::csv, .table = table});
  };
  CHECK(csv("figures") ==
        "name,label,value,unit,previous,change,target\n"
        "won,Won,1257,deals,1254,3,1300\n"
        "won_value,Won value,2982255.00,USD,3086111.00,-103856.00,\n"
        "win_rate_percent,Win rate,61.4069,percent,,,\n"
        "cycle_days,Mean cycle,51.782,days,,,\n"
        "median,Median of nothing,,,,,\n");
  CHECK(csv("findings") ==
        "code,count,finding,command\n"
        "product-missing,1480,\"1,480 deals name a product that is not there\",flatcrm check\n");
  CHECK(csv("months") == "month,touches\n2017-01,10\n2017-02,5\n");
  CHECK(csv("nothing") == "a\n");
  CHECK(csv("all").find("\nmonths,2,touches,5,\n") != std::string::npos);
  CHECK(csv("all").find("\nfigures,2,value,2982255.00,USD\n") != std::string::npos);
  CHECK_THROWS_WITH_AS(csv("stagse"), "no table 'stagse' in the report test; did you mean 'stages'?", Error);
  CHECK(render::render(hostile_document(), {.table = "months"}).find("Overview") == std::string::npos);
}

TEST_CASE("json lines are the rows of one table") {
  CHECK(
      render::render(hostile_document(), {.format = Format::json_lines}) ==
      R"({"owner": {"id": "anna-kv3m9p", "name": "Anna 王小明"}, "note": "=cmd|'/c calc'!A0", "deals": 8, )"
      R"("value": {"amount": "-1200.50", "currency": "USD"}, "share_percent": "50.00", )"
      R"("price": {"amount": "99", "currency": "JPY"}, "since": "2017-01-31"})"
      "\n"
      R"({"owner": {"id": "b-000000", "name": "B\u001b[31m"}, "note": "two\nlines, \"quoted\" | <b>", "deals": 4, )"
      R"("value": null, "share_percent": "25.00", "price": {"amount": "0.1", "currency": "EUR"}, "since": null})"
      "\n"
      R"({"owner": null, "note": null, "deals": 0, "value": {"amount": "0.00", "currency": "USD"}, )"
      R"("share_percent": null, "price": null, "since": null})"
      "\n");
}

TEST_CASE("ids are the first references, one a line") {
  CHECK(render::render(hostile_document(), {.format = Format::ids}) == "anna-kv3m9p\nb-000000\n");
  CHECK_THROWS_AS(render::render(hostile_document(), {.format = Format::ids, .table = "months"}), Error);
}

TEST_CASE("markdown escapes what would break out of a cell") {
  CHECK(render::render(hostile_document(), {.format = Format::markdown}) ==
        "# Sales &lt;of> Acme\n"
        "\nclosed 2017-07-01 to 2017-09-30\n"
        "\nbefore: 2017-04-01 to 2017-06-30\n"
        "\n## Overview\n"
        "\n| Figure | Value | Before | Change | Target |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| Won | 1,257 deals | 1,254 deals | 3 deals | 1,300 deals |\n"
        "| Won value | 2,982,255.00 USD | 3,086,111.00 USD | -103,856.00 USD | |\n"
        "| Win rate | 61.4069% | | | |\n"
        "| Mean cycle | 51.782 days | | | |\n"
        "| Median of nothing | none | | | |\n"
        "\n- 1,480 deals name a product that is not there (x-1, x-2, …): flatcrm check\n"
        "\n### Stages\n"
        "\n| Owner | What was said | Deals | Won value (USD) | Share | Price | Since |\n"
        "| --- | --- | ---: | ---: | ---: | ---: | --- |\n"
        "| Anna 王小明 | =cmd\\|'/c calc'!A0 | 8 | -1,200.50 | 50.00% | 99 JPY | 2017-01-31 |\n"
        "| B\\\\x1b\\[31m | two lines, \"quoted\" \\| &lt;b> | 4 | | 25.00% | 0.1 EUR | |\n"
        "| | | 0 | 0.00 | | | |\n"
        "| **Total** | | **12** | **-1,200.50** | | | |\n"
        "\nOpen deals have no value yet.\n"
        "\n## By month\n"
        "\n### Nothing\n"
        "\n(none)\n"
        "\n### Touches\n"
        "\n| Month | Touches |\n"
        "| --- | ---: |\n"
        "| 2017-01 | 10 |\n"
        "| 2017-02 | 5 |\n"
        "\nA note.\n"
        "\nMade from acme at 1f9c2ab as of 2017-10-01 with flatcrm 0.1.0: deals 8,800, staff 41.\n");
}

TEST_CASE("html escapes every text and fetches nothing") {
  std::string html = render::render(hostile_document(), {.format = Format::html});
  CHECK(html.find("<h1>Sales &lt;of&gt; Acme</h1>") != std::string::npos);
  CHECK(html.find("<b>") == std::string::npos);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("http://") == std::string::npos);
  CHECK(html.find("https://") == std::string::npos);
  CHECK(html.find("<td class=\"n\">-1,200.50</td>") != std::string::npos);
  CHECK(html.find("<rect width=\"50.00\"") != std::string::npos);
}

TEST_CASE("formats have names and endings, and a wrong one is told its nearest") {
  CHECK(render::format_named("jsonl") == Format::json_lines);
  CHECK(render::format_named("ids") == Format::ids);
  CHECK_THROWS_WITH_AS(render::format_named("markdwon"), "no format 'markdwon'; did you mean 'markdown'?",
                       Error);
  CHECK(render::format_of_file("out/weekly.HTML") == Format::html);
  CHECK(render::format_of_file("weekly.md") == Format::markdown);
  CHECK_FALSE(render::format_of_file("weekly").has_value());
  CHECK_FALSE(render::format_of_file("weekly.pdf").has_value());
}
