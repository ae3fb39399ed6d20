"""Opening pictures of every supported format, colour mode and orientation."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pypdfium2
import pytest
from PIL import Image

from meishi.decode import SUPPORTED_SUFFIXES, DecodeOptions, looks_like_picture, open_photos

WIDTH, HEIGHT = 64, 40
RED_BGR, WHITE_BGR = [0, 0, 255], [255, 255, 255]


def red_corner():
    """A white picture whose top left quarter is red, so that turns and mirrorings show."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste("red", (0, 0, WIDTH // 2, HEIGHT // 2))
    return picture


def open_one(path, options=None):
    photos = list(open_photos(path, options))
    assert len(photos) == 1
    return photos[0]


def assert_red_top_left(pixels):
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    height, width = pixels.shape[:2]
    for y, x, colour in ((0.25, 0.25, RED_BGR), (0.25, 0.75, WHITE_BGR), (0.75, 0.25, WHITE_BGR)):
        assert np.abs(pixels[int(y * height), int(x * width)].astype(int) - colour).max() <= 12


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".bmp", ".gif"])
def test_reads_common_formats(tmp_path, suffix):
    path = tmp_path / f"card{suffix}"
    red_corner().save(path)
    photo = open_one(path)
    assert photo.pixels.shape == (HEIGHT, WIDTH, 3)
    assert_red_top_left(photo.pixels)


def test_reads_heic(tmp_path):
    path = tmp_path / "IMG_1.HEIC"
    pillow_heif.from_pillow(red_corner().resize((256, 160))).save(path, quality=90)
    photo = open_one(path)
    assert photo.pixels.shape == (160, 256, 3)
    assert_red_top_left(photo.pixels)


def test_names_the_file_as_given_and_hashes_its_bytes(tmp_path):
    path = tmp_path / "名刺 写真.png"
    red_corner().save(path)
    photo = open_one(path)
    assert photo.file == str(path)
    assert photo.page == 1
    assert photo.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_applies_exif_orientation(tmp_path, orientation):
    # What a camera stores under each orientation tag for a scene with its red corner at the top left.
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = red_corner().transpose(undo) if undo is not None else red_corner()
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "turned.jpg"
    stored.save(path, exif=exif, quality=95)
    photo = open_one(path)
    assert photo.pixels.shape == (HEIGHT, WIDTH, 3)
    assert_red_top_left(photo.pixels)


def test_broken_exif_does_not_cost_the_picture(tmp_path):
    path = tmp_path / "odd.jpg"
    red_corner().save(path, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01" * 9, quality=95)
    assert_red_top_left(open_one(path).pixels)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr"])
def test_every_colour_mode_becomes_bgr(tmp_path, mode):
    path = tmp_path / ("card.tif" if mode in {"CMYK", "YCbCr"} else "card.png")
    Image.new("RGB", (20, 10), "white").convert(mode).save(path)
    pixels = open_one(path).pixels
    assert pixels.shape == (10, 20, 3)
    assert (pixels >= 250).all()


def test_transparent_parts_are_white_paper(tmp_path):
    picture = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 10, 10))
    path = tmp_path / "logo.png"
    picture.save(path)
    pixels = open_one(path).pixels
    assert (pixels[:, :9] == 0).all()
    assert (pixels[:, 11:] == 255).all()


def test_a_palette_with_a_transparent_colour_is_white_there(tmp_path):
    picture = Image.new("P", (10, 10), 0)
    picture.putpalette([10, 20, 30, 200, 0, 0])
    path = tmp_path / "palette.png"
    picture.save(path, transparency=0)
    assert (open_one(path).pixels == 255).all()


def test_sixteen_bit_grey_keeps_its_range(tmp_path):
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (4, 1))
    path = tmp_path / "deep.png"
    cv2.imwrite(str(path), ramp)
    grey = open_one(path).pixels[0, :, 0].astype(int)
    assert np.abs(grey - np.arange(256)).max() <= 1


def test_each_page_of_a_tiff_is_a_photo(tmp_path):
    path = tmp_path / "duplex.tif"
    front, back = red_corner(), Image.new("RGB", (30, 50), "white")
    front.save(path, save_all=True, append_images=[back])
    photos = list(open_photos(path))
    assert [photo.page for photo in photos] == [1, 2]
    assert_red_top_left(photos[0].pixels)
    assert photos[1].pixels.shape == (50, 30, 3)


def test_of_an_animation_the_first_picture_counts(tmp_path):
    path = tmp_path / "waving.gif"
    red_corner().save(path, save_all=True, append_images=[Image.new("RGB", (WIDTH, HEIGHT), "black")])
    assert_red_top_left(open_one(path).pixels)


def test_the_content_decides_about_the_format(tmp_path):
    path = tmp_path / "really-a-png.jpg"
    red_corner().save(path, format="PNG")
    assert_red_top_left(open_one(path).pixels)


def test_a_scanned_pdf_page_keeps_the_scans_own_resolution(tmp_path):
    path = tmp_path / "scan.pdf"
    red_corner().resize((640, 400)).save(path, resolution=150)
    photo = open_one(path)
    height, width = photo.pixels.shape[:2]
    assert abs(width - 640) <= 2
    assert abs(height - 400) <= 2
    assert_red_top_left(photo.pixels)


def test_a_drawn_pdf_page_is_rendered_at_the_wanted_resolution(tmp_path):
    path = tmp_path / "drawn.pdf"
    write_pdf(path, [(144, 72)])
    assert open_one(path).pixels.shape == (300, 600, 3)
    assert open_one(path, DecodeOptions(pdf_dpi=100)).pixels.shape == (100, 200, 3)


def test_each_page_of_a_pdf_is_a_photo(tmp_path):
    path = tmp_path / "two.pdf"
    write_pdf(path, [(144, 72), (72, 144)])
    photos = list(open_photos(path))
    assert [photo.page for photo in photos] == [1, 2]
    assert [photo.pixels.shape[:2] for photo in photos] == [(300, 600), (600, 300)]
    assert len({photo.sha256 for photo in photos}) == 1


def write_pdf(path, sizes):
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        document.new_page(width, height).close()
    document.save(str(path))
    document.close()


def test_pages_are_decoded_only_when_asked_for(tmp_path):
    path = tmp_path / "cut.tif"
    red_corner().save(path, save_all=True, append_images=[red_corner()])
    photos = open_photos(path)
    assert_red_top_left(next(photos).pixels)
    photos.close()


@pytest.mark.parametrize("name", ["a.jpg", "A.JPEG", "b.Heic", "c.pdf", "d.tiff", "名刺.png"])
def test_picture_suffixes_are_recognised(name):
    assert looks_like_picture(Path(name))
    assert Path(name).suffix.lower() in SUPPORTED_SUFFIXES


@pytest.mark.parametrize("name", ["notes.txt", "noextension", ".DS_Store", "._IMG_1.jpg", "a.jpg.part"])
def test_other_files_are_not_taken_for_pictures(name):
    assert not looks_like_picture(Path(name))
