"""One happening told by many: records over documents grouped, and the stories that happenings make."""
