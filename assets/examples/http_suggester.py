"""Suggestions of a service behind HTTP for tawsim, several requests at a time.

    tawsim suggest news.jsonl --jobs 8 --suggester 'cmd: python3 http_suggester.py http://localhost:3000/analyze'

The service gets {"text": …, "language": "ar"} by POST and answers with a list of {"entity_type", "start", "end", "score"}, as the
analyzer of Presidio does. Change `ask` for another service. It needs Python alone. The text of each article goes to the service.
"""

import argparse
import json
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# `print` writes a line in two parts, and lines of several threads must not mix.
output = threading.Lock()


def write(answer):
    with output:
        print(json.dumps(answer), flush=True)


def ask(url, text, timeout):
    body = json.dumps({"text": text, "language": "ar"}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        return json.load(reply)


def suggest(arguments, names, article, cancelled):
    if article["id"] in cancelled:
        return  # nobody waits for the answer any more
    try:
        found = ask(arguments.url, article["text"], arguments.timeout)
        for one in found:
            one["entity_type"] = names.get(one["entity_type"], one["entity_type"])
        write({"id": article["id"], "entities": found})
    except Exception as error:
        write({"id": article["id"], "error": f"{arguments.url}: {error}"})


def main():
    parser = argparse.ArgumentParser(description="Suggestions of a service behind HTTP for tawsim")
    parser.add_argument("url", help="the address that takes a text")
    parser.add_argument("--labels", default="PERSON=PER,LOCATION=LOC,DATE_TIME=DATE", help="labels that have another name here")
    parser.add_argument("--in-flight", type=int, default=8, help="the most requests at a time")
    parser.add_argument("--timeout", type=float, default=30, help="seconds for one request")
    arguments = parser.parse_args()
    names = dict(pair.split("=", 1) for pair in arguments.labels.split(",") if pair)
    write({"protocol": "tawsim-suggester/1", "name": "http", "in_flight": arguments.in_flight})
    cancelled = set()
    with ThreadPoolExecutor(arguments.in_flight) as threads:
        for line in sys.stdin:
            line = json.loads(line)
            if "cancel" in line:
                cancelled.add(line["cancel"])
            elif "text" in line:
                cancelled.discard(line["id"])  # it is asked for again
                threads.submit(suggest, arguments, names, line, cancelled)


if __name__ == "__main__":
    main()
