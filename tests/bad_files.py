"""Files that are no cards, whatever their names say."""

import struct
import zlib
from pathlib import Path

from PIL import Image

SCAN = Path(__file__).parents[1] / "samples" / "demo" / "09-scan.jpg"


def write_bad_files(folder):
    """Write one of each kind into a folder; gives each with a word that its message must have."""
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    contents = {
        "text.jpg": (b"only text", "text.jpg"),
        "empty.jpg": (b"", "empty"),
        "cut off.jpg": (SCAN.read_bytes()[:20_000], "cut off.jpg"),
        "bomb.png": (bomb + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "pixels"),
        "locked.pdf": (encrypted_pdf(), "encrypted"),
    }
    for name, (content, _) in contents.items():
        (folder / name).write_bytes(content)
    Image.new("RGB", (800, 500), "white").save(folder / "nothing.png")
    return {folder / name: word for name, (_, word) in contents.items()} | {folder / "nothing.png": "card"}


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def encrypted_pdf():
    """A minimal PDF with a user password (standard security handler, revision 2); the keys fit no password we know."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + table + trailer
