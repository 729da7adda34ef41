"""情况: what deserves a look in the trees, found by dated rules, with the article, the reason and a way to act."""
