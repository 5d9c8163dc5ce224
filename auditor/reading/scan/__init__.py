"""Pictures of pages to characters and lines: everything that the extra `ocr` is needed for.

Pixels are handled at one resolution (`kit.PER_INCH`), level and evenly lit; what leaves this package is
the `Page` that drawn pages are read into, so that grids, cells, torn rows and paragraphs are one code.
Figures of which the recogniser is not sure are given as U+FFFD, never guessed.

Runs only in the process that is kept for it (`Limits.recognise`): native code that may die.
"""
