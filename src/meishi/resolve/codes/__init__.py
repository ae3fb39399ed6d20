"""What a card's QR codes say, and what it means for the fields: `content` reads it, `checking` compares it."""

from meishi.resolve.codes.checking import check_codes

__all__ = ["check_codes"]
