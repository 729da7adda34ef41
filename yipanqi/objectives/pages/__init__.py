"""融合事项: priorities, and what serves them or does not yet."""
