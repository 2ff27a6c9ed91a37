"""Key places: which are on the list and by what criterion, sites and village points, and each one's help plan."""

from dashboard.ui import frame, regions_page

frame.with_workspace(regions_page.draw)
