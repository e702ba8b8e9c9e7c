#!/bin/sh
# Makes the book of Velo Alpina, a small bicycle shop, out of its messy exports:
#
#   sh examples/velo/build.sh FOLDER
#
# Every import can be repeated, and changes nothing the second time. `flatcrm` is taken from the PATH, or from $FLATCRM.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
flatcrm=${FLATCRM:-flatcrm}
book=${1:?"a folder for the book"}
export FLATCRM_AS_OF=2026-11-22

[ -e "$book/flatcrm.yaml" ] ||
  "$flatcrm" init "$book" --name 'Velo Alpina' --currency EUR --time-zone Europe/Berlin --region DE
mkdir -p "$book/imports"
whole=$(CDPATH= cd -- "$book" && pwd)
[ "$book" -ef "$here/book" ] || cp "$here"/book/imports/*.yaml "$book/imports/"

bring() { # PROFILE FILE
  (cd "$here/sources" && "$flatcrm" -C "$whole" import "$2" --profile "$1")
}
bring staff staff.csv
bring products products.csv
bring rates rates.csv
bring shop-kunden shop-kunden.csv
bring shop-belege shop-belege.csv
bring newsletter newsletter.csv
bring hotline hotline.csv
bring agente agente-romande.txt
bring shop-belege shop-auftraege.csv
bring umfragen umfragen.csv
bring tickets tickets.csv
bring quotas quotas.csv
bring agente-suivi agente-suivi.csv
bring ziele ziele.csv
