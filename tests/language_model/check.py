"""Asks the server of llama.cpp with `--suggester openai:`, as a person does who has a server alone: check.py TAWSIM FOLDER"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEXTS = ["زار سامي باريس.", "سامي زار باريس أمس، وباريس جميلة.", "لا اسم هنا"]


@contextmanager
def server(folder, context):
    # A crash of the server must not start a debugger.
    environment = {**os.environ, "GGML_NO_BACKTRACE": "1"}
    log = (folder / "server.log").open("w")
    command = [sys.executable, str(HERE / "server.py"), str(folder), str(context)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment) as process:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), (folder / "server.log").read_text(errors="replace")[-2000:]
        try:
            yield address
        finally:
            process.kill()


class Tawsim:
    def __init__(self, program, folder):
        self.program, self.folder = str(Path(program).resolve()), folder

    def suggest(self, address, texts, *flags, status=0):
        """The entities of each text, and the messages."""
        articles = self.folder / "articles.jsonl"
        lines = [json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False) for number, text in enumerate(texts)]
        articles.write_text("\n".join(lines) + "\n", encoding="utf-8")
        environment = {**os.environ, "XDG_CACHE_HOME": str(self.folder / "cache"), "TAWSIM_API_KEY": ""}
        command = [self.program, "suggest", str(articles), "--suggester", f"openai: by-heart @ {address}", *flags]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == status, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
        found = [json.loads(line)["entities"] for line in done.stdout.splitlines()]
        return [[(one["start"], one["end"], one["label"]) for one in entities] for entities in found], done.stderr


def main():
    folder = Path(sys.argv[2]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tawsim = Tawsim(sys.argv[1], folder)
    with server(folder, 8192) as address:
        url = f"{address}/v1"
        found, messages = tawsim.suggest(url, TEXTS[:1])
        assert found == [[(9, 14, "LOC")]], found
        # One request: the server took the JSON schema. It counts the tokens.
        estimate, total = messages.splitlines()
        assert estimate.startswith("tawsim: by-heart: 1 articles are about 1 requests, "), messages
        assert total.startswith("tawsim: by-heart: 1 requests, ") and total.endswith(" tokens in, 11 out"), messages
        # What the model says is ambiguous in the second text, and not in the third one.
        found, messages = tawsim.suggest(url, TEXTS, status=1)
        assert found == [[(9, 14, "LOC")], [], []] or found[0] == [(9, 14, "LOC")] and not found[2], found
        assert "1 answers from the cache" in messages and 'a2: 1 of 1 items are left out: entities[0]: "باريس" is not in the text' in messages, messages
        found, messages = tawsim.suggest(url, TEXTS, "--max-requests", "0", status=1)
        assert "0 requests, 3 answers from the cache" in messages, messages
        _, messages = tawsim.suggest(url, TEXTS[:1], "--no-cache", "--max-requests", "0", status=1)
        assert "--max-requests 0 is reached" in messages, messages
        _, messages = tawsim.suggest(f"{address}/v7", TEXTS[:1], "--no-cache", status=1)
        assert "the server has no such model or address: 404" in messages, messages
    print("ok  llama.cpp: a JSON schema, the cache, limits, a wrong address", flush=True)
    with server(folder, 4096) as address:
        url = f"{address}/v1"
        long = " ".join(["كلمة"] * 300)
        found, messages = tawsim.suggest(url, [long, TEXTS[0]], "--no-cache", "--jobs", "1", status=1)
        assert found == [[], [(9, 14, "LOC")]], found
        assert "a0: the text is too long for the server" in messages and "2 requests" in messages, messages
    print("ok  llama.cpp: a text that is too long costs one request and changes nothing for the next", flush=True)
    _, messages = tawsim.suggest(url, TEXTS[:1], "--no-cache", status=1)
    assert "start the server, or check the address" in messages, messages
    print("ok  llama.cpp: no server", flush=True)


if __name__ == "__main__":
    main()
