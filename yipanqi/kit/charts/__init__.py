"""Charts drawn on the server as SVG text: they print, work without scripts and can be tested as text."""
