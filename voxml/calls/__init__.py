"""Calls: clients of the TryVox voice API that never dial twice, for one call or ten thousand.

from voxml import TryVox

with TryVox() as tryvox:
    call = tryvox.calls.create(from_="+14155550100", to="+14155550199", answer_url="https://…/menu.json")
"""
