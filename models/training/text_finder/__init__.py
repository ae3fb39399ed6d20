"""Trains the network that finds text lines, their reading direction and cards in a picture.

The way of a training picture: `faces` draws card sides with the generator of `samples`; `scenes` lays them on a made-up
ground and photographs them; `wear` spoils the picture as cameras do; `targets` paints what the network shall answer.
`network` is the network, `learning` teaches it, `exporting` writes it for OpenCV, `judging` measures it.
"""
