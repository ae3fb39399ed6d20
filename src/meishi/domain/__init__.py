"""What flows through meishi: photo, card image, text region, text line, field, contact, encounter, task.

Plain values without I/O. Types that hold pixels are frozen dataclasses; what is printed as JSON or stored is a
pydantic model. Boxes are `(x, y, width, height)` in pixels of the upright card image, quads are four `(x, y)` corners
in pixels of the picture, angles are in degrees, confidences run from 0 to 1.
"""
