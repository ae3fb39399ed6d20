"""How the models in this folder are trained; nothing here is needed to use them.

Run from the root of a checkout, for instance `PYTHONPATH=samples:models python -m training.text_finder --help`.
"""
