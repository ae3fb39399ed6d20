"""What cannot or must not be opened is refused with one clear line, before any pixel is decoded."""

import os
import struct
import tracemalloc
import zlib

import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image

from bad_files import encrypted_pdf
from meishi.decode import DecodeOptions, open_photos
from meishi.errors import PictureTooLargeError, UnreadableFileError


def refusal(path, error, options=None):
    with pytest.raises(error) as caught:
        list(open_photos(path, options))
    assert str(path) in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def noisy_picture(width=200, height=120):
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(noise)


def test_missing_file(tmp_path):
    assert "no such file" in refusal(tmp_path / "gone.jpg", UnreadableFileError)


def test_folder_instead_of_file(tmp_path):
    assert "folder" in refusal(tmp_path, UnreadableFileError)


def test_path_through_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    refusal(tmp_path / "file" / "card.jpg", UnreadableFileError)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    path = tmp_path / "secret.png"
    noisy_picture().save(path)
    path.chmod(0)
    assert "permission" in refusal(path, UnreadableFileError)


def test_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert "no ordinary file" in refusal(tmp_path / "pipe.jpg", UnreadableFileError)


def test_empty_file(tmp_path):
    (tmp_path / "empty.jpg").touch()
    assert "empty" in refusal(tmp_path / "empty.jpg", UnreadableFileError)


@pytest.mark.parametrize("text", ["Dear Sir,\nhere is my card.\n", "名刺を送ります。\n" * 400])
def test_text_renamed_to_a_picture(tmp_path, text):
    path = tmp_path / "letter.jpg"
    path.write_text(text, encoding="utf-8")
    assert "text" in refusal(path, UnreadableFileError)


def test_unknown_format(tmp_path):
    path = tmp_path / "noise.png"
    path.write_bytes(bytes(range(256)) * 20)
    assert "known format" in refusal(path, UnreadableFileError)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".bmp", ".gif", ".heic"])
@pytest.mark.parametrize("kept", [0.03, 0.5, 0.9])
def test_truncated_picture(tmp_path, suffix, kept):
    path = tmp_path / f"cut{suffix}"
    if suffix == ".heic":
        pillow_heif.from_pillow(noisy_picture()).save(path)
    else:
        noisy_picture().save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    refusal(path, UnreadableFileError)


@pytest.mark.parametrize("kept", [0.1, 0.5])
def test_truncated_pdf(tmp_path, kept):
    path = tmp_path / "cut.pdf"
    noisy_picture().save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    refusal(path, UnreadableFileError)


def test_encrypted_pdf(tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypted_pdf())
    assert "encrypted" in refusal(path, UnreadableFileError)


def png_header(width, height):
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [10_001, 30_000, 2_000_000_000])
def test_a_bomb_is_refused_from_its_header(tmp_path, side):
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(side, side))
    tracemalloc.start()
    refusal(path, PictureTooLargeError)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_the_limit_on_pixels_can_be_set(tmp_path):
    path = tmp_path / "small.png"
    noisy_picture(200, 120).save(path)
    refusal(path, PictureTooLargeError, DecodeOptions(max_pixels=23_999))
    assert list(open_photos(path, DecodeOptions(max_pixels=24_000)))


def test_a_later_tiff_page_is_checked_too(tmp_path):
    path = tmp_path / "growing.tif"
    noisy_picture(20, 20).save(path, save_all=True, append_images=[noisy_picture(300, 300)])
    photos = open_photos(path, DecodeOptions(max_pixels=10_000))
    next(photos)
    with pytest.raises(PictureTooLargeError):
        next(photos)


def test_too_many_bytes(tmp_path):
    path = tmp_path / "big.png"
    noisy_picture().save(path)
    assert "bytes" in refusal(path, PictureTooLargeError, DecodeOptions(max_bytes=1000))


def test_too_many_tiff_pages(tmp_path):
    path = tmp_path / "stack.tif"
    page = Image.new("L", (8, 8))
    page.save(path, save_all=True, append_images=[page] * 5)
    assert "pages" in refusal(path, PictureTooLargeError, DecodeOptions(max_pages=5))
    assert len(list(open_photos(path, DecodeOptions(max_pages=6)))) == 6


def test_too_many_pdf_pages(tmp_path):
    path = tmp_path / "stack.pdf"
    write_pages(path, 3, (100, 100))
    assert "pages" in refusal(path, PictureTooLargeError, DecodeOptions(max_pages=2))


def test_a_pdf_page_of_absurd_size(tmp_path):
    path = tmp_path / "field.pdf"
    write_pages(path, 1, (14_400, 14_400))
    assert "points" in refusal(path, PictureTooLargeError)


def test_a_poster_is_rendered_coarser_instead(tmp_path):
    path = tmp_path / "poster.pdf"
    write_pages(path, 1, (1000, 1000))
    (photo,) = open_photos(path, DecodeOptions(max_pixels=4_000_000))
    assert 3_900_000 < photo.pixels.shape[0] * photo.pixels.shape[1] <= 4_000_000


def test_a_bomb_within_a_pdf(tmp_path):
    path = tmp_path / "scan.pdf"
    noisy_picture(300, 200).save(path)
    assert "300 x 200" in refusal(path, PictureTooLargeError, DecodeOptions(max_pixels=50_000))


def write_pages(path, count, size):
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(*size).close()
    document.save(str(path))
    document.close()
