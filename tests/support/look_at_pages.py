"""Looks at HTML pages in headless Chromium, as a reader on a phone and at a desk does, by day and by night.

    python3 look_at_pages.py PICTURES PAGE.html...

Exit 1, a line a fault: a page wider than its window, text of too little contrast, a request that leaves the page, HTML that is not valid, a
chart that nobody drew. The pictures are written to the folder PICTURES. Exit 77 where Chromium or html5lib is missing.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import html5lib
except ImportError:
    print("skipped: python3-html5lib is missing")
    sys.exit(77)

WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
LEAST_CONTRAST = 4.5  # WCAG 2.1, success criterion 1.4.3

# What the page measures of itself: the texts whose contrast is too low, and what sticks out of the window.
MEASURE = r"""
(() => {
  const parse = colour => { const n = colour.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const light = ([r, g, b]) => {
    const part = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0, least = 99;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const [one, other] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    texts += 1;
    least = Math.min(least, contrast);
    if (contrast < LEAST) faults.push(`contrast ${contrast.toFixed(2)} of '${walker.currentNode.data.trim().slice(0, 30)}'`);
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 12) faults.push(`letters of ${size} px in '${walker.currentNode.data.trim().slice(0, 30)}'`);
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`${page.scrollWidth} px wide in a window of ${page.clientWidth}`);
  for (const drawing of document.querySelectorAll("svg.drawing")) {
    const box = drawing.getBoundingClientRect();
    if (box.width < 100 || box.height < 50) faults.push(`a chart of ${box.width} by ${box.height} px`);
    if (!drawing.querySelector("polyline, rect")) faults.push("a chart without a line or a bar");
  }
  return JSON.stringify({faults, texts, least, height: page.scrollHeight});
})()
""".replace("LEAST", str(LEAST_CONTRAST))


class Browser:
    """Chromium, spoken to through a pipe."""

    def __init__(self, program):
        self.home = tempfile.mkdtemp()
        ours_read, theirs_write = os.pipe()
        theirs_read, ours_write = os.pipe()
        # Chromium takes descriptors 3 and 4.
        command = (f'exec 3<&{theirs_read} 4>&{theirs_write}; exec "$0" "$@"')
        self.process = subprocess.Popen(
            ["sh", "-c", command, program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", f"--user-data-dir={self.home}", "about:blank"],
            pass_fds=(theirs_read, theirs_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs_read)
        os.close(theirs_write)
        self.reading, self.writing = os.fdopen(ours_read, "rb"), os.fdopen(ours_write, "wb")
        self.number, self.events, self.rest, self.session = 0, [], b"", None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def read(self):
        while b"\0" not in self.rest:
            some = os.read(self.reading.fileno(), 1 << 20)
            if not some:
                raise RuntimeError("Chromium went away")
            self.rest += some
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writing.write(json.dumps(message).encode() + b"\0")
        self.writing.flush()
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, event):
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self.read())

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


def look(browser, page, width, scheme, pictures):
    browser.events.clear()
    browser.call("Page.enable")
    browser.call("Network.enable")
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    address = page.resolve().as_uri()
    browser.call("Page.navigate", url=address)
    browser.wait_for("Page.loadEventFired")
    measured = json.loads(browser.call("Runtime.evaluate", expression=MEASURE)["result"]["value"])
    picture = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                           clip={"x": 0, "y": 0, "width": width, "height": min(measured["height"], 8000), "scale": 1})
    (pictures / f"{page.stem}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture["data"]))
    requests = [event["params"]["request"]["url"] for event in browser.events
                if event.get("method") == "Network.requestWillBeSent"]
    faults = measured["faults"] + [f"asks for {url}" for url in requests if url != address]
    if measured["texts"] == 0:
        faults.append("no text at all")
    return faults, measured["least"]


def faults_of_html(page):
    parser = html5lib.HTMLParser()
    parser.parse(page.read_text(encoding="utf-8"))
    return [f"no valid HTML: {code} at {place}" for place, code, _ in parser.errors]


def main(arguments):
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        print("skipped: Chromium is missing")
        return 77
    pictures = pathlib.Path(arguments[0])
    pictures.mkdir(parents=True, exist_ok=True)
    browser, failed, least_of_all = Browser(program), 0, 99
    try:
        for name in arguments[1:]:
            page = pathlib.Path(name)
            found = faults_of_html(page)
            for width in WIDTHS:
                for scheme in SCHEMES:
                    faults, least = look(browser, page, width, scheme, pictures)
                    least_of_all = min(least_of_all, least)
                    found += [f"{width} px, {scheme}: {fault}" for fault in faults]
            for fault in found:
                print(f"{page.name}: {fault}")
            failed += bool(found)
    finally:
        browser.close()
    count = len(arguments) - 1
    print(f"{count} pages, {count * len(WIDTHS) * len(SCHEMES)} pictures, least contrast {least_of_all:.2f}, {failed} with faults")
    return 1 if failed or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
