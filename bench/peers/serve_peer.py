"""Serves a Python peer over standard input and output: one JSON request a line, one JSON answer a line, times measured here."""
import json
import os
import sys
import time
import traceback

# One thread: set before NumPy loads its BLAS.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def serve_peer(load):
    """Answers requests until standard input ends; `load` returns (versions, prepare), `prepare(task)` returns an object
    with `train(epochs, first, count)` and `score()`, which returns (loss, accuracy)."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints goes to standard error
    state = {}
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line), state, load)) + "\n")
        answers.flush()


def answer(request, state, load):
    try:
        cpu, start = time.process_time(), time.perf_counter()
        result = perform(request, state, load)
        return {**result, "seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu}
    except ModuleNotFoundError as error:
        return {"missing": str(error)}
    except Exception:
        return {"error": traceback.format_exc()}


def perform(request, state, load):
    command = request["command"]
    if command == "load":
        versions, state["prepare"] = load()
        return {"versions": versions}
    if command == "prepare":
        state["trainer"] = state["prepare"](request["task"])
    elif command == "train":
        part = request["part"]
        state["trainer"].train(request["epochs"], part["first"], part["count"])
    elif command == "score":
        loss, accuracy = state["trainer"].score()
        return {"loss": float(loss), "accuracy": float(accuracy)}
    return {}


def read_rows(task, numpy):
    """The features [rows, columns] as float32 and the labels [rows]."""
    features = numpy.fromfile(task["featuresFile"], dtype="<f4").reshape(task["rows"], task["columns"])
    return features, numpy.fromfile(task["labelsFile"], dtype="<i4")
