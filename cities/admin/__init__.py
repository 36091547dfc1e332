"""The admin of cities, assessors, actions and progress."""
