"""What was measured: monthly figures of units, in revisions, with what is known beside them."""
