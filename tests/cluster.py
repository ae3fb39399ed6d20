"""A Dask cluster of two worker processes; prints its address and their process ids, ends with its standard input."""

import json
import sys

from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as it:
        pids = [worker.pid for worker in it.workers.values()]
        print(json.dumps({"address": it.scheduler_address, "pids": pids}), flush=True)
        sys.stdin.read()
