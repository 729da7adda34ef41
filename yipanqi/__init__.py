"""一盘棋: Party-building work and operational work on one chessboard."""
