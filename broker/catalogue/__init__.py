"""Catalogues as bureaux send them: found in their files, judged, joined, and written down again."""
