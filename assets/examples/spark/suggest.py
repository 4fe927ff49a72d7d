"""Pre-annotates a corpus on a Spark cluster: article JSONL in, suggested JSONL out.

    spark-submit suggest.py [--tawsim PATH] [--suggester NAME] [--partitions N] INPUT OUTPUT

INPUT is whatever Spark reads as text: a file, a folder of parts, a pattern, compressed or not. Each partition is piped
through one `tawsim suggest --jobs 1 -`. OUTPUT gets two folders, written by Spark's committer, so that a task that
fails and is tried again leaves each article in it exactly once:

    OUTPUT/kind=ok/     one line of gold JSON (status "suggested") for each article, in the order of its partition
    OUTPUT/kind=bad/    for each line that is no article: why

The last line on standard output is a JSON object with the counts; the exit status is 0, 1 if any line was bad, and 2 if
the counts do not agree.
"""

import argparse
import json
import subprocess
import sys
import threading

from pyspark.sql import SparkSession
from pyspark.sql.types import StringType, StructField, StructType


def filtered(command, lines):
    """The lines of a partition through one process: ("ok", line) and ("bad", why)."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    told = []

    def feed():
        try:
            for line in lines:
                process.stdin.write(line.encode("utf-8") + b"\n")
            process.stdin.close()
        except BrokenPipeError:
            pass  # The process has ended; its exit status says why.

    def listen():
        told.extend(line.decode("utf-8", "replace").rstrip("\n") for line in process.stderr)

    threads = [threading.Thread(target=work, daemon=True) for work in (feed, listen)]
    for thread in threads:
        thread.start()
    for line in process.stdout:
        yield "ok", line.decode("utf-8").rstrip("\n")
    for thread in threads:
        thread.join()
    # 1: lines that are no articles. Anything else is no answer: Spark tries the partition again.
    if process.wait() not in (0, 1):
        raise RuntimeError(f"{command[0]} ended with status {process.returncode}: {told[-3:]}")
    for line in told:
        if line.startswith("tawsim: -:"):
            yield "bad", line


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--tawsim", default="tawsim", help="the program, at the same place on every worker")
    arguments.add_argument("--suggester", default="fast", help="fast, or careful: a hundred times slower, more often right")
    arguments.add_argument("--partitions", type=int, help="spread the lines over so many tasks first")
    arguments.add_argument("input")
    arguments.add_argument("output")
    arguments = arguments.parse_args()

    spark = SparkSession.builder.appName("tawsim suggest").getOrCreate()
    lines = spark.sparkContext.textFile(arguments.input)
    if arguments.partitions:
        lines = lines.repartition(arguments.partitions)
    command = [arguments.tawsim, "suggest", "--suggester", arguments.suggester, "--jobs", "1", "-"]

    def work(part):
        return filtered(command, (line for line in part if line.strip()))

    schema = StructType([StructField("kind", StringType(), False), StructField("value", StringType(), False)])
    made = spark.createDataFrame(lines.mapPartitions(work), schema)
    made.write.partitionBy("kind").text(arguments.output)

    # Counted from what is there, not from what was thought to be done.
    read = lines.filter(lambda line: bool(line.strip())).count()
    kinds = {row["kind"]: row["count"] for row in spark.read.text(arguments.output).groupBy("kind").count().collect()}
    counts = {"read": read, "ok": kinds.get("ok", 0), "bad": kinds.get("bad", 0)}
    spark.stop()
    print(json.dumps(counts))
    if counts["read"] != counts["ok"] + counts["bad"]:
        return 2
    return 1 if counts["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
