"""Before and after, honestly: one measure's figure beside comparable units, with words that name no cause."""
