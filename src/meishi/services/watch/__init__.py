"""Watch: files dropped into a folder become contacts, and are filed away.

`WatchedFolder` refuses what must not be watched and knows what lies in the folder, `Settling` tells which files are
complete, `Watcher` has them imported and filed away, `keep_looking` does so until it is stopped.
"""

from meishi.services.watch.folder import ARCHIVE, SET_ASIDE, WatchedFolder
from meishi.services.watch.looking import keep_looking, look_once, wake_on_changes
from meishi.services.watch.settling import Settling
from meishi.services.watch.starting import ServiceManager, service_file
from meishi.services.watch.watcher import Filed, Watcher

__all__ = [
    "ARCHIVE",
    "SET_ASIDE",
    "Filed",
    "ServiceManager",
    "Settling",
    "WatchedFolder",
    "Watcher",
    "keep_looking",
    "look_once",
    "service_file",
    "wake_on_changes",
]
