"""The named checks. Each is given a Release and yields what is wrong with it."""

CHECKS = {}


def check(function):
    CHECKS[function.__name__] = function
    return function
