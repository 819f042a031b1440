"""Running notebooks leaves the caller's process as it was, and works where there are no Unix sockets."""

from __future__ import annotations

import asyncio

from pipelines.report.execution import _kernel_manager, _quiet_loop


def test_the_callers_event_loop_is_set_again_and_open() -> None:
    callers = asyncio.new_event_loop()
    asyncio.set_event_loop(callers)
    try:
        with _quiet_loop():
            inner = asyncio.get_event_loop()
            assert inner is not callers
        assert asyncio.get_event_loop() is callers
        assert inner.is_closed()
        assert not callers.is_closed()
    finally:
        asyncio.set_event_loop(None)
        callers.close()


def test_a_failing_notebook_gives_the_callers_loop_back_too() -> None:
    callers = asyncio.new_event_loop()
    asyncio.set_event_loop(callers)
    try:
        try:
            with _quiet_loop():
                raise ValueError
        except ValueError:
            pass
        assert asyncio.get_event_loop() is callers
    finally:
        asyncio.set_event_loop(None)
        callers.close()


def test_unix_sockets_are_used_only_where_the_system_has_them() -> None:
    unix = _kernel_manager("/kort", has_ipc=True)
    assert (unix.transport, unix.ip) == ("ipc", "/kort/kernel")
    windows = _kernel_manager("C:\\kort", has_ipc=False)
    assert (windows.transport, windows.ip) == ("tcp", "127.0.0.1")
