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
exit "$failed"
