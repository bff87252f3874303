"""Whether the installation is well: checks as data, the processes that run, and the page that shows both."""
