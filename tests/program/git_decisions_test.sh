#!/bin/sh
# Two people clean one book on two branches: the same merge on both is one, different ones into one record are two, each can be taken
# back; and the hook refuses what a commit makes worse, not what was wrong before.
set -u
command -v git > /dev/null || { echo 'no git: skipped' >&2; exit 77; }
PATH="$FLATCRM_BUILD/cmd:$PATH"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C HOME="$work" GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
failed=0
fail() { echo "FAILED: $1"; failed=1; }

book() { # NAME, and customers on standard input: id, name, mail, phone
  flatcrm init "$1" --name Test -q && cd "$1" || exit 1
  mkdir -p customers deals && git init -q -b main . && git config gc.auto 0
  while IFS=, read -r id name mail phone; do
    printf 'id: %s\nname: %s\nemails:\n  - %s\nphones:\n  - "%s"\n' "$id" "$name" "$mail" "$phone" > "customers/$id.yaml"
  done
  git add -A && git commit -qm 'The book' && flatcrm git-setup -q || exit 1
}
merge_of() { # SURVIVOR MERGED: a proposals file
  printf 'proposals:\n  - decision: merge\n    records:\n      - %s\n      - %s\n    result:\n      - {field: id, value: %s, from: %s}\n' \
    "$1" "$2" "$1" "$1"
}
on_branch() { # BRANCH WHO DAY SURVIVOR MERGED
  git checkout -q -b "$1" main
  merge_of "$4" "$5" | flatcrm dedupe --apply - --decided-by "$2" --as-of "$3" --commit -q || fail "a merge on $1"
}

# The same decision on two branches: one log, one line, said by the first of the two, in whichever direction git merges.
for pair in 'one two' 'two one'; do
  set -- $pair
  book "same-$1" <<'END'
anna-000001,Anna Abel,anna@example.org,+49301234567
anne-000002,Anne Abel,anna@example.org,+49301234567
END
  on_branch one ines 2026-11-20 anna-000001 anne-000002
  on_branch two carl 2026-11-22 anna-000001 anne-000002
  git checkout -q "$1" && git merge -q --no-edit "$2" > log 2>&1 || { fail "the same merge on both sides, $2 into $1"; cat log; }
  rm -f log
  [ "$(tail -n +2 dedupe/decisions.csv)" = anna-000001,anne-000002,merge,,ines,2026-11-20, ] || fail 'the first who said it'
  [ "$(ls dedupe/merges | wc -l)" -eq 1 ] || fail 'one log'
  flatcrm check --merges HEAD > findings || fail 'the merge holds'
  [ -s findings ] && { fail 'findings of the merge'; cat findings; }
  rm -f findings
  flatcrm dedupe --undo anna-000001 -q || fail 'taken back'
  git diff --quiet main -- customers || fail 'taken back to the byte'
  cd "$work" || exit 1
done

# Two others, merged into one record on two branches.
book different <<'END'
anna-000001,Anna Abel,anna@example.org,+49301234567
anne-000002,Anne Abel,anna@example.org,+49301234567
anni-000003,Anni Abel,anna@example.org,+49301234567
END
on_branch one ines 2026-11-20 anna-000001 anne-000002
on_branch two carl 2026-11-22 anna-000001 anni-000003
git merge -q --no-edit one > log 2>&1 || { fail 'two merges into one record'; cat log; }
rm -f log
[ "$(tail -n +2 dedupe/decisions.csv | wc -l)" -eq 2 ] || fail 'both decisions'
[ "$(ls dedupe/merges | wc -l)" -eq 2 ] || fail 'both logs'
flatcrm check -q || fail 'the book is sound'
flatcrm show anne-000002 -q | grep -q anna-000001 || fail 'one of them is found under the record it went into'
for id in anne-000002 anni-000003; do flatcrm dedupe --undo "$id" -q || fail "$id taken back"; done
git diff --quiet main -- customers || { fail 'both taken back to the byte'; git diff main -- customers; }
cd "$work" || exit 1

# Two who decided otherwise are asked.
book otherwise <<'END'
anna-000001,Anna Abel,anna@example.org,+49301234567
anne-000002,Anne Abel,anna@example.org,+49301234567
END
on_branch one ines 2026-11-20 anna-000001 anne-000002
git checkout -q -b two main
merge_of anna-000001 anne-000002 | sed 's/decision: merge/decision: distinct/; /result:/,$d' |
  flatcrm dedupe --apply - --decided-by carl --as-of 2026-11-22 --commit -q || fail 'a distinct'
git merge -q --no-edit one > log 2>&1 && fail 'merge and distinct of one pair'
rm -f log
grep -q '^<<<<<<<' dedupe/decisions.csv || fail 'the conflict stands in the file'
cd "$work" || exit 1

# The hook: what was wrong before is known, what becomes wrong is refused, and a warning is no error.
book known <<'END'
anna-000001,Anna Abel,anna@example.org,+49301234567
END
printf 'id: deal-000001\nname: A deal\ncustomer: nobody-000009\n' > deals/deal-000001.yaml
git add -A && git commit -q -m 'Refused' 2> ../said && fail 'a reference to nothing'
grep -q nobody-000009 ../said || fail 'which is named'
git commit -q --no-verify -m 'A reference to nothing'
sed -i 's/Abel/Abele/; s/+49301234567/030 1234567/' customers/anna-000001.yaml
git mv deals/deal-000001.yaml deals/moved.yaml && git add -A
git commit -q -m 'A new name' 2> ../said || { fail 'a commit that makes nothing worse'; cat ../said; }
flatcrm check --not-in HEAD > ../said 2>&1 || fail 'nothing is news'
flatcrm check --not-in HEAD~1 2>&1 | grep -q bad-phone || fail 'a warning is news'
printf 'id: deal-000002\nname: A deal\ncustomer: nobody-000009\n' > deals/deal-000002.yaml
git add -A && git commit -q -m 'Refused again' 2> ../said && fail 'another reference to nothing'
grep -q 'deal-000002' ../said && ! grep -q 'deals/moved' ../said || { fail 'the new one alone is said'; cat ../said; }
git checkout -q -b other HEAD && git commit -q --no-verify -m 'Another reference' && git checkout -q main
sed -i 's/Anna/Hanna/' customers/anna-000001.yaml && git commit -q -am 'Here too' || fail 'a commit beside'
git merge -q --no-edit other > ../said 2>&1 || { fail 'a merge of what both had'; cat ../said; }
git checkout -q -b third HEAD~1 && printf 'id: deal-000003\nname: A deal\ncustomer: nobody-000009\n' > deals/deal-000003.yaml
sed -i 's/Hanna/Johanna/' customers/anna-000001.yaml && git add -A && git commit -q --no-verify -m 'A third' && git checkout -q main
sed -i 's/Hanna/Susanna/' customers/anna-000001.yaml && git commit -q -am 'Another name' || fail 'a commit beside'
git merge -q --no-edit third > ../said 2>&1 && fail 'two names'
git checkout -q --ours customers && git add -A
git commit -q --no-edit 2> ../said || { fail 'a resolved merge of what both had'; cat ../said; }
[ "$failed" -eq 0 ] && echo ok
exit "$failed"
