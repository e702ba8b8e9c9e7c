#!/bin/sh
# The JSON Schema of profiles takes every profile that flatcrm has, knows no key that flatcrm doesn't, and both refuse the same mistakes.
set -u
python3 -c 'import jsonschema, yaml' 2> /dev/null || { echo 'skipped: no python3-jsonschema or python3-yaml'; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
"$FLATCRM_BUILD/cmd/flatcrm" init -q "$work/book" || exit 1
printf 'A,B\n1,2\n' > "$work/list.csv"
cat > "$work/test.py" <<'END'
import glob, json, os, subprocess, sys
import jsonschema, yaml
source, build, work = sys.argv[1:]
schema = json.load(open(source + '/schemas/profile.json'))
validator = jsonschema.Draft202012Validator(schema)
failed = 0
def say(text):
    global failed
    failed += 1
    print(text)
def flatcrm(profile):
    path = work + '/profile.yaml'
    open(path, 'w').write(profile)
    run = subprocess.run([build + '/cmd/flatcrm', '-C', work + '/book', 'import', work + '/list.csv', '--profile', path, '--dry-run'],
                         capture_output=True, text=True)
    return run.returncode, run.stderr
paths = glob.glob(source + '/lib/import/profiles/*.yaml') + glob.glob(source + '/examples/**/imports/*.yaml', recursive=True)
if len(paths) < 20: say('only %d profiles found' % len(paths))
for path in paths:
    for error in validator.iter_errors(yaml.safe_load(open(path))): say('%s: %s: %s' % (path, error.json_path, error.message))
right = 'source: x\ncollection: customers\nfields:\n  name: A\n'
for key in schema['properties']:
    if key in ('source', 'collection', 'fields'): continue
    status, error = flatcrm(right + key + ': x\n')
    if 'unknown key' in error: say('the schema has %s, flatcrm has not' % key)
    if "unknown key" not in flatcrm(right + key + 'x: x\n')[1]: say('flatcrm takes %sx' % key)
for key in schema['$defs']['field']['properties']:
    if 'unknown key' in flatcrm(right + '  notes: {from: B, %s: x}\n' % key)[1]: say('the schema has %s of a field, flatcrm has not' % key)
for wrong in ('sorce: x\ncollection: customers\nfields: {name: A}\n', right + 'empty: maybe\n', right + 'date_order: dym\n', right + 'remember: perhaps\n',
              right + '  notes: {from: B, take: 1}\n', right + '  notes: {from: B, part: middle}\n', right + '  notes: {map: {x: y}}\n',
              right + 'rules: {name: newest}\n', right + 'unpivot: {name: n}\n', right + 'also: [{fields: {name: A}}]\n', 'source: x\ncollection: customers\nfields: {}\n'):
    if validator.is_valid(yaml.safe_load(wrong)): say('the schema takes: ' + wrong)
    if flatcrm(wrong)[0] == 0: say('flatcrm takes: ' + wrong)
if flatcrm(right)[0] != 0 or not validator.is_valid(yaml.safe_load(right)): say('a right profile is refused')
sys.exit(1 if failed else 0)
END
python3 "$work/test.py" "$FLATCRM_SOURCE" "$FLATCRM_BUILD" "$work"
