"""What a text may be: the one place for it.

- `kinds`: how long a name, a word, a sentence may be.
- `judging`: what may stand in any of them, where text enters (hall.toml, the catalogue, requests).
- `folding`: what stands for a character that a glass, a paper or a font has not, where text leaves.
- `matching`: when two texts are the same to whoever types or lists them.

Pure. Decision 35 says why.
"""
