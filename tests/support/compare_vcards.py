"""Says how the properties of vCards differ, as python3-vobject reads them.

    compare_vcards.py ORIGINAL EXPORTED...  prints each difference; exit 2 where vobject can't read the original

Types are compared as sets without case; how bytes are written (encoding, charset, a data address) is no difference, nor is the version,
a preference of 1 in place of the type "pref", or what the export adds.
"""
import base64, collections, re, sys
import vobject

def unescape(text):
    return re.sub(r'\\(.)', lambda m: '\n' if m.group(1) in 'nN' else m.group(1), text)

def values(line):
    value = line.value
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return ','.join(value)
    match = re.match(r'data:[^;,]*;base64,(.*)$', value, re.S)
    if match:
        return match.group(1)
    return value

def tidy(name, text):
    text = unescape(text).replace('\r', '')
    if name == 'TEL' and text.startswith('tel:'):
        text = text[4:]
    text = re.sub(r'[ \t\n]+', ' ', text).strip()
    if name == 'FN':
        return text.split(',')[0]  # vobject cuts one at a comma that no backslash stands before
    return text.rstrip(';') if name in ('ORG', 'N') else text

def lines(path):
    data = open(path, 'rb').read()
    try:
        text = data.decode('utf-16' if data[:2] in (b'\xfe\xff', b'\xff\xfe') else 'utf-8-sig')
    except UnicodeDecodeError:
        text = data.decode('cp1252')
    text = text.replace('\r\r\n', '\n').replace('\r\n', '\n')
    found = collections.Counter()
    for card in vobject.base.readComponents(text, transform=False):
        for line in card.getChildren():
            name = line.name.upper()
            if name in ('VERSION', 'PROFILE') or not hasattr(line, 'value'):
                continue
            types = {one.lower() for key, given in line.params.items() if key.upper() == 'TYPE' for t in given for one in t.split(',')}
            types |= {t.lower() for t in getattr(line, 'singletonparams', [])}
            types -= {'pref', 'jpeg', 'png', 'base64', 'quoted-printable'}
            value = values(line)
            if {'BASE64', 'B'} & {v.upper() for v in line.params.get('ENCODING', [])}:
                value = re.sub(r'\s', '', value)
            found[(line.group or '', name, tuple(sorted(types)), tidy(name, value))] += 1
    return found

try:
    original = lines(sys.argv[1])
except Exception as error:
    print(type(error).__name__, str(error)[:80])
    sys.exit(2)
exported = sum((lines(path) for path in sys.argv[2:]), collections.Counter())
for line in sorted((original - exported).elements()):
    print('lost:', str(line)[:160])
sys.exit(1 if original - exported else 0)
