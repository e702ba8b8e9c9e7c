#!/bin/sh
# The CDNOW sample end to end: imported with the profile of examples/, its models with the parameters of the papers, its holdout with the
# orders that came, its cohorts and its Gini coefficient against a second computation from the same file.
set -eu
flatcrm=${FLATCRM_BUILD:?}/cmd/flatcrm
data=${FLATCRM_SOURCE:?}/../shared/data/sales/cdnow-sample
[ -d "$data" ] || { echo "skipped: the CDNOW sample is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
export FLATCRM_AS_OF=1998-06-30 LC_ALL=C HOME="$work"

fail() { echo "FAILED: $*"; exit 1; }
is() { [ "$2" = "$3" ] || fail "$1: got '$2', wanted '$3'"; }

"$flatcrm" init -q book --currency USD
"$flatcrm" -C book import -q "$data/cdnowElog.csv" --profile "$FLATCRM_SOURCE/examples/cdnow/purchases.yaml"
cd book

# 39 weeks of calibration, the 39 weeks after them held out.
"$flatcrm" report clv --from 1997-01-01 --to 1997-09-30 --horizon 39w --table figures -O csv >figures.csv
figure() { awk -F, -v name="$1" '$1 == name { print $3 }' figures.csv; }
is r "$(figure r)" 0.243
is alpha "$(figure alpha)" 4.414
is a "$(figure a)" 0.793
is b "$(figure b)" 2.426
is 'log-likelihood' "$(figure log_likelihood)" -9582.4
is p "$(figure p)" 6.25
is q "$(figure q)" 3.74
is gamma "$(figure gamma)" 15.44
is buyers "$(figure buyers)" 2357
is repeaters "$(figure repeaters)" 946

# What came: order days by customer from the file itself. First orders are before 1997-04, so all are customers of the fit.
tail -n +2 "$data/cdnowElog.csv" | tr -d '\r' | cut -d, -f1,3 | sort -u >days.csv
is 'orders in the fit' "$(figure orders)" "$(awk -F, '$2 <= 19970930' days.csv | wc -l)"
is 'orders held out' "$(figure holdout_orders)" "$(awk -F, '$2 > 19970930' days.csv | wc -l)"
"$flatcrm" report clv --from 1997-01-01 --to 1997-09-30 --table holdout -O csv | grep -v Total | cut -d, -f1-3 | tail -n +2 >bins.csv
awk -F, '{ if ($2 <= 19970930) seen[$1]++; else came[$1]++ }
  END { for (c in seen) { k = seen[c] - 1; if (k > 7) k = 7; n[k]++; o[k] += came[c] } for (k = 0; k < 8; k++) print (k < 7 ? k : "7+") "," n[k] "," o[k] }' days.csv >wanted.csv
diff bins.csv wanted.csv || fail 'the holdout by repeat orders'

# The triangle of customers by month.
"$flatcrm" report cohorts --table active --limit 0 -O csv | tail -n +2 >active.csv
sort -t, -k1,1 -k2,2 days.csv | awk -F, '
  { month = int($2 / 10000) * 12 + int($2 / 100) % 100 - 1; if (!($1 in first)) { first[$1] = month; size[month]++ }
    if (!(($1, month) in seen)) { seen[$1, month]; active[first[$1], month - first[$1]]++ } }
  END { last = 1998 * 12 + 5
    for (c = 1997 * 12; c <= last; c++) if (size[c]) { line = sprintf("%d-%02d,%d", c / 12, c % 12 + 1, size[c])
      for (k = 0; k <= last - 1997 * 12; k++) line = line "," (c + k <= last ? active[c, k] + 0 : ""); print line } }' >wanted.csv
diff active.csv wanted.csv || fail 'the cohorts'

# Gini as the mean difference of all pairs over twice the mean, of customers with a value.
"$flatcrm" report pareto --table figures -O csv >figures.csv
tail -n +2 "$data/cdnowElog.csv" | tr -d '\r' | awk -F, '{ cents[$1] += int($5 * 100 + 0.5) } END { for (c in cents) if (cents[c] > 0) print cents[c] }' | sort -rn >values.txt
is 'value' "$(figure customers_value)" 244091.94
is 'customers with a value' "$(figure customers_with_value)" "$(wc -l <values.txt)"
is gini "$(figure customers_gini)" "$(awk '{ x[NR] = $1; sum += $1 } END { for (i = 1; i <= NR; i++) for (j = i + 1; j <= NR; j++) d += x[i] - x[j]
  printf "%.4f\n", 2 * d / (NR * NR) / (2 * sum / NR) }' values.txt)"
is 'who bring 80 %' "$(figure customers_for_80)" "$(awk '{ x[NR] = $1; sum += $1 } END { while (so_far * 100 < sum * 80) so_far += x[++k]; print k }' values.txt)"

# Queries have the same estimates, of each customer and in sum.
"$flatcrm" report clv --table customers --limit 0 -O csv | tail -n +2 | awk -F, '{ print $1 "," $9 }' | sort >wanted.csv
"$flatcrm" segment 'orders > 0' --columns 'id, clv' -O csv | tail -n +2 | sort >clv.csv
diff clv.csv wanted.csv >/dev/null || fail "clv of queries: $(diff clv.csv wanted.csv | head -5)"
is 'expected orders' "$("$flatcrm" segment --group-by '"all"' --columns 'round(sum(expected_orders), 1) as n' -O csv | tail -1 | cut -d, -f2)" \
  "$("$flatcrm" report clv --table figures -O csv | awk -F, '$1 == "expected_orders" { print $3 }')"

# The same bytes, whatever the number of threads, the zone and the locale.
for report in clv cohorts pareto; do
  FLATCRM_THREADS=1 "$flatcrm" report $report -O json >one.json
  FLATCRM_THREADS=5 TZ=Asia/Tokyo LC_ALL=C.UTF-8 "$flatcrm" report $report -O json >five.json
  cmp one.json five.json || fail "$report depends on threads, zone or locale"
done
echo ok
