#!/bin/sh
# What becomes of the program when its standard streams are full, closed or left by their reader.
set -u
flatcrm=$FLATCRM_BUILD/cmd/flatcrm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] && return 0
  echo "$1: '$3' instead of '$2'" >&2
  failed=1
}

"$flatcrm" completion bash > /dev/full 2> "$work/err"
expect 'status with a full disk' 5 $?
expect 'message with a full disk' 'flatcrm: standard output: No space left on device' "$(cat "$work/err")"

"$flatcrm" completion bash >&- 2> "$work/err"
expect 'status with a closed output' 5 $?
expect 'message with a closed output' 'flatcrm: standard output: Bad file descriptor' "$(cat "$work/err")"

"$flatcrm" --nonsense 2>&-
expect 'status with closed errors' 2 $?

# The reader is gone before the program starts to write.
mkfifo "$work/pipe"
{ sleep 0.2; "$flatcrm" completion bash 2> "$work/err"; echo $? > "$work/status"; } > "$work/pipe" &
: < "$work/pipe"
wait
expect 'status when the reader is gone' 141 "$(cat "$work/status")"
expect 'message when the reader is gone' '' "$(cat "$work/err")"

"$flatcrm" completion bash <&- >&- 2>&-
expect 'status with everything closed' 5 $?

# What --output names: a file comes or goes as a whole, a link stays a link, a pipe stays a pipe. Devices go the way of the pipe: none is at risk here.
book=$FLATCRM_SOURCE/examples/velo/book
report() { "$flatcrm" -C "$book" report rfm --as-of 2026-11-22 -o "$1" 2> "$work/err"; }
mkdir "$work/pages"
ln -s pages/rfm.html "$work/latest.html"
report "$work/latest.html"
expect 'status through a link' 0 $?
expect 'the link afterwards' pages/rfm.html "$(readlink "$work/latest.html")"
expect 'the file behind it' '<!doctype html>' "$(head -c 15 "$work/pages/rfm.html")"
mkfifo "$work/queue"
{ head -c 3 "$work/queue" > "$work/read"; cat "$work/queue" > "$work/rest"; } 2> /dev/null &
report "$work/queue"
expect 'status into a pipe' 0 $?
[ -p "$work/queue" ] || { echo 'the pipe became a file' >&2; failed=1; }
kill $! 2> /dev/null
wait
report "$work/pages"
expect 'status into a folder' 5 $?
expect 'message of a folder' "flatcrm: $work/pages: is a folder; name the file to write in it" "$(cat "$work/err")"
report "$work/nowhere/rfm.html"
expect 'status without its folder' 5 $?
expect 'message without its folder' "flatcrm: $work/nowhere/rfm.html: its folder is not there; make it, or write elsewhere" "$(cat "$work/err")"
ln -s circle "$work/circle"
report "$work/circle"
expect 'status of a link to itself' 5 $?
expect 'what is left beside the files' 0 "$(find "$work" -name '*.part' | wc -l)"
exit "$failed"
