"""What must hold of every rendered release.

The text of a check is its documentation; broken/<name>.yaml is the case that makes exactly that check fail.
"""

from checks import network, pods, state  # noqa: F401 (each registers its checks)
from checks.registry import CHECKS  # noqa: F401
