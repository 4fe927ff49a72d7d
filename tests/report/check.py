"""Opens reports in Chromium over its debugging pipe and checks them: check.py FOLDER (see tests/report/run)."""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--no-first-run", "--remote-debugging-pipe"]


class Browser:
    """Chromium. Commands go into file descriptor 3 of it, answers come from 4; each ends with a zero byte."""

    def __init__(self):
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not program:
            print("tests/report/check.py: there is no chromium")
            sys.exit(75)
        self.profile = tempfile.mkdtemp()
        into, self.into = os.pipe()
        self.answers, answers = os.pipe()
        command = f'exec 3<&{into} 4>&{answers}; exec "$@"'
        self.process = subprocess.Popen(["bash", "-c", command, "chromium", program, *FLAGS,
                                         f"--user-data-dir={self.profile}", "about:blank"],
                                        pass_fds=(into, answers), stderr=subprocess.DEVNULL)
        os.close(into)
        os.close(answers)
        self.rest, self.number, self.events = b"", 0, []
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = None
        self.session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ["Page", "Network", "Runtime"]:
            self.send(f"{domain}.enable")

    def read(self):
        while b"\0" not in self.rest:
            bytes_read = os.read(self.answers, 1 << 20)
            if not bytes_read:
                raise SystemExit("Chromium has ended")
            self.rest += bytes_read
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def send(self, method, params=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                assert "error" not in answer, (method, answer)
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        self.events = []
        self.send("Page.navigate", {"url": path.resolve().as_uri()})
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())

    def value(self, script):
        answer = self.send("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True})
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, path):
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"]))

    def requests(self):
        return [event["params"]["request"]["url"] for event in self.events if event["method"] == "Network.requestWillBeSent"]

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


# The left edge of each letter of these words in the first article.
LEFT_EDGES = """(words => {
  const texts = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    return [...words].map((_, index) => {
      const range = document.createRange();
      range.setStart(node, at + index);
      range.setEnd(node, at + index + 1);
      return range.getBoundingClientRect().left;
    });
  }
})"""

# The width of a word whose span begins inside it, and of the same word in one piece.
WIDTHS = """(() => {
  const measure = html => {
    const line = document.createElement('span');
    line.className = 'text';
    line.style.position = 'absolute';
    line.innerHTML = html;
    document.querySelector('article').append(line);
    const width = line.getBoundingClientRect().width;
    line.remove();
    return width;
  };
  return [measure('لل<mark class=c1>مدينة</mark>'), measure('للمدينة')];
})()"""

SHOWN = "[...document.querySelectorAll('article')].filter(it => !it.hidden).map(it => it.querySelector('bdi').textContent.length)"


def set_filter(browser, name, value):
    browser.value(f"""(() => {{ const field = document.querySelector('[name={name}]'); field.value = {json.dumps(value)};
        field.dispatchEvent(new Event('input', {{bubbles: true}})); }})()""")
    return len(browser.value(SHOWN))


def check_case(browser, path):
    browser.open(path)
    edges = browser.value(f"{LEFT_EDGES}('صفاقس')")
    assert edges and all(left > right for left, right in zip(edges, edges[1:])), edges
    marked, plain = browser.value(WIDTHS)
    assert abs(marked - plain) < 0.5, f"a span inside a word parts its letters: {marked} and {plain}"
    assert len(browser.value(SHOWN)) == 3
    for name, value, count in [("status", "done", 1), ("status", "", 3), ("words", "الأجلسة", 0), ("words", "الجلسه", 1), ("words", "", 3),
                               ("label", "1", 1), ("label", "", 3), ("annotator", "sara", 1), ("annotator", "", 3)]:
        assert set_filter(browser, name, value) == count, (name, value, count)
    linked = browser.value("""(() => { document.querySelector('mark[tabindex]').focus();
        return [...document.querySelectorAll('.linked')].map(it => it.className); })()""")
    assert len(linked) >= 3, linked
    assert browser.value("document.body.dataset.ran") is None, "a script from an article has run"
    assert browser.requests() == [path.resolve().as_uri()], browser.requests()
    wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} pixels too wide"


def check_comparison(browser, path, is_wide):
    browser.open(path)
    tops = browser.value("[...document.querySelectorAll('.version')].slice(0, 2).map(it => it.getBoundingClientRect().top)")
    assert (tops[0] == tops[1]) == is_wide, f"versions are side by side where there is room: {tops}"
    rows = browser.value("[...document.querySelector('.differences').querySelectorAll('th[scope=row]')].map(it => it.textContent)")
    assert rows == ["الحدود", "النوع", "فائت"], rows
    assert browser.value("document.querySelectorAll('section[aria-labelledby=agreement] table tr').length") >= 3
    browser.value("(() => { const field = document.querySelector('[name=differs]'); field.click(); })()")
    assert len(browser.value(SHOWN)) == 1
    linked = browser.value("""(() => { document.querySelector('mark.r[tabindex]').focus();
        return [...document.querySelectorAll('.linked')].map(it => it.closest('.text') === document.querySelector('.text')); })()""")
    assert len(linked) == 2 and all(linked), f"both ends of the relation, in one version only: {linked}"
    assert browser.value("document.querySelectorAll('svg polyline').length") >= 1
    assert browser.value("[...document.querySelectorAll('svg')].every(it => it.getAttribute('role') === 'img' && it.getAttribute('aria-label'))")
    assert browser.requests() == [path.resolve().as_uri()], browser.requests()
    wide = browser.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page is {wide} pixels too wide"


def main():
    folder = pathlib.Path(sys.argv[1])
    browser = Browser()
    try:
        for name in ["ar", "en"]:
            for size in [(1000, 1400), (360, 740)]:
                metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
                browser.send("Emulation.setDeviceMetricsOverride", metrics)
                check_case(browser, folder / f"{name}.html")
                browser.picture(folder / f"{name}-{size[0]}.png")
                if name == "ar":
                    check_comparison(browser, folder / "compare.html", size[0] >= 1000)
                    browser.picture(folder / f"compare-{size[0]}.png")
        browser.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
        browser.send("Emulation.setDeviceMetricsOverride", {"width": 1000, "height": 1400, "deviceScaleFactor": 1, "mobile": False})
        browser.open(folder / "ar.html")
        browser.picture(folder / "dark.png")
        pdf = browser.send("Page.printToPDF", {"printBackground": True})["data"]
        (folder / "print.pdf").write_bytes(base64.b64decode(pdf))
        many = folder / "many.html"
        assert many.stat().st_size <= 10_000_000
        browser.open(many)
        load = browser.value("performance.getEntriesByType('navigation')[0].loadEventEnd")
        count = browser.value("document.querySelectorAll('article').length")
        print(f"ok  {count} articles on the first page, {many.stat().st_size} bytes, loaded in {load:.0f} ms")
    finally:
        browser.close()
    print("ok  reports in Chromium: order of Arabic, filters, links, no request, no script of an article")


main()
