#!/usr/bin/env bash
# Beyond one process: GNU parallel and a Spark job do what one `tawsim` does, with each article exactly once, also when a
# task dies in the middle. Usage: run.sh TAWSIM [PYTHON], where PYTHON has pyspark (and there is a Java); without one only
# GNU parallel is tried.
set -euo pipefail
tawsim=$(realpath "$1")
python=${2:-}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'echo "$0: line $LINENO failed" >&2' ERR
cd "$work"

# A corpus of 190 articles in four parts, three of its lines broken.
"$tawsim" suggest --suggester none "$root"/sample_articles | python3 -c '
import json, sys
articles = [json.loads(line) for line in sys.stdin]
parts = [open(f"part-{n}.jsonl", "w") for n in range(4)]
for copy in range(10):
    for n, article in enumerate(articles):
        line = {"id": "%s-%d" % (article["id"], copy), "text": article["text"]}
        print(json.dumps(line, ensure_ascii=False), file=parts[(copy * len(articles) + n) * 4 // (10 * len(articles))])
for n in 0, 1, 3:
    print("{\"id\": \"broken\"", file=parts[n])
'
mkdir corpus && mv part-*.jsonl corpus
cat corpus/* >all.jsonl

status=0; "$tawsim" suggest --suggester fast --jobs 1 all.jsonl >one.jsonl 2>one.err || status=$?
[ "$status" = 1 ] || { echo "three broken lines should end with status 1, not $status"; exit 1; }
count=$(wc -l <one.jsonl)
"$tawsim" suggest --suggester fast --jobs 3 all.jsonl >three.jsonl 2>/dev/null || true
cmp one.jsonl three.jsonl

if command -v parallel >/dev/null; then
  # --pipepart cuts at line ends; -k keeps the order. The exit status is the number of parts with a broken line.
  parallel --will-cite -k --pipepart --block 100k -a all.jsonl \
    "$tawsim" suggest --suggester fast --jobs 1 - >parallel.jsonl 2>parallel.err || true
  cmp one.jsonl parallel.jsonl
  [ "$(grep -c 'tawsim: -:' parallel.err)" = 3 ]
  # The same for gold: one line of the stream is one gold file.
  mkdir gold && python3 -c '
import json
for line in open("one.jsonl"):
    article = json.loads(line)
    article["status"] = "done"
    for index, entity in enumerate(article["entities"]):
        entity["id"], entity["verdict"] = "e%d" % (index + 1), "accepted"
        entity.pop("source"), entity.pop("score", None)
    article["quotes"] = []
    json.dump(article, open("gold/%s.json" % article["id"], "w"), ensure_ascii=False)
'
  # What is unlike the rest of the corpus can only be seen by one that sees the whole corpus.
  check() {
    "$tawsim" check --ignore "two labels" --ignore "proclitic inside" --ignore "article outside" --ignore "same article" \
      "$@" || [ $? = 1 ]
  }
  export -f check; export tawsim
  check gold | LC_ALL=C sort >check.one
  find gold -name '*.json' | parallel --will-cite -n 20 check | LC_ALL=C sort >check.parallel
  cmp check.one check.parallel
  find gold -name '*.json' | LC_ALL=C sort >list
  xargs "$tawsim" export --to jsonl <list >export.one
  parallel --will-cite -k -n 20 "$tawsim" export --to jsonl <list >export.parallel
  [ -s export.one ] && cmp export.one export.parallel
  echo "GNU parallel: $count articles through suggest, check and export, the same as one process"
else
  echo "GNU parallel: not installed, left out"
fi

[ -n "$python" ] || { echo "Spark: no Python with pyspark given, left out"; exit 0; }
# A program that dies once in the middle of a part, as a machine may.
cat >dying <<SH
#!/usr/bin/env bash
if mkdir "$work/died" 2>/dev/null; then head -n 5 | "$tawsim" "\$@"; kill -9 \$\$; fi
exec "$tawsim" "\$@"
SH
chmod +x dying
export PYSPARK_PYTHON=$python PYSPARK_DRIVER_PYTHON=$python SPARK_LOCAL_IP=127.0.0.1
status=0
"$python" - >spark.out 2>spark.err <<PY || status=$?
import runpy, sys
from pyspark.sql import SparkSession
# Two threads, and four attempts for each task, as on a cluster.
SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
sys.argv = ["suggest.py", "--tawsim", "$work/dying", "$work/corpus", "$work/spark"]
runpy.run_path("$root/assets/examples/spark/suggest.py", run_name="__main__")
PY
[ "$status" = 1 ] || { tail -40 spark.err; echo "Spark: status $status"; exit 1; }
[ -d died ] && grep -q 'ended with status -9' spark.err || { tail -40 spark.err; echo "Spark: no task died"; exit 1; }
cat spark/kind=ok/part-* | LC_ALL=C sort >spark.jsonl
LC_ALL=C sort one.jsonl | cmp - spark.jsonl
[ "$(cat spark/kind=bad/part-* | wc -l)" = 3 ]
python3 - "$count" <<'PY'
import json, sys
counts = json.loads(open("spark.out").read().splitlines()[-1])
assert counts["ok"] == int(sys.argv[1]) and counts["bad"] == 3 and counts["read"] == counts["ok"] + 3, counts
PY
echo "Spark: $count articles, each once, the same as one process; 3 failures told; a task that died was made again"
