"""Machinery every room uses and no word of the domain: pages, tables, imports, figures, panels, arrows, clocks."""
