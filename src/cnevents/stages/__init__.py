"""The eight stages: segment, entities, link, dates, triggers, qualify, arguments, assemble."""
