"""The only room that imports Prefect: runs the year as a flow, loads flow files by path."""
