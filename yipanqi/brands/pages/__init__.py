"""支部品牌: brands and measures."""
