"""Trains what tells rows from columns.

`windows` cuts labelled windows out of drawn pictures, `learning` teaches the network of `meishi.recognize`;
`__main__` does all of it in order and writes `models/writing_direction`.
"""
