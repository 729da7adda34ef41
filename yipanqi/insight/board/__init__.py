"""棋盘, first view: 业务重点 as rows, Party organisations as columns, and what stands where they meet."""
